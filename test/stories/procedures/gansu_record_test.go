// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/checking"
	"github.com/publicdata-io/mandate/internal/retention"
)

// record is what is kept of a subject, written Kind/name.
func (d *domain) record(name string, now time.Time) retention.Record {
	d.t.Helper()
	subject := subjectOf(name)
	return retention.RecordOf(d.facts(subject), subject, now)
}

// kept says that no Decision on the subject may be deleted at an instant, though
// its disposal was decided. A cluster refuses the delete then (test/cel
// TestDecisionsAreRetained), and that of the subject with it, as long as an act
// names it (test/cel TestWhatOthersReferToIsNotDeleted).
func (d *domain) kept(s *story, name string, dispose *v1alpha1.Decision, at string) {
	d.t.Helper()
	r := d.record(name, instant(at))
	found := r.Judge(dispose, instant(at))
	if r.Disposable(instant(at)) || found == nil || found.Reason != v1alpha1.NotYetDueReason {
		d.t.Errorf("at %s the record of %s may be deleted: %v", at, name, found)
		return
	}
	s.line("- %s Dispose of the record of %s, tried until %s\n  %s", dispose.Spec.ActedOn, name, at, effectOf(found))
}

// disposable says that the Decisions on the subject may be deleted from an instant
// on (test/integration TestRecordsGoOnceTheirRetentionIsOver).
func (d *domain) disposable(s *story, name string, dispose *v1alpha1.Decision, at string) {
	d.t.Helper()
	r := d.record(name, instant(at))
	if !r.Disposable(instant(at)) || !r.Until().Equal(instant(at)) {
		d.t.Errorf("at %s the record of %s is kept, until %s", at, name, r.Until().In(beijing))
		return
	}
	s.line("- %s Dispose of the record of %s, at %s\n  %s", dispose.Spec.ActedOn, name, at, effectOf(r.Judge(dispose, instant(at))))
}

// E28: the delete of an agreement that ended 2025-06-30 is denied until 2045-07-01.
func TestGansuRetention(t *testing.T) {
	gansuRetention(t, home).compare(t, "gansu-retention")
}

func gansuRetention(t *testing.T, at place) *story {
	t.Helper()
	d := lanzhou(t, at).put(travelPlan, travelAgreement)
	edit(d, travelPlan, func(p *v1alpha1.ImplementationPlan) { p.Spec.Term.From = "2025-06-16" })
	edit(d, travelAgreement, func(a *v1alpha1.OperationAgreement) {
		a.Spec.Term = &v1alpha1.Term{From: "2025-06-16", To: "2025-06-30"}
	})
	d.planInForce().put(travelSelection).chosen().contractSigned().contractFiled()
	s := tell(d, "Twenty years 保存期限二十年", "The agency keeps what is on record for at least twenty years (GS-OP-37.1), from the later of the end\nof the term and the last act (D24). This agreement was for a trial of two weeks.", travelAgreement).after("2025-06-16 12:00")
	early := d.act(travelAgreement, "", v1alpha1.ActionDispose, "lz-data-centre", "2025-06-20")
	s.at("2025-06-30 23:59", "The last minute of the trial.")
	s.stands(travelAgreement, "2025-06-30 23:59", v1alpha1.InForceReason)
	s.at("2025-07-01 00:00", "It has ended with 2025-06-30.")
	s.stands(travelAgreement, "2025-07-01 00:00", v1alpha1.TermEndedReason)
	own := d.act(travelAgreement, "", v1alpha1.ActionDispose, "lz-data-group", "2026-01-08")
	dispose := d.act(travelAgreement, "", v1alpha1.ActionDispose, "lz-data-centre", "2026-01-08")
	s.turnTo().at("2026-01-08 12:00", "The centre decides on the disposal. A disposal from before the end is none, and one by the operator is\nnot for the operator.")
	r := d.record(travelAgreement, instant("2045-07-01 00:00"))
	for act, want := range map[*v1alpha1.Decision]string{early: v1alpha1.PrematureReason, own: v1alpha1.NotEntitledReason} {
		if found := r.Judge(act, instant("2045-07-01 00:00")); found == nil || found.Reason != want {
			t.Errorf("%s: %v, want %s", act.Name, found, want)
		}
	}
	s.at("2045-06-30 23:59", "The last day of the twenty years.")
	d.kept(s, travelAgreement, dispose, "2045-06-30 23:59")
	s.at("2045-07-01 00:00", "The first instant at which the record may be deleted.")
	d.disposable(s, travelAgreement, dispose, "2045-07-01 00:00")
	return s
}

// E28: the archive verifies by hash, as `kubectl mandate check --documents` does.
func TestGansuArchive(t *testing.T) {
	folder := filepath.Join("testdata", "gansu")
	text, err := os.ReadFile(filepath.Join(folder, "chain.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	chain := checking.Read([]checking.File{{Name: "chain.yaml", Data: text}})
	sums := checking.Sums{}
	for _, name := range []string{"plan.txt", "agreement.txt", "application.txt"} {
		paper, err := os.ReadFile(filepath.Join(folder, "papers", name))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(paper)
		sums.Add(name, hex.EncodeToString(sum[:]))
	}
	if faults := chain.Papers(sums); len(faults) > 0 {
		t.Errorf("papers as they were signed: %v", faults)
	}
	sums["agreement.txt"] = []string{strings.Repeat("0", 64)} // one that was changed since
	faults := chain.Papers(sums)
	if len(faults) != 1 || faults[0].Name != "travel" || !strings.Contains(faults[0].Text, "agreement.txt") {
		t.Errorf("an agreement that was changed: %v", faults)
	}
}

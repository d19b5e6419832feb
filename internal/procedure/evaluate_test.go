// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// steps writes where the steps of a report stand, one a line.
func steps(r procedure.Report) []string {
	var lines []string
	for i := range r.Progress {
		p := &r.Progress[i]
		for j := range p.Steps {
			s := &p.Steps[j]
			line := fmt.Sprintf("%s/%s %s", p.Procedure.Name, s.Step.Name, s.State)
			if s.State == v1alpha1.StepDone {
				line += " " + s.Day.String()
			}
			if s.Due != nil {
				line += " due " + s.Due.String()
			}
			for name, yes := range map[string]bool{" overdue": s.Overdue, " late": s.Late, " provisional": s.Provisional} {
				if yes {
					line += name
				}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestTheWholeWayOfAGrant(t *testing.T) {
	s := granted()
	r := s.evaluate("2025-11-12")
	want := []string{
		"grant/submit Done 2025-10-20", "grant/forward Done 2025-10-24 due 2025-10-27", "grant/approve Done 2025-11-03",
		"grant/sign Done 2025-11-06 due 2025-11-10", "grant/file Done 2025-11-10 due 2025-11-13",
	}
	if diff := cmp.Diff(want, steps(r)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	for _, d := range s.acts {
		if got := why(r, d); got != "" {
			t.Errorf("%s does not count: %s", d.Name, got)
		}
	}
	enter := r.Effect(v1alpha1.EffectEnter)
	if !enter.Complete || enter.Pending != nil || !enter.Since.Equal(instant("2025-11-10T09:00:00+08:00")) {
		t.Errorf("Enter = %+v, want complete since the receipt", enter)
	}
	if diff := cmp.Diff([]v1alpha1.Part{v1alpha1.PartApplication, v1alpha1.PartAll}, r.Fixed); diff != "" {
		t.Errorf("fixed (-want +got):\n%s", diff)
	}
}

// Whatever single act is taken away, the grant does not enter.
func TestEveryActIsNeeded(t *testing.T) {
	for i, d := range granted().acts {
		s := granted()
		s.acts = slices.Delete(s.acts, i, i+1)
		enter := func() procedure.Outcome { r := s.evaluate("2025-11-12"); return r.Effect(v1alpha1.EffectEnter) }()
		if enter.Complete || enter.Pending == nil || enter.Pending.Reason != v1alpha1.ProcedurePendingReason {
			t.Errorf("without %s: %+v, want that it is pending", d.Name, enter)
		}
	}
}

// While nobody can tell what the content is, no act is on it.
func TestNothingIsActedOnWhileTheContentIsNotKnown(t *testing.T) {
	for _, part := range []v1alpha1.Part{v1alpha1.PartApplication, v1alpha1.PartAll} {
		s := granted()
		delete(s.subject.Digests, part)
		r := s.evaluate("2025-11-12")
		if r.Effect(v1alpha1.EffectEnter).Complete {
			t.Errorf("it enters by acts on %s, whose digest is not known", part)
		}
		for _, d := range s.acts {
			d.Spec.Subject.Digest = ""
		}
		if r = s.evaluate("2025-11-12"); r.Effect(v1alpha1.EffectEnter).Complete {
			t.Errorf("it enters by acts that carry no digest, and that of %s is not known", part)
		}
	}
}

func TestTheOrderInWhichActsAreGivenDoesNotMatter(t *testing.T) {
	want := steps(granted().evaluate("2025-11-12"))
	s := granted()
	for range len(s.acts) {
		s.acts = append(s.acts[1:], s.acts[0])
		if diff := cmp.Diff(want, steps(s.evaluate("2025-11-12"))); diff != "" {
			t.Fatalf("steps (-want +got):\n%s", diff)
		}
	}
	slices.Reverse(s.acts)
	if diff := cmp.Diff(want, steps(s.evaluate("2025-11-12"))); diff != "" {
		t.Errorf("reversed (-want +got):\n%s", diff)
	}
}

// BenchmarkEvaluate is one evaluation of a grant with 12 steps and 20
// Decisions, which may take 50 µs.
func BenchmarkEvaluate(b *testing.B) {
	s := granted()
	p := &s.edition.Spec.Procedures[0]
	for i := range 7 {
		name := fmt.Sprintf("attest-%d", i)
		p.Steps = append(p.Steps, v1alpha1.Step{Name: name, Act: v1alpha1.ActionAttest, By: by(the(v1alpha1.PartyHolder)), Gate: no(), Basis: basis})
		s.on(v1alpha1.StepReference("grant/"+name), v1alpha1.ActionAttest, "medtech", "2025-11-07")
	}
	s.edition.Spec.Procedures = append(s.edition.Spec.Procedures, breach()...)
	suspend := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-11-11", on("Breach"))
	order := s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-11-11", dueOn("2025-11-20"), regarding(suspend))
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-11-14", regarding(order))
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-11-17", regarding(order))
	if len(s.acts) != 20 || len(p.Steps) != 12 {
		b.Fatalf("%d acts and %d steps, want 20 and 12", len(s.acts), len(p.Steps))
	}
	now := instant("2025-11-18")
	b.ReportAllocs()
	used := cpu(b)
	for b.Loop() {
		r := procedure.Evaluate(s.edition, &s.subject, s.acts, &s.world, now)
		if e := r.Effect(v1alpha1.EffectEnter); !e.Complete {
			b.Fatal(e.Pending.Text())
		}
	}
	// On a machine with others the time on the processor says more.
	each := (cpu(b) - used) / time.Duration(b.N)
	b.ReportMetric(float64(each.Nanoseconds()), "cpu-ns/op")
	if each > 50*time.Microsecond {
		b.Logf("one evaluation takes %s of a processor, want 50µs", each)
	}
}

// cpu is the time on processors of this process so far, its garbage collector
// included.
func cpu(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// breach are the procedures about a developer's breach.
func breach() []v1alpha1.Procedure {
	rectification := v1alpha1.RectificationAccepted
	failed := v1alpha1.RectificationOverdueOrReturned
	return []v1alpha1.Procedure{
		{Name: "suspend", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectSuspended, Steps: []v1alpha1.Step{
			{Name: "suspend", Act: v1alpha1.ActionSuspend, By: by(same(v1alpha1.RoleDataAuthority)), Grounds: []string{"Breach"}, Basis: basis},
		}},
		{Name: "rectify", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectRectification, Steps: []v1alpha1.Step{
			{Name: "order", Act: v1alpha1.ActionOrder, By: by(same(v1alpha1.RoleDataAuthority)), DueDate: v1alpha1.RequirementRequired, Basis: basis},
			{Name: "report", Act: v1alpha1.ActionSubmit, By: by(the(v1alpha1.PartyHolder)), After: after("order"), Due: &v1alpha1.Due{At: "order.dueDate"}, Basis: basis},
			{
				Name: "accept", Act: v1alpha1.ActionAccept, By: by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame, OrNamedIn: "order"}),
				After: after("report"), Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReturn}, Basis: basis,
			},
		}},
		{Name: "resume", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectLifted, Requires: &v1alpha1.Requires{Rectification: rectification}, Steps: []v1alpha1.Step{
			{Name: "lift", Act: v1alpha1.ActionLift, By: by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame, OrNamedIn: "rectify/order"}), Basis: basis},
		}},
		{Name: "terminate", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectTerminated, Requires: &v1alpha1.Requires{Rectification: failed}, Steps: []v1alpha1.Step{
			{Name: "terminate", Act: v1alpha1.ActionTerminate, By: by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame, OrNamedIn: "rectify/order"}), Basis: basis},
		}},
	}
}

// A receipt is none while it cannot be read whether it is by one who is told, and
// what regards it says so.
func TestAReceiptByWhomNobodyCouldTell(t *testing.T) {
	s := grantScene(append(breach(), enters(approve(func(s *v1alpha1.Step) {
		s.By, s.Act = by(the(v1alpha1.PartyOperator)), v1alpha1.ActionFile
		s.To, s.Receipt = by(owners()), v1alpha1.RequirementRequired
	})))...)
	s.subject.Inputs[0].SourceUnit = "" // the resource does not exist
	file := s.on("p/s", v1alpha1.ActionFile, "data-group", "2025-06-02")
	receipt := s.on("p/s", v1alpha1.ActionReceive, "data-group", "2025-06-03", regarding(file))
	suspend := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-04", on("Breach"), regarding(receipt))
	r := s.evaluate("2025-06-05")
	if why(r, receipt) != v1alpha1.NotEntitledReason || why(r, suspend) != v1alpha1.RegardingUnfitReason {
		t.Errorf("the receipt: %q, what regards it: %q", why(r, receipt), why(r, suspend))
	}
	for _, j := range r.Judged {
		if j.Decision == receipt && (j.Finding == nil || !j.Finding.Undecided) {
			t.Errorf("the receipt: %+v, want that it is undecided", j.Finding)
		}
	}
}

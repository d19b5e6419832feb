// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"slices"
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// The day of an application that was written down once the window had closed is
// believed of a paper alone, which another body transcribed and which says it.
func TestWhichDayIsBelievedOfALateApplication(t *testing.T) {
	day := func(d v1alpha1.Date) *v1alpha1.Date { return &d }
	paper := func(d v1alpha1.DecisionDocument) func(*v1alpha1.DecisionSpec) {
		return func(spec *v1alpha1.DecisionSpec) { spec.TranscribedBy, spec.Document = "bureau", &d }
	}
	const digest = "3b1f0000000000000000000000000000000000000000000000000000000000a1"
	const late = `the window of step call/apply closed with 2025-06-10, and the act came on 2025-06-12: late acts are excluded`
	const unproven = `the window of step call/apply closed with 2025-06-10, and the act was recorded on 2025-06-12: spec.document of a paper that another body transcribes proves an earlier day by issuedOn, not after spec.actedOn, and sha256; late acts are excluded`
	tests := map[string]struct {
		day  string
		does func(d *v1alpha1.DecisionSpec)
		want string
	}{
		"recorded by the applicant": {"2025-06-05", func(*v1alpha1.DecisionSpec) {}, late},
		"by the applicant, with a paper": {"2025-06-05", func(d *v1alpha1.DecisionSpec) {
			paper(v1alpha1.DecisionDocument{IssuedOn: day("2025-06-05"), SHA256: digest})(d)
			d.TranscribedBy = ""
		}, late},
		"transcribed, of no paper":                   {"2025-06-05", transcribed("bureau"), unproven},
		"transcribed, of a paper without a day":      {"2025-06-05", paper(v1alpha1.DecisionDocument{SHA256: digest}), unproven},
		"transcribed, of a paper without a digest":   {"2025-06-05", paper(v1alpha1.DecisionDocument{IssuedOn: day("2025-06-05")}), unproven},
		"transcribed, of a paper of a later day":     {"2025-06-05", paper(v1alpha1.DecisionDocument{IssuedOn: day("2025-06-06"), SHA256: digest}), unproven},
		"transcribed, of a paper of no day there is": {"2025-06-05", paper(v1alpha1.DecisionDocument{IssuedOn: day("2025-02-30"), SHA256: digest}), unproven},
		"transcribed, of a paper of that day":        {"2025-06-05", paper(v1alpha1.DecisionDocument{IssuedOn: day("2025-06-05"), SHA256: digest}), ""},
		"transcribed, of a paper of before":          {"2025-06-05", paper(v1alpha1.DecisionDocument{IssuedOn: day("2025-06-03"), SHA256: digest}), ""},
		"transcribed, of a paper that is late":       {"2025-06-11", paper(v1alpha1.DecisionDocument{IssuedOn: day("2025-06-11"), SHA256: digest}), `the window of step call/apply closed with 2025-06-10, and the act came on 2025-06-11: late acts are excluded`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := callScene()
			s.subject.Applications = &v1alpha1.Term{From: "2025-06-01", To: "2025-06-10"}
			apply := &s.edition.Spec.Procedures[0].Steps[0]
			apply.Window, apply.Late = v1alpha1.WindowApplication, v1alpha1.LateExclude
			written(s.on("call/apply", v1alpha1.ActionApply, "data-group", tc.day, tc.does), "2025-06-12T10:00:00+08:00")
			got := ""
			if f := s.evaluate("2025-06-13").Judged[0].Finding; f != nil {
				got = f.Message
			}
			if !strings.HasPrefix(got, tc.want) || (tc.want == "") != (got == "") {
				t.Errorf("it has no effect for\n%q, want\n%q", got, tc.want)
			}
		})
	}
}

// What holds of a window holds of no duty, nor of a bar: an act of which another body
// wrote the day down is of that day, whatever paper it names. Otherwise a consequence
// would follow in hindsight from what was done in time.
func TestTheDayOfADutyIsThatWhichAnotherBodyWroteDown(t *testing.T) {
	tests := map[string]struct {
		day           string
		does          func(d *v1alpha1.DecisionSpec)
		late, refused bool
	}{
		"transcribed, of no paper":       {"2025-06-27", transcribed("gov"), false, false},
		"transcribed, of a late day":     {"2025-07-01", transcribed("gov"), true, true},
		"recorded by whoever reports it": {"2025-06-27", func(*v1alpha1.DecisionSpec) {}, true, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s, _, order := breached()
			written(s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", tc.day, regarding(order), tc.does), "2025-07-03T09:00:00+08:00")
			r := s.evaluate("2025-07-04")
			if got := r.Rectifications[0].Overdue; got != tc.late {
				t.Errorf("the report that is due by 2025-06-30 is overdue: %t, want %t", got, tc.late)
			}
			barred, err := procedureDay("2025-07-01")
			if err != nil {
				t.Fatal(err)
			}
			s.edition.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred, Basis: basis}}
			s.world.Bars = func(of v1alpha1.ObjectName) ([]procedure.Bar, procedure.Reading) {
				return []procedure.Bar{{Of: of, Days: calendar.Days{First: barred, Last: barred + 9}, Act: order}}, procedure.Found
			}
			submit := written(s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", tc.day, part(v1alpha1.PartApplication), tc.does), "2025-07-03T09:00:00+08:00")
			if got := why(s.evaluate("2025-07-04"), submit); (got == v1alpha1.BarredReason) != tc.refused {
				t.Errorf("what is submitted of before a bar is refused as %q, want that it is: %t", got, tc.refused)
			}
		})
	}
}

// A window that is over with nobody having acted in it is awaited no more: who reads
// that knows since when, and what to do.
func TestAWindowThatIsOverIsNotAwaited(t *testing.T) {
	const awaits, whoever = "awaits Apply of any Operator that applies", "any Operator that applies"
	const over = "nobody acted in the window, which closed with 2025-06-10, and a late Apply is excluded unless another body transcribes a dated paper of before; the call can be ended, and another one made"
	const none = "no Apply that was recorded counts, and the window closed with 2025-06-10: a late Apply is excluded unless another body transcribes a dated paper of before; the call can be ended, and another one made"
	tests := map[string]struct {
		at     string
		late   v1alpha1.Lateness
		window v1alpha1.StepWindow
		acted  v1alpha1.ObjectName
		want   string
	}{
		"on the last day":                        {"2025-06-10", v1alpha1.LateExclude, v1alpha1.WindowApplication, "", awaits},
		"in the first instant after it":          {"2025-06-11T00:00:00+08:00", v1alpha1.LateExclude, v1alpha1.WindowApplication, "", over},
		"long after it":                          {"2025-09-01", v1alpha1.LateExclude, v1alpha1.WindowApplication, "", over},
		"where a late act counts":                {"2025-09-01", "", v1alpha1.WindowApplication, "", awaits},
		"where there is no window":               {"2025-09-01", v1alpha1.LateExclude, "", "", awaits},
		"once one applied, nobody is waited for": {"2025-09-01", v1alpha1.LateExclude, v1alpha1.WindowApplication, "data-group", ""},
		"where who applied may not":              {"2025-09-01", v1alpha1.LateExclude, v1alpha1.WindowApplication, "bureau", none},
		"where nobody can tell who applied":      {"2025-09-01", v1alpha1.LateExclude, v1alpha1.WindowApplication, "unread-group", awaits},
		"where the term is over of what renews":  {"2025-09-01", v1alpha1.LateExclude, v1alpha1.WindowRenewal, "", "nobody acted in the window, which closed with 2025-06-10, and a late Apply is excluded unless another body transcribes a dated paper of before"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := callScene()
			s.subject.Applications = &v1alpha1.Term{From: "2025-06-01", To: "2025-06-10"}
			end, err := procedureDay("2025-06-10")
			if err != nil {
				t.Fatal(err)
			}
			s.subject.Renewable, s.edition.Spec.Renewal = &end, &v1alpha1.RenewalRule{}
			apply := &s.edition.Spec.Procedures[0].Steps[0]
			apply.Window, apply.Late = tc.window, tc.late
			if tc.acted != "" {
				s.on("call/apply", v1alpha1.ActionApply, tc.acted, "2025-06-05")
			}
			r := s.evaluate(tc.at)
			got := state(r, "apply")
			if said := got.Said.String(); said != tc.want {
				t.Errorf("it says\n%q, want\n%q", said, tc.want)
			}
			if o := r.Effect(v1alpha1.EffectSelected); o.Pending.Undecided != (tc.acted == "unread-group") {
				t.Errorf("it is undecided: %t, for %s", o.Pending.Undecided, o.Pending.Text())
			}
			parties, _ := r.WaitingFor()
			if waits := slices.Contains(got.WaitingFor, whoever); waits != (tc.want == awaits) || (parties == whoever) != waits {
				t.Errorf("waited for are %q, in all %q", got.WaitingFor, parties)
			}
		})
	}
}

// Whose organisation could not be read may have been chosen beside another one that
// applied: what stands is not taken for none.
func TestAnApplicationThatCouldNotBeReadIsNotNone(t *testing.T) {
	for _, outcome := range []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject} {
		s := callScene()
		first := s.on("call/apply", v1alpha1.ActionApply, "data-group", "2025-06-05")
		unread := s.on("call/apply", v1alpha1.ActionApply, "unread-group", "2025-06-05")
		s.on("call/review", v1alpha1.ActionAssess, "bureau", "2025-06-12", regarding(first), func(d *v1alpha1.DecisionSpec) { d.Outcome = outcome })
		s.on("call/choose", v1alpha1.ActionSelect, "info-centre", "2025-06-14", regarding(unread))
		r := s.evaluate("2025-06-20")
		if o := r.Effect(v1alpha1.EffectSelected); o.Pending == nil || !o.Pending.Undecided {
			t.Errorf("beside one that has %s: %+v, want that nobody can tell", outcome, o.Pending)
		}
	}
}

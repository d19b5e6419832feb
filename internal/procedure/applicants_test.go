// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"slices"
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// callScene is a call of the info centre for an operator, without a closing date:
// who applies is reviewed by the bureau, and one is chosen.
func callScene(more ...v1alpha1.Procedure) *scene {
	s := grantScene(append([]v1alpha1.Procedure{{Name: "call", Of: v1alpha1.LinkSelection, Effect: v1alpha1.EffectSelected, Steps: []v1alpha1.Step{
		{Name: "apply", Act: v1alpha1.ActionApply, By: by(the(v1alpha1.PartyApplicant)), Basis: basis},
		{Name: "review", Act: v1alpha1.ActionAssess, By: by(same(v1alpha1.RoleDataAuthority)), Each: v1alpha1.EachApplicant, After: after("apply"), Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject}, Basis: basis},
		{Name: "choose", Act: v1alpha1.ActionSelect, By: by(the(v1alpha1.PartyOrganiser)), After: after("review"), Basis: basis},
	}}}, more...)...)
	s.subject.Kind, s.subject.Name, s.subject.Traits.Seeks = v1alpha1.LinkSelection, "call", v1alpha1.RoleOperator
	s.subject.Parties = map[v1alpha1.PartyRef][]string{v1alpha1.PartyOrganiser: {"info-centre"}}
	return s.org("second", "640200", v1alpha1.RoleOperator)
}

// written says when an act was written down.
func written(d *v1alpha1.Decision, at string) *v1alpha1.Decision {
	d.CreationTimestamp.Time = instant(at)
	return d
}

// state is where a step of the first procedure stands.
func state(r procedure.Report, name string) procedure.StepProgress {
	for _, s := range r.Progress[0].Steps {
		if s.Step.Name == name {
			return s
		}
	}
	panic("no step " + name)
}

// Whatever day an application bears, it undoes nothing that was recorded before it
// came: no review, and no choice.
func TestAnApplicationUndoesNothing(t *testing.T) {
	for _, window := range []v1alpha1.StepWindow{"", v1alpha1.WindowApplication} {
		for _, day := range []string{"2025-06-03", "2025-06-04", "2025-06-05"} {
			for _, clerk := range []v1alpha1.ObjectName{"", "gov"} {
				for _, chosen := range []bool{true, false} {
					t.Run(string(window)+day+string(clerk)+map[bool]string{true: "chosen"}[chosen], func(t *testing.T) {
						s := callScene()
						s.edition.Spec.Procedures[0].Steps[0].Window = window
						first := s.on("call/apply", v1alpha1.ActionApply, "data-group", "2025-06-02")
						review := written(s.on("call/review", v1alpha1.ActionAssess, "bureau", "2025-06-04", regarding(first)), "2025-06-05T10:00:00+08:00")
						if chosen {
							written(s.on("call/choose", v1alpha1.ActionSelect, "info-centre", "2025-06-05", regarding(first)), "2025-06-05T11:00:00+08:00")
						}
						late := written(s.on("call/apply", v1alpha1.ActionApply, "second", day), "2025-06-05T12:00:00+08:00")
						if on := v1alpha1.Date(day); clerk != "" {
							late.Spec.TranscribedBy, late.Spec.Document = clerk, &v1alpha1.DecisionDocument{IssuedOn: &on, SHA256: "00"}
						}
						r := s.evaluate("2025-06-06")
						if got := why(r, review); got != "" {
							t.Errorf("the review has no effect any more: %s", got)
						}
						want := map[bool]string{true: v1alpha1.OutsideWindowReason}[chosen]
						if got := why(r, late); got != want {
							t.Errorf("the later application is %q, want %q", got, want)
						}
						if chosen != slices.Equal(r.Selected, []v1alpha1.ObjectName{"data-group"}) {
							t.Errorf("chosen are %v", r.Selected)
						}
						if got := state(r, "review").State; !chosen && got != v1alpha1.StepWaiting {
							t.Errorf("the review of who came later is %s, want it awaited", got)
						}
						choose := written(s.on("call/choose", v1alpha1.ActionSelect, "info-centre", "2025-06-06", regarding(first)), "2025-06-06T09:00:00+08:00")
						if r = s.evaluate("2025-06-06"); !chosen && why(r, choose) != v1alpha1.OutOfOrderReason {
							t.Errorf("a choice before all are reviewed is %q", why(r, choose))
						}
					})
				}
			}
		}
	}
}

// turnedDown is a call in which who passed the review is checked, in three days, and
// noted, and in which the bureau turns both down that applied.
func turnedDown() (s *scene, first, second *v1alpha1.Decision) {
	s = callScene()
	call := &s.edition.Spec.Procedures[0]
	call.Steps = slices.Insert(call.Steps, 2,
		v1alpha1.Step{Name: "check", Act: v1alpha1.ActionAttest, By: by(the(v1alpha1.PartyOrganiser)), Each: v1alpha1.EachApplicant, After: after("review"), Due: &v1alpha1.Due{Days: new(int32(3)), From: "review"}, Basis: basis},
		v1alpha1.Step{Name: "note", Act: v1alpha1.ActionAttest, By: by(the(v1alpha1.PartyOrganiser)), Each: v1alpha1.EachApplicant, After: after("review"), Gate: no(), Basis: basis})
	call.Steps[4].After = after("check")
	first = s.on("call/apply", v1alpha1.ActionApply, "data-group", "2025-06-02")
	second = s.on("call/apply", v1alpha1.ActionApply, "second", "2025-06-03")
	s.on("call/review", v1alpha1.ActionAssess, "bureau", "2025-06-04", regarding(first), outcome(v1alpha1.OutcomeReject))
	s.on("call/review", v1alpha1.ActionAssess, "bureau", "2025-06-05", regarding(second), outcome(v1alpha1.OutcomeReject))
	return s, first, second
}

// Once every applicant is turned down, nobody is waited for, nobody is late, and
// nothing is owed.
func TestNobodyIsWaitedForOnceAllAreTurnedDown(t *testing.T) {
	s, _, _ := turnedDown()
	r := s.evaluate("2025-07-01")
	status := r.Status(&s.subject)
	if status.WaitingFor != "" || status.Overdue != "" || len(r.Owed()) != 0 {
		t.Errorf("it waits for %q, overdue %q, owed %+v", status.WaitingFor, status.Overdue, r.Owed())
	}
	const says = "every application was turned down, and nobody is waited for; the call can be ended, and another one made"
	for _, name := range []string{"check", "note"} {
		if got := state(r, name); got.State != v1alpha1.StepLater || got.Said.String() != says || !got.OverdueFrom.IsZero() {
			t.Errorf("%s is %s: %s, overdue from %s", name, got.State, got.Said, got.OverdueFrom)
		}
	}
	if got := r.Effect(v1alpha1.EffectSelected).Pending; !strings.Contains(got.Message, says) {
		t.Errorf("it is pending: %s", got.Message)
	}
	third := s.org("third", "640300", v1alpha1.RoleOperator).on("call/apply", v1alpha1.ActionApply, "third", "2025-06-10")
	if r = s.evaluate("2025-06-10"); why(r, third) != "" || state(r, "review").State != v1alpha1.StepWaiting || state(r, "check").State != v1alpha1.StepLater {
		t.Errorf("who applies after that is %q, its review %s", why(r, third), state(r, "review").State)
	}
}

// Of one that passed and another that was turned down beside it, nothing more is
// asked; and whoever was late before all were turned down was late (D25).
func TestOneLessIsAskedOfWhoWasTurnedDown(t *testing.T) {
	s, first, _ := turnedDown()
	s.edition.Spec.Procedures[0].Steps[2].After = after("apply")
	s.edition.Spec.Procedures[0].Steps[2].Due.From = "apply"
	r := s.evaluate("2025-07-01")
	if got := state(r, "check"); got.Overdue || !got.OverdueFrom.IsZero() {
		t.Errorf("all were turned down before its last day, and the check is overdue from %s", got.OverdueFrom)
	}
	written(s.acts[3], "2025-06-07T09:00:00+08:00").Spec.ActedOn = "2025-06-07"
	r = s.evaluate("2025-07-01")
	if got := state(r, "check"); got.Overdue || got.OverdueFrom.Format("2006-01-02T15") != "2025-06-06T16" {
		t.Errorf("the check was to be done by 6 June, on 7 June the last was turned down, and it is overdue from %s", got.OverdueFrom)
	}
	s.acts = slices.Delete(s.acts, 2, 3) // the first is not turned down
	s.on("call/check", v1alpha1.ActionAttest, "info-centre", "2025-06-05", regarding(first))
	if r = s.evaluate("2025-07-01"); state(r, "check").State != v1alpha1.StepDone {
		t.Errorf("who is left was checked, and the check is %s: %s", state(r, "check").State, state(r, "check").Said)
	}
}

// A call is cancelled before a choice alone, where its edition says so: what was
// recorded after it comes too late, whatever day its paper bears.
func TestWhatComesBeforeAChoice(t *testing.T) {
	for name, tc := range map[string]struct {
		day, at  string
		chosenAt string
		before   []v1alpha1.StepReference
		want     string
	}{
		"before the choice":                       {"2025-06-04", "2025-06-04T12:00:00+08:00", "2025-06-05T12:00:00+08:00", after("call/choose"), ""},
		"after the choice":                        {"2025-06-06", "2025-06-06T12:00:00+08:00", "2025-06-05T12:00:00+08:00", after("call/choose"), v1alpha1.OutOfOrderReason},
		"with the choice":                         {"2025-06-05", "2025-06-05T12:00:00+08:00", "2025-06-05T12:00:00+08:00", after("call/choose"), v1alpha1.OutOfOrderReason},
		"dated before it and recorded after":      {"2025-06-03", "2025-06-06T12:00:00+08:00", "2025-06-05T12:00:00+08:00", after("call/choose"), v1alpha1.OutOfOrderReason},
		"before a choice that is written down":    {"2025-06-06", "2025-06-06T12:00:00+08:00", "2025-06-07T12:00:00+08:00", after("call/choose"), ""},
		"after it where nothing is said":          {"2025-06-06", "2025-06-06T12:00:00+08:00", "2025-06-05T12:00:00+08:00", nil, ""},
		"before a step that is of another call":   {"2025-06-06", "2025-06-06T12:00:00+08:00", "2025-06-05T12:00:00+08:00", after("other/choose"), ""},
		"before one of two of which one was done": {"2025-06-06", "2025-06-06T12:00:00+08:00", "2025-06-05T12:00:00+08:00", after("other/choose", "call/choose"), v1alpha1.OutOfOrderReason},
	} {
		t.Run(name, func(t *testing.T) {
			end := v1alpha1.Step{Name: "end", Act: v1alpha1.ActionTerminate, By: by(the(v1alpha1.PartyOrganiser)), Before: tc.before, Basis: basis}
			s := callScene(v1alpha1.Procedure{Name: "end", Of: v1alpha1.LinkSelection, Effect: v1alpha1.EffectTerminated, Steps: []v1alpha1.Step{end}})
			apply := s.on("call/apply", v1alpha1.ActionApply, "data-group", "2025-06-02")
			s.on("call/review", v1alpha1.ActionAssess, "bureau", "2025-06-03", regarding(apply))
			written(s.on("call/choose", v1alpha1.ActionSelect, "info-centre", "2025-06-05", regarding(apply)), tc.chosenAt)
			d := written(s.on("end/end", v1alpha1.ActionTerminate, "info-centre", tc.day), tc.at)
			if got := why(s.evaluate("2025-06-08"), d); got != tc.want {
				t.Errorf("it is %q, want %q", got, tc.want)
			}
			slices.Reverse(s.acts)
			if got := why(s.evaluate("2025-06-08"), d); got != tc.want {
				t.Errorf("with the acts in another order it is %q, want %q", got, tc.want)
			}
		})
	}
}

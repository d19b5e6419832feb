// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// breached is a grant in force that was suspended on 2 June and is to be
// rectified by 30 June.
func breached() (s *scene, suspend, order *v1alpha1.Decision) {
	s = grantScene(append(breach(), grantProcedure())...)
	suspend = s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"), carrying(other))
	order = s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-06-03", dueOn("2025-06-30"), regarding(suspend), carrying(""))
	return s, suspend, order
}

func taken(r procedure.Report) string {
	if found := r.Against(); found != nil {
		return found.Reason
	}
	return ""
}

func TestASuspensionIsUndoneByItsOwnLiftAlone(t *testing.T) {
	s := grantScene(breach()...)
	s.edition.Spec.Procedures[2].Requires = nil // any Lift will do
	first := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"))
	second := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-04", on("Breach"))
	lift := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-05", regarding(first))
	r := s.evaluate("2025-06-06")
	if got := taken(r); got != v1alpha1.SuspendedReason || len(r.Taken) != 1 || r.Taken[0].Act != second {
		t.Errorf("after one lift of two suspensions: %+v, want that the second stands", r.Taken)
	}
	if lifts := r.Against().Said.Givings(); len(lifts) != 1 || !strings.HasPrefix(lifts[0].Phrase().String(), "Lift of DataAuthority") || len(lifts[0].Basis) == 0 {
		t.Errorf("it is given back by %v, want a Lift of the DataAuthority with the row", lifts)
	}
	if why(r, first) != v1alpha1.LiftedReason || why(r, second) != "" || why(r, lift) != "" {
		t.Errorf("judged %q, %q, %q", why(r, first), why(r, second), why(r, lift))
	}
	again := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-06", regarding(first))
	unfit := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-07", regarding(lift))
	r = s.evaluate("2025-06-09")
	if why(r, again) != v1alpha1.RepeatedReason || taken(r) != v1alpha1.SuspendedReason {
		t.Errorf("a second lift of the first: %q, and %q", why(r, again), taken(r))
	}
	if got := why(r, unfit); got != v1alpha1.RegardingUnfitReason && got != v1alpha1.RepeatedReason {
		t.Errorf("a lift of a lift: %q", got)
	}
	s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-10", regarding(second))
	if r = s.evaluate("2025-06-10"); taken(r) != "" {
		t.Errorf("after both lifts: %s", taken(r))
	}
}

// Where the edition says how it is suspended and not how that is lifted, who
// suspended lifts it, and nobody else.
func TestALiftWithoutAStepIsOfWhoSuspended(t *testing.T) {
	s := grantScene(breach()[0])
	suspend := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"))
	lift := func(name string, org v1alpha1.ObjectName, day v1alpha1.ActDay) *v1alpha1.Decision {
		return s.act(name, func(d *v1alpha1.DecisionSpec) {
			d.Action, d.Organization, d.ActedOn = v1alpha1.ActionLift, org, day
			regarding(suspend)(d)
		})
	}
	foreign, ahead := lift("foreign", "gov", "2025-06-03"), lift("ahead", "bureau", "2025-07-01")
	r := s.evaluate("2025-06-04")
	if taken(r) != v1alpha1.SuspendedReason || why(r, foreign) != v1alpha1.OtherOrganizationReason || why(r, ahead) != v1alpha1.NotYetDueReason {
		t.Errorf("by another: %q, ahead of its day: %q, and it is %q", why(r, foreign), why(r, ahead), taken(r))
	}
	own := lift("own", "bureau", "2025-06-05")
	again := lift("own-again", "bureau", "2025-06-06")
	if r = s.evaluate("2025-06-09"); taken(r) != "" || why(r, own) != "" || why(r, again) != v1alpha1.RepeatedReason {
		t.Errorf("by who suspended: %q, again: %q, and it is %q", why(r, own), why(r, again), taken(r))
	}
}

// No order of times is needed: a Lift that was dated and recorded before what
// it lifts lifts it all the same, and the slice may have any order.
func TestNoOrderOfTimesLiftsOrSuspends(t *testing.T) {
	s := grantScene(breach()...)
	s.edition.Spec.Procedures[2].Requires = nil
	suspend := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-09", on("Breach"))
	s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-02", regarding(suspend))
	if r := s.evaluate("2025-06-10"); taken(r) != "" {
		t.Errorf("%s stands", r.Against().Text())
	}
}

// NX-16.1 to NX-16.5: suspended, ordered by a day, reported, returned, overdue,
// terminated.
func TestABreachThatIsNotRectified(t *testing.T) {
	s, _, order := breached()
	early := s.on("terminate/terminate", v1alpha1.ActionTerminate, "bureau", "2025-06-10", regarding(order))
	lift := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-11", regarding(s.acts[0]))
	r := s.evaluate("2025-06-12")
	for _, d := range []*v1alpha1.Decision{early, lift} {
		if got := why(r, d); got != v1alpha1.RequirementMissingReason {
			t.Errorf("%s: %q, want RequirementMissing", d.Name, got)
		}
	}
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-20", regarding(order))
	if r = s.evaluate("2025-06-21"); r.Rectifications[0].State != procedure.RectificationSubmitted {
		t.Errorf("reported: %s", r.Rectifications[0].State)
	}
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-06-25", regarding(order), outcome(v1alpha1.OutcomeReturn))
	if r = s.evaluate("2025-06-26"); r.Rectifications[0].State != procedure.RectificationReturned || r.Rectifications[0].Overdue {
		t.Errorf("returned: %+v", r.Rectifications[0])
	}
	if got, want := r.Next, instant("2025-07-01T00:00:00+08:00"); !got.Equal(want) {
		t.Errorf("next %s, want %s, when the last day ends", got, want)
	}
	if r = s.evaluate("2025-06-30T23:59:59+08:00"); r.Rectifications[0].Overdue {
		t.Error("overdue on the last day")
	}
	if r = s.evaluate("2025-07-01T00:00:00+08:00"); !r.Rectifications[0].Overdue || taken(r) != v1alpha1.SuspendedReason {
		t.Errorf("after the last day: %+v, %q", r.Rectifications[0], taken(r))
	}
	end := s.on("terminate/terminate", v1alpha1.ActionTerminate, "bureau", "2025-07-02", regarding(order))
	if r = s.evaluate("2025-07-02"); taken(r) != v1alpha1.TerminatedReason || why(r, end) != "" || why(r, early) != v1alpha1.RequirementMissingReason {
		t.Errorf("terminated: %q, %q, %q", taken(r), why(r, end), why(r, early))
	}
}

func TestABreachThatIsRectified(t *testing.T) {
	s, suspend, order := breached()
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-20", regarding(order))
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-06-25", regarding(order))
	if r := s.evaluate("2025-06-26"); taken(r) != v1alpha1.SuspendedReason || r.Rectifications[0].State != procedure.RectificationAccepted {
		t.Errorf("accepted and not lifted: %q, %s", taken(r), r.Rectifications[0].State)
	}
	lift := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-26", regarding(suspend))
	end := s.on("terminate/terminate", v1alpha1.ActionTerminate, "bureau", "2025-07-02", regarding(order))
	r := s.evaluate("2025-07-02")
	if taken(r) != "" || why(r, lift) != "" || why(r, end) != v1alpha1.RequirementMissingReason {
		t.Errorf("lifted: %q, %q; terminated after acceptance: %q", taken(r), why(r, lift), why(r, end))
	}
}

// What was accepted before a suspension does not lift it, also where the order
// said nothing of what it is about; one that is accepted later does.
func TestAnAcceptanceLiftsNothingThatCameAfterIt(t *testing.T) {
	tests := map[string]struct {
		procedures []v1alpha1.Procedure
		suspend    v1alpha1.StepReference
		order      func(first *v1alpha1.Decision) func(d *v1alpha1.DecisionSpec)
	}{
		"an order about nothing":                 {breach(), "suspend/suspend", func(*v1alpha1.Decision) func(d *v1alpha1.DecisionSpec) { return on("") }},
		"suspensions without a step":             {breach()[1:], "", func(*v1alpha1.Decision) func(d *v1alpha1.DecisionSpec) { return on("") }},
		"an order about the one before, no step": {breach()[1:], "", regarding},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(tc.procedures...)
			suspended := func(day string) *v1alpha1.Decision {
				d := s.on(tc.suspend, v1alpha1.ActionSuspend, "bureau", day, on("Breach"))
				d.Name, d.UID = "suspend-"+day, types.UID("uid-suspend-"+day)
				return d
			}
			accepted := func(from, to string, about func(d *v1alpha1.DecisionSpec)) {
				order := s.on("rectify/order", v1alpha1.ActionOrder, "bureau", from, dueOn("2025-12-31"), about)
				s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", from, regarding(order))
				s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", to, regarding(order))
			}
			first := suspended("2025-06-02")
			accepted("2025-06-03", "2025-06-20", tc.order(first))
			one := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-23", regarding(first))
			second := suspended("2025-09-01")
			early := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-09-02", regarding(second))
			r := s.evaluate("2025-09-03")
			if why(r, one) != "" || why(r, first) != v1alpha1.LiftedReason || why(r, second) == v1alpha1.LiftedReason || why(r, early) != v1alpha1.RequirementMissingReason {
				t.Errorf("the lift of the first %q, which is %q; of the second %q, which is %q", why(r, one), why(r, first), why(r, early), why(r, second))
			}
			accepted("2025-09-04", "2025-09-20", on(""))
			if r = s.evaluate("2025-09-21"); why(r, early) != v1alpha1.RequirementMissingReason {
				t.Errorf("lifted before the acceptance: %q", why(r, early))
			}
			late := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-09-22", regarding(second))
			if r = s.evaluate("2025-09-23"); why(r, late) != "" || why(r, second) != v1alpha1.LiftedReason {
				t.Errorf("after an acceptance of its own: %q, and it is %q", why(r, late), why(r, second))
			}
		})
	}
}

// A report after the last day is kept as late for ever, also once it was
// accepted (D25).
func TestOverdueIsKeptForEver(t *testing.T) {
	s, _, order := breached()
	report := s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-07-03", regarding(order))
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-07-04", regarding(order))
	r := s.evaluate("2025-08-01")
	step := r.Step("rectify", "report")
	if !r.Rectifications[0].Overdue || !step.Late || step.Overdue || why(r, report) != "" {
		t.Errorf("%+v, %+v", r.Rectifications[0], step)
	}
	// What helps the holder is believed of no day before it was recorded.
	s, _, order = breached()
	backdated := s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-28", regarding(order))
	backdated.CreationTimestamp.Time = instant("2025-07-03T10:00:00+08:00")
	if r = s.evaluate("2025-07-04"); !r.Rectifications[0].Overdue {
		t.Error("a day that the holder wrote itself undid what was overdue")
	}
}

func TestALowerAuthorityThatTheOrderNames(t *testing.T) {
	s, _, order := breached()
	order.Spec.To = []v1alpha1.ObjectName{"yinchuan-bureau", "medtech"}
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-20", regarding(order))
	own := s.on("rectify/accept", v1alpha1.ActionAccept, "medtech", "2025-06-24", regarding(order))
	accept := s.on("rectify/accept", v1alpha1.ActionAccept, "yinchuan-bureau", "2025-06-25", regarding(order))
	r := s.evaluate("2025-06-26")
	if why(r, accept) != "" || r.Rectifications[0].State != procedure.RectificationAccepted {
		t.Errorf("the authority that the order names: %q", why(r, accept))
	}
	if why(r, own) != v1alpha1.NotEntitledReason {
		t.Errorf("the holder, which the order was told to, accepts its own report: %q", why(r, own))
	}
	order.Spec.To = nil
	if r = s.evaluate("2025-06-26"); why(r, accept) != v1alpha1.NotEntitledReason {
		t.Errorf("an authority that no order names: %q", why(r, accept))
	}
}

// What takes away needs no digest, and doubt about who acts keeps things
// closed; but nobody unknown gives.
func TestDoubtTakesAndDoesNotGive(t *testing.T) {
	for _, name := range []v1alpha1.ObjectName{"unread-body", "nobody"} {
		s := grantScene(append(breach(), grantProcedure())...)
		s.on("suspend/suspend", v1alpha1.ActionSuspend, name, "2025-06-02", on("Breach"), carrying(""))
		submit := s.on("grant/submit", v1alpha1.ActionSubmit, name, "2025-06-02", part(v1alpha1.PartApplication))
		r := s.evaluate("2025-06-03")
		if taken(r) != v1alpha1.SuspendedReason {
			t.Errorf("a suspension of %s, which nobody knows, does not stand", name)
		}
		if why(r, submit) != v1alpha1.NotEntitledReason {
			t.Errorf("a submission of %s: %q", name, why(r, submit))
		}
	}
	s := grantScene(breach()...)
	known := s.on("suspend/suspend", v1alpha1.ActionSuspend, "yinchuan-bureau", "2025-06-02", on("Breach"))
	if r := s.evaluate("2025-06-03"); why(r, known) != v1alpha1.NotEntitledReason || taken(r) != "" {
		t.Errorf("a suspension of a body that is known and not entitled: %q", why(r, known))
	}
}

func TestWhatHasNoStep(t *testing.T) {
	stepless := func(s *scene, action v1alpha1.Action, to *v1alpha1.Decision) *v1alpha1.Decision {
		return s.act(string(action), func(d *v1alpha1.DecisionSpec) {
			d.Action = action
			if to != nil {
				regarding(to)(d)
			}
		})
	}
	s := grantScene(append(breach(), grantProcedure())...)
	suspend, halt := stepless(s, v1alpha1.ActionSuspend, nil), stepless(s, v1alpha1.ActionHalt, nil)
	terminate, sign := stepless(s, v1alpha1.ActionTerminate, nil), stepless(s, v1alpha1.ActionSign, nil)
	r := s.evaluate("2025-06-03")
	for d, want := range map[*v1alpha1.Decision]string{
		suspend: v1alpha1.NoSuchStepReason, terminate: v1alpha1.NoSuchStepReason, sign: v1alpha1.NoSuchStepReason, halt: "left",
	} {
		if got := why(r, d); got != want {
			t.Errorf("a %s where the edition has procedures: %q, want %q", d.Spec.Action, got, want)
		}
	}
	s = grantScene(grantProcedure())
	suspend = stepless(s, v1alpha1.ActionSuspend, nil)
	bogus := s.on("somewhere/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02")
	lift := stepless(s, v1alpha1.ActionLift, suspend)
	r = s.evaluate("2025-06-03")
	if why(r, suspend) != "left" || why(r, lift) != "left" || why(r, bogus) != "left" || len(r.Left) != 3 {
		t.Errorf("where the edition says nothing of suspending: %q, %q, %q", why(r, suspend), why(r, lift), why(r, bogus))
	}
	if r = procedure.Evaluate(nil, &s.subject, s.acts, &s.world, instant("2025-06-03")); len(r.Left) != 3 || r.Effect(v1alpha1.EffectEnter).Complete {
		t.Error("without an edition every act is left, and nothing is complete")
	}
}

func TestASuspensionOfTwoBodiesAndAConsent(t *testing.T) {
	s := grantScene(
		v1alpha1.Procedure{Name: "suspend", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectSuspended, Steps: []v1alpha1.Step{
			{Name: "report", Act: v1alpha1.ActionRequest, By: by(same(v1alpha1.RoleDataAuthority), the(v1alpha1.PartyGrantor)), Basis: basis},
			{Name: "consent", Act: v1alpha1.ActionConsent, By: by(same(v1alpha1.RoleGovernment)), After: after("report"), Basis: basis},
		}},
		v1alpha1.Procedure{Name: "resume", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectLifted, Steps: []v1alpha1.Step{
			{Name: "lift", Act: v1alpha1.ActionLift, By: by(same(v1alpha1.RoleDataAuthority), the(v1alpha1.PartyGrantor)), Basis: basis},
		}},
	)
	opened := s.on("suspend/report", v1alpha1.ActionRequest, "bureau", "2025-06-02", carrying(other))
	consent := s.on("suspend/consent", v1alpha1.ActionConsent, "gov", "2025-06-04", regarding(opened))
	alone := s.on("suspend/report", v1alpha1.ActionRequest, "info-centre", "2025-06-03")
	if r := s.evaluate("2025-06-05"); taken(r) != "" || why(r, consent) != v1alpha1.OutOfOrderReason {
		t.Errorf("two requests that regard nothing open two runs: %q, %q", taken(r), why(r, consent))
	}
	regarding(opened)(&alone.Spec)
	r := s.evaluate("2025-06-05")
	if taken(r) != v1alpha1.SuspendedReason || r.Taken[0].Act != consent {
		t.Fatalf("the joint request with the consent: %q, %+v", taken(r), r.Taken)
	}
	one := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-09", regarding(consent))
	if r = s.evaluate("2025-06-09"); taken(r) != v1alpha1.SuspendedReason || why(r, one) != "" {
		t.Errorf("one of two who lift: %q, %q", taken(r), why(r, one))
	}
	s.on("resume/lift", v1alpha1.ActionLift, "info-centre", "2025-06-10", regarding(consent))
	if r = s.evaluate("2025-06-10"); taken(r) != "" {
		t.Errorf("both have lifted: %q", taken(r))
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhatASecondNameTakes tells the acts of a second name that take away, or keep
// closed, from those that give, which count for nothing: by their outcome and
// findings too, and not by the action alone.
func TestWhatASecondNameTakes(t *testing.T) {
	procedure := func(name string, effect v1alpha1.Effect, steps ...v1alpha1.Step) v1alpha1.Procedure {
		for i := range steps {
			steps[i].By, steps[i].Basis = []v1alpha1.Party{{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelAny}}, []v1alpha1.BasisID{"policy"}
		}
		return v1alpha1.Procedure{Name: name, Of: v1alpha1.LinkDeveloperGrant, Effect: effect, Steps: steps}
	}
	every := []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReturn, v1alpha1.OutcomeReject}
	edition := func(consequences ...v1alpha1.Consequence) *v1alpha1.Jurisdiction {
		j := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant).
			Procedure(procedure("grant", v1alpha1.EffectEnter,
				v1alpha1.Step{Name: "check", Act: v1alpha1.ActionClear, Points: []v1alpha1.PointName{"privacy"}},
				v1alpha1.Step{Name: "approve", Act: v1alpha1.ActionApprove, Outcomes: every},
				v1alpha1.Step{Name: "assess", Act: v1alpha1.ActionAssess, Outcomes: every, Each: v1alpha1.EachApplicant})).
			Procedure(procedure("stop", v1alpha1.EffectSuspended,
				v1alpha1.Step{Name: "report", Act: v1alpha1.ActionRequest},
				v1alpha1.Step{Name: "suspend", Act: v1alpha1.ActionSuspend, Outcomes: every})).
			Procedure(procedure("end", v1alpha1.EffectTerminated, v1alpha1.Step{Name: "consent", Act: v1alpha1.ActionConsent, Outcomes: every})).
			Procedure(procedure("rectify", v1alpha1.EffectRectification,
				v1alpha1.Step{Name: "order", Act: v1alpha1.ActionOrder},
				v1alpha1.Step{Name: "accept", Act: v1alpha1.ActionAccept, Outcomes: every})).Obj()
		j.Spec.Consequences = consequences
		return j
	}
	risk := v1alpha1.Consequence{On: v1alpha1.OnMajorRiskFound, Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectSuspended}
	act := func(action v1alpha1.Action, step v1alpha1.StepReference, outcome v1alpha1.Outcome, findings ...v1alpha1.PointFinding) *v1alpha1.Decision {
		d := builder.Decision("act").By("two").ActedOn("2026-03-02").Does(action, v1alpha1.OnDeveloperGrant, "g").Step(step).Obj()
		d.Spec.Outcome, d.Spec.Findings = outcome, findings
		return d
	}
	judged := func(point v1alpha1.PointName, result v1alpha1.PointResult) v1alpha1.PointFinding {
		return v1alpha1.PointFinding{Point: point, Result: result}
	}
	regarding := func(action v1alpha1.Action, to *v1alpha1.Decision) []*v1alpha1.Decision {
		to.Name = "to"
		return []*v1alpha1.Decision{builder.Decision("act").By("two").ActedOn("2026-03-03").Does(action, v1alpha1.OnDeveloperGrant, "g").Regards(to).Obj(), to}
	}
	one := func(d *v1alpha1.Decision) []*v1alpha1.Decision { return []*v1alpha1.Decision{d} }
	const returns, rejects = v1alpha1.OutcomeReturn, v1alpha1.OutcomeReject
	tests := map[string]struct {
		acts    []*v1alpha1.Decision // the first is asked for
		edition *v1alpha1.Jurisdiction
		gives   bool
	}{
		"an approval":                                  {acts: one(act(v1alpha1.ActionApprove, "grant/approve", "")), gives: true},
		"a rejection":                                  {acts: one(act(v1alpha1.ActionApprove, "grant/approve", rejects))},
		"a return":                                     {acts: one(act(v1alpha1.ActionApprove, "grant/approve", returns))},
		"a rejection of one applicant":                 {acts: one(act(v1alpha1.ActionAssess, "grant/assess", rejects)), gives: true},
		"a rejection on no step that there is":         {acts: one(act(v1alpha1.ActionApprove, "grant/none", rejects)), gives: true},
		"a point that is clear":                        {acts: one(act(v1alpha1.ActionClear, "grant/check", "", judged("privacy", v1alpha1.PointClear))), gives: true},
		"a point that is not clear":                    {acts: one(act(v1alpha1.ActionClear, "grant/check", "", judged("privacy", v1alpha1.PointNotClear)))},
		"a point that nobody asked for is not clear":   {acts: one(act(v1alpha1.ActionApprove, "grant/approve", "", judged("privacy", v1alpha1.PointNotClear))), gives: true},
		"a report of a suspension":                     {acts: one(act(v1alpha1.ActionRequest, "stop/report", ""))},
		"the rejection of a suspension":                {acts: one(act(v1alpha1.ActionSuspend, "stop/suspend", rejects)), gives: true},
		"the return of a suspension":                   {acts: one(act(v1alpha1.ActionSuspend, "stop/suspend", returns)), gives: true},
		"the consent to an end":                        {acts: one(act(v1alpha1.ActionConsent, "end/consent", v1alpha1.OutcomeApprove))},
		"the rejection of an end":                      {acts: one(act(v1alpha1.ActionConsent, "end/consent", rejects)), gives: true},
		"an order to rectify":                          {acts: one(act(v1alpha1.ActionOrder, "rectify/order", ""))},
		"the rejection of an order to rectify":         {acts: one(act(v1alpha1.ActionOrder, "rectify/order", rejects)), gives: true},
		"its acceptance":                               {acts: one(act(v1alpha1.ActionAccept, "rectify/accept", "")), gives: true},
		"its return":                                   {acts: one(act(v1alpha1.ActionAccept, "rectify/accept", returns))},
		"its rejection, which ends it":                 {acts: one(act(v1alpha1.ActionAccept, "rectify/accept", rejects)), gives: true},
		"a major risk":                                 {acts: one(act(v1alpha1.ActionAccept, "rectify/accept", "", judged(v1alpha1.PointMajorRisk, v1alpha1.PointNotClear))), edition: edition(risk)},
		"a major risk, of which nothing follows":       {acts: one(act(v1alpha1.ActionAccept, "rectify/accept", "", judged(v1alpha1.PointMajorRisk, v1alpha1.PointNotClear))), gives: true},
		"its own rejection taken back":                 {acts: regarding(v1alpha1.ActionAnnul, act(v1alpha1.ActionApprove, "grant/approve", rejects))},
		"its own approval taken back, which never was": {acts: regarding(v1alpha1.ActionAnnul, act(v1alpha1.ActionApprove, "grant/approve", "")), gives: true},
		"its own suspension lifted":                    {acts: regarding(v1alpha1.ActionLift, act(v1alpha1.ActionSuspend, "stop/suspend", ""))},
		"what followed from its return, which is not its own to lift": {acts: regarding(v1alpha1.ActionLift, act(v1alpha1.ActionAccept, "rectify/accept", returns)), gives: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.edition == nil {
				tc.edition = edition()
			}
			c := builder.Health().Put(tc.edition).Put(
				bearing("one", "one", "2025-01-01T00:00:00Z", v1alpha1.RoleDataAuthority), bearing("two", "one", "2025-02-01T00:00:00Z", v1alpha1.RoleDataAuthority))
			for _, d := range tc.acts {
				c.Put(d)
			}
			found, _ := authorization.Counts(c.OfGrant("g"), tc.acts[0], now)
			if gives := found != nil && strings.HasPrefix(found.Message, `Organization "two" bears the spec.uscc`); gives != tc.gives {
				t.Errorf("it gives: %t, want %t; it is found %v", gives, tc.gives, found)
			}
		})
	}
}

// TestAnEndStandsOnWhatASecondNameReturned holds a grant that was terminated because
// what was rectified had been returned, by another name of who ordered it.
func TestAnEndStandsOnWhatASecondNameReturned(t *testing.T) {
	by := []v1alpha1.Party{{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelAny}}
	policy := []v1alpha1.BasisID{"policy"}
	edition := builder.Jurisdiction("demo", 1).
		Procedure(v1alpha1.Procedure{Name: "rectify", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectRectification, Steps: []v1alpha1.Step{
			{Name: "order", Act: v1alpha1.ActionOrder, By: by, Basis: policy},
			{Name: "accept", Act: v1alpha1.ActionAccept, By: by, Basis: policy, Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReturn}},
		}}).
		Procedure(v1alpha1.Procedure{
			Name: "end", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectTerminated,
			Requires: &v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdueOrReturned},
			Steps:    []v1alpha1.Step{{Name: "end", Act: v1alpha1.ActionTerminate, By: by, Basis: policy}},
		}).Obj()
	act := func(name, by, day string, action v1alpha1.Action, step v1alpha1.StepReference) *builder.DecisionBuilder {
		return builder.Decision(name).By(by).ActedOn(day).On(day).Does(action, v1alpha1.OnDeveloperGrant, "g").Step(step).Noting("n").Because("policy")
	}
	order := act("order", "one", "2026-02-02", v1alpha1.ActionOrder, "rectify/order").Obj()
	order.Spec.DueDate = new(v1alpha1.Date("2026-12-01"))
	returned := act("returned", "two", "2026-02-03", v1alpha1.ActionAccept, "rectify/accept").Regards(order).Obj()
	returned.Spec.Outcome = v1alpha1.OutcomeReturn
	ends := act("ends", "one", "2026-02-04", v1alpha1.ActionTerminate, "end/end").Obj()
	c := builder.Health().Put(edition).Put(order, returned, ends).Put(
		bearing("one", "one", "2025-01-01T00:00:00Z", v1alpha1.RoleDataAuthority), bearing("two", "one", "2025-02-01T00:00:00Z", v1alpha1.RoleDataAuthority))
	if got := whole(authorization.DecideGrant(c.OfGrant("g"), now)); !strings.HasPrefix(got, "denied, Terminated") {
		t.Errorf("the grant is %s", got)
		for _, d := range []*v1alpha1.Decision{order, returned, ends} {
			found, _ := authorization.Counts(c.OfGrant("g"), d, now)
			t.Logf("Decision %s is found %v", d.Name, found)
		}
	}
}

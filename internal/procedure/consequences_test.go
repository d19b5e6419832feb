// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// ending is an order to rectify by 30 June whose failure lays on the authority
// the duty to terminate, which it may while the order stands and is overdue or
// returned.
func ending(on v1alpha1.Occurrence) (*scene, *v1alpha1.Decision) {
	s, order := ordering(v1alpha1.Consequence{
		On: on, Effect: v1alpha1.EffectTerminated, Scope: v1alpha1.ScopeInputs, Duty: yes(), By: by(same(v1alpha1.RoleDataAuthority)),
	})
	end := breach()[3]
	end.Scope = v1alpha1.ScopeInputs
	whole := v1alpha1.Procedure{Name: "end", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectTerminated, Steps: []v1alpha1.Step{
		{Name: "end", Act: v1alpha1.ActionTerminate, By: by(same(v1alpha1.RoleDataAuthority)), Basis: basis},
	}}
	s.edition.Spec.Procedures = append(s.edition.Spec.Procedures, end, whole)
	return s, order
}

// The duty to terminate stands exactly as long as the act that fulfils it would
// count: nobody owes what nobody may do any more.
func TestADutyThatFollowsEndsWithTheAcceptance(t *testing.T) {
	report := func(s *scene, order *v1alpha1.Decision, day string) {
		s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", day, regarding(order))
	}
	accept := func(s *scene, order *v1alpha1.Decision, day string, more ...func(d *v1alpha1.DecisionSpec)) {
		s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", day, append(more, regarding(order))...)
	}
	tests := map[string]struct {
		on   v1alpha1.Occurrence
		acts func(s *scene, order *v1alpha1.Decision)
		// owed says that the duty stands, done that it was fulfilled.
		owed, done bool
	}{
		"overdue": {v1alpha1.OnRectificationOverdue, func(*scene, *v1alpha1.Decision) {}, true, false},
		"reported late and not judged": {v1alpha1.OnRectificationOverdue, func(s *scene, order *v1alpha1.Decision) {
			report(s, order, "2025-07-02")
		}, true, false},
		"accepted late": {v1alpha1.OnRectificationOverdue, func(s *scene, order *v1alpha1.Decision) {
			report(s, order, "2025-07-02")
			accept(s, order, "2025-07-03")
		}, false, false},
		"returned": {v1alpha1.OnRectificationReturned, func(s *scene, order *v1alpha1.Decision) {
			report(s, order, "2025-06-10")
			accept(s, order, "2025-06-11", outcome(v1alpha1.OutcomeReturn))
		}, true, false},
		"returned, reported again and accepted": {v1alpha1.OnRectificationReturned, func(s *scene, order *v1alpha1.Decision) {
			report(s, order, "2025-06-10")
			accept(s, order, "2025-06-11", outcome(v1alpha1.OutcomeReturn))
			report(s, order, "2025-06-12")
			accept(s, order, "2025-06-13")
		}, false, false},
		"fulfilled, and accepted after it": {v1alpha1.OnRectificationOverdue, func(s *scene, order *v1alpha1.Decision) {
			s.on("terminate/terminate", v1alpha1.ActionTerminate, "bureau", "2025-07-01", regarding(order), only("visits"))
			report(s, order, "2025-07-02")
			accept(s, order, "2025-07-03")
		}, true, true},
		"terminated as a whole before": {v1alpha1.OnRectificationOverdue, func(s *scene, _ *v1alpha1.Decision) {
			s.on("end/end", v1alpha1.ActionTerminate, "bureau", "2025-06-20")
		}, false, false},
		"other inputs terminated before": {v1alpha1.OnRectificationOverdue, func(s *scene, _ *v1alpha1.Decision) {
			s.edition.Spec.Procedures[2].Scope = v1alpha1.ScopeInputs
			s.on("end/end", v1alpha1.ActionTerminate, "bureau", "2025-06-20", only("settlements"))
		}, true, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s, order := ending(tc.on)
			tc.acts(s, order)
			r := s.evaluate("2025-07-04")
			if owed := len(r.Duties) == 1; owed != tc.owed {
				t.Fatalf("duties %+v, want one: %t", r.Duties, tc.owed)
			}
			if done := len(r.Duties) == 1 && r.Duties[0].Done; done != tc.done {
				t.Errorf("done %t, want %t", done, tc.done)
			}
			if tc.on == v1alpha1.OnRectificationOverdue && !r.Rectifications[0].Overdue {
				t.Error("that it was overdue is not kept for ever")
			}
			if tc.done || !tc.owed {
				return
			}
			end := s.on("terminate/terminate", v1alpha1.ActionTerminate, "bureau", "2025-07-05", regarding(order), only("visits"))
			if r = s.evaluate("2025-07-06"); why(r, end) != "" || !r.Duties[0].Done {
				t.Errorf("it is owed, and the act that fulfils it does not count: %q, %+v", why(r, end), r.Duties)
			}
		})
	}
}

// A1: what follows an order follows those on its grounds alone, and nothing is
// lifted that did not follow.
func TestAConsequenceFollowsOrdersOnItsGrounds(t *testing.T) {
	tests := map[string]struct {
		grounds []string
		ground  string
		follows bool
	}{
		"every order":               {nil, "inspection", true},
		"every order, without one":  {nil, "", true},
		"an order on its ground":    {[]string{"evaluation", "complaint"}, "evaluation", true},
		"an order on another":       {[]string{"evaluation"}, "inspection", false},
		"an order that states none": {[]string{"evaluation"}, "", false},
	}
	for name, tc := range tests {
		for _, on := range []v1alpha1.Occurrence{v1alpha1.OnRectificationOverdue, v1alpha1.OnMajorRiskFound} {
			t.Run(name+" "+string(on), func(t *testing.T) {
				s, order := ordering(v1alpha1.Consequence{
					On: on, Grounds: tc.grounds, Effect: v1alpha1.EffectSuspended, ConfirmBy: by(same(v1alpha1.RoleDataAuthority)),
				})
				order.Spec.Ground = tc.ground
				finds(v1alpha1.PointMajorRisk, v1alpha1.PointNotClear)(&order.Spec)
				if r := s.evaluate("2025-07-02"); (taken(r) == v1alpha1.SuspendedReason) != tc.follows {
					t.Errorf("taken %+v, want that it is suspended: %t", r.Taken, tc.follows)
				}
				lift := s.act("lift", func(d *v1alpha1.DecisionSpec) {
					d.Action, d.ActedOn = v1alpha1.ActionLift, "2025-07-03"
					regarding(order)(d)
				})
				r := s.evaluate("2025-07-04")
				if got := why(r, lift); (got == "") != tc.follows || taken(r) != "" {
					t.Errorf("the lift: %q, and %+v is left", got, r.Taken)
				}
			})
		}
	}
}

// A2, A3: Overdue leaves whose report was returned the days that remain, and an
// order on another ground opens nothing.
func TestAnOrderThatIsRequiredOverdue(t *testing.T) {
	returned := func(s *scene, order *v1alpha1.Decision) {
		s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-10", regarding(order))
		s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-06-11", regarding(order), outcome(v1alpha1.OutcomeReturn))
	}
	tests := map[string]struct {
		requires v1alpha1.Requires
		acts     func(s *scene, order *v1alpha1.Decision)
		on       string
		// end is when it is terminated, and want whether that counts.
		end  string
		want bool
	}{
		"returned is enough":               {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdueOrReturned}, returned, "case", "2025-06-12", true},
		"returned is not enough":           {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdue}, returned, "case", "2025-06-12", false},
		"returned, and the day passed":     {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdue}, returned, "case", "2025-07-01", true},
		"the day passed":                   {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdue}, func(*scene, *v1alpha1.Decision) {}, "case", "2025-07-01", true},
		"on the last day":                  {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdue}, func(*scene, *v1alpha1.Decision) {}, "case", "2025-06-30", false},
		"an order on one of its grounds":   {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdue, Grounds: []string{"other", "case"}}, func(*scene, *v1alpha1.Decision) {}, "case", "2025-07-01", true},
		"an order on the ground of no end": {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdue, Grounds: []string{"case"}}, func(*scene, *v1alpha1.Decision) {}, "inspection", "2025-07-01", false},
		"returned on the ground of no end": {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdueOrReturned, Grounds: []string{"case"}}, returned, "inspection", "2025-06-12", false},
		"another order on one of its grounds": {v1alpha1.Requires{Rectification: v1alpha1.RectificationOverdue, Grounds: []string{"case"}}, func(s *scene, _ *v1alpha1.Decision) {
			s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-06-04", dueOn("2025-06-30"), on("case"))
		}, "inspection", "2025-07-01", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(breach()...)
			s.edition.Spec.Procedures[3].Requires = &tc.requires
			order := s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-06-03", dueOn("2025-06-30"), on(tc.on))
			tc.acts(s, order)
			end := s.on("terminate/terminate", v1alpha1.ActionTerminate, "bureau", tc.end, regarding(order))
			want := v1alpha1.RequirementMissingReason
			if tc.want {
				want = ""
			}
			if got := why(s.evaluate("2025-07-04"), end); got != want {
				t.Errorf("the Terminate: %q, want %q", got, want)
			}
		})
	}
}

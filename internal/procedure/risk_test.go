// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// risky is a grant that an evaluation is told of: an order to rectify by 30
// June, under an edition in which a major risk suspends by itself.
func risky(result v1alpha1.PointResult) (s *scene, order *v1alpha1.Decision) {
	s = grantScene(append(breach(), grantProcedure())...)
	s.edition.Spec.Consequences = []v1alpha1.Consequence{{
		On: v1alpha1.OnMajorRiskFound, Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectSuspended,
		ConfirmBy: by(same(v1alpha1.RoleDataAuthority)), Basis: basis,
	}}
	s.edition.Spec.Procedures = s.edition.Spec.Procedures[1:] // nobody says how it is suspended
	order = s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-06-03", dueOn("2025-06-30"), finds(v1alpha1.PointMajorRisk, result))
	return s, order
}

func finds(point v1alpha1.PointName, result v1alpha1.PointResult) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) {
		d.Findings = append(d.Findings, v1alpha1.PointFinding{Point: point, Result: result})
	}
}

// HA-22.2c, D34: what finds a major risk stops everything at once; in time or
// not, rectified or not, it stands until the authority lifts it.
func TestAMajorRiskSuspendsAtOnce(t *testing.T) {
	s, order := risky(v1alpha1.PointNotClear)
	r := s.evaluate("2025-06-03T09:00:00+08:00")
	if taken(r) != v1alpha1.SuspendedReason || !r.Taken[0].ByItself || !r.Taken[0].Since.Equal(instant("2025-06-03T09:00:00+08:00")) {
		t.Fatalf("with the order: %+v", r.Taken)
	}
	if text := r.Against().Text(); !strings.Contains(text, "a major risk was found by the order to rectify") {
		t.Errorf("it says %q", text)
	}
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-20", regarding(order))
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-06-25", regarding(order))
	if r = s.evaluate("2025-06-26"); taken(r) != v1alpha1.SuspendedReason {
		t.Error("it ended with the acceptance")
	}
	s.edition.Spec.Procedures = s.edition.Spec.Procedures[:1] // nor how it is lifted
	s.act("lift", func(d *v1alpha1.DecisionSpec) {
		d.Action, d.Organization, d.ActedOn = v1alpha1.ActionLift, "bureau", "2025-06-27"
		regarding(order)(d)
	})
	if r = s.evaluate("2025-06-28"); taken(r) != "" {
		t.Errorf("lifted by the authority: %s", r.Against().Text())
	}
}

func TestNoMajorRiskSuspendsNothing(t *testing.T) {
	for _, result := range []v1alpha1.PointResult{v1alpha1.PointClear, v1alpha1.PointNotApplicable} {
		if s, _ := risky(result); taken(s.evaluate("2025-06-04")) != "" {
			t.Errorf("the point %s is %s, and it is suspended", v1alpha1.PointMajorRisk, result)
		}
	}
	s, order := risky(v1alpha1.PointNotClear)
	order.Spec.Organization = "medtech"
	if r := s.evaluate("2025-06-04"); taken(r) != "" || why(r, order) != v1alpha1.NotEntitledReason {
		t.Errorf("found by who may not: %q, %q", taken(r), why(r, order))
	}
	s, order = risky(v1alpha1.PointClear)
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-20", regarding(order))
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-06-25", regarding(order), finds(v1alpha1.PointMajorRisk, v1alpha1.PointNotClear))
	if r := s.evaluate("2025-06-26"); taken(r) != v1alpha1.SuspendedReason || !r.Taken[0].Since.Equal(instant("2025-06-25T09:00:00+08:00")) {
		t.Errorf("found with the acceptance: %+v", r.Taken)
	}
}

// A duty is shown from the step on that starts its clock, with its last day.
func TestADutyIsShown(t *testing.T) {
	s := granted()
	s.edition.Spec.Duties = []v1alpha1.Duty{{
		Name: "open", Of: v1alpha1.LinkDeveloperGrant, On: "grant/sign", Until: v1alpha1.UntilSandboxReady,
		Due: v1alpha1.DutyDue{WorkingDays: new(int32(5))}, DutyOf: the(v1alpha1.PartyOperator), Basis: basis,
	}, {
		Name: "tell", Of: v1alpha1.LinkDeveloperGrant, On: "grant/sign", Act: v1alpha1.ActionAttest,
		Due: v1alpha1.DutyDue{Soft: yes()}, DutyOf: the(v1alpha1.PartyHolder), Basis: basis,
	}}
	open := v1alpha1.DutyStatus{Name: "open", Of: []string{"Operator data-group"}, Since: "2025-11-06", Due: new(v1alpha1.Date("2025-11-13"))}
	tell := v1alpha1.DutyStatus{Name: "tell", Of: []string{"Holder medtech"}, Since: "2025-11-06", Message: "a duty of Holder medtech since 2025-11-06: Attest, without delay [T-1]"}
	tests := map[string]struct {
		at, opened string
		want       func(d *v1alpha1.DutyStatus)
	}{
		"on its last day": {"2025-11-13", "", func(d *v1alpha1.DutyStatus) {
			d.Message = "a duty of Operator data-group since 2025-11-06: that the sandbox is open, by 2025-11-13 [T-1]"
		}},
		"overdue": {"2025-11-14", "", func(d *v1alpha1.DutyStatus) {
			d.Overdue = yes()
			d.Message = "a duty of Operator data-group since 2025-11-06: that the sandbox is open; overdue, the last day was 2025-11-13 [T-1]"
		}},
		"in time": {"2025-11-20", "2025-11-13", func(d *v1alpha1.DutyStatus) {
			d.FulfilledOn = new(v1alpha1.Date("2025-11-13"))
			d.Message = "a duty of Operator data-group since 2025-11-06: that the sandbox is open; done on 2025-11-13 [T-1]"
		}},
		"late, and for ever": {"2026-11-20", "2025-11-14", func(d *v1alpha1.DutyStatus) {
			d.FulfilledOn, d.CompletedLate = new(v1alpha1.Date("2025-11-14")), yes()
			d.Message = "a duty of Operator data-group since 2025-11-06: that the sandbox is open; done on 2025-11-14, after the last day 2025-11-13 [T-1]"
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s.subject.OpenedAt = time.Time{}
			if tc.opened != "" {
				s.subject.OpenedAt = instant(tc.opened)
			}
			want := open
			tc.want(&want)
			r := s.evaluate(tc.at)
			if diff := cmp.Diff([]v1alpha1.DutyStatus{want, tell}, r.Status(&s.subject).Duties); diff != "" {
				t.Errorf("duties (-want +got):\n%s", diff)
			}
		})
	}
}

// A renewal that nobody applied for waits for nobody.
func TestNobodyIsWaitedForInWhatNobodyBegan(t *testing.T) {
	s := grantScene(v1alpha1.Procedure{Name: "except", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectExcepted, Steps: []v1alpha1.Step{
		{Name: "request", Act: v1alpha1.ActionRequest, By: by(the(v1alpha1.PartyHolder)), Basis: basis},
		{Name: "except", Act: v1alpha1.ActionExcept, By: by(same(v1alpha1.RoleGovernment)), After: after("request"), Basis: basis},
	}})
	r := s.evaluate("2025-06-03")
	if status := r.Status(&s.subject); status.WaitingFor != "" || len(status.Procedure) != 0 {
		t.Errorf("before it is asked for: %+v", status)
	}
	s.on("except/request", v1alpha1.ActionRequest, "medtech", "2025-06-02")
	r = s.evaluate("2025-06-03")
	if status := r.Status(&s.subject); status.WaitingFor != "Government of 640000" || len(status.Procedure) != 1 {
		t.Errorf("once it is: %+v", status)
	}
}

// A Lift lifts what had followed from an order to rectify when it was done, with a
// step or without one: neither what comes later, nor what never came.
func TestALiftLiftsWhatHadFollowedAlone(t *testing.T) {
	type moment struct {
		at, taken string
		found     map[string]string // why the acts do not count, by day
	}
	const lift = "lift"
	tests := map[string]struct {
		lifts   []string // the days of Lifts
		risks   []string // the days on which a report is returned for a major risk
		moments []moment
	}{
		"before anything had followed": {
			[]string{"2025-06-20"}, nil,
			[]moment{{"2025-07-01", v1alpha1.SuspendedReason, map[string]string{"2025-06-20": v1alpha1.RegardingUnfitReason}}},
		},
		"what comes later": {
			[]string{"2025-07-05"}, []string{"2025-07-10"},
			[]moment{{"2025-07-06", "", nil}, {"2025-07-10", v1alpha1.SuspendedReason, map[string]string{"2025-07-05": ""}}},
		},
		"and what comes later, by a Lift of its own": {
			[]string{"2025-07-05", "2025-07-11"}, []string{"2025-07-10"},
			[]moment{{"2025-07-12", "", map[string]string{"2025-07-05": "", "2025-07-11": ""}}},
		},
		"the same again, after the second Lift": {
			[]string{"2025-07-05", "2025-07-11"}, []string{"2025-07-10", "2025-07-14"},
			[]moment{{"2025-07-15", v1alpha1.SuspendedReason, nil}},
		},
		"what was lifted already": {
			[]string{"2025-07-05", "2025-07-08"}, nil,
			[]moment{{"2025-07-09", "", map[string]string{"2025-07-05": "", "2025-07-08": v1alpha1.RepeatedReason}}},
		},
	}
	for _, step := range []v1alpha1.StepReference{"", "resume/lift"} {
		for name, tc := range tests {
			t.Run(name+" "+string(step), func(t *testing.T) {
				s, order := risky(v1alpha1.PointClear)
				s.edition.Spec.Procedures[1].Requires = nil // any Lift will do
				overdue := s.edition.Spec.Consequences[0]
				overdue.On = v1alpha1.OnRectificationOverdue
				s.edition.Spec.Consequences = append(s.edition.Spec.Consequences, overdue)
				for _, day := range tc.risks {
					s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", day, regarding(order))
					s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", day, regarding(order), outcome(v1alpha1.OutcomeReturn), finds(v1alpha1.PointMajorRisk, v1alpha1.PointNotClear))
				}
				lifts := map[string]*v1alpha1.Decision{}
				for _, day := range tc.lifts {
					lifts[day] = s.on(step, v1alpha1.ActionLift, "bureau", day, regarding(order))
					lifts[day].Name = lift + day
				}
				for _, m := range tc.moments {
					r := s.evaluate(m.at)
					if got := taken(r); got != m.taken {
						t.Errorf("at %s: %q, want %q", m.at, got, m.taken)
					}
					for day, want := range m.found {
						if got := why(r, lifts[day]); got != want {
							t.Errorf("at %s the lift of %s: %q, want %q", m.at, day, got, want)
						}
					}
				}
			})
		}
	}
}

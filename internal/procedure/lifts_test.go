// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// recorded puts the recording of an act on a day of its own.
func recorded(d *v1alpha1.Decision, day string) *v1alpha1.Decision {
	d.CreationTimestamp.Time = instant(day + "T09:00:00+08:00")
	return d
}

// An acceptance came before a suspension only if both its day and its recording
// did: a clerk may write the later paper down first.
func TestAnAcceptanceAndASuspensionByTheirDays(t *testing.T) {
	tests := map[string]struct{ suspended, recorded, accepted, want string }{
		"accepted after it, and written down before": {"2025-06-03", "2025-06-06", "2025-06-05", ""},
		"accepted after it":                          {"2025-06-03", "2025-06-03", "2025-06-05", ""},
		"accepted before it":                         {"2025-06-06", "2025-06-06", "2025-06-05", v1alpha1.RequirementMissingReason},
		"on one day, and written down before":        {"2025-06-05", "2025-06-06", "2025-06-05", v1alpha1.RequirementMissingReason},
	}
	for _, step := range []v1alpha1.StepReference{"suspend/suspend", ""} {
		for name, tc := range tests {
			t.Run(name+" "+string(step), func(t *testing.T) {
				s := grantScene(breach()...)
				if step == "" {
					s = grantScene(breach()[1:]...)
				}
				suspend := recorded(s.on(step, v1alpha1.ActionSuspend, "bureau", tc.suspended, on("Breach")), tc.recorded)
				order := s.on("rectify/order", v1alpha1.ActionOrder, "bureau", "2025-06-02", dueOn("2025-06-30"))
				s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-04", regarding(order))
				s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", tc.accepted, regarding(order))
				lift := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-09", regarding(suspend))
				if got := why(s.evaluate("2025-06-10"), lift); got != tc.want {
					t.Errorf("the Lift: %q, want %q", got, tc.want)
				}
			})
		}
	}
}

// What is done after a Lift in the run of that Lift lifts nothing more.
func TestAReportOfALiftLiftsNothing(t *testing.T) {
	s, order := risky(v1alpha1.PointNotClear)
	resume := &s.edition.Spec.Procedures[1]
	resume.Requires = nil // any Lift will do
	resume.Steps = append(resume.Steps, v1alpha1.Step{
		Name: "tell", Act: v1alpha1.ActionAttest, By: by(same(v1alpha1.RoleDataAuthority)), After: after("lift"), Gate: no(), Basis: basis,
	})
	lift := s.on("resume/lift", v1alpha1.ActionLift, "bureau", "2025-06-05", regarding(order))
	s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", "2025-06-06", regarding(order))
	s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", "2025-06-07", regarding(order), finds(v1alpha1.PointMajorRisk, v1alpha1.PointNotClear))
	tell := s.on("resume/tell", v1alpha1.ActionAttest, "bureau", "2025-06-09", regarding(lift))
	if r := s.evaluate("2025-06-10"); why(r, lift) != "" || why(r, tell) != "" || taken(r) != v1alpha1.SuspendedReason {
		t.Errorf("the Lift %q, its report %q, and it is %q", why(r, lift), why(r, tell), taken(r))
	}
}

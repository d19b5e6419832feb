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

// What a Lift gives back is what had followed by its day and by its recording: a
// step that is overdue again suspends anew, and so does what came between the day
// of a paper and its transcription.
func TestALiftLiftsNothingOfALaterRoundOrDay(t *testing.T) {
	type act struct{ what, day, recorded string }
	const overdue, returned, risk = v1alpha1.OnRectificationOverdue, v1alpha1.OnRectificationReturned, v1alpha1.OnMajorRiskFound
	tests := map[string]struct {
		on    v1alpha1.Occurrence
		acts  []act
		taken string
		lift  string // why the last Lift does not count
	}{
		"late, lifted": {overdue, []act{{"report", "2025-07-03", ""}, {"lift", "2025-07-04", ""}}, "", ""},
		"late, lifted, returned": {overdue, []act{
			{"report", "2025-07-03", ""}, {"lift", "2025-07-04", ""}, {"return", "2025-07-08", ""},
		}, v1alpha1.SuspendedReason, ""},
		"late, lifted, returned, reported again": {overdue, []act{
			{"report", "2025-07-03", ""}, {"lift", "2025-07-04", ""}, {"return", "2025-07-08", ""}, {"report", "2025-07-09", ""},
		}, v1alpha1.SuspendedReason, ""},
		"late, lifted, returned, lifted": {overdue, []act{
			{"report", "2025-07-03", ""}, {"lift", "2025-07-04", ""}, {"return", "2025-07-08", ""}, {"lift", "2025-07-09", ""},
		}, "", ""},
		"returned between the day of the Lift and its recording": {returned, []act{
			{"report", "2025-06-03", ""}, {"return", "2025-06-04", ""}, {"report", "2025-06-05", ""}, {"lift", "2025-06-07", "2025-06-12"}, {"return", "2025-06-10", ""},
		}, v1alpha1.SuspendedReason, ""},
		"a risk between them": {risk, []act{
			{"report", "2025-06-03", ""}, {"risk", "2025-06-04", ""}, {"report", "2025-06-05", ""}, {"lift", "2025-06-07", "2025-06-12"}, {"risk", "2025-06-10", ""},
		}, v1alpha1.SuspendedReason, ""},
		"a risk before it that was written down between them": {risk, []act{
			{"report", "2025-06-03", ""}, {"risk", "2025-06-04", "2025-06-10"}, {"lift", "2025-06-07", "2025-06-12"},
		}, "", ""},
		"a risk before it that was written down after it": {risk, []act{
			{"report", "2025-06-03", ""}, {"risk", "2025-06-04", "2025-06-13"}, {"lift", "2025-06-07", "2025-06-12"},
		}, v1alpha1.SuspendedReason, v1alpha1.RegardingUnfitReason},
		"the last day passed between them": {overdue, []act{{"lift", "2025-06-29", "2025-07-02"}}, v1alpha1.SuspendedReason, v1alpha1.RegardingUnfitReason},
		"the last day passed before it":    {overdue, []act{{"lift", "2025-07-01", "2025-07-02"}}, "", ""},
	}
	for _, step := range []v1alpha1.StepReference{"", "resume/lift"} {
		for name, tc := range tests {
			t.Run(name+" "+string(step), func(t *testing.T) {
				s, order := risky(v1alpha1.PointClear)
				s.edition.Spec.Procedures[1].Requires = nil // any Lift will do
				s.edition.Spec.Consequences[0].On = tc.on
				var lift *v1alpha1.Decision
				for _, a := range tc.acts {
					var d *v1alpha1.Decision
					switch a.what {
					case "report":
						d = s.on("rectify/report", v1alpha1.ActionSubmit, "medtech", a.day, regarding(order))
					case "lift":
						d = s.on(step, v1alpha1.ActionLift, "bureau", a.day, regarding(order))
						lift = d
					case "risk":
						d = s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", a.day, regarding(order), outcome(v1alpha1.OutcomeReturn), finds(v1alpha1.PointMajorRisk, v1alpha1.PointNotClear))
					default:
						d = s.on("rectify/accept", v1alpha1.ActionAccept, "bureau", a.day, regarding(order), outcome(v1alpha1.OutcomeReturn))
					}
					if a.recorded != "" {
						recorded(d, a.recorded)
					}
				}
				r := s.evaluate("2025-07-15")
				if tc.on != overdue {
					r = s.evaluate("2025-06-15")
				}
				if taken(r) != tc.taken || why(r, lift) != tc.lift {
					t.Errorf("it is %q, want %q; the Lift %q, want %q", taken(r), tc.taken, why(r, lift), tc.lift)
				}
			})
		}
	}
}

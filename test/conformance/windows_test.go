// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// windowed says whether a row asks for applications in a time that the notice
// sets, and that none counts which comes later.
func windowed(lines []string) bool {
	return slices.ContainsFunc(lines, func(line string) bool {
		return strings.Contains(line, "window ApplicationWindow") && strings.Contains(line, "late Exclude")
	})
}

// TestLateApplications finds that an application on the last day of the window
// counts, and that one on the day after does not and is told to be late: nobody
// is chosen by it, although all others did what they do.
func TestLateApplications(t *testing.T) {
	for regulation, edition := range editions(t) {
		for id, lines := range expected(t, regulation) {
			if !windowed(lines) {
				continue
			}
			for p, step := range stepsOf(edition) {
				if slices.Contains(step.Basis, v1alpha1.BasisID(id)) && step.Window == v1alpha1.WindowApplication {
					t.Run(id, func(t *testing.T) { comesLate(t, edition, p, step) })
				}
			}
		}
	}
}

func comesLate(t *testing.T, edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure, step *v1alpha1.Step) {
	done := playAll(t, staged(t, edition, p.Of, p.When, step.When), p)
	last := day(t, done.subject.Applications.To)
	applied := func(on calendar.Day) []*v1alpha1.Decision {
		acts := slices.Clone(done.acts)
		for i, d := range acts {
			if d.Spec.Step == v1alpha1.StepReference(p.Name+"/"+step.Name) {
				acts[i] = redated(d, on, done.zone)
			}
		}
		return acts
	}
	if !done.come(p, applied(last)) {
		t.Errorf("%s/%s on %s, the last day of the window: %s has not come", p.Name, step.Name, last, p.Effect)
	}
	late := applied(last + 1)
	if done.come(p, late) {
		t.Errorf("%s/%s on %s, a day late: %s comes all the same", p.Name, step.Name, last+1, p.Effect)
	}
	report := done.report(late)
	for _, judged := range report.Judged {
		if string(judged.Decision.Spec.Step) == p.Name+"/"+step.Name &&
			(judged.Finding == nil || judged.Finding.Reason != v1alpha1.OutsideWindowReason) {
			t.Errorf("%s on %s is judged %+v, want it told that it comes after the window", judged.Decision.Name, last+1, judged.Finding)
		}
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// NX-10.1 and D18: once the publicity is complete, the working days are counted
// for which the signature is waited for, and it is never overdue.
func TestAPromptStepCountsTheWorkingDays(t *testing.T) {
	s := grantScene(enters(
		v1alpha1.Step{Name: "publish", Act: v1alpha1.ActionPublish, By: by(the(v1alpha1.PartyGrantor)), Publicity: &v1alpha1.Publicity{WorkingDays: new(int32(5)), OpenObjections: v1alpha1.ObjectionsBlock}},
		v1alpha1.Step{Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyHolder)), After: after("publish"), Due: &v1alpha1.Due{Soft: yes(), From: "publish"}},
	))
	s.on("p/publish", v1alpha1.ActionPublish, "info-centre", "2025-09-29")
	for at, want := range map[string]int{
		"2025-10-13T23:59:59+08:00": -1, // the fifth day, and the clock of the signature has not started
		"2025-10-14T00:00:00+08:00": 1,
		"2025-10-17T18:00:00+08:00": 4,
		"2025-10-19T18:00:00+08:00": 4, // a Sunday
		"2025-10-20T00:00:00+08:00": 5,
	} {
		r := s.evaluate(at)
		if step := r.Step("p", "sign"); step.Elapsed != want || step.Due != nil || step.Overdue {
			t.Errorf("at %s %d working days have passed, due %v, overdue %t; want %d", at, step.Elapsed, step.Due, step.Overdue, want)
		}
	}
	s.on("p/sign", v1alpha1.ActionSign, "medtech", "2025-10-17")
	r := s.evaluate("2025-11-20")
	if step := r.Step("p", "sign"); step.Elapsed != 4 {
		t.Errorf("it was signed after %d working days, want 4", step.Elapsed)
	}
}

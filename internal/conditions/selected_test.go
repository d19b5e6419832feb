// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// TestEverybodyWhoWasChosenIsNamed: a call may choose several, and a column that shows
// one of them would say that there is no other.
func TestEverybodyWhoWasChosenIsNamed(t *testing.T) {
	of := func(name string, selected *bool) v1alpha1.ApplicantStatus {
		return v1alpha1.ApplicantStatus{Organization: v1alpha1.ObjectName(name), Selected: selected}
	}
	tests := map[string]struct {
		applicants []v1alpha1.ApplicantStatus
		want       string
	}{
		"nobody applied":   {nil, ""},
		"nobody is chosen": {[]v1alpha1.ApplicantStatus{of("a", new(false)), of("b", nil)}, ""},
		"one of three":     {[]v1alpha1.ApplicantStatus{of("a", new(false)), of("b", new(true)), of("c", nil)}, "b"},
		"several":          {[]v1alpha1.ApplicantStatus{of("a", new(true)), of("b", new(false)), of("c", new(true))}, "a, c"},
		"more than a column holds": {
			[]v1alpha1.ApplicantStatus{of(strings.Repeat("a", 400), new(true)), of(strings.Repeat("b", 400), new(true))},
			strings.Repeat("a", 400) + ", " + strings.Repeat("b", 107) + "…",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := conditions.Selected(tc.applicants); got != tc.want {
				t.Errorf("it says %q, want %q", got, tc.want)
			}
		})
	}
}

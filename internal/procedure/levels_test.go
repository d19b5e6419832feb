// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestACodeOfAnotherLevel finds that what is said of a subject whose division is
// of no level that has a procedure names the code and the levels: Jiyuan 济源, which
// is a city to Henan's rules, has the code of a county.
func TestACodeOfAnotherLevel(t *testing.T) {
	p := enters(approve(func(*v1alpha1.Step) {}))
	p.When = &v1alpha1.When{DivisionLevel: v1alpha1.DivisionCity}
	tests := map[string]struct {
		division string
		any      bool
		want     []string
	}{
		"a county":                        {"419001", false, []string{"levels [City]", `division "419001"`, "ends in 0000 for a province, in 00 for a city"}},
		"no level has to do with it":      {"419001", true, []string{"none of them is for"}},
		"the code of a city is of a city": {"419000", false, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			one := p
			if tc.any {
				one.When = &v1alpha1.When{Tier: 1}
			}
			s := grantScene(one)
			s.subject.Division = tc.division
			r := s.evaluate("2025-06-03")
			pending := r.Effect(v1alpha1.EffectEnter).Pending
			if (pending.Reason == v1alpha1.UndeterminedReason) != (tc.want != nil) {
				t.Fatalf("pending %s: %s", pending.Reason, pending.Text())
			}
			for _, want := range tc.want {
				if !strings.Contains(pending.Text(), want) {
					t.Errorf("said is %q, want %q in it", pending.Text(), want)
				}
			}
		})
	}
}

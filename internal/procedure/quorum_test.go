// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Of a number among several it is told how many are still missing, and those by name
// who have acted are no more among whom is waited for.
func TestHowManyOfSeveralAreStillMissing(t *testing.T) {
	sources := v1alpha1.PartyChoice{Owner: v1alpha1.ScopeOfInputs}
	authority := v1alpha1.PartyChoice{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame}
	operator, holder := v1alpha1.PartyChoice{Ref: v1alpha1.PartyOperator}, v1alpha1.PartyChoice{Ref: v1alpha1.PartyHolder}
	tests := map[string]struct {
		n     int32
		among []v1alpha1.PartyChoice
		acts  []v1alpha1.ObjectName
		want  string
	}{
		"before any acted":                {2, []v1alpha1.PartyChoice{sources, authority}, nil, "2 of SourceUnit health-commission insurance-bureau, DataAuthority of 640000"},
		"one by name acted":               {2, []v1alpha1.PartyChoice{sources, authority}, []v1alpha1.ObjectName{"health-commission"}, "1 more of SourceUnit insurance-bureau, DataAuthority of 640000"},
		"one by role acted":               {2, []v1alpha1.PartyChoice{sources, authority}, []v1alpha1.ObjectName{"bureau"}, "1 more of SourceUnit health-commission insurance-bureau, DataAuthority of 640000"},
		"all by one name acted":           {3, []v1alpha1.PartyChoice{sources, authority}, []v1alpha1.ObjectName{"health-commission", "insurance-bureau"}, "1 more of DataAuthority of 640000"},
		"who is alone in a field":         {2, []v1alpha1.PartyChoice{operator, holder}, []v1alpha1.ObjectName{"data-group"}, "1 more of Holder medtech"},
		"who may not act is not counted":  {1, []v1alpha1.PartyChoice{operator}, []v1alpha1.ObjectName{"gov"}, "1 of Operator data-group"},
		"as many as are asked for, acted": {1, []v1alpha1.PartyChoice{operator, holder}, []v1alpha1.ObjectName{"data-group"}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(v1alpha1.Procedure{Name: "p", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{
				{Name: "s", Act: v1alpha1.ActionConsent, By: by(v1alpha1.Party{AtLeast: &tc.n, Among: tc.among}), Basis: basis},
			}})
			for _, org := range tc.acts {
				s.on("p/s", v1alpha1.ActionConsent, org, "2025-06-03")
			}
			r := s.evaluate("2025-06-04")
			if got := strings.Join(r.Step("p", "s").WaitingFor, "; "); got != tc.want {
				t.Errorf("it waits for %q, want %q", got, tc.want)
			}
		})
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

func TestTierInputs(t *testing.T) {
	const denied = `Unlawful: spec.inputs of DeveloperGrant "g": DataResource "visits" is raw data, and a holder of tier 2 of Jurisdiction "sy.1" works on [Product:1] alone; ask for these, none of which is there yet [R-2]`
	for name, tc := range map[string]struct {
		tier int32
		want string
	}{
		"the tier that works on raw data":    {1, ""},
		"the tier that works on products":    {2, denied},
		"a tier that the edition has not":    {3, ""},
		"a holder whose tier nobody can say": {0, ""},
	} {
		s := scened(grants, v1alpha1.CheckRule{})
		s.Edition.Spec.Tiers = []v1alpha1.Tier{
			{Tier: 1, Holder: v1alpha1.HolderOperator, Inputs: []v1alpha1.InputKind{v1alpha1.InputResource}, Basis: []v1alpha1.BasisID{"R-1"}},
			{Tier: 2, Holder: v1alpha1.HolderDeveloper, Inputs: []v1alpha1.InputKind{"Product:1"}, Basis: []v1alpha1.BasisID{"R-2"}},
		}
		s.Subject.Traits.Tier = tc.tier
		s.Grant.Spec.Inputs = []v1alpha1.Input{{Resource: "visits"}}
		if got := whole(&s.Case); got != tc.want {
			t.Errorf("%s: found %q, want %q", name, got, tc.want)
		}
	}
}

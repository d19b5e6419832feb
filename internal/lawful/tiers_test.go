// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"strings"
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

// What is not there is not raw data; among several that one is named which is.
func TestTierInputsThatAreNotThere(t *testing.T) {
	s := scened(grants, v1alpha1.CheckRule{})
	s.Edition.Spec.Tiers = []v1alpha1.Tier{{Tier: 2, Holder: v1alpha1.HolderDeveloper, Inputs: []v1alpha1.InputKind{"Product:1"}}}
	s.Subject.Traits.Tier = 2
	s.Missing = func(name v1alpha1.ObjectName) bool { return name != "visits" }
	for inputs, want := range map[[2]v1alpha1.ObjectName]string{
		{"product", "product"}: `DataResource "product" does not exist, and would be raw data if it did: a holder of tier 2`,
		{"product", "visits"}:  `DataResource "visits" is raw data, and a holder of tier 2`,
		{"product", "report"}:  `DataResource "product" does not exist`,
	} {
		s.Grant.Spec.Inputs = []v1alpha1.Input{{Resource: inputs[0]}, {Resource: inputs[1]}}
		if got := whole(&s.Case); !strings.Contains(got, want) {
			t.Errorf("of %q it is found %q, want %q in it", inputs, got, want)
		}
	}
}

// Raw data is kept from grants alone, and from those that are known and ask for some.
func TestTierInputsAreThoseOfAGrant(t *testing.T) {
	for name, change := range map[string]func(s *scene){
		"of an agreement":             func(s *scene) { s.Subject.Kind = agreements },
		"of a grant that is not read": func(s *scene) { s.Grant = nil },
		"of one without inputs":       func(s *scene) { s.Grant.Spec.Inputs = nil },
	} {
		s := scened(grants, v1alpha1.CheckRule{})
		s.Edition.Spec.Tiers = []v1alpha1.Tier{{Tier: 2, Holder: v1alpha1.HolderDeveloper, Inputs: []v1alpha1.InputKind{"Product:1"}}}
		s.Subject.Traits.Tier, s.Grant.Spec.Inputs = 2, []v1alpha1.Input{{Resource: "visits"}}
		if change(s); whole(&s.Case) != "" {
			t.Errorf("%s it finds %q", name, whole(&s.Case))
		}
	}
}

func TestNothingIsDeliveredToItself(t *testing.T) {
	products := []v1alpha1.Tier{
		{Tier: 1, Holder: v1alpha1.HolderOperator, Inputs: []v1alpha1.InputKind{v1alpha1.InputResource}},
		{Tier: 2, Holder: v1alpha1.HolderDeveloper, Inputs: []v1alpha1.InputKind{"Product:1"}},
	}
	contract := func(s *scene) {
		s.Edition.Spec.Tiers, s.Subject.Traits.Tier = products, 1
		s.Grant.Spec.Holder, s.Grant.Spec.Contract = operator, &v1alpha1.GrantContract{}
	}
	rule := v1alpha1.CheckRule{Check: v1alpha1.CheckRedevelopmentBan, Scope: "DeliveredProducts", Affiliates: v1alpha1.AffiliatesFlag}
	plays(t, grants, rule, whole, map[string]breach{
		"a contract of the operator with itself": {
			contract,
			`Unlawful: spec.contract of DeveloperGrant "g" is a contract of "operator" with itself: who operates OperationAgreement "health" takes no part in developing further what it delivers; choose another holder, or ask for raw data without a contract [R-1]`,
		},
		"its own request for raw data":  {func(s *scene) { contract(s); s.Grant.Spec.Contract = nil }, ""},
		"an edition without products":   {func(s *scene) { contract(s); s.Edition.Spec.Tiers = products[:1] }, ""},
		"another holder's own contract": {func(s *scene) { contract(s); s.Grant.Spec.Holder = holder }, ""},
	})
}

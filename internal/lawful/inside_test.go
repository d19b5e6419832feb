// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

func TestPlanMode(t *testing.T) {
	plays(t, agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckPlanMode}, whole, map[string]breach{
		"another mode than the plan's": {
			func(s *scene) { s.Plan.Spec.Mode = v1alpha1.ModeWhole },
			`Unlawful: spec.mode "ByField" of OperationAgreement "health" is not "Whole", the mode of ImplementationPlan "p"; make the agreement as the plan has it, or have the plan revised [R-1]`,
		},
		"no plan is another check's": {func(s *scene) { s.Plan = nil }, ""},
	})
}

func TestModes(t *testing.T) {
	plays(t, agreements, v1alpha1.CheckRule{}, whole, map[string]breach{
		"a mode that the edition does not have": {
			func(s *scene) {
				s.Edition.Spec.Modes = &v1alpha1.ModeRules{OperationAgreement: []v1alpha1.Mode{v1alpha1.ModeWhole}, Basis: []v1alpha1.BasisID{"R-2"}}
			},
			`Unlawful: spec.mode "ByField" of OperationAgreement "x" is none of [Whole], which Jurisdiction "sy.1" allows; choose one of them [R-2]`,
		},
	})
}

// TestModesOfOtherKinds shows that a plan has a mode too, and that nothing else has.
func TestModesOfOtherKinds(t *testing.T) {
	for kind, want := range map[v1alpha1.LinkKind]string{
		v1alpha1.LinkImplementationPlan: `Unlawful: spec.mode "ByField" of ImplementationPlan "x" is none of [Whole]`,
		v1alpha1.LinkSelection:          "", grants: "", resources: "",
	} {
		s := scened(kind, v1alpha1.CheckRule{})
		s.Edition.Spec.Modes = &v1alpha1.ModeRules{OperationAgreement: []v1alpha1.Mode{v1alpha1.ModeWhole}}
		if got := whole(&s.Case); want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("of a %s it finds %q, want %q", kind, got, want)
		}
		if s.Subject.Traits.Mode = ""; whole(&s.Case) != "" {
			t.Errorf("of a %s without a mode, which is content, it finds %q", kind, whole(&s.Case))
		}
	}
}

func TestTermWithinPlan(t *testing.T) {
	plays(t, agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckTermWithinPlan}, whole, map[string]breach{
		"a day longer than the plan": {
			func(s *scene) { s.Term.NotAfter = day("2027-01-02") },
			`Unlawful: the term of OperationAgreement "health", from 2026-01-01T00:00:00Z until 2027-01-02T00:00:00Z, is not inside that of ImplementationPlan "p", from 2026-01-01T00:00:00Z until 2027-01-01T00:00:00Z; make it shorter, or have the plan revised [R-1]`,
		},
		"a day earlier than the plan": {
			func(s *scene) { s.Term.NotBefore = day("2025-12-31") },
			`Unlawful: the term of OperationAgreement "health", from 2025-12-31T00:00:00Z until 2027-01-01T00:00:00Z, is not inside that of ImplementationPlan "p", from 2026-01-01T00:00:00Z until 2027-01-01T00:00:00Z; make it shorter, or have the plan revised [R-1]`,
		},
		"its term is not known": {func(s *scene) { s.Term = calendar.Interval{} }, ""},
		"a plan without a term": {func(s *scene) { s.Above, s.Term.NotAfter = calendar.Interval{}, day("2028-01-01") }, ""},
		"inside the plan":       {func(s *scene) { s.Term.NotBefore, s.Term.NotAfter = day("2026-02-01"), day("2026-03-01") }, ""},
	})
}

// TestTermsAreShownByTheClocksOfTheEdition shows the days that its people read on
// their own clocks, and those of the world where nobody knows its own.
func TestTermsAreShownByTheClocksOfTheEdition(t *testing.T) {
	for zone, want := range map[string]string{
		"Asia/Shanghai": "from 2026-01-01T08:00:00+08:00 until 2027-01-02T08:00:00+08:00,",
		"Nowhere/Atall": "from 2026-01-01T00:00:00Z until 2027-01-02T00:00:00Z,",
	} {
		s := scened(agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckTermWithinPlan})
		s.Edition.Spec.TimeZone, s.Term.NotAfter = zone, day("2027-01-02")
		if got := whole(&s.Case); !strings.Contains(got, want) {
			t.Errorf("in %s it finds %q, want %q in it", zone, got, want)
		}
	}
}

func TestGrantWithinAgreement(t *testing.T) {
	plays(t, grants, v1alpha1.CheckRule{Check: v1alpha1.CheckGrantWithinAgreement}, whole, map[string]breach{
		"a day longer than the agreement": {
			func(s *scene) { s.Term.NotAfter = day("2027-01-02") },
			`Unlawful: the term of DeveloperGrant "g", from 2026-01-01T00:00:00Z until 2027-01-02T00:00:00Z, ends after that of OperationAgreement "health", from 2026-01-01T00:00:00Z until 2027-01-01T00:00:00Z; end it with the agreement [R-1]`,
		},
		"an agreement whose term is not known": {func(s *scene) { s.Above, s.Term.NotAfter = calendar.Interval{}, day("2028-01-01") }, ""},
	})
}

func TestDataWithinPlan(t *testing.T) {
	plays(t, agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckDataWithinPlan}, ofInput, map[string]breach{
		"data that is not in the plan": {
			func(s *scene) { s.Plan.Spec.DataResources = []v1alpha1.ObjectName{"labs"} },
			`Unlawful: spec.dataResources of OperationAgreement "health": DataResource "visits" is not among spec.dataResources of ImplementationPlan "p"; leave it out, or have the plan revised [R-1]`,
		},
	})
}

func TestDataWithinAgreement(t *testing.T) {
	plays(t, grants, v1alpha1.CheckRule{Check: v1alpha1.CheckDataWithinAgreement}, ofInput, map[string]breach{
		"data that is not in the agreement": {
			func(s *scene) { s.Agreement.Spec.DataResources = nil },
			`Unlawful: spec.inputs of DeveloperGrant "g": DataResource "visits" is not among spec.dataResources of OperationAgreement "health"; choose an input of the agreement [R-1]`,
		},
	})
}

func TestSectorsWithinField(t *testing.T) {
	rule := v1alpha1.CheckRule{Check: v1alpha1.CheckSectorsWithinField, When: &v1alpha1.When{Mode: v1alpha1.ModeByField}}
	plays(t, agreements, rule, ofInput, map[string]breach{
		"data of another field": {
			func(s *scene) { s.Resource.Spec.Sector = "transport" },
			`Unlawful: spec.dataResources of OperationAgreement "health": DataResource "visits" is of the sector "transport", and spec.field is "health"; an agreement by field holds data of its field alone, leave it out [R-1]`,
		},
		"of an agreement that is not by field": {
			func(s *scene) {
				s.Resource.Spec.Sector, s.Subject.Traits.Mode = "transport", v1alpha1.ModeComprehensive
			}, "",
		},
	})
}

func TestGuidancePrice(t *testing.T) {
	fee := func(amount, price string) func(*scene) {
		return func(s *scene) {
			s.Grant.Spec.Documents = []v1alpha1.Document{{Name: "price"}}
			s.Grant.Spec.Contract = &v1alpha1.GrantContract{ServiceFee: &v1alpha1.ServiceFee{Amount: amount, PriceDocument: "price", GuidancePrice: price}}
		}
	}
	plays(t, grants, v1alpha1.CheckRule{Check: v1alpha1.CheckGuidancePrice}, whole, map[string]breach{
		"a fee without the document of its price": {
			func(s *scene) { fee("120", "120")(s); s.Grant.Spec.Documents = nil },
			`Unlawful: spec.contract.serviceFee.priceDocument "price" of DeveloperGrant "g" names none of spec.documents, and a fee of 120 rests on the guidance price; add the document that sets it, or ask for no fee [R-1]`,
		},
		"a fee of which nobody says what is allowed": {
			fee("120", ""),
			`Unlawful: spec.contract.serviceFee of DeveloperGrant "g" is 120, and the guidancePrice of the document "price" is ""; say what it allows, and ask for no more [R-1]`,
		},
		"a fee above the price": {
			fee("100.01", "100"),
			`Unlawful: spec.contract.serviceFee of DeveloperGrant "g" is 100.01, and the guidancePrice of the document "price" is "100"; say what it allows, and ask for no more [R-1]`,
		},
		"a fee whose price another document sets": {
			func(s *scene) { fee("120", "120")(s); s.Grant.Spec.Documents[0].Name = "plan" },
			`Unlawful: spec.contract.serviceFee.priceDocument "price" of DeveloperGrant "g" names none of spec.documents, and a fee of 120 rests on the guidance price; add the document that sets it, or ask for no fee [R-1]`,
		},
		"a fee that is no number": {
			fee("some", "100"),
			`Unlawful: spec.contract.serviceFee of DeveloperGrant "g" is some, and the guidancePrice of the document "price" is "100"; say what it allows, and ask for no more [R-1]`,
		},
		"a contract of no fee": {func(s *scene) { s.Grant.Spec.Contract = &v1alpha1.GrantContract{} }, ""},
		"a fee of the price":   {fee("100.00", "100"), ""},
		"a fee below it":       {fee("9.5", "100"), ""},
		"no fee, of no price":  {fee("0.00", ""), ""},
	})
}

func TestFeeStated(t *testing.T) {
	fee := func(amount string, clauses ...v1alpha1.Clause) func(*scene) {
		return func(s *scene) {
			s.Grant.Spec.Contract = &v1alpha1.GrantContract{ServiceFee: &v1alpha1.ServiceFee{Amount: amount}}
			s.Agreement.Spec.Clauses = clauses
		}
	}
	plays(t, grants, v1alpha1.CheckRule{Check: v1alpha1.CheckFeeStated}, whole, map[string]breach{
		"a fee that was not agreed": {
			fee("120", v1alpha1.Clause{Key: "breachLiability"}),
			`Unlawful: spec.contract.serviceFee of DeveloperGrant "g" is 120, and OperationAgreement "health" has no clause serviceFee that states it; ask for no fee, or have the agreement revised [R-1]`,
		},
		"a fee that was": {fee("120", v1alpha1.Clause{Key: "serviceFee"}), ""},
		"no fee":         {fee("0"), ""},
	})
}

func TestDesensitised(t *testing.T) {
	yes, no := true, false
	s := scened(resources, v1alpha1.CheckRule{Check: v1alpha1.CheckDesensitised})
	const denied = `Unlawful: spec.desensitised of DataResource "visits" is not true, and data is given desensitised alone; have it desensitised, and say so [R-1]`
	for name, tc := range map[string]struct {
		declared *bool
		want     string
	}{"it is": {&yes, ""}, "it is not": {&no, denied}, "nobody says": {nil, denied}} {
		s.Resource.Spec.Desensitised = tc.declared
		if got := whole(&s.Case); got != tc.want {
			t.Errorf("%s: found %q, want %q", name, got, tc.want)
		}
	}
	if s.Resource = nil; whole(&s.Case) != "" {
		t.Errorf("of a resource that nobody knows it finds %q", whole(&s.Case))
	}
}

// What cannot be read hides nothing that is known to be unlawful.
func TestWhatIsNotReadHidesNothing(t *testing.T) {
	s := scened(agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckTerritory, Of: v1alpha1.PartyGrantor})
	s.Edition.Spec.Checks = append(s.Edition.Spec.Checks, v1alpha1.CheckRule{Check: v1alpha1.CheckPlanMode})
	s.orgs[bureau] = nil
	if got := whole(&s.Case); !strings.HasPrefix(got, "Undetermined") {
		t.Errorf("of a grantor that was not read it finds %q", got)
	}
	if s.Plan.Spec.Mode = v1alpha1.ModeWhole; !strings.HasPrefix(whole(&s.Case), "Unlawful: spec.mode") {
		t.Errorf("and of another mode than the plan's %q", whole(&s.Case))
	}
}

// A level of agreements has modes and a grantor of its own.
func TestWhatALevelAllows(t *testing.T) {
	tests := map[string]struct {
		kind  v1alpha1.LinkKind
		level v1alpha1.AgreementLevel
		rule  v1alpha1.GrantorRule
		want  string
	}{
		"its mode, and its grantor":            {kind: agreements, level: v1alpha1.AgreementLevel{Level: 1, Modes: []v1alpha1.Mode{v1alpha1.ModeByField}, Grantor: v1alpha1.RoleDataAuthority}},
		"no other mode":                        {agreements, v1alpha1.AgreementLevel{Level: 1, Modes: []v1alpha1.Mode{v1alpha1.ModeWhole}, Grantor: v1alpha1.RoleDataAuthority}, v1alpha1.GrantorRule{}, "Unlawful: spec.mode \"ByField\""},
		"no other grantor":                     {agreements, v1alpha1.AgreementLevel{Level: 1, Modes: []v1alpha1.Mode{v1alpha1.ModeByField}, Grantor: v1alpha1.RoleOperator, Basis: []v1alpha1.BasisID{"R-9"}}, v1alpha1.GrantorRule{}, `Unlawful: spec.grantor "bureau" of OperationAgreement "health" has none of the roles [Operator], which Jurisdiction "sy.1" lets authorise; name one who has [R-9]`},
		"of another level it says nothing":     {kind: agreements, level: v1alpha1.AgreementLevel{Level: 2, Modes: []v1alpha1.Mode{v1alpha1.ModeWhole}, Grantor: v1alpha1.RoleOperator}},
		"a plan has no level":                  {kind: v1alpha1.LinkImplementationPlan, level: v1alpha1.AgreementLevel{Level: 1, Modes: []v1alpha1.Mode{v1alpha1.ModeWhole}, Grantor: v1alpha1.RoleOperator}},
		"nor has a grant a mode":               {kind: grants, level: v1alpha1.AgreementLevel{Level: 1, Modes: []v1alpha1.Mode{v1alpha1.ModeWhole}, Grantor: v1alpha1.RoleOperator}},
		"a grantor by a rule of the level":     {agreements, v1alpha1.AgreementLevel{Level: 2}, v1alpha1.GrantorRule{Level: 1, Role: v1alpha1.RoleOperator}, "Unlawful: spec.grantor \"bureau\""},
		"a rule of another level says nothing": {kind: agreements, level: v1alpha1.AgreementLevel{Level: 2}, rule: v1alpha1.GrantorRule{Level: 2, Role: v1alpha1.RoleOperator}},
	}
	for name, tc := range tests {
		s := scened(tc.kind, v1alpha1.CheckRule{})
		s.Edition.Spec.AgreementLevels = []v1alpha1.AgreementLevel{tc.level}
		if tc.rule.Role != "" {
			s.Edition.Spec.Grantor = []v1alpha1.GrantorRule{tc.rule}
		}
		if got := whole(&s.Case); tc.want == "" && got != "" || !strings.HasPrefix(got, tc.want) {
			t.Errorf("%s: found %q, want %q", name, got, tc.want)
		}
	}
}

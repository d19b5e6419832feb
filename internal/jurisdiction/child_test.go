// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// under is what a child edition says where its parent says something, and what
// is said against the child; want is empty for what a child may do.
type under struct{ parent, child, want string }

// edition is one that says only this of its spec.
func edition(t *testing.T, spec string) *v1alpha1.Jurisdiction {
	t.Helper()
	j := &v1alpha1.Jurisdiction{}
	j.Name = "test.1"
	if err := yaml.UnmarshalStrict([]byte(spec), &j.Spec); err != nil {
		t.Fatalf("read %s: %v", spec, err)
	}
	return j
}

// check holds the child of each row against its parent.
func check(t *testing.T, tests map[string]under) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			found := jurisdiction.Loosens(edition(t, tc.child), edition(t, tc.parent))
			if diff := cmp.Diff(tc.want, jurisdiction.List(found)); diff != "" {
				t.Errorf("under %q a child says %q (-want +got):\n%s", tc.parent, tc.child, diff)
			}
			for _, flaw := range found {
				if said := flaw.Said.String(); said != flaw.Text {
					t.Errorf("in other languages it says %q, in English %q", said, flaw.Text)
				}
			}
		})
	}
}

func TestAChildKeepsWhatItsParentIs(t *testing.T) {
	check(t, map[string]under{
		"a child that says nothing of what its parent leaves open": {"{}", "{}", ""},
		"another code":                            {"code: nx", "code: ha", `spec.code: is "ha", and the parent test.1 has "nx"; a child keeps it`},
		"another zone":                            {"timeZone: Asia/Shanghai", "timeZone: Asia/Urumqi", `spec.timeZone: is "Asia/Urumqi", and the parent test.1 has "Asia/Shanghai"; a child keeps it`},
		"another calendar":                        {"calendar: china", "calendar: factory", `spec.calendar: is "factory", and the parent test.1 has "china"; a child keeps it`},
		"the calendar of its parent":              {"calendar: china", "calendar: china", ""},
		"a calendar that rests on nothing":        {"{}", "calendar: china", "spec.calendarBasis: is unset, and the parent test.1 leaves spec.calendar to this edition; cite what it rests on, or policy"},
		"a territory where the parent has none":   {"{}", `division: "640100"`, ""},
		"a territory left out":                    {`division: "640000"`, "{}", `spec.division: is unset, and the parent test.1 has "640000"; a child may be of a part of the territory`},
		"the day of its parent":                   {`effectiveFrom: "2025-03-01"`, `effectiveFrom: "2025-03-01"`, ""},
		"a later day":                             {`effectiveFrom: "2025-03-01"`, `effectiveFrom: "2025-03-02"`, ""},
		"an earlier day":                          {`effectiveFrom: "2025-03-01"`, `effectiveFrom: "2025-02-28"`, `spec.effectiveFrom: is "2025-02-28", and the parent test.1 has "2025-03-01"; a child may begin later`},
		"a day left out":                          {`effectiveFrom: "2025-03-01"`, "{}", `spec.effectiveFrom: is unset, and the parent test.1 has "2025-03-01"; a child may begin later`},
		"an instrument where the parent has none": {"{}", "instrument: {status: issued}", ""},
		"an instrument left out": {
			"instrument: {interpretationBody: a bureau, draft: true}", "{}",
			`spec.instrument.interpretationBody: is unset, and the parent test.1 has "a bureau"; a child keeps it; ` +
				"spec.instrument.draft: is unset, and the parent test.1 has true; a child keeps it",
		},
		"no word of a draft where the parent is none": {"instrument: {status: issued}", "instrument: {status: issued, draft: false}", ""},
	})
}

func TestAChildShortensWhatGivesAndLengthensWhatKeeps(t *testing.T) {
	check(t, map[string]under{
		"the validity of its parent":   {"validity: {years: 3}", "validity: {years: 3}", ""},
		"a shorter validity":           {"validity: {years: 3}", "validity: {years: 2}", ""},
		"a longer validity":            {"validity: {years: 3}", "validity: {years: 4}", `spec.validity: is {"years":4}, and the parent test.1 has {"years":3}; a child may make it shorter`},
		"a validity left out":          {"validity: {years: 3}", "{}", `spec.validity: is unset, and the parent test.1 has {"years":3}; a child may make it shorter`},
		"a retention left out":         {"retention: {years: 20}", "{}", `spec.retention: is unset, and the parent test.1 has {"years":20}; a child may make it longer`},
		"modes where it has none":      {"{}", "modes: {OperationAgreement: [Whole]}", ""},
		"modes left out, which is any": {"modes: {OperationAgreement: [Whole]}", "{}", `spec.modes.OperationAgreement: is unset, and the parent test.1 has ["Whole"]; a child may leave some of them out`},
		"no mode, which is any":        {"modes: {OperationAgreement: [Whole]}", "modes: {OperationAgreement: []}", `spec.modes.OperationAgreement: is [], and the parent test.1 has ["Whole"]; a child may leave some of them out`},
	})
}

func TestAChildAddsNoLevelAndNoTier(t *testing.T) {
	check(t, map[string]under{
		"the one level, where its parent tells none": {"{}", "agreementLevels: [{level: 1}]", ""},
		"a second level, where its parent tells none": {
			"{}", "agreementLevels: [{level: 2}]",
			"spec.agreementLevels: has level 2, which the parent test.1 does not; a child may leave levels out",
		},
		"another level than the one of its parent": {
			"agreementLevels: [{level: 2}]", "agreementLevels: [{level: 1}]",
			"spec.agreementLevels: has level 1, which the parent test.1 does not; a child may leave levels out",
		},
		"a level left out": {"agreementLevels: [{level: 1}, {level: 2}]", "agreementLevels: [{level: 1}]", ""},
		"a level of other parties, in more modes": {
			"agreementLevels: [{level: 1}, {level: 2, grantor: Operator, operator: Developer, modes: [ByField]}]",
			"agreementLevels: [{level: 2, grantor: DataAuthority, operator: Operator, modes: [ByField, Whole]}]",
			`spec.agreementLevels.grantor: is "DataAuthority", and the parent test.1 has "Operator"; a child keeps it; ` +
				`spec.agreementLevels.operator: is "Operator", and the parent test.1 has "Developer"; a child keeps it; ` +
				`spec.agreementLevels.modes: is ["ByField","Whole"], and the parent test.1 has ["ByField"]; a child may leave some of them out`,
		},
		"tiers where its parent has none": {"{}", "tiers: [{tier: 1, holder: Operator}]", ""},
		"a tier more": {
			"tiers: [{tier: 1, holder: Operator}]", "tiers: [{tier: 1, holder: Operator}, {tier: 2, holder: Developer}]",
			"spec.tiers: has tier 2, which the parent test.1 does not; a child may leave tiers out",
		},
		"a tier of another holder, with more inputs": {
			"tiers: [{tier: 1, holder: Operator}, {tier: 2, holder: Operator, inputs: [Resource]}]",
			`tiers: [{tier: 2, holder: Developer, inputs: [Resource, "Product:1"]}]`,
			`spec.tiers.holder: is "Developer", and the parent test.1 has "Operator"; a child keeps it; ` +
				`spec.tiers.inputs: is ["Resource","Product:1"], and the parent test.1 has ["Resource"]; a child may leave some of them out`,
		},
	})
}

func TestAChildLetsNobodyElseAct(t *testing.T) {
	const both = "spec.agencyIsAuthority: is true, and the parent test.1 has unset; a child may not let one organisation stand in both places"
	operators := func(child string) under {
		want := `spec.operators: is ` + child + `, and the parent test.1 has {"mode":"ByField","level":1,"max":2,"per":["Field"]}; a child may lower the number`
		return under{"operators: [{mode: ByField, level: 1, max: 2, per: [Field]}]", "operators: " + child, want}
	}
	tests := map[string]under{
		"one organisation in both places, of which its parent is silent": {"{}", "agencyIsAuthority: {value: true}", both},
		"one organisation in both places, which its parent denies":       {"agencyIsAuthority: {value: false}", "agencyIsAuthority: {value: true}", both},
		"one organisation in both places, as under its parent":           {"agencyIsAuthority: {value: true}", "agencyIsAuthority: {value: true}", ""},
		"one organisation in both places denied":                         {"{}", "agencyIsAuthority: {value: false}", ""},
		"who grants, of which its parent is silent":                      {"{}", "grantor: [{role: DataAuthority}]", ""},
		"somebody more who grants": {
			"grantor: [{role: DataAuthority}]", "grantor: [{role: DataAuthority}, {role: Operator}]",
			`spec.grantor: is [{"role":"DataAuthority"},{"role":"Operator"}], and the parent test.1 has [{"role":"DataAuthority"}]; a child keeps it`,
		},
		"somebody else who grants": {
			"grantor: [{role: DataAuthority}]", "grantor: [{role: Operator}]",
			`spec.grantor: is [{"role":"Operator"}], and the parent test.1 has [{"role":"DataAuthority"}]; a child keeps it`,
		},
		"fewer who grant": {
			"grantor: [{role: DataAuthority}, {role: Operator}]", "grantor: [{role: DataAuthority}]",
			`spec.grantor: is [{"role":"DataAuthority"}], and the parent test.1 has [{"role":"DataAuthority"},{"role":"Operator"}]; a child keeps it`,
		},
		"the same who grant, in another order": {"grantor: [{role: DataAuthority}, {role: Operator}]", "grantor: [{role: Operator}, {role: DataAuthority}]", ""},
		"as many operators":                    {"operators: [{mode: ByField, level: 1, max: 2, per: [Field]}]", "operators: [{mode: ByField, level: 1, max: 2, per: [Field]}]", ""},
		"more operators":                       operators(`[{"mode":"ByField","level":1,"max":3,"per":["Field"]}]`),
		"operators of another mode":            operators(`[{"mode":"Whole","level":1,"max":2,"per":["Field"]}]`),
		"operators of another level":           operators(`[{"mode":"ByField","level":2,"max":2,"per":["Field"]}]`),
		"operators counted by less":            operators(`[{"mode":"ByField","level":1,"max":2,"per":["Division"]}]`),
		"operators of any number again":        operators("[]"),
	}
	check(t, tests)
}

func TestAChildMakesTermsShorter(t *testing.T) {
	const three, exactly = `{"max":{"years":3}}`, `{"exact":{"years":2}}`
	row := func(parent, child, may string) under {
		r := under{parent: "terms: {DeveloperGrant: " + parent + "}", child: "terms: {DeveloperGrant: " + child + "}"}
		if may != "" {
			r.want = "spec.terms.DeveloperGrant: is " + child + ", and the parent test.1 has " + parent + "; a child " + may
		}
		return r
	}
	const shorter, kept = "may make it shorter, and never allow an exception or another way to count", "keeps it exactly, and the way to count"
	check(t, map[string]under{
		"a term, of which its parent is silent": {"{}", "terms: {DeveloperGrant: " + three + "}", ""},
		"a term left out":                       {"terms: {DeveloperGrant: " + three + "}", "{}", "spec.terms.DeveloperGrant: is unset, and the parent test.1 has " + three + "; a child " + shorter},
		"an exact term below the longest":       row(three, exactly, ""),
		"an exact term above the longest":       row(three, `{"exact":{"years":4}}`, shorter),
		"a rule that bounds nothing":            row(three, `{"count":"StartDayIncluded"}`, shorter),
		"the exact term of its parent":          row(exactly, exactly, ""),
		"another exact term":                    row(exactly, `{"exact":{"years":1}}`, kept),
		"at most what its parent asks exactly":  row(exactly, `{"max":{"years":2}}`, kept),
		"the first day counted no more":         row(three, `{"max":{"years":3},"count":"StartDayExcluded"}`, shorter),
		"the first day counted by neither":      row(`{"max":{"years":3},"count":"StartDayExcluded"}`, `{"max":{"years":3},"count":"StartDayExcluded"}`, ""),
		"the first day counted after all":       row(`{"max":{"years":3},"count":"StartDayExcluded"}`, `{"max":{"years":3},"count":"StartDayIncluded"}`, ""),
		"an exception":                          row(three, `{"max":{"years":3},"exception":"Allowed"}`, shorter),
		"the exception of its parent":           row(`{"max":{"years":3},"exception":"Allowed"}`, `{"max":{"years":3},"exception":"Allowed"}`, ""),
	})
}

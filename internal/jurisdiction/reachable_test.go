// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import "testing"

func TestStepsWaitForWhatTheirKindStandsUnder(t *testing.T) {
	waits := func(of, by, after string) wrong {
		return wrong{"", "- {name: waits, of: " + of + ", effect: Filed, steps: [{name: file, by: [{ref: " + by + "}], after: [first/begin]}]}\n" + after, ""}
	}
	first := func(of, by string) string {
		return "- {name: first, of: " + of + ", effect: Filed, steps: [{name: begin, by: [{ref: " + by + "}]}]}"
	}
	flawed(t, map[string]wrong{
		"a selection for the plan":            waits("Selection", "Organiser", first("ImplementationPlan", "Drafter")),
		"a selection for the agreement":       waits("Selection", "Organiser", first("OperationAgreement", "Grantor")),
		"an agreement for the plan":           waits("OperationAgreement", "Grantor", first("ImplementationPlan", "Drafter")),
		"an agreement for the selection":      waits("OperationAgreement", "Grantor", first("Selection", "Organiser")),
		"a grant for the agreement":           waits("DeveloperGrant", "Holder", first("OperationAgreement", "Grantor")),
		"a grant for the grant":               waits("DeveloperGrant", "Holder", first("DeveloperGrant", "Grantor")),
		"a step that is named as a procedure": {"", "- {name: plan, of: ImplementationPlan, effect: Filed, steps: [{name: grant, by: [{ref: Drafter}]}, {name: file, by: [{ref: Drafter}], after: [grant]}]}", ""},
	})
}

func TestAStepComesBeforeThoseOfItsOwnKind(t *testing.T) {
	before := func(of, by, want string) wrong {
		return wrong{"", "- {name: end, of: Selection, effect: Filed, steps: [{name: end, by: [{ref: Organiser}], before: [first/begin]}]}\n" +
			"- {name: first, of: " + of + ", effect: Filed, steps: [{name: begin, by: [{ref: " + by + "}]}]}", want}
	}
	flawed(t, map[string]wrong{
		"of its own kind": before("Selection", "Organiser", ""),
		"of a kind above it": before("ImplementationPlan", "Drafter",
			`spec.procedures[end].steps[end].before: "first/begin" is a step of ImplementationPlan, and a step comes before those of its own kind alone, here of Selection; name one of these`),
	})
}

func TestStepsAreOfPartiesThatThereAre(t *testing.T) {
	row := func(of, step, want string) wrong {
		if want != "" {
			want = "spec.procedures[p].steps[s]." + want
		}
		return wrong{"", "- {name: p, of: " + of + ", effect: Filed, steps: [{name: s, " + step + "}]}", want}
	}
	const unfit = "asks for the Holder, and OperationAgreement has none, so that nobody could ever act; name a party that it has, or a role"
	tests := map[string]wrong{
		"a duty of others waits for nobody":      row("OperationAgreement", "by: [{ref: Holder}], gate: false", ""),
		"a gate, which is said, waits for them":  row("OperationAgreement", "by: [{ref: Holder}], gate: true", "by: "+unfit),
		"who is told must be there to receive":   row("OperationAgreement", "by: [{ref: Grantor}], to: [{ref: Holder}], receipt: Required", "to: "+unfit),
		"who is told without receipt need not":   row("OperationAgreement", "by: [{ref: Grantor}], to: [{ref: Holder}]", ""),
		"a co-grantor beside another":            row("DeveloperGrant", "by: [{ref: Grantor}, {ref: CoGrantor}]", ""),
		"an objection has those of its subject":  row("Objection", "by: [{ref: Holder}]", ""),
		"two of the two that are named":          row("OperationAgreement", "by: [{atLeast: 2, among: [{ref: Grantor}, {ref: Operator}]}]", ""),
		"three, of which some have many":         row("OperationAgreement", "by: [{atLeast: 3, among: [{ref: Grantor}, {ref: CoGrantor}]}]", ""),
		"three who share data":                   row("DataResource", "by: [{atLeast: 3, among: [{ref: SourceUnit}, {ref: SharedFrom}]}]", ""),
		"three who applied":                      row("Selection", "by: [{atLeast: 3, among: [{ref: Organiser}, {ref: Applicant}]}]", ""),
		"three, of whom any number has the role": row("OperationAgreement", "by: [{atLeast: 3, among: [{ref: Grantor}, {role: DataAuthority}]}]", ""),
	}
	for of, parties := range map[string][]string{
		"Organization": {"Subject"}, "DataResource": {"SourceUnit", "SharedFrom"}, "ImplementationPlan": {"Drafter"}, "Selection": {"Organiser", "Applicant"},
		"OperationAgreement": {"Grantor", "Operator"}, "DeveloperGrant": {"Grantor", "Operator", "Holder"},
	} {
		for _, party := range parties {
			tests["the "+party+" of "+of] = row(of, "by: [{ref: "+party+"}]", "")
		}
	}
	flawed(t, tests)
}

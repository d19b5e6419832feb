// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"fmt"
	"strings"
	"testing"
)

// The characters of a unified social credit code by value, and the weight of
// each place: GB 32100-2015, tables 1 and 4.
const creditCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// checkCharacter computes the last character of a code from its first 17.
func checkCharacter(body string) string {
	sum, weight := 0, 1
	for _, c := range body {
		sum += strings.IndexRune(creditCharacters, c) * weight
		weight = weight * 3 % 31
	}
	return creditCharacters[(31-sum%31)%31:][:1]
}

func TestCreditCodes(t *testing.T) {
	valid := []string{
		// The parties of the worked example.
		"1164000000000001AL", "11640000000000020N", "12640000000000040M", "11640000000000039K",
		"116400000000000559", "91640100MA0000001P", "91110108MA0000002G",
	}
	for i := range 31 { // every check character, some through every letter
		body := fmt.Sprintf("9164%04dMA%s%06d", 1000+i*7, creditCharacters[i:i+1], i*i*37)
		valid = append(valid, body+checkCharacter(body))
	}
	tests := map[string]refusal{}
	for _, code := range valid {
		tests[code] = refusal{base: organizationText, edits: []edit{set("spec.uscc", code)}}
		body, right := code[:17], code[17:]
		for _, wrong := range strings.Split(strings.Replace(creditCharacters, right, "", 1), "")[:4] {
			tests[body+wrong] = refusal{
				base: organizationText, edits: []edit{set("spec.uscc", body+wrong)},
				want: []string{"spec.uscc", body + wrong, "wrong check character " + wrong, "GB 32100-2015 it is " + right},
			}
		}
	}
	for _, swapped := range []string{"19640100MA0000001P", "91640010MA0000001P"} {
		tests["digits exchanged "+swapped] = refusal{
			base: organizationText, edits: []edit{set("spec.uscc", swapped)}, want: []string{"spec.uscc", swapped, "wrong check character"},
		}
	}
	for name, bad := range map[string]string{"a letter that is none": "91640100MAI000001P", "lower case": "91640100ma0000001p"} {
		tests[name] = refusal{base: organizationText, edits: []edit{set("spec.uscc", bad)}, want: []string{"spec.uscc", bad, "should match"}}
	}
	tests["too short"] = refusal{base: organizationText, edits: []edit{set("spec.uscc", "91640100MA000001P")}, want: []string{"spec.uscc"}}
	tests["too long"] = refusal{base: organizationText, edits: []edit{set("spec.uscc", "91640100MA00000001P")}, want: []string{"spec.uscc", "18"}}
	checkSchema(t, tests)
}

func TestOrganizations(t *testing.T) {
	subject := func(kind, name, namespace string) edit {
		s := map[string]any{"kind": kind, "name": name}
		if namespace != "" {
			s["namespace"] = namespace
		}
		return set("spec.subjects", []any{s})
	}
	checkSchema(t, map[string]refusal{
		"a group":    {base: organizationText, edits: []edit{subject("Group", "data-group:staff", "")}},
		"a pipeline": {base: organizationText, edits: []edit{subject("ServiceAccount", "flux", "ci")}},
		"a pipeline of nowhere": {
			base: organizationText, edits: []edit{subject("ServiceAccount", "flux", "")},
			want: []string{"spec.subjects[0].kind", "namespace is given for a ServiceAccount and for nothing else"},
		},
		"a pipeline with its namespace": {
			base: organizationText, edits: []edit{subject("ServiceAccount", "ci:flux", "ci")},
			want: []string{"spec.subjects[0].name", "name ci:flux is no name that a ServiceAccount can have"},
		},
		"a user of an address": {base: organizationText, edits: []edit{subject("User", "Li@example.org", "")}},
		"a user of a namespace": {
			base: organizationText, edits: []edit{subject("User", "li", "ci")},
			want: []string{"spec.subjects[0].kind", "namespace is given for a ServiceAccount and for nothing else"},
		},
		"everybody": {
			base: organizationText, edits: []edit{subject("Group", "system:authenticated", "")},
			want: []string{"spec.subjects[0].name", "name system:authenticated begins with system:"},
		},
		"a role that is none": {
			base: organizationText, edits: []edit{set("spec.roles", []any{"King"})},
			want: []string{"spec.roles[0]", `"King"`, `"Operator"`},
		},
		"a natural person": {
			base: organizationText, edits: []edit{set("spec.legalForm", "NaturalPerson")},
			want: []string{"spec.legalForm", `"NaturalPerson"`, `"UnincorporatedOrganization"`},
		},
		"a state organ that is a company": {
			base: organizationText, edits: []edit{set("spec.sourceClass", "StateOrgan")},
			want: []string{"spec.sourceClass", "sourceClass StateOrgan does not fit legalForm LegalPerson"},
		},
		"a class that is none": {
			base: organizationText, edits: []edit{set("spec.sourceClass", "Company")},
			want: []string{"spec.sourceClass", `"Company"`, `"PublicService"`},
		},
		"a company that serves the public": {base: organizationText, edits: []edit{set("spec.sourceClass", "PublicService")}},
		"no role":                          {base: organizationText, edits: []edit{set("spec.roles", []any{})}, want: []string{"spec.roles", "at least 1"}},
		"a division of 4":                  {base: organizationText, edits: []edit{set("spec.division", "6401")}, want: []string{"spec.division"}},
		"a township":                       {base: organizationText, edits: []edit{set("spec.division", "640104001")}, want: []string{"spec.division"}},
		"a village":                        {base: organizationText, edits: []edit{set("spec.division", "640104001001")}, want: []string{"spec.division"}},
		"a division of letters":            {base: organizationText, edits: []edit{set("spec.division", "64010A")}, want: []string{"spec.division", "64010A", "should match"}},
	})
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package content_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
)

func item(key string, part v1alpha1.Part, when *v1alpha1.When) v1alpha1.ContentItem {
	return v1alpha1.ContentItem{Key: key, Part: part, When: when, Basis: []v1alpha1.BasisID{"NX-1"}}
}

// asking is an edition that asks for content of grants and agreements.
func asking() *v1alpha1.Jurisdiction {
	j := &v1alpha1.Jurisdiction{}
	j.Spec.Content = &v1alpha1.ContentRules{
		DeveloperGrant: []v1alpha1.ContentItem{
			item("qualification", v1alpha1.PartApplication, nil), item("dataNeed", v1alpha1.PartApplication, nil),
			item("dataSecurity", v1alpha1.PartContract, nil), item("serviceFee", v1alpha1.PartContract, nil),
			item("commitment", "", nil), item("local", v1alpha1.PartApplication, &v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}),
		},
		OperationAgreement: []v1alpha1.ContentItem{
			item("name", "", nil), item("technicalStandards", "", nil), item("platform", "", nil),
			item("renewalReason", "", &v1alpha1.When{Renewal: new(true)}), item("commitment", "", &v1alpha1.When{Level: 2}),
		},
	}
	return j
}

func cites(keys ...string) []v1alpha1.Clause {
	var clauses []v1alpha1.Clause
	for _, key := range keys {
		clauses = append(clauses, v1alpha1.Clause{Key: key})
	}
	return clauses
}

func TestMissing(t *testing.T) {
	always := func(v1alpha1.When) bool { return true }
	grant := v1alpha1.DeveloperGrantSpec{Inputs: []v1alpha1.Input{{Resource: "visits"}}}
	applied := grant
	applied.Application = &v1alpha1.GrantPart{Clauses: cites("qualification", "serviceFee", "dataSecurity")}
	signed := applied
	signed.Contract = &v1alpha1.GrantContract{Clauses: cites("dataSecurity", "commitment"), ServiceFee: &v1alpha1.ServiceFee{Amount: "0"}}
	bare := v1alpha1.OperationAgreementSpec{Products: []v1alpha1.PlannedProduct{{Name: "a", Standard: "1"}, {Name: "b"}}}
	whole := v1alpha1.OperationAgreementSpec{
		Title: "Agreement", Products: bare.Products[:1], Clauses: cites("platform", "renewalReason", "commitment"), Renews: "old", Level: 2,
	}
	renewal := whole
	renewal.Clauses = cites("platform")
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		subject content.Subject
		part    v1alpha1.Part
		holds   content.Holds
		want    []string
	}{
		"of an application, by what the object tells":        {asking(), content.OfGrant(&grant), v1alpha1.PartApplication, nil, []string{"clause qualification [NX-1]"}},
		"of an application, by what is known":                {asking(), content.OfGrant(&grant), v1alpha1.PartApplication, always, []string{"clause qualification [NX-1]", "clause local [NX-1]"}},
		"a clause of another part is none":                   {asking(), content.OfGrant(&applied), v1alpha1.PartContract, nil, []string{"clause dataSecurity [NX-1]", "spec.contract.serviceFee (serviceFee) [NX-1]"}},
		"of All, every part":                                 {asking(), content.OfGrant(&applied), v1alpha1.PartAll, nil, []string{"clause dataSecurity [NX-1]", "spec.contract.serviceFee (serviceFee) [NX-1]", "clause commitment [NX-1]"}},
		"nothing of a signed grant":                          {asking(), content.OfGrant(&signed), v1alpha1.PartAll, nil, nil},
		"a detail that one product lacks":                    {asking(), content.OfAgreement(&bare), v1alpha1.PartAll, nil, []string{"spec.title (name) [NX-1]", "spec.products[].standard (technicalStandards) [NX-1]", "clause platform [NX-1]"}},
		"what a condition asks for":                          {asking(), content.OfAgreement(&renewal), v1alpha1.PartAll, nil, []string{"clause renewalReason [NX-1]", "clause commitment [NX-1]"}},
		"nothing of a whole agreement":                       {asking(), content.OfAgreement(&whole), v1alpha1.PartAll, nil, nil},
		"nothing where the edition asks for nothing":         {&v1alpha1.Jurisdiction{}, content.OfGrant(&grant), v1alpha1.PartAll, nil, nil},
		"nothing where there is no edition":                  {nil, content.OfGrant(&grant), v1alpha1.PartAll, nil, nil},
		"nothing of a call, which this edition is silent on": {asking(), content.OfSelection(&v1alpha1.SelectionSpec{}), v1alpha1.PartAll, nil, nil},
		"nothing of nothing":                                 {asking(), content.Subject{}, v1alpha1.PartAll, nil, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := tc.subject.Tell(content.Missing(tc.edition, tc.subject, tc.part, tc.holds))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryConditionIsAnswered holds the conditions to those that the package and
// the policies mandate-content-* know: what they do not know they would take as
// fulfilled.
func TestEveryConditionIsAnswered(t *testing.T) {
	want := []string{"DivisionLevel", "Drafter", "Inputs", "Level", "Mode", "RegisteredIn", "Renewal", "Revision", "Seeks", "Shared", "Tier"}
	var got []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[v1alpha1.When]()) {
		got = append(got, field.Name)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("conditions: answer the new ones here, in config/policy/content-*.yaml and test/cel too (-known +is):\n%s", diff)
	}
}

var row = regexp.MustCompile("(?m)^\\| `([A-Za-z]+)` \\| ([^|]*)\\|$")

// TestTheTableIsWrittenDown holds docs/content.md to the table.
func TestTheTableIsWrittenDown(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "content.md"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := []v1alpha1.LinkKind{
		v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection, v1alpha1.LinkOperationAgreement, v1alpha1.LinkDataResource, v1alpha1.LinkDeveloperGrant,
	}
	for _, kind := range kinds {
		_, section, found := strings.Cut(string(text), "\n### "+string(kind))
		if !found {
			t.Fatalf("docs/content.md has no section %s", kind)
		}
		section, _, _ = strings.Cut(section, "\n### ")
		written := map[string]string{}
		for _, match := range row.FindAllStringSubmatch(section, -1) {
			written[match[1]] = strings.Trim(match[2], " `")
		}
		if diff := cmp.Diff(content.Fields(kind), written); diff != "" {
			t.Errorf("the table of %s in docs/content.md (-table +written):\n%s", kind, diff)
		}
	}
}

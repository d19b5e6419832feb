// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package content_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
)

var whole = v1alpha1.PlannedProduct{Name: "a", Form: "API", Class: "model", Standard: "1"}

// without are, by kind, the whole content of an object, and the same without the
// field at a path.
var without = map[v1alpha1.LinkKind]func(path string) content.Subject{
	v1alpha1.LinkImplementationPlan: func(path string) content.Subject {
		spec := v1alpha1.ImplementationPlanSpec{Title: "t", Mode: v1alpha1.ModeWhole, Term: &v1alpha1.Term{}, DataResources: []v1alpha1.ObjectName{"visits"}, Products: []v1alpha1.PlannedProduct{whole, whole}}
		empty(path, &spec.Title, &spec.Mode, &spec.Term, &spec.DataResources, &spec.Products)
		return content.OfPlan(&spec)
	},
	v1alpha1.LinkSelection: func(path string) content.Subject {
		spec := v1alpha1.SelectionSpec{ApplicationWindow: &v1alpha1.Term{}, Method: v1alpha1.MethodDirect}
		switch path {
		case "spec.applicationWindow":
			spec.ApplicationWindow = nil
		case "spec.method":
			spec.Method = ""
		}
		return content.OfSelection(&spec)
	},
	v1alpha1.LinkOperationAgreement: func(path string) content.Subject {
		spec := v1alpha1.OperationAgreementSpec{Title: "t", Mode: v1alpha1.ModeWhole, Term: &v1alpha1.Term{}, DataResources: []v1alpha1.ObjectName{"visits"}, Products: []v1alpha1.PlannedProduct{whole, whole}}
		empty(path, &spec.Title, &spec.Mode, &spec.Term, &spec.DataResources, &spec.Products)
		return content.OfAgreement(&spec)
	},
	v1alpha1.LinkDataResource: func(path string) content.Subject {
		spec := v1alpha1.DataResourceSpec{
			Catalogue: v1alpha1.Catalogue{Code: "1"}, SourceUnit: "hospital", Classification: v1alpha1.Classification{Level: "General1"}, Sector: "health",
			Fields: []v1alpha1.Field{{Name: "date"}}, SharedFrom: []v1alpha1.ObjectName{"bureau"}, Desensitised: new(false),
		}
		switch path {
		case "spec.catalogue":
			spec.Catalogue.Code = ""
		case "spec.sourceUnit":
			spec.SourceUnit = ""
		case "spec.classification":
			spec.Classification.Level = ""
		case "spec.sector":
			spec.Sector = ""
		case "spec.fields":
			spec.Fields = nil
		case "spec.sharedFrom":
			spec.SharedFrom = nil
		case "spec.desensitised":
			spec.Desensitised = nil
		}
		return content.OfResource(&spec)
	},
	v1alpha1.LinkDeveloperGrant: func(path string) content.Subject {
		spec := v1alpha1.DeveloperGrantSpec{
			Scenario: v1alpha1.Scenario{Name: "a"}, Inputs: []v1alpha1.Input{{Resource: "labs", Fields: []string{"code"}}, {Resource: "visits", Fields: []string{"code"}}}, Window: &v1alpha1.Window{},
			Contract: &v1alpha1.GrantContract{ServiceFee: &v1alpha1.ServiceFee{Amount: "0"}},
			Subjects: []v1alpha1.Subject{{Kind: v1alpha1.SubjectUser, Name: "li"}},
		}
		switch path {
		case "spec.subjects":
			spec.Subjects = nil
		case "spec.scenario":
			spec.Scenario.Name = ""
		case "spec.inputs":
			spec.Inputs = nil
		case "spec.inputs[].fields":
			spec.Inputs[1].Fields = nil
		case "spec.term":
			spec.Window = nil
		case "spec.contract.serviceFee":
			spec.Contract.ServiceFee = nil
		}
		return content.OfGrant(&spec)
	},
}

// empty takes out what a plan and an agreement have at a path.
func empty(path string, title *string, mode *v1alpha1.Mode, term **v1alpha1.Term, resources *[]v1alpha1.ObjectName, products *[]v1alpha1.PlannedProduct) {
	second := &(*products)[1]
	switch path {
	case "spec.title":
		*title = ""
	case "spec.mode":
		*mode = ""
	case "spec.term":
		*term = nil
	case "spec.dataResources":
		*resources = nil
	case "spec.products":
		*products = nil
	case "spec.products[].form":
		second.Form = ""
	case "spec.products[].class":
		second.Class = ""
	case "spec.products[].standard":
		second.Standard = ""
	}
}

// TestEveryFieldIsLookedAt empties one field after the other, and wants every key
// that stands for it told as missing, and no other.
func TestEveryFieldIsLookedAt(t *testing.T) {
	for kind, of := range without {
		keys := content.Fields(kind)
		edition := &v1alpha1.Jurisdiction{}
		items := make([]v1alpha1.ContentItem, 0, len(keys))
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			items = append(items, item(key, "", nil))
		}
		edition.Spec.Content = &v1alpha1.ContentRules{}
		*map[v1alpha1.LinkKind]*[]v1alpha1.ContentItem{
			v1alpha1.LinkImplementationPlan: &edition.Spec.Content.ImplementationPlan, v1alpha1.LinkSelection: &edition.Spec.Content.Selection,
			v1alpha1.LinkOperationAgreement: &edition.Spec.Content.OperationAgreement, v1alpha1.LinkDataResource: &edition.Spec.Content.DataResource,
			v1alpha1.LinkDeveloperGrant: &edition.Spec.Content.DeveloperGrant,
		}[kind] = items
		for _, lost := range append([]string{""}, slices.Sorted(maps.Values(keys))...) {
			var want, got []string
			for _, item := range items {
				path := keys[item.Key]
				if path == lost || strings.HasPrefix(path, lost+"[]") && lost != "" {
					want = append(want, item.Key)
				}
			}
			for _, item := range content.Missing(edition, of(lost), v1alpha1.PartAll, nil) {
				got = append(got, item.Key)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("a %s without %q lacks (-want +got):\n%s", kind, lost, diff)
			}
		}
	}
}

// TestAClauseFulfilsWhatNoFieldStandsFor asks an object of each kind for a clause.
func TestAClauseFulfilsWhatNoFieldStandsFor(t *testing.T) {
	asked := []v1alpha1.ContentItem{item("commitment", "", nil), item("term", "", nil)}
	edition := &v1alpha1.Jurisdiction{}
	edition.Spec.Content = &v1alpha1.ContentRules{ImplementationPlan: asked, Selection: asked[:1], OperationAgreement: asked, DataResource: asked[:1], DeveloperGrant: asked}
	clauses := cites("commitment")
	for name, of := range map[string]content.Subject{
		"a plan":                     content.OfPlan(&v1alpha1.ImplementationPlanSpec{Term: &v1alpha1.Term{}, Clauses: clauses}),
		"a call":                     content.OfSelection(&v1alpha1.SelectionSpec{Clauses: clauses}),
		"an agreement with a window": content.OfAgreement(&v1alpha1.OperationAgreementSpec{Window: &v1alpha1.Window{}, Clauses: clauses}),
		"a resource":                 content.OfResource(&v1alpha1.DataResourceSpec{Clauses: clauses}),
		"a grant with a term":        content.OfGrant(&v1alpha1.DeveloperGrantSpec{Term: &v1alpha1.Term{}, Application: &v1alpha1.GrantPart{Clauses: clauses}}),
	} {
		if missing := content.Missing(edition, of, v1alpha1.PartAll, nil); len(missing) > 0 {
			t.Errorf("%s lacks %v", name, missing)
		}
	}
}

// TestWhatAnObjectTellsOfItself answers each condition of the edition from objects
// of which it holds and does not.
func TestWhatAnObjectTellsOfItself(t *testing.T) {
	yes, no := new(true), new(false)
	bare := content.OfAgreement(&v1alpha1.OperationAgreementSpec{Mode: v1alpha1.ModeWhole})
	second := content.OfAgreement(&v1alpha1.OperationAgreementSpec{Level: 2, Revises: "a", Renews: "b"})
	grant := content.OfGrant(&v1alpha1.DeveloperGrantSpec{Revises: "a", Renews: "b"})
	plan := content.OfPlan(&v1alpha1.ImplementationPlanSpec{Revises: "a", Mode: v1alpha1.ModeWhole})
	call := content.OfSelection(&v1alpha1.SelectionSpec{Seeks: v1alpha1.RoleOperator})
	shared := content.OfResource(&v1alpha1.DataResourceSpec{SharedFrom: []v1alpha1.ObjectName{"bureau"}})
	tests := map[string]struct {
		of   content.Subject
		when v1alpha1.When
		want bool
	}{
		"nothing is asked":               {bare, v1alpha1.When{}, true},
		"of level 1 without a level":     {bare, v1alpha1.When{Level: 1}, true},
		"not of level 2":                 {bare, v1alpha1.When{Level: 2}, false},
		"of level 2":                     {second, v1alpha1.When{Level: 2}, true},
		"of the mode":                    {bare, v1alpha1.When{Mode: v1alpha1.ModeWhole}, true},
		"of another mode":                {bare, v1alpha1.When{Mode: v1alpha1.ModeByField}, false},
		"a plan of the mode":             {plan, v1alpha1.When{Mode: v1alpha1.ModeWhole}, true},
		"a revision":                     {second, v1alpha1.When{Revision: yes}, true},
		"no revision":                    {bare, v1alpha1.When{Revision: yes}, false},
		"no revision, and none is asked": {bare, v1alpha1.When{Revision: no}, true},
		"a renewal":                      {second, v1alpha1.When{Renewal: yes}, true},
		"no renewal":                     {bare, v1alpha1.When{Renewal: yes}, false},
		"a grant that revises":           {grant, v1alpha1.When{Revision: yes}, true},
		"a grant that renews":            {grant, v1alpha1.When{Renewal: yes}, true},
		"a plan that revises":            {plan, v1alpha1.When{Revision: yes}, true},
		"shared data":                    {shared, v1alpha1.When{Shared: yes}, true},
		"data of its own":                {content.OfResource(&v1alpha1.DataResourceSpec{}), v1alpha1.When{Shared: yes}, false},
		"who is sought":                  {call, v1alpha1.When{Seeks: v1alpha1.RoleOperator}, true},
		"who is not":                     {call, v1alpha1.When{Seeks: v1alpha1.RoleDeveloper}, false},
		"one of two":                     {second, v1alpha1.When{Revision: yes, Level: 1}, false},
		"its division is others' word":   {bare, v1alpha1.When{DivisionLevel: v1alpha1.DivisionProvince}, false},
		"its tier":                       {grant, v1alpha1.When{Tier: 1}, false},
		"whence its holder is":           {grant, v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}, false},
		"who drafted it":                 {plan, v1alpha1.When{Drafter: v1alpha1.RoleImplementingAgency}, false},
		"inputs outside the agreement":   {grant, v1alpha1.When{Inputs: v1alpha1.InputsOutsideAgreement}, false},
	}
	for name, tc := range tests {
		if got := tc.of.Visible(tc.when); got != tc.want {
			t.Errorf("%s: it holds: %t, want %t", name, got, tc.want)
		}
	}
}

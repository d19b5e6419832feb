// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// TestPublicBody shows whose data is public data under an edition that lists classes
// of source units, and under one that lists none.
func TestPublicBody(t *testing.T) {
	rule := v1alpha1.CheckRule{Check: v1alpha1.CheckSourceClass, Of: v1alpha1.PartySourceUnit, SourceClasses: []v1alpha1.SourceClass{v1alpha1.SourcePublicService}}
	another, form := rule, v1alpha1.CheckRule{Check: v1alpha1.CheckLegalForm, Of: v1alpha1.PartySourceUnit, LegalForms: []v1alpha1.LegalForm{"LegalPerson"}}
	another.Of, another.SourceClasses = v1alpha1.PartyOperator, []v1alpha1.SourceClass{v1alpha1.SourcePeopleOrganization}
	lists := []v1alpha1.CheckRule{form, another, rule}
	const service, people = v1alpha1.SourcePublicService, v1alpha1.SourcePeopleOrganization
	tests := map[string]struct {
		checks []v1alpha1.CheckRule
		form   v1alpha1.LegalForm
		class  v1alpha1.SourceClass
		roles  []v1alpha1.Role
		want   string
	}{
		"a company":                       {lists, "LegalPerson", "", []v1alpha1.Role{v1alpha1.RoleDeveloper}, ""},
		"a company, of no rule":           {nil, "LegalPerson", "", nil, ""},
		"an organ of state":               {lists, "StateOrgan", "", nil, "spec.legalForm StateOrgan"},
		"a public institution":            {nil, "PublicInstitution", service, nil, "spec.legalForm PublicInstitution"},
		"a public service":                {lists, "LegalPerson", service, nil, "spec.sourceClass PublicService"},
		"a class that is not listed":      {lists, "LegalPerson", people, nil, ""},
		"and its rule is the first":       {lists[2:], "LegalPerson", people, nil, ""},
		"a class, where none is listed":   {nil, "LegalPerson", people, nil, "spec.sourceClass PeopleOrganization"},
		"where one of others is listed":   {lists[:2], "LegalPerson", service, nil, "spec.sourceClass PublicService"},
		"a source unit":                   {lists, "LegalPerson", "", []v1alpha1.Role{v1alpha1.RoleDeveloper, v1alpha1.RoleSourceUnit}, "spec.roles SourceUnit"},
		"a source unit of no listed kind": {lists, "LegalPerson", people, []v1alpha1.Role{v1alpha1.RoleSourceUnit}, "spec.roles SourceUnit"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			edition := &v1alpha1.Jurisdiction{Spec: v1alpha1.JurisdictionSpec{Checks: tc.checks}}
			o := &v1alpha1.Organization{Spec: v1alpha1.OrganizationSpec{LegalForm: tc.form, SourceClass: tc.class, Roles: tc.roles}}
			if got := jurisdiction.PublicBody(edition, o); got != tc.want {
				t.Errorf("it is one by %q, want %q", got, tc.want)
			}
		})
	}
}

// TestStepOf shows which step of an edition a reference names.
func TestStepOf(t *testing.T) {
	edition := &v1alpha1.Jurisdiction{Spec: v1alpha1.JurisdictionSpec{Procedures: []v1alpha1.Procedure{
		{Name: "a", Steps: []v1alpha1.Step{{Name: "sign"}}}, {Name: "b", Steps: []v1alpha1.Step{{Name: "file"}, {Name: "sign"}}},
	}}}
	tests := map[v1alpha1.StepReference][2]string{
		"a/sign": {"a", "sign"}, "b/sign": {"b", "sign"}, "a/file": {"a", ""}, "a": {"a", ""}, "c/sign": {}, "sign": {}, "": {},
	}
	for ref, want := range tests {
		var got [2]string
		p, s := jurisdiction.StepOf(edition, ref)
		if p != nil {
			got[0] = p.Name
		}
		if s != nil {
			got[1] = string(s.Name)
		}
		if got != want {
			t.Errorf("%q names %q, want %q", ref, got, want)
		}
	}
	if p, s := jurisdiction.StepOf(nil, "a/sign"); p != nil || s != nil {
		t.Errorf("an edition that is not known has %v, %v", p, s)
	}
}

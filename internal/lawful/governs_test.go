// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestAnEditionGovernsItsOwnDivision shows of which places the authorities of a link
// may be under an edition of Shiyan, whatever that edition checks, and who is none.
func TestAnEditionGovernsItsOwnDivision(t *testing.T) {
	const (
		shiyan, district, hubei, wuhan = "420300", "420302", "420000", "420100"
		plans, calls                   = v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection
	)
	said := func(ref, kind string) string {
		return `Unlawful: the ` + ref + ` "p" of ` + kind + ` "x" is of the division "420100", and Jurisdiction "sy.1" is of "420300": ` +
			`neither holds the other, and an edition governs no authority of another place; pin an edition of "420100"`
	}
	as := func(roles ...v1alpha1.Role) []v1alpha1.Role { return roles }
	level2 := func(s *scene) { s.Subject.Traits.Level = 2 }
	tests := map[string]struct {
		kind   v1alpha1.LinkKind
		ref    v1alpha1.PartyRef
		of     string
		roles  []v1alpha1.Role
		change func(s *scene)
		want   string
	}{
		"a source unit of the city":                         {resources, v1alpha1.PartySourceUnit, shiyan, nil, nil, ""},
		"a source unit of a district":                       {resources, v1alpha1.PartySourceUnit, district, nil, nil, ""},
		"a source unit of the province":                     {resources, v1alpha1.PartySourceUnit, hubei, nil, nil, ""},
		"a source unit of another city":                     {resources, v1alpha1.PartySourceUnit, wuhan, nil, nil, said("SourceUnit", "DataResource")},
		"one of another city that brings its own data":      {resources, v1alpha1.PartySourceUnit, wuhan, nil, func(s *scene) { s.Resource.Spec.Origin = v1alpha1.OriginSocial }, ""},
		"one that is of no place":                           {resources, v1alpha1.PartySourceUnit, "", nil, nil, ""},
		"under an edition that is of no place":              {resources, v1alpha1.PartySourceUnit, wuhan, nil, func(s *scene) { s.Edition.Spec.Division = "" }, ""},
		"one that is not there or not read":                 {resources, v1alpha1.PartySourceUnit, wuhan, nil, func(s *scene) { s.Registered = func(v1alpha1.ObjectName) *v1alpha1.Organization { return nil } }, ""},
		"a grantor of another city":                         {agreements, v1alpha1.PartyGrantor, wuhan, nil, nil, said("Grantor", "OperationAgreement")},
		"a grantor of the province":                         {agreements, v1alpha1.PartyGrantor, hubei, nil, nil, ""},
		"an operator that grants what stands under its own": {agreements, v1alpha1.PartyGrantor, wuhan, nil, level2, ""},
		"an operator of another city":                       {agreements, v1alpha1.PartyOperator, wuhan, as(v1alpha1.RoleOperator), nil, ""},
		"a holder of another city":                          {grants, v1alpha1.PartyHolder, wuhan, as(v1alpha1.RoleDeveloper), nil, ""},
		"a drafter of another city":                         {plans, v1alpha1.PartyDrafter, wuhan, as(v1alpha1.RoleImplementingAgency), nil, said("Drafter", "ImplementationPlan")},
		"an organiser of another city":                      {calls, v1alpha1.PartyOrganiser, wuhan, as(v1alpha1.RoleOperator, v1alpha1.RoleDataAuthority), nil, said("Organiser", "Selection")},
		"a company that organises a call":                   {calls, v1alpha1.PartyOrganiser, wuhan, as(v1alpha1.RoleOperator, v1alpha1.RoleDeveloper), nil, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := scened(tc.kind, v1alpha1.CheckRule{})
			p := builder.Organization("p").Roles(tc.roles...).Obj()
			p.Spec.Division = tc.of
			s.Registered = func(name v1alpha1.ObjectName) *v1alpha1.Organization {
				return map[v1alpha1.ObjectName]*v1alpha1.Organization{"p": p}[name]
			}
			s.Subject.Parties[tc.ref] = []string{"p"}
			if tc.change != nil {
				tc.change(s)
			}
			if got := whole(&s.Case); got != tc.want {
				t.Errorf("found %q, want %q", got, tc.want)
			}
		})
	}
}

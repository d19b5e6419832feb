// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import "testing"

// administrator says who belongs to the organisation "administered", and to no
// other.
var administrator = person{name: "administrator", groups: []string{editorsGroup}}

func TestSubjectsOfOrganizations(t *testing.T) {
	named := func(name string) edit { return set("metadata.name", name) }
	subjects := set("spec.subjects", []any{map[string]any{"kind": "Group", "name": "staff"}})
	refusal := func(name string) []string {
		return []string{"Organization " + name + ": spec.subjects", "holds no verb administer on organizations.mandate.publicdata.io/" + name}
	}
	for name, tc := range map[string]attempt{
		"made without subjects":                   {as: outsider, base: organizationText, edits: []edit{named("new")}},
		"made with subjects by an outsider":       {as: outsider, base: organizationText, edits: []edit{named("administered"), subjects}, want: refusal("administered")},
		"made with subjects by its administrator": {as: administrator, base: organizationText, edits: []edit{named("administered"), subjects}},
		"made with subjects by another's":         {as: administrator, base: organizationText, edits: []edit{named("other"), subjects}, want: refusal("other")},
	} {
		t.Run(name, func(t *testing.T) {
			wants(t, dryCreate(t, tc.as, edited(parse(t, tc.base), tc.edits...)), tc.want...)
		})
	}

	u := edited(parse(t, organizationText), named("administered"), subjects)
	create(t, administrator, u)
	for name, tc := range map[string]struct {
		as    person
		patch string
		want  []string
	}{
		"another name":                     {outsider, `{"spec":{"displayName":"other"}}`, nil},
		"a subject added by an outsider":   {outsider, `{"spec":{"subjects":[{"kind":"Group","name":"staff"},{"kind":"User","name":"me"}]}}`, refusal("administered")},
		"the subjects taken off":           {outsider, `{"spec":{"subjects":null}}`, refusal("administered")},
		"the subjects as they were":        {outsider, `{"spec":{"subjects":[{"kind":"Group","name":"staff"}]}}`, nil},
		"a subject added by administrator": {administrator, `{"spec":{"subjects":[{"kind":"User","name":"li"}]}}`, nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, tc.as, u, tc.patch), tc.want...) })
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"strings"
	"testing"
)

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

// TestWhatActsCountByStays takes away by what the acts of an organisation count,
// before and after it acted: a halt ends by a Release, and not by an edit.
func TestWhatActsCountByStays(t *testing.T) {
	named := func(name string) edit { return set("metadata.name", name) }
	bureau := edited(parse(t, organizationText), named("bureau"), set("spec.division", "640000"), set("spec.legalForm", "StateOrgan"),
		set("spec.roles", []any{"DataAuthority", "SourceUnit"}), set("spec.sectors", []any{"health", "transport"}))
	company := edited(parse(t, organizationText), named("company"), set("spec.roles", []any{"Operator", "Developer"}))
	create(t, root, bureau)
	create(t, root, company)
	const (
		unread = "status.unused is not reported yet"
		onPage = "Decision a/halt is on record (status.usedBy)"
		means  = "acts that suspend, halt or terminate would end without a Lift or Release"
		advice = "leave it as it is: whoever may act no more loses the verbs of the acts by RBAC, and a successor is an Organization of its own"
	)
	edits := map[string]struct{ patch, refused string }{
		"a role taken off":         {`{"spec":{"roles":["SourceUnit"]}}`, "spec.roles DataAuthority"},
		"another role in place":    {`{"spec":{"roles":["DataAuthority","Operator"]}}`, "spec.roles SourceUnit"},
		"a sector taken off":       {`{"spec":{"sectors":["health"]}}`, "spec.sectors transport"},
		"all sectors taken off":    {`{"spec":{"sectors":null}}`, "spec.sectors health, transport"},
		"another division":         {`{"spec":{"division":"640100"}}`, "spec.division 640000"},
		"all at once":              {`{"spec":{"roles":["Operator"],"sectors":["tax"],"division":"640100"}}`, "spec.roles DataAuthority, SourceUnit, spec.sectors health, transport, spec.division 640000"},
		"a role and a sector more": {`{"spec":{"roles":["DataAuthority","SourceUnit","Government"],"sectors":["health","transport","tax"]}}`, ""},
		"another name":             {`{"spec":{"displayName":"other"}}`, ""},
	}
	check := func(t *testing.T, why ...string) {
		for name, tc := range edits {
			t.Run(name, func(t *testing.T) {
				for _, p := range []person{root, outsider, administrator} {
					var want []string
					if tc.refused != "" && len(why) > 0 {
						want = append([]string{"Organization bureau: " + tc.refused + " cannot be taken away by " + p.name}, why...)
					}
					wants(t, dryPatch(t, p, bureau, tc.patch), want...)
				}
				wants(t, dryPatch(t, rescuer, bureau, tc.patch))
			})
		}
	}
	t.Run("that nobody looked at yet", func(t *testing.T) { check(t, unread, means) })
	for status, of := range map[string]string{`{"unused":true,"usedBy":null}`: "that nothing names", `{"unused":false,"usedBy":"OperationAgreement a/health"}`: "that did not act yet"} {
		reported(t, bureau, status)
		t.Run(of, func(t *testing.T) { check(t) })
	}
	reported(t, bureau, `{"unused":false,"usedBy":"Decision a/halt"}`)
	t.Run("that acted", func(t *testing.T) { check(t, onPage, means, advice) })

	reported(t, company, `{"unused":false,"usedBy":"Decision a/halt"}`)
	t.Run("a company", func(t *testing.T) {
		wants(t, dryPatch(t, root, company, `{"spec":{"division":"110000"}}`)) // it moves
		wants(t, dryPatch(t, root, company, `{"spec":{"roles":["Developer"]}}`), "Organization company: spec.roles Operator cannot be taken away")
	})
	long := make([]any, 32)
	for i := range long {
		long[i] = strings.Repeat("s", 60) + string(rune('a'+i%26)) + string(rune('a'+i/26))
	}
	many := edited(parse(t, organizationText), named("many"), set("spec.sectors", long))
	create(t, root, many)
	t.Run("more than a message holds", func(t *testing.T) {
		wants(t, dryPatch(t, root, many, `{"spec":{"sectors":null}}`), "cannot be taken away by", means)
	})
}

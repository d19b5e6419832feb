// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// personsText is an edition that asks for designated persons, as Gansu does. CODE
// is its code.
const personsText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Jurisdiction
metadata: {name: CODE.1}
spec:
  code: CODE
  edition: 1
  title: An edition that asks for persons
  timeZone: Asia/Shanghai
  content:
    ImplementationPlan:
    - {key: always, basis: [policy]}
    DeveloperGrant:
    - {key: designatedPersons, part: Application, basis: [GS-OP-25.1]}
`

// designates lists users, by name.
func designates(users ...string) edit {
	var list []any
	for _, name := range users {
		list = append(list, map[string]any{"kind": "User", "name": name})
	}
	return set("spec.subjects", list)
}

func TestDesignatedPersons(t *testing.T) {
	checkSchema(t, map[string]refusal{
		"two persons": {base: grantText, edits: []edit{designates("li", "wang")}},
		"a pipeline": {base: grantText, edits: []edit{set("spec.subjects", []any{
			map[string]any{"kind": "ServiceAccount", "name": "deployer", "namespace": "ci"},
		})}},
		"a group": {base: grantText, edits: []edit{set("spec.subjects", []any{
			map[string]any{"kind": "User", "name": "li"}, map[string]any{"kind": "Group", "name": "staff"},
		})}, want: []string{"spec.subjects", "a Group designates nobody: name its people one by one"}},
		"a list of nobody": {base: grantText, edits: []edit{set("spec.subjects", []any{})}, want: []string{"spec.subjects", "at least 1"}},
		"everybody":        {base: grantText, edits: []edit{designates("system:anonymous")}, want: []string{"spec.subjects[0].name", "name system:anonymous begins with system:"}},
	})
}

// TestAnEditionAsksForDesignatedPersons leaves the list out and takes it away.
func TestAnEditionAsksForDesignatedPersons(t *testing.T) {
	domain, code := newDomain(t), "persons-"+hexDigits(6)
	create(t, root, parse(t, strings.ReplaceAll(personsText, "CODE", code)))
	awaitEdition(t, domain, code+".1")
	under, lacks := set("spec.jurisdiction", code+".1"), "it lacks spec.subjects (designatedPersons) [GS-OP-25.1 (article 25)]"
	checkCreates(t, domain, map[string]attempt{
		"nobody is designated": {as: root, base: grantText, edits: []edit{under}, want: []string{lacks}},
		"somebody is":          {as: root, base: grantText, edits: []edit{under, designates("li")}},
	})
	grant := edited(parse(t, grantText), set("metadata.namespace", domain), under, designates("li", "wang"))
	create(t, root, grant)
	for name, tc := range map[string]struct {
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"the list is taken away": {grant, `{"spec":{"subjects":null}}`, []string{lacks}},
		"one is taken off":       {grant, `{"spec":{"subjects":[{"kind":"User","name":"li"}]}}`, nil},
		"a pause without it":     {grant, `{"spec":{"suspend":true,"subjects":null}}`, nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, root, tc.of, tc.patch), tc.want...) })
	}
}

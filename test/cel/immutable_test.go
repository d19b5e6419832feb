// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import "testing"

// change is a merge patch, and what the API server says of it.
type change struct {
	patch string
	want  []string
}

func TestImmutableFields(t *testing.T) {
	kinds := map[string]struct {
		base     string
		refused  map[string]change
		accepted map[string]string
	}{
		"a jurisdiction": {
			base: jurisdictionText,
			refused: map[string]change{
				"title":     {`{"spec":{"title":"other"}}`, []string{"spec", "an edition is immutable", "apply a new edition with the next number"}},
				"a removal": {`{"spec":{"halt":null}}`, []string{"spec", "an edition is immutable"}},
			},
			accepted: map[string]string{"a label": `{"metadata":{"labels":{"a":"b"}}}`},
		},
		"an organisation": {
			base: organizationText,
			refused: map[string]change{
				"credit code": {`{"spec":{"uscc":"11640000000000020N"}}`, []string{"spec.uscc", "uscc is immutable (was 91640100MA0000001P)"}},
			},
			accepted: map[string]string{"name": `{"spec":{"displayName":"other"}}`, "roles": `{"spec":{"roles":["Operator","Developer"]}}`},
		},
		"a class": {
			base: classText,
			refused: map[string]change{
				"quota":      {`{"spec":{"quota":{"cpu":"8"}}}`, []string{"spec", "a class is immutable", "apply a new class under a new name"}},
				"registries": {`{"spec":{"registries":["other.example"]}}`, []string{"spec", "a class is immutable"}},
				"no rules":   {`{"spec":{"rules":null}}`, []string{"spec", "a class is immutable"}},
			},
			accepted: map[string]string{"a label": `{"metadata":{"labels":{"a":"b"}}}`},
		},
		"a resource": {
			base: resourceText,
			refused: map[string]change{
				"jurisdiction":    {`{"spec":{"jurisdiction":"other.1"}}`, []string{"spec.jurisdiction", "jurisdiction is immutable (was sample.7)"}},
				"source unit":     {`{"spec":{"sourceUnit":"other"}}`, []string{"spec.sourceUnit", "sourceUnit is immutable (was health-commission)"}},
				"endpoint":        {`{"spec":{"endpoint":{"pods":{"matchLabels":{"app":"other"}}}}}`, []string{"spec.endpoint", "endpoint is immutable"}},
				"other consumers": {`{"spec":{"endpoint":{"otherConsumers":[{"podSelector":{}}]}}}`, []string{"spec.endpoint", "endpoint is immutable"}},
			},
			accepted: map[string]string{"fields": `{"spec":{"fields":[{"name":"visit_date"}]}}`},
		},
		"an agreement": {
			base: agreementText,
			refused: map[string]change{
				"jurisdiction":          {`{"spec":{"jurisdiction":"other.1"}}`, []string{"spec.jurisdiction", "jurisdiction is immutable (was sample.7)"}},
				"grantor":               {`{"spec":{"grantor":"other"}}`, []string{"spec.grantor", "grantor is immutable (was data-bureau)"}},
				"operator":              {`{"spec":{"operator":"other"}}`, []string{"spec.operator", "operator is immutable (was data-group)"}},
				"co-grantors":           {`{"spec":{"coGrantors":["other"]}}`, []string{"spec.coGrantors", "coGrantors are immutable"}},
				"no co-grantors":        {`{"spec":{"coGrantors":null}}`, []string{"spec", "coGrantors are immutable"}},
				"term to window and up": {`{"spec":{"window":{"notBefore":"2025-01-01T00:00:00Z","notAfter":"2026-01-01T00:00:00Z"}}}`, []string{"spec", "exactly one of term and window"}},
			},
			accepted: map[string]string{"resources": `{"spec":{"dataResources":["a","b"]}}`, "a shorter term": `{"spec":{"term":{"to":"2026-12-31"}}}`},
		},
		"a grant": {
			base: grantText,
			refused: map[string]change{
				"jurisdiction": {`{"spec":{"jurisdiction":"other.1"}}`, []string{"spec.jurisdiction", "jurisdiction is immutable (was sample.7)"}},
				"agreement":    {`{"spec":{"agreement":"other"}}`, []string{"spec.agreement", "agreement is immutable (was health-2025)"}},
				"holder":       {`{"spec":{"holder":"other"}}`, []string{"spec.holder", "holder is immutable (was medtech)"}},
				"scenario":     {`{"spec":{"scenario":{"name":"Other"}}}`, []string{"spec.scenario", "scenario is immutable (was Risk model)", "one grant is for one scenario"}},
			},
			accepted: map[string]string{"a pause": `{"spec":{"suspend":true}}`, "the class": `{"spec":{"sandbox":{"class":"large"}}}`},
		},
		"a decision": {
			base: suspendText,
			refused: map[string]change{
				"subject":  {`{"spec":{"subject":{"name":"other"}}}`, []string{"spec", "a Decision is immutable", "answered by another act, not edited"}},
				"actedOn":  {`{"spec":{"actedOn":"2020-01-01"}}`, []string{"spec", "a Decision is immutable"}},
				"a ground": {`{"spec":{"ground":"later"}}`, []string{"spec", "a Decision is immutable"}},
			},
		},
	}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			u := parse(t, kind.base)
			switch u.GetKind() { // apart from the objects of other tables
			case "Jurisdiction":
				u.SetName("sample.8")
				set("spec.edition", int64(8))(u)
			case "Organization", "SandboxClass":
				u.SetName("immutable")
			case "Decision":
				set("spec.decidedBy", root.name)(u)
				fallthrough
			default:
				u.SetNamespace(newDomain(t))
			}
			create(t, root, u)
			for field, tc := range kind.refused {
				t.Run(field, func(t *testing.T) { wants(t, dryPatch(t, root, u, tc.patch), tc.want...) })
			}
			for field, patch := range kind.accepted {
				t.Run(field, func(t *testing.T) { wants(t, dryPatch(t, root, u, patch)) })
			}
		})
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func TestPlansCallsAndObjections(t *testing.T) {
	clauses := set("spec.clauses", []any{map[string]any{"key": "feasibility", "document": "unknown", "at": "第一条"}})
	checkSchema(t, map[string]refusal{
		"a plan without a term":     {base: planText, edits: []edit{unset("spec.term")}},
		"a plan without a division": {base: planText, edits: []edit{unset("spec.division")}, want: []string{"spec.division", "Required value"}},
		"a division that is none":   {base: planText, edits: []edit{set("spec.division", "064000")}, want: []string{"spec.division", "064000", "should match"}},
		"a plan's clause without its document": {
			base: planText, edits: []edit{clauses}, want: []string{"spec.clauses", "every clause cites an entry of documents"},
		},
		"a plan whose term ends before it begins": {
			base: planText, edits: []edit{set("spec.term.to", "2024-12-31")}, want: []string{"spec.term.to", "lies before term.from 2025-01-01"},
		},
		"a resource planned twice": {
			base: planText, edits: []edit{set("spec.dataResources", []any{"a", "a"})}, want: []string{"spec.dataResources[1]", "Duplicate value"},
		},
		"a product of no known form": {
			base: planText, edits: []edit{set("spec.products", []any{map[string]any{"name": "x", "form": "Song"}})}, want: []string{"spec.products[0].form", `"Song"`},
		},
		"a call's clause without its document": {
			base: callText, edits: []edit{clauses}, want: []string{"spec.clauses", "every clause cites an entry of documents"},
		},
		"a call for regulators":      {base: callText, edits: []edit{set("spec.seeks", "Government")}, want: []string{"spec.seeks", `"Government"`}},
		"a call by lot":              {base: callText, edits: []edit{set("spec.method", "Lot")}, want: []string{"spec.method", `"Lot"`}},
		"a call without its method":  {base: callText, edits: []edit{unset("spec.method")}, want: []string{"spec.method", "Required value"}},
		"an objection against data":  {base: objectionText, edits: []edit{set("spec.against.kind", "DataResource")}, want: []string{"spec.against.kind", `"DataResource"`}},
		"an objection without name":  {base: objectionText, edits: []edit{unset("spec.objector.name")}, want: []string{"spec.objector.name", "Required value"}},
		"an objection on no ground":  {base: objectionText, edits: []edit{unset("spec.ground")}, want: []string{"spec.ground", "Required value"}},
		"an objection of no day":     {base: objectionText, edits: []edit{set("spec.raisedOn", "2025-02-29")}, want: []string{"spec.raisedOn", "2025-02-29 is no day of the calendar"}},
		"an identity without paper":  {base: objectionText, edits: []edit{set("spec.objector.identity", "unknown")}, want: []string{"spec.objector", "objector.identity names an entry of documents"}},
		"evidence without its paper": {base: objectionText, edits: []edit{set("spec.evidence", []any{"unknown"})}, want: []string{"spec.evidence", "evidence names entries of documents"}},
		"an objection without paper": {base: objectionText, edits: []edit{unset("spec.documents"), unset("spec.evidence"), unset("spec.objector.identity"), unset("spec.regarding")}},
	})
}

// TestTheChainBeforeTheAgreementLivesInDomains shows where plans, calls and
// objections are made, what of them never changes, and that an objection stays.
func TestTheChainBeforeTheAgreementLivesInDomains(t *testing.T) {
	domain, sandbox := newDomain(t), newSandbox(t, nil)
	plain := namespace("plain-"+hexDigits(6), nil, nil)
	create(t, root, plain)
	for kind, base := range map[string]string{"ImplementationPlan": planText, "Selection": callText, "Objection": objectionText} {
		t.Run(kind, func(t *testing.T) {
			at := func(namespace string) edit { return set("metadata.namespace", namespace) }
			wants(t, dryCreate(t, root, edited(parse(t, base), at(plain.GetName()))), kind, "namespace "+plain.GetName()+" is no data domain")
			wants(t, dryCreate(t, root, edited(parse(t, base), at(sandbox))), kind, "in sandbox "+sandbox+" is refused to everybody")
			create(t, root, edited(parse(t, base), at(domain)))
		})
	}
	in := func(base string) *unstructured.Unstructured {
		return edited(parse(t, base), set("metadata.namespace", domain))
	}
	for name, tc := range map[string]struct {
		base, patch string
		want        []string
	}{
		"a plan's drafter":      {planText, `{"spec":{"drafter":"other"}}`, []string{"drafter is immutable (was data-bureau)"}},
		"a plan's edition":      {planText, `{"spec":{"jurisdiction":"sample.8"}}`, []string{"jurisdiction is immutable (was sample.7)"}},
		"a plan that revises":   {planText, `{"spec":{"revises":"old"}}`, []string{"revises is immutable"}},
		"a plan's title":        {planText, `{"spec":{"title":"Another"}}`, nil},
		"a call's organiser":    {callText, `{"spec":{"organiser":"other"}}`, []string{"organiser is immutable (was data-bureau)"}},
		"who is sought":         {callText, `{"spec":{"seeks":"Developer"}}`, []string{"seeks is immutable (was Operator)"}},
		"an objection's ground": {objectionText, `{"spec":{"ground":"another"}}`, []string{"an Objection is immutable: raise another one"}},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, root, in(tc.base), tc.patch), tc.want...) })
	}
	raised := func(on string) error {
		return dryCreate(t, root, edited(in(objectionText), set("metadata.name", "objection-2"), set("spec.raisedOn", on)))
	}
	wants(t, raised("2999-01-01"), "Objection objection-2: spec.raisedOn 2999-01-01 lies in the future", "write the day on which it was raised")
	wants(t, raised("2999-01-01T09:00:00+08:00"), "lies in the future")
	wants(t, raised(time.Now().UTC().Format(time.DateOnly)))
	gone := func(p person, base string) error { return p.client(t).Delete(t.Context(), in(base), client.DryRunAll) }
	wants(t, gone(root, objectionText), "Objection objection-1 (against Selection call-2025) cannot be deleted", "disposed of by a Decision on it")
	wants(t, gone(operator, objectionText), "Objection objection-1", "cannot be deleted")
	wants(t, gone(rescuer, objectionText))
	wants(t, gone(root, planText), "ImplementationPlan plan-2025 cannot be deleted: status.unused is not true yet")
	wants(t, gone(root, callText), "Selection call-2025 cannot be deleted: status.unused is not true yet")
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"strings"
	"testing"
)

// refusal is an object that differs from a valid one, and what the API server
// says of it: each of want, or nothing when it is accepted.
type refusal struct {
	base  string
	edits []edit
	want  []string
}

func checkSchema(t *testing.T, tests map[string]refusal) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			u := edited(parse(t, tc.base), tc.edits...)
			switch u.GetKind() {
			case "Jurisdiction", "WorkCalendar", "Organization", "SandboxClass":
			default:
				u.SetNamespace(sampleDomain)
			}
			wants(t, dryCreate(t, root, u), tc.want...)
		})
	}
}

// TestValidObjects shows that the bases of all other tables are accepted.
func TestValidObjects(t *testing.T) {
	checkSchema(t, map[string]refusal{
		"a jurisdiction":  {base: jurisdictionText},
		"an organisation": {base: organizationText},
		"a class":         {base: classText},
		"a resource":      {base: resourceText},
		"an agreement":    {base: agreementText},
		"a grant":         {base: grantText},
		"a plan":          {base: planText},
		"a call":          {base: callText},
		"an objection":    {base: objectionText},
		"a suspension":    {base: suspendText, edits: []edit{set("spec.decidedBy", root.name)}},
		"a lift":          {base: liftText, edits: []edit{set("spec.decidedBy", root.name)}},
	})
}

func TestTerms(t *testing.T) {
	window := func(from, to string) []edit {
		return []edit{unset("spec.term"), set("spec.window", map[string]any{"notBefore": from, "notAfter": to})}
	}
	for kind, base := range map[string]string{"agreement": agreementText, "grant": grantText} {
		t.Run(kind, func(t *testing.T) {
			checkSchema(t, map[string]refusal{
				"one day": {base: base, edits: []edit{set("spec.term.from", "2025-03-01"), set("spec.term.to", "2025-03-01")}},
				"end before start": {
					base: base, edits: []edit{set("spec.term.from", "2026-03-02"), set("spec.term.to", "2026-03-01")},
					want: []string{"spec.term.to", "term.to 2026-03-01 lies before term.from 2026-03-02", "ends on or after the day it begins"},
				},
				"no day of the calendar": {
					base: base, edits: []edit{set("spec.term.to", "2027-02-29")},
					want: []string{"spec.term.to", "2027-02-29 is no day of the calendar"},
				},
				"a leap day": {base: base, edits: []edit{set("spec.term.to", "2028-02-29")}},
				"a month that is none": {
					base: base, edits: []edit{set("spec.term.to", "2027-13-01")},
					want: []string{"spec.term.to", "2027-13-01"},
				},
				"a year that RFC 3339 cannot end": {
					base: base, edits: []edit{set("spec.term.to", "9999-12-31")},
					want: []string{"spec.term.to", "9999-12-31"},
				},
				"neither term nor window": {
					base: base, edits: []edit{unset("spec.term")},
					want: []string{"spec", "exactly one of term and window is given"},
				},
				"both term and window": {
					base: base, edits: []edit{set("spec.window", map[string]any{"notBefore": "2025-03-01T00:00:00Z", "notAfter": "2025-03-02T00:00:00Z"})},
					want: []string{"spec", "exactly one of term and window is given"},
				},
				"a window": {base: base, edits: window("2025-03-01T00:00:00Z", "2025-03-01T00:00:01Z")},
				"an empty window": {
					base: base, edits: window("2025-03-01T08:00:00+08:00", "2025-03-01T00:00:00Z"),
					want: []string{"spec.window.notAfter", "window.notAfter 2025-03-01T00:00:00Z is not after window.notBefore 2025-03-01T00:00:00Z"},
				},
				"a window that ends before it begins": {
					base: base, edits: window("2025-12-31T23:59:59Z", "2025-10-09T08:07:06Z"),
					want: []string{"spec.window.notAfter", "window.notAfter 2025-10-09T08:07:06Z is not after window.notBefore 2025-12-31T23:59:59Z"},
				},
				"a window without its end": {
					base: base, edits: []edit{unset("spec.term"), set("spec.window", map[string]any{"notBefore": "2025-03-01T00:00:00Z"})},
					want: []string{"spec.window.notAfter", "Required value"},
				},
			})
		})
	}
}

func TestReferenceNames(t *testing.T) {
	references := map[string]struct {
		base string
		path string
	}{
		"jurisdiction of a resource":   {resourceText, "spec.jurisdiction"},
		"source unit of a resource":    {resourceText, "spec.sourceUnit"},
		"jurisdiction of an agreement": {agreementText, "spec.jurisdiction"},
		"grantor of an agreement":      {agreementText, "spec.grantor"},
		"operator of an agreement":     {agreementText, "spec.operator"},
		"jurisdiction of a plan":       {planText, "spec.jurisdiction"},
		"drafter of a plan":            {planText, "spec.drafter"},
		"jurisdiction of a call":       {callText, "spec.jurisdiction"},
		"organiser of a call":          {callText, "spec.organiser"},
		"what an objection is against": {objectionText, "spec.against.name"},
		"jurisdiction of a grant":      {grantText, "spec.jurisdiction"},
		"agreement of a grant":         {grantText, "spec.agreement"},
		"holder of a grant":            {grantText, "spec.holder"},
		"class of a grant":             {grantText, "spec.sandbox.class"},
		"organisation of a decision":   {suspendText, "spec.organization"},
		"subject of a decision":        {suspendText, "spec.subject.name"},
		"regarding of a decision":      {liftText, "spec.regarding.name"},
	}
	tests := map[string]refusal{}
	for name, r := range references {
		for _, bad := range []string{"Upper", "with space", "-leading", "trailing-", "a/b", "under_score", "dot..dot", "中文"} {
			tests[name+" "+bad] = refusal{base: r.base, edits: []edit{set(r.path, bad)}, want: []string{r.path, bad, "should match"}}
		}
		tests[name+" empty"] = refusal{base: r.base, edits: []edit{set(r.path, "")}, want: []string{r.path}}
		tests[name+" absent"] = refusal{base: r.base, edits: []edit{unset(r.path)}, want: []string{r.path, "Required value"}}
		tests[name+" too long"] = refusal{base: r.base, edits: []edit{set(r.path, strings.Repeat("a", 254))}, want: []string{r.path, "may not be more than 253"}}
	}
	tests["a resource of an agreement"] = refusal{
		base: agreementText, edits: []edit{set("spec.dataResources", []any{"a", "B"})},
		want: []string{"spec.dataResources[1]", `"B"`, "should match"},
	}
	tests["a resource named twice"] = refusal{
		base: agreementText, edits: []edit{set("spec.dataResources", []any{"a", "a"})},
		want: []string{"spec.dataResources[1]", "Duplicate value"},
	}
	tests["an input named twice"] = refusal{
		base: grantText, edits: []edit{set("spec.inputs", []any{
			map[string]any{"resource": "a", "necessity": "x"}, map[string]any{"resource": "a", "necessity": "y"},
		})},
		want: []string{"spec.inputs[1]", "Duplicate value"},
	}
	tests["an input without its necessity"] = refusal{
		base: grantText, edits: []edit{set("spec.inputs", []any{map[string]any{"resource": "a"}})},
		want: []string{"spec.inputs[0].necessity", "Required value"},
	}
	checkSchema(t, tests)
}

func TestClauses(t *testing.T) {
	clauses := []any{map[string]any{"key": "purpose", "document": "contract", "at": "第一条"}}
	documents := []any{map[string]any{"name": "contract", "title": "Contract", "sha256": strings.Repeat("a", 64)}}
	tests := map[string]refusal{
		"an agreement's clause without its document": {
			base: agreementText, edits: []edit{set("spec.clauses", clauses)},
			want: []string{"spec.clauses", "every clause cites an entry of documents"},
		},
		"a digest that is none": {
			base: agreementText, edits: []edit{set("spec.documents", []any{map[string]any{"name": "agreement", "title": "x", "sha256": strings.Repeat("G", 64)}})},
			want: []string{"spec.documents[0].sha256", "should match"},
		},
	}
	for _, part := range []string{"application", "contract"} {
		body := set("spec."+part, map[string]any{"clauses": clauses})
		tests["a grant's "+part+" with its document"] = refusal{base: grantText, edits: []edit{body, set("spec.documents", documents)}}
		tests["a grant's "+part+" without its document"] = refusal{
			base: grantText, edits: []edit{body},
			want: []string{"spec." + part, "every clause of the " + part + " cites an entry of documents"},
		}
	}
	checkSchema(t, tests)
}

func TestJurisdictions(t *testing.T) {
	named := func(name string, edition int64) []edit {
		return []edit{set("metadata.name", name), set("spec.edition", edition)}
	}
	checkSchema(t, map[string]refusal{
		"edition 10":   {base: jurisdictionText, edits: named("sample.10", 10)},
		"edition 100":  {base: jurisdictionText, edits: named("sample.100", 100)},
		"edition 9999": {base: jurisdictionText, edits: named("sample.9999", 9999)},
		"another edition's name": {
			base: jurisdictionText, edits: named("sample.8", 7),
			want: []string{"spec.edition", "metadata.name sample.8", "<code>.<edition>", "here sample.7"},
		},
		"a leading zero": {base: jurisdictionText, edits: named("sample.07", 7), want: []string{"metadata.name sample.07", "here sample.7"}},
		"another code":   {base: jurisdictionText, edits: named("other.7", 7), want: []string{"metadata.name other.7", "here sample.7"}},
		"edition 0":      {base: jurisdictionText, edits: named("sample.0", 0), want: []string{"spec.edition", "greater than or equal to 1"}},
		"edition 10000":  {base: jurisdictionText, edits: named("sample.10000", 10000), want: []string{"spec.edition", "less than or equal to 9999"}},
		"no zone's name": {
			base: jurisdictionText, edits: []edit{set("spec.timeZone", "UTC+8 ")},
			want: []string{"spec.timeZone", "should match"},
		},
		"a path as a zone": {
			base: jurisdictionText, edits: []edit{set("spec.timeZone", "../etc/passwd")},
			want: []string{"spec.timeZone", "should match"},
		},
		"a zone of three parts": {base: jurisdictionText, edits: []edit{set("spec.timeZone", "America/Argentina/Buenos_Aires")}},
		"both max and exact": {
			base: jurisdictionText, edits: []edit{set("spec.terms.OperationAgreement.exact", map[string]any{"years": int64(3)})},
			want: []string{"spec.terms.OperationAgreement", "exactly one of max and exact is given"},
		},
		"neither max nor exact": {
			base: jurisdictionText, edits: []edit{unset("spec.terms.OperationAgreement.max")},
			want: []string{"spec.terms.OperationAgreement", "exactly one of max and exact is given"},
		},
		"a procedure that is not none": {
			base: jurisdictionText, edits: []edit{set("spec.procedures", []any{map[string]any{
				"name": "enter", "of": "OperationAgreement", "effect": "Enter", "none": false, "basis": []any{"policy"},
			}})},
			want: []string{"spec.procedures[0].none", "none must be true"},
		},
		"an agreement that is cleared": {
			base: jurisdictionText, edits: []edit{set("spec.procedures", []any{map[string]any{
				"name": "clear", "of": "OperationAgreement", "effect": "Cleared", "none": true, "basis": []any{"policy"},
			}})},
			want: []string{"spec.procedures[0].effect", "procedure clear of OperationAgreement cannot have the effect Cleared"},
		},
		"a step that covers what no act carries": {
			base: jurisdictionText, edits: []edit{set("spec.procedures", []any{map[string]any{
				"name": "grant", "of": "DeveloperGrant", "effect": "Enter", "steps": []any{map[string]any{
					"name": "sign", "act": "Sign", "by": []any{map[string]any{"ref": "Holder"}}, "covers": "Contract", "basis": []any{"policy"},
				}},
			}})},
			want: []string{"spec.procedures[0].steps[0].covers", "covers cannot be Contract: who signs a contract signs the whole grant; write All, or leave covers out"},
		},
		"grounds of no order": {
			base: jurisdictionText, edits: []edit{set("spec.procedures", []any{map[string]any{
				"name": "end", "of": "OperationAgreement", "effect": "Terminated", "requires": map[string]any{"grounds": []any{"YZ-6.追究.1"}}, "none": true, "basis": []any{"policy"},
			}})},
			want: []string{"spec.procedures[0].requires.grounds", "grounds are those of an order to rectify: rectification says where it must stand"},
		},
		"a party by ref and role": {
			base: jurisdictionText, edits: []edit{set("spec.halt.by", []any{map[string]any{"ref": "Grantor", "role": "Operator"}})},
			want: []string{"spec.halt.by[0]", "exactly one of ref, role, owner and among is given"},
		},
		"a party by nothing": {
			base: jurisdictionText, edits: []edit{set("spec.halt.by", []any{map[string]any{}})},
			want: []string{"spec.halt.by[0]", "exactly one of ref, role, owner and among is given"},
		},
		"a figure without basis": {
			base: jurisdictionText, edits: []edit{unset("spec.halt.basis")},
			want: []string{"spec.halt.basis", "Required value"},
		},
	})
}

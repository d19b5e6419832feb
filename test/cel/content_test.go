// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	barePlanText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: ImplementationPlan
metadata: {name: health-plan}
spec:
  jurisdiction: sample.7
  division: "640000"
  title: Operation of health data
  mode: Whole
  drafter: data-bureau
  documents:
  - {name: paper, title: Plan, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
`
	bareCallText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Selection
metadata: {name: health-call}
spec:
  jurisdiction: sample.7
  seeks: Operator
  organiser: data-bureau
  method: PublicTender
`
	// contentText is an edition that asks for something of every kind. CODE is
	// its code.
	contentText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Jurisdiction
metadata: {name: CODE.1}
spec:
  code: CODE
  edition: 1
  title: An edition that asks for content
  timeZone: Asia/Shanghai
  effectiveFrom: "2025-01-01"
  transition: {basis: [GS-OP-40.2]}
  modes: {OperationAgreement: [Whole], basis: [NX-5.1]}
  terms:
    OperationAgreement: {max: {years: 3}, count: StartDayIncluded, exception: Never, basis: [HA-14.2, D8]}
    DeveloperGrant: {exact: {years: 1}, basis: [policy]}
  content:
    ImplementationPlan:
    - {key: always, basis: [policy]}
    - {key: term, basis: [NX-7.2.e]}
    - {key: productList, basis: [NX-7.2.f]}
    - {key: revenueDistribution, basis: [NX-7.2.i]}
    Selection:
    - {key: conditions, basis: [NX-9.1]}
    - {key: applicationWindow, basis: [NX-9.2]}
    OperationAgreement:
    - {key: technicalStandards, basis: [NX-10.2.c]}
    - {key: platform, basis: [NX-10.2.f]}
    - {key: securityCommitment, when: {level: 2}, basis: [YZ-3.二级程序.5b]}
    DataResource:
    - {key: sector, basis: [policy]}
    - {key: updateFrequency, basis: [HA-12.4c]}
    DeveloperGrant:
    - {key: qualification, part: Application, basis: [NX-14.4.a]}
    - {key: dataNeed, part: Application, basis: [NX-14.4.c]}
    - {key: useMethod, part: Application, basis: [NX-14.4.d]}
    - {key: serviceFee, part: Contract, basis: [NX-15.2.f]}
`
)

// contentEdition makes the edition and waits until the policies know it.
func contentEdition(t *testing.T, domain string) string {
	t.Helper()
	code := "content-" + hexDigits(6)
	create(t, root, parse(t, strings.ReplaceAll(contentText, "CODE", code)))
	awaitEdition(t, domain, code+".1")
	return code + ".1"
}

func clauses(document string, keys ...string) []any {
	var list []any
	for _, key := range keys {
		list = append(list, map[string]any{"key": key, "document": document, "at": "第一条"})
	}
	return list
}

func TestContentIsRefusedAtOnce(t *testing.T) {
	domain := newDomain(t)
	edition := contentEdition(t, domain)
	under := set("spec.jurisdiction", edition)
	paper := set("spec.documents", []any{map[string]any{"name": "paper", "title": "Paper", "sha256": strings.Repeat("0", 64)}})
	product := func(fields ...string) edit {
		p := map[string]any{"name": "a", "form": "Report"}
		for _, f := range fields {
			p[f] = "Industry"
		}
		return set("spec.products", []any{p})
	}
	term := func(from, to string) edit { return set("spec.term", map[string]any{"from": from, "to": to}) }
	fewer := set("spec.clauses", clauses("agreement", "platform"))
	applied := set("spec.application", map[string]any{"clauses": clauses("paper", "qualification", "useMethod")})
	year := term("2025-03-01", "2026-02-28")
	checkCreates(t, domain, map[string]attempt{
		"a plan that lacks all": {as: root, base: barePlanText, edits: []edit{under}, want: []string{
			"ImplementationPlan health-plan does not have the content that Jurisdiction " + edition + " asks for: it lacks clause always [policy], spec.term (term) [NX-7.2.e (article 7)], spec.products (productList) [NX-7.2.f (article 7)], clause revenueDistribution [NX-7.2.i (article 7)]",
			"a clause is {key, document, at} in spec.clauses and cites an entry of spec.documents, see docs/content.md",
		}},
		"a plan of another mode, which says its term twice": {as: root, base: barePlanText, edits: []edit{
			under, set("spec.mode", "ByField"), product(), set("spec.clauses", clauses("paper", "always", "revenueDistribution", "term")),
		}, want: []string{"it lacks spec.term (term) [NX-7.2.e (article 7)]; clause term stands for the field spec.term: leave the clause out; spec.mode ByField is none of Whole [NX-5.1 (article 5)]"}},
		"a whole plan": {as: root, base: barePlanText, edits: []edit{
			under, product(), term("2025-01-01", "2030-12-31"), set("spec.clauses", clauses("paper", "always", "revenueDistribution", "other")),
		}},
		"a plan without a mode": {as: root, base: barePlanText, edits: []edit{
			under, product(), term("2025-01-01", "2030-12-31"), set("spec.clauses", clauses("paper", "always", "revenueDistribution")), unset("spec.mode"),
		}, want: []string{"spec.mode is not given, one of Whole [NX-5.1 (article 5)]"}},
		"a call":                    {as: root, base: bareCallText, edits: []edit{under}, want: []string{"it lacks clause conditions [NX-9.1 (article 9)], spec.applicationWindow (applicationWindow) [NX-9.2 (article 9)]"}},
		"a resource":                {as: root, base: resourceText, edits: []edit{under}, want: []string{"it lacks spec.sector (sector) [policy], clause updateFrequency [HA-12.4c (article 12)]"}},
		"an agreement of its level": {as: root, base: agreementText, edits: []edit{under, fewer, product("standard"), set("spec.mode", "Whole")}},
		"an agreement without a standard of its products": {as: root, base: agreementText, edits: []edit{under, fewer, product(), set("spec.mode", "Whole")}, want: []string{
			"it lacks spec.products[].standard (technicalStandards) [NX-10.2.c (article 10)]",
		}},
		"an agreement of level 2, longer than allowed": {as: root, base: agreementText, edits: []edit{
			under, fewer, product("standard"), set("spec.mode", "Whole"), set("spec.level", int64(2)), set("spec.under", "above"), term("2025-01-01", "2028-01-01"),
		}, want: []string{
			"it lacks clause securityCommitment [YZ-3.二级程序.5b (part 3)]; spec.level 2 is no level of agreements of the edition; spec.term.to 2028-01-01 is not 2027-12-31, the end of at most 3 years from 2025-01-01 [HA-14.2 (article 14), D8]",
		}},
		"an agreement that begins before the rules, as it was signed": {as: root, base: agreementText, edits: []edit{
			under, unset("spec.mode"), unset("spec.products"), term("2024-12-31", "2034-12-30"),
		}},
		"one that begins with the rules": {as: root, base: agreementText, edits: []edit{
			under, fewer, product("standard"), set("spec.mode", "Whole"), term("2025-01-01", "2034-12-31"),
		}, want: []string{"spec.term.to 2034-12-31 is not 2027-12-31, the end of at most 3 years from 2025-01-01 [HA-14.2 (article 14), D8]"}},
		"a renewal that begins before the rules": {as: root, base: agreementText, edits: []edit{
			under, fewer, product("standard"), set("spec.mode", "Whole"), set("spec.renews", "another"), term("2024-12-31", "2034-12-30"),
		}, want: []string{"spec.term.to 2034-12-30 is not 2027-12-30, the end of at most 3 years from 2024-12-31 [HA-14.2 (article 14), D8]"}},
		"a revision that begins before the rules": {as: root, base: agreementText, edits: []edit{
			under, fewer, product("standard"), unset("spec.mode"), set("spec.revises", "another"), term("2024-12-31", "2027-12-30"),
		}, want: []string{"spec.mode is not given, one of Whole [NX-5.1 (article 5)]"}},
		"an agreement of before that says something twice": {as: root, base: agreementText, edits: []edit{
			under, paper, set("spec.clauses", clauses("paper", "term")), term("2024-12-31", "2034-12-30"),
		}, want: []string{"clause term stands for the field spec.term: leave the clause out"}},
		"an application that lacks a clause": {as: root, base: grantText, edits: []edit{
			under, paper, year, set("spec.application", map[string]any{"clauses": clauses("paper", "qualification")}),
		}, want: []string{"DeveloperGrant risk-model", "it lacks clause useMethod [NX-14.4.d (article 14)]", "in spec.application.clauses"}},
		"no application":                 {as: root, base: grantText, edits: []edit{under, year}, want: []string{"it lacks clause qualification [NX-14.4.a (article 14)], clause useMethod [NX-14.4.d (article 14)]"}},
		"an application, not yet signed": {as: root, base: grantText, edits: []edit{under, paper, year, applied}},
		"an application of another term": {as: root, base: grantText, edits: []edit{under, paper, applied, term("2025-03-01", "2026-03-01")}, want: []string{
			"spec.term.to 2026-03-01 is not 2026-02-28, the end of exactly 1 year from 2025-03-01 [policy]",
		}},
		"a contract that says the fee in a clause": {as: root, base: grantText, edits: []edit{
			under, paper, year, applied, set("spec.contract", map[string]any{"clauses": clauses("paper", "serviceFee")}),
		}, want: []string{"clause serviceFee stands for the field spec.contract.serviceFee: leave the clause out"}},
		"under an edition that nobody knows": {as: root, base: grantText, edits: []edit{set("spec.jurisdiction", "unknown.1")}},
	})
}

// applyBefore creates objects under an edition that appears only then, so that
// they were never asked for their content.
func applyBefore(t *testing.T, domain string, texts ...string) []*unstructured.Unstructured {
	t.Helper()
	code := "late-" + hexDigits(6)
	var made []*unstructured.Unstructured
	for _, text := range texts {
		u := edited(parse(t, text), set("metadata.namespace", domain), set("spec.jurisdiction", code+".1"))
		create(t, root, u)
		made = append(made, u)
	}
	create(t, root, parse(t, strings.ReplaceAll(contentText, "CODE", code)))
	awaitEdition(t, domain, code+".1")
	return made
}

func TestContentNeverStandsInTheWayOfTakingAway(t *testing.T) {
	domain := newDomain(t)
	made := applyBefore(t, domain, grantText, agreementText, barePlanText)
	grant, agreement, plan := made[0], made[1], made[2]
	for name, tc := range map[string]struct {
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"a pause":                            {of: grant, patch: `{"spec":{"suspend":true}}`},
		"a pause with what is refused alone": {of: grant, patch: `{"spec":{"suspend":true,"term":{"to":"2029-01-01"}}}`},
		"what is refused alone":              {of: grant, patch: `{"spec":{"term":{"to":"2029-01-01"}}}`, want: []string{"spec.term.to 2029-01-01 is not 2026-02-28"}},
		"an earlier end":                     {of: grant, patch: `{"spec":{"term":{"to":"2025-04-01"}}}`},
		"an earlier end of an agreement":     {of: agreement, patch: `{"spec":{"term":{"to":"2025-04-01"}}}`},
		"an agreement for other data":        {of: agreement, patch: `{"spec":{"dataResources":["labs"]}}`},
		"a later end of an agreement":        {of: agreement, patch: `{"spec":{"term":{"to":"2028-04-01"}}}`, want: []string{"spec.term.to 2028-04-01 is not 2027-12-31"}},
		"another title":                      {of: plan, patch: `{"spec":{"title":"Another"}}`},
		"another mode":                       {of: plan, patch: `{"spec":{"mode":"ByField"}}`, want: []string{"spec.mode ByField is none of Whole [NX-5.1 (article 5)]"}},
		"a label":                            {of: plan, patch: `{"metadata":{"labels":{"a":"b"}}}`},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, root, tc.of, tc.patch), tc.want...) })
	}
	for _, u := range made {
		t.Run("the deletion of a "+u.GetKind(), func(t *testing.T) {
			wants(t, rescuer.client(t).Delete(t.Context(), u.DeepCopy(), client.DryRunAll))
		})
	}
}

// fix lets the operator report parts as fixed.
func fix(t *testing.T, u *unstructured.Unstructured, parts ...any) {
	t.Helper()
	set("status.fixed", parts)(u)
	if err := operator.client(t).Status().Update(t.Context(), u); err != nil {
		t.Fatal(err)
	}
}

func TestFixedPartsStayAsTheyWere(t *testing.T) {
	domain := newDomain(t)
	papers := set("spec.documents", []any{
		map[string]any{"name": "paper", "title": "Paper", "sha256": strings.Repeat("0", 64)},
		map[string]any{"name": "draft", "title": "Draft", "sha256": strings.Repeat("0", 64)},
	})
	stored := func(text, name string, parts []any, edits ...edit) *unstructured.Unstructured {
		u := edited(parse(t, text), append(edits, set("metadata.namespace", domain), set("metadata.name", name))...)
		create(t, root, u)
		if len(parts) > 0 {
			fix(t, u, parts...)
		}
		return u
	}
	applied := []edit{papers, set("spec.application", map[string]any{"clauses": clauses("paper", "useMethod")})}
	application := stored(grantText, "applied", []any{"Application"}, applied...)
	signed := stored(grantText, "signed", []any{"Application", "All"}, applied...)
	open := stored(grantText, "open", nil, applied...)
	agreement, plan := stored(agreementText, "signed", []any{"All"}), stored(barePlanText, "approved", []any{"All"})
	const inputs = `{"spec":{"inputs":[{"resource":"labs","necessity":"more"}]}}`
	const contract = `{"spec":{"contract":{"clauses":[{"key":"dataSecurity","document":"paper","at":"1"}]}}}`
	const otherDraft = `{"spec":{"documents":[{"name":"paper","title":"Paper","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]}}`
	const otherPaper = `{"spec":{"documents":[{"name":"paper","title":"Paper","sha256":"1000000000000000000000000000000000000000000000000000000000000000"}]}}`
	for name, tc := range map[string]struct {
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"the inputs of an application": {application, inputs, []string{
			"DeveloperGrant applied: spec.inputs cannot be changed: an act that counts covers it as it is (status.fixed: Application)",
			"apply a new DeveloperGrant with spec.revises: applied",
		}},
		"several fields":                          {application, `{"spec":{"term":{"to":"2026-02-27"},"sandbox":{"class":"large"},"application":null}}`, []string{"spec.term, spec.sandbox, spec.application cannot be changed"}},
		"the contract that follows":               {application, contract, nil},
		"a paper that the application cites":      {application, otherPaper, []string{"spec.documents cannot be changed"}},
		"a paper that it does not cite":           {application, otherDraft, nil},
		"the contract, once all is fixed":         {signed, contract, []string{"spec.contract cannot be changed", "(status.fixed: Application, All)"}},
		"any paper, once all is fixed":            {signed, otherDraft, []string{"spec.documents cannot be changed"}},
		"what it revises":                         {signed, `{"spec":{"revises":"applied"}}`, []string{"revises is immutable: a change is a new grant that revises the old one"}},
		"a pause":                                 {signed, `{"spec":{"suspend":true}}`, nil},
		"a pause and what comes with it":          {signed, `{"spec":{"suspend":true,"sandbox":{"class":"large"}}}`, nil},
		"whom it designates":                      {signed, `{"spec":{"subjects":[{"kind":"User","name":"li"}]}}`, nil},
		"a label":                                 {signed, `{"metadata":{"labels":{"a":"b"}}}`, nil},
		"what nobody has acted on":                {open, inputs, nil},
		"an agreement that was signed":            {agreement, `{"spec":{"dataResources":["labs"]}}`, []string{"OperationAgreement signed: spec is fixed (status.fixed: All)", "apply a new OperationAgreement with spec.revises: signed, this one holds until that one does"}},
		"a plan that was approved":                {plan, `{"spec":{"title":"Another"}}`, []string{"ImplementationPlan approved: spec is fixed", "spec.revises: approved"}},
		"a label of a plan that was approved":     {plan, `{"metadata":{"labels":{"a":"b"}}}`, nil},
		"a finalizer of one that is fixed, taken": {signed, `{"metadata":{"annotations":{"a":"b"}}}`, nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, root, tc.of, tc.patch), tc.want...) })
	}
}

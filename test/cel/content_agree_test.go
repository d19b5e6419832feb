// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
)

// TestPoliciesAndVerdictAskForTheSameContent makes editions and objects by
// chance and holds the answer of the API server to that of internal/content, in
// either's words.
func TestPoliciesAndVerdictAskForTheSameContent(t *testing.T) {
	const editions, objects = 10, 8
	chance := dice{rand.New(rand.NewPCG(14, 15))}
	made := make([]*v1alpha1.Jurisdiction, editions)
	for i := range made {
		made[i] = chance.edition(fmt.Sprintf("chance-%s-%d", hexDigits(6), i))
		create(t, root, asUnstructured(t, made[i]))
	}
	domain := newDomain(t)
	awaitEdition(t, domain, made[editions-1].Name)
	refused, accepted := 0, 0
	for _, edition := range made {
		for range objects {
			for _, o := range chance.objects(t, edition.Name) {
				faults := content.Refused(edition, o.subject)
				u := asUnstructured(t, o.object)
				u.SetNamespace(domain)
				err := dryCreate(t, root, u)
				if len(faults) == 0 {
					accepted++
				} else {
					refused++
				}
				wants(t, err, faults...)
				if t.Failed() {
					text, _ := yaml.Marshal(u.Object)
					rules, _ := yaml.Marshal(edition.Spec)
					t.Fatalf("the object\n%s\nunder the edition\n%s", text, rules)
				}
			}
		}
	}
	if refused < 50 || accepted < 20 {
		t.Errorf("%d objects are refused and %d accepted: chance shows too little", refused, accepted)
	}
}

// awaitEdition waits until the policies know an edition that asks for the clause
// `always` of every plan.
func awaitEdition(t *testing.T, domain, edition string) {
	t.Helper()
	plan := edited(parse(t, barePlanText), set("metadata.namespace", domain), set("spec.jurisdiction", edition))
	err := eventually(t.Context(), func(context.Context) error {
		if err := dryCreate(t, root, plan); !refusedBy(err, "mandate-content-plans") {
			return fmt.Errorf("edition %s is not a parameter yet: %w", edition, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func asUnstructured(t *testing.T, o any) *unstructured.Unstructured {
	t.Helper()
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
	if err != nil {
		t.Fatal(err)
	}
	delete(fields, "status")
	unstructured.RemoveNestedField(fields, "metadata", "creationTimestamp")
	return &unstructured.Unstructured{Object: fields}
}

// dice make things by chance, always the same ones.
type dice struct{ *rand.Rand }

func (d dice) yes() bool { return d.IntN(2) == 0 }

func one[T any](d dice, of ...T) T { return of[d.IntN(len(of))] }

var (
	freeKeys  = []string{"platform", "disclosure", "breachLiability", "revenueDistribution", "qualification", "useMethod", "securityReview"}
	allModes  = []v1alpha1.Mode{v1alpha1.ModeWhole, v1alpha1.ModeComprehensive, v1alpha1.ModeByField, v1alpha1.ModeByScenario}
	linkKinds = []v1alpha1.LinkKind{v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection, v1alpha1.LinkOperationAgreement, v1alpha1.LinkDataResource, v1alpha1.LinkDeveloperGrant}
)

// fieldKeys are the keys of a kind that stand for fields, by what other kinds
// have too.
func fieldKeys(kind v1alpha1.LinkKind) []string {
	var keys []string
	for _, key := range []string{
		"title", "name", "mode", "term", "dataScope", "dataCatalogue", "productList", "expectedForm", "productClasses",
		"technicalStandards", "applicationWindow", "method", "sourceUnit", "classification", "sector", "fields", "sharedFrom",
		"desensitised", "scenario", "dataNeed", "inputFields", "designatedPersons", "serviceFee",
	} {
		if _, typed := content.Field(kind, key); typed {
			keys = append(keys, key)
		}
	}
	return keys
}

func (d dice) edition(code string) *v1alpha1.Jurisdiction {
	basis := []v1alpha1.BasisID{"policy"}
	items := map[v1alpha1.LinkKind][]v1alpha1.ContentItem{}
	for _, kind := range linkKinds {
		items[kind] = d.items(kind)
	}
	spec := v1alpha1.JurisdictionSpec{
		Code: code, Edition: 1, Title: "By chance", TimeZone: "Asia/Shanghai",
		Content: &v1alpha1.ContentRules{
			ImplementationPlan: append(items[v1alpha1.LinkImplementationPlan], v1alpha1.ContentItem{Key: "always", Basis: basis}),
			Selection:          items[v1alpha1.LinkSelection],
			OperationAgreement: items[v1alpha1.LinkOperationAgreement],
			DataResource:       items[v1alpha1.LinkDataResource],
			DeveloperGrant:     items[v1alpha1.LinkDeveloperGrant],
		},
	}
	if d.yes() {
		spec.Modes = &v1alpha1.ModeRules{OperationAgreement: d.modes(), Basis: []v1alpha1.BasisID{"NX-5.1"}}
	}
	if d.yes() {
		for level := range int32(1 + d.IntN(2)) {
			spec.AgreementLevels = append(spec.AgreementLevels, v1alpha1.AgreementLevel{
				Level: level + 1, Grantor: "DataAuthority", Operator: "Operator", Modes: d.modes(), Basis: []v1alpha1.BasisID{"YZ-3.模式.6"},
			})
		}
	}
	if agreements, grants := d.term(), d.term(); agreements != nil || grants != nil {
		spec.Terms = &v1alpha1.TermRules{OperationAgreement: agreements, DeveloperGrant: grants}
	}
	return &v1alpha1.Jurisdiction{
		TypeMeta:   metav1.TypeMeta{APIVersion: apiVersion, Kind: "Jurisdiction"},
		ObjectMeta: metav1.ObjectMeta{Name: code + ".1"}, Spec: spec,
	}
}

func (d dice) modes() []v1alpha1.Mode {
	at := d.Perm(len(allModes))[:1+d.IntN(3)]
	var modes []v1alpha1.Mode
	for _, i := range at {
		modes = append(modes, allModes[i])
	}
	return modes
}

func (d dice) term() *v1alpha1.TermRule {
	if d.yes() {
		return nil
	}
	rule := &v1alpha1.TermRule{
		Count:     one(d, "", v1alpha1.StartDayIncluded, v1alpha1.StartDayExcluded),
		Exception: one(d, "", "Never", "Never", "Allowed"), Basis: []v1alpha1.BasisID{"HA-14.2", "D8"},
	}
	years := &v1alpha1.Years{Years: one[int32](d, 1, 3, 4)}
	if d.yes() {
		rule.Max = years
	} else {
		rule.Exact = years
	}
	return rule
}

// items are some of the keys, on conditions now and then.
func (d dice) items(kind v1alpha1.LinkKind) []v1alpha1.ContentItem {
	keys := append(fieldKeys(kind), freeKeys...)
	var items []v1alpha1.ContentItem
	for _, i := range d.Perm(len(keys))[:1+d.IntN(5)] {
		item := v1alpha1.ContentItem{Key: keys[i], Basis: []v1alpha1.BasisID{v1alpha1.BasisID("XX-" + keys[i]), "YZ-3.协议.2"}}
		if kind == v1alpha1.LinkDeveloperGrant {
			item.Part = one(d, v1alpha1.PartApplication, v1alpha1.PartApplication, v1alpha1.PartContract, "")
		}
		if d.IntN(3) == 0 {
			item.When = d.when()
		}
		items = append(items, item)
	}
	return items
}

// when asks for every trait in turn.
func (d dice) when() *v1alpha1.When {
	return one(d,
		&v1alpha1.When{Revision: new(d.yes())}, &v1alpha1.When{Renewal: new(d.yes())}, &v1alpha1.When{Shared: new(d.yes())},
		&v1alpha1.When{Level: one[int32](d, 1, 2)}, &v1alpha1.When{Mode: one(d, allModes...)},
		&v1alpha1.When{Seeks: one(d, v1alpha1.Role("Operator"), "Developer")}, &v1alpha1.When{Tier: 1},
		&v1alpha1.When{DivisionLevel: v1alpha1.DivisionCity}, &v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside},
		&v1alpha1.When{Drafter: "DataAuthority"}, &v1alpha1.When{Inputs: v1alpha1.InputsInsideAgreement},
		&v1alpha1.When{Revision: new(d.yes()), Mode: one(d, allModes...)},
	)
}

// clauses are some of the free keys, and now and then one that stands for a field.
func (d dice) clauses(kind v1alpha1.LinkKind) []v1alpha1.Clause {
	keys := map[string]bool{}
	for _, key := range append(freeKeys, "always") {
		if d.IntN(4) > 0 {
			keys[key] = true
		}
	}
	if d.IntN(6) == 0 {
		keys[one(d, fieldKeys(kind)...)] = true
	}
	var clauses []v1alpha1.Clause
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		clauses = append(clauses, v1alpha1.Clause{Key: key, Document: "paper", At: "第一条"})
	}
	return clauses
}

func (d dice) products() []v1alpha1.PlannedProduct {
	var list []v1alpha1.PlannedProduct
	for i := range d.IntN(3) {
		p := v1alpha1.PlannedProduct{Name: fmt.Sprint("p", i), Form: "Report"}
		if d.IntN(4) > 0 {
			p.Standard = "GB/T 1"
		}
		if d.IntN(4) > 0 {
			p.Class = "Industry"
		}
		list = append(list, p)
	}
	return list
}

func (d dice) span() *v1alpha1.Term {
	from := one(d, v1alpha1.Date("2025-01-01"), "2024-02-29", "2025-03-01")
	to := one(d, v1alpha1.Date("2025-12-31"), "2026-01-01", "2027-02-28", "2027-12-31", "2028-01-01", "2028-02-28", "2028-02-29", "2028-03-01", "2028-12-31")
	return &v1alpha1.Term{From: from, To: to}
}

// given is an object made by chance and what is known of its content.
type given struct {
	object  any
	subject content.Subject
}

func read[T any](t *testing.T, text string) *T {
	t.Helper()
	o := new(T)
	if err := yaml.Unmarshal([]byte(strings.TrimSpace(text)), o); err != nil {
		t.Fatal(err)
	}
	return o
}

func (d dice) objects(t *testing.T, edition string) []given {
	t.Helper()
	name, paper := v1alpha1.ObjectName(edition), []v1alpha1.Document{{Name: "paper", Title: "Paper", SHA256: strings.Repeat("0", 64)}}
	plan := read[v1alpha1.ImplementationPlan](t, barePlanText)
	p := &plan.Spec
	p.Jurisdiction, p.Documents, p.Clauses, p.Products = name, paper, d.clauses(v1alpha1.LinkImplementationPlan), d.products()
	p.Mode, p.Revises = one(d, append(allModes, "")...), one(d, v1alpha1.ObjectName(""), "old")
	p.Term, p.DataResources = one(d, nil, d.span()), one(d, nil, []v1alpha1.ObjectName{"visits"})

	call := read[v1alpha1.Selection](t, bareCallText)
	c := &call.Spec
	c.Jurisdiction, c.Documents, c.Clauses = name, paper, d.clauses(v1alpha1.LinkSelection)
	c.Seeks, c.ApplicationWindow = one(d, v1alpha1.Role("Operator"), "Developer"), one(d, nil, d.span())

	agreement := read[v1alpha1.OperationAgreement](t, agreementText)
	a := &agreement.Spec
	a.Jurisdiction, a.Documents, a.Clauses, a.Products = name, paper, d.clauses(v1alpha1.LinkOperationAgreement), d.products()
	a.Mode, a.Title, a.Term = one(d, append(allModes, "")...), one(d, "", "Agreement"), d.span()
	a.Revises, a.Renews = one(d, v1alpha1.ObjectName(""), "old"), one(d, v1alpha1.ObjectName(""), "older")
	if d.yes() {
		a.Level, a.Under = 2, "above"
	}

	resource := read[v1alpha1.DataResource](t, resourceText)
	r := &resource.Spec
	r.Jurisdiction, r.Documents, r.Clauses = name, paper, d.clauses(v1alpha1.LinkDataResource)
	r.Sector, r.SharedFrom = one(d, "", "health"), one(d, nil, []v1alpha1.ObjectName{"other"})
	r.Fields, r.Desensitised = one(d, nil, []v1alpha1.Field{{Name: "age"}}), one(d, nil, new(true), new(false))

	grant := read[v1alpha1.DeveloperGrant](t, grantText)
	g := &grant.Spec
	g.Jurisdiction, g.Documents, g.Term = name, paper, d.span()
	g.Inputs[0].Fields = one(d, nil, []string{"age"})
	g.Subjects = one(d, nil, []v1alpha1.Subject{{Kind: v1alpha1.SubjectUser, Name: "li"}})
	g.Revises, g.Renews = one(d, v1alpha1.ObjectName(""), "old"), one(d, v1alpha1.ObjectName(""), "older")
	if clauses := d.clauses(v1alpha1.LinkDeveloperGrant); len(clauses) > 0 {
		g.Application = &v1alpha1.GrantPart{Clauses: clauses}
	}
	if clauses := d.clauses(v1alpha1.LinkDeveloperGrant); len(clauses) > 0 && d.yes() {
		g.Contract = &v1alpha1.GrantContract{Clauses: clauses, ServiceFee: one(d, nil, &v1alpha1.ServiceFee{Amount: "0", Currency: "CNY"})}
	}
	return []given{
		{plan, content.OfPlan(p)}, {call, content.OfSelection(c)}, {agreement, content.OfAgreement(a)},
		{resource, content.OfResource(r)}, {grant, content.OfGrant(g)},
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package digest_test

import (
	"slices"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/test/builder"
)

func grant() *v1alpha1.DeveloperGrant {
	g := builder.Grant("g").Under("health").Input("visits", "date", "diagnosis").Input("labs").Term("2026-01-01", "2026-12-31").Obj()
	g.Spec.Documents = []v1alpha1.Document{{Name: "application", Title: "申请", SHA256: "aa"}, {Name: "contract", Title: "协议", SHA256: "bb"}}
	g.Spec.Application = &v1alpha1.GrantPart{Clauses: []v1alpha1.Clause{
		{Key: "useMethod", Document: "application", At: "二"}, {Key: "qualification", Document: "application", At: "一"},
	}}
	return g
}

// What a change of a grant changes: the digest of the application, and that of
// the whole.
func TestWhatADigestIsOf(t *testing.T) {
	yes := true
	tests := map[string]struct {
		change                     func(g *v1alpha1.DeveloperGrant)
		wantApplication, wantWhole bool
	}{
		"nothing":                         {change: func(*v1alpha1.DeveloperGrant) {}},
		"a pause by the owner is no part": {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Suspend = &yes }},
		"whom it designates is no part":   {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Subjects = []v1alpha1.Subject{{Kind: "User", Name: "li"}} }},
		"the scenario":                    {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Scenario.Description = "another" }, wantApplication: true, wantWhole: true},
		"a field more":                    {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Inputs[0].Fields = append(g.Spec.Inputs[0].Fields, "name") }, wantApplication: true, wantWhole: true},
		"the term":                        {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Term.To = "2027-12-31" }, wantApplication: true, wantWhole: true},
		"a window in place of the term":   {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Window = &v1alpha1.Window{} }, wantApplication: true, wantWhole: true},
		"the holder":                      {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Holder = "another" }, wantApplication: true, wantWhole: true},
		"the agreement":                   {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Agreement = "another" }, wantApplication: true, wantWhole: true},
		"the edition":                     {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Jurisdiction = "another.1" }, wantApplication: true, wantWhole: true},
		"what it revises":                 {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises = "another" }, wantWhole: true},
		"an image":                        {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Sandbox.Images = []string{"r/x@sha256:00"} }, wantApplication: true, wantWhole: true},
		"the bytes of the application":    {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Documents[0].SHA256 = "cc" }, wantApplication: true, wantWhole: true},
		"the bytes of the contract":       {change: func(g *v1alpha1.DeveloperGrant) { g.Spec.Documents[1].SHA256 = "cc" }, wantWhole: true},
		"the contract": {change: func(g *v1alpha1.DeveloperGrant) {
			g.Spec.Contract = &v1alpha1.GrantContract{ServiceFee: &v1alpha1.ServiceFee{Amount: "0", Currency: "CNY"}}
		}, wantWhole: true},
		"the order of inputs, fields, documents and clauses": {change: func(g *v1alpha1.DeveloperGrant) {
			slices.Reverse(g.Spec.Inputs)
			slices.Reverse(g.Spec.Inputs[1].Fields)
			slices.Reverse(g.Spec.Documents)
			slices.Reverse(g.Spec.Application.Clauses)
		}},
		"a label is no content": {change: func(g *v1alpha1.DeveloperGrant) { g.Labels = map[string]string{"a": "b"}; g.Status.Tier = 2 }},
	}
	before := digest.Grant(grant(), "sha256:e", "sha256:c")
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			g := grant()
			tc.change(g)
			after := digest.Grant(g, "sha256:e", "sha256:c")
			if changed := before[v1alpha1.PartApplication] != after[v1alpha1.PartApplication]; changed != tc.wantApplication {
				t.Errorf("the digest of the application changed: %t, want %t", changed, tc.wantApplication)
			}
			if changed := before[v1alpha1.PartAll] != after[v1alpha1.PartAll]; changed != tc.wantWhole {
				t.Errorf("the digest of the whole changed: %t, want %t", changed, tc.wantWhole)
			}
		})
	}
}

func TestADigestIsOfEditionAndClassToo(t *testing.T) {
	base := digest.Grant(grant(), "sha256:e", "sha256:c")
	for name, other := range map[string]digest.Parts{
		"another edition": digest.Grant(grant(), "sha256:f", "sha256:c"),
		"another class":   digest.Grant(grant(), "sha256:e", "sha256:d"),
	} {
		for part := range base {
			if base[part] == other[part] {
				t.Errorf("%s: the digest of %s is the same", name, part)
			}
		}
	}
	j, k := builder.Jurisdiction("demo", 1).Obj(), builder.Jurisdiction("demo", 1).Zone("Asia/Urumqi").Obj()
	if digest.Edition(j) == digest.Edition(k) || digest.Edition(j) != digest.Edition(j.DeepCopy()) {
		t.Error("the digest of an edition is that of what it says")
	}
	if digest.Class(builder.Class("a").Obj()) == "" {
		t.Error("a class has a digest")
	}
}

// The form does not change: a digest that was signed is a digest for ever.
func TestTheFormOfADigestStays(t *testing.T) {
	o := builder.Organization("medtech").Roles("Developer").Obj()
	o.Spec.USCC, o.Spec.Division = "91110108MA0000002G", "110108"
	// sha256 of {"content":{"displayName":"medtech","division":"110108","legalForm":"LegalPerson","uscc":"91110108MA0000002G"},"edition":"sha256:e","kind":"Organization","part":"All"}
	const want = "sha256:45df47723bbb57f6101fe83b8f5d19521f7216aaf1bde563f0ed671d0068e581"
	if got := digest.Organization(o, "sha256:e")[v1alpha1.PartAll]; got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

func TestAnOrganisationsPeopleAreNoContent(t *testing.T) {
	before := digest.Organization(builder.Organization("medtech").Obj(), "")
	after := digest.Organization(builder.Organization("medtech").Roles("Developer").User("zhang").Obj(), "")
	if before[v1alpha1.PartAll] != after[v1alpha1.PartAll] {
		t.Error("a role that was conferred would lapse with every change of people")
	}
}

func TestEveryKindHasADigest(t *testing.T) {
	for kind, parts := range map[string]digest.Parts{
		"OperationAgreement": digest.Agreement(&v1alpha1.OperationAgreement{}, "e"), "ImplementationPlan": digest.Plan(&v1alpha1.ImplementationPlan{}, "e"),
		"Selection": digest.Selection(&v1alpha1.Selection{}, "e"), "Objection": digest.Objection(&v1alpha1.Objection{}, "e"),
		"DataResource": digest.Resource(&v1alpha1.DataResource{}, "e"),
	} {
		if len(parts[v1alpha1.PartAll]) != len("sha256:")+64 {
			t.Errorf("%s has the digest %q", kind, parts[v1alpha1.PartAll])
		}
	}
}

func BenchmarkGrant(b *testing.B) {
	g := grant()
	for b.Loop() {
		digest.Grant(g, "sha256:e", "sha256:c")
	}
}

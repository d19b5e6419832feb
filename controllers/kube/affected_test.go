// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// indexing indexes the fake cluster as the cache is.
type indexing struct{ *fake.ClientBuilder }

func (i indexing) IndexField(_ context.Context, o client.Object, field string, values client.IndexerFunc) error {
	i.WithIndex(o, field, values)
	return nil
}

func affectedBy(t *testing.T, objects ...client.Object) Affected {
	t.Helper()
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...)
	if err := Index(t.Context(), indexing{cluster}); err != nil {
		t.Fatal(err)
	}
	return Affected{Reader: cluster.Build()}
}

// TestWhoIsWoken shows whom a change bears on that names nothing of them: what was
// revised, what those act on who have a role now, who comes first now.
func TestWhoIsWoken(t *testing.T) {
	authority := func(name string) client.Object {
		o := builder.Organization(name).Roles(v1alpha1.RoleDataAuthority).Obj()
		o.Spec.Division = "640000"
		return o
	}
	appoint := builder.Decision("appoint").In(v1alpha1.RegistryNamespace).By("gov").Does(v1alpha1.ActionAppoint, v1alpha1.OnOrganization, "agency").Step("agency/appoint").Obj()
	recognise := builder.Decision("recognise").In(v1alpha1.RegistryNamespace).By("agency").Does(v1alpha1.ActionRecognise, v1alpha1.OnOrganization, "bureau-2").Step("bureau/recognise").Obj()
	copied := builder.Resource("copy").Obj()
	copied.Spec.Catalogue = builder.Resource("visits").Obj().Spec.Catalogue
	later := builder.Plan("r").Revises("q").Obj()
	objection := &v1alpha1.Objection{ObjectMeta: metav1.ObjectMeta{Name: "o", Namespace: later.Namespace}}
	objection.Spec.Against.Kind, objection.Spec.Against.Name = v1alpha1.LinkOperationAgreement, "changed"
	related := func(name string, to ...v1alpha1.ObjectName) *v1alpha1.Organization {
		o := builder.Organization(name).Obj()
		o.Spec.Affiliates = to
		return o
	}
	parent := related("parent", "between", "bureau-2") // as it was, or as no cache has it yet
	told := builder.Decision("told").By("x").Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "h").Step("grant/approve").Obj()
	told.Spec.To = []v1alpha1.ObjectName{"office"}
	recognised := builder.Decision("o").In(v1alpha1.RegistryNamespace).By("agency").Does(v1alpha1.ActionRecognise, v1alpha1.OnOrganization, "office").Step("bureau/recognise").Obj()
	pinned := builder.Jurisdiction("demo", 1).Obj()
	pinned.Spec.Parent = "above.1"
	a := affectedBy(t, pinned,
		builder.Plan("p").Obj(), builder.Plan("q").Revises("p").Obj(), later,
		builder.Agreement("health").CarriesOut("p", "").Over("visits").Obj(), builder.Agreement("changed").Revises("health").Over("visits").Obj(),
		builder.Grant("g").Under("health").Input("visits").Obj(), builder.Grant("h").Revises("g").Under("changed").Class("own").Input("visits").Obj(),
		builder.Resource("visits").Obj(), copied,
		authority("bureau-1"), authority("bureau-2"), appoint, recognise,
		related("between", builder.Holder, builder.Operator), told,
		builder.Decision("approve").By("agency").Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "h").Step("grant/approve").Obj(),
		builder.Decision("sign").By("bureau-2").Does(v1alpha1.ActionSign, v1alpha1.OnOperationAgreement, "changed").Step("agreement/sign").Obj(),
	)
	tests := map[string]struct {
		by   func(context.Context, client.Object) []reconcile.Request
		of   client.Object
		want []string
	}{
		"the plans that one revises":                  {a.Revised(v1alpha1.OnImplementationPlan), later, []string{"p", "q"}},
		"the agreements under an earlier plan":        {a.AgreementsBy("ImplementationPlan"), later, []string{"changed", "health"}},
		"the grant that one revises":                  {a.GrantsDecided, builder.Decision("d").Suspends(v1alpha1.OnDeveloperGrant, "h").Obj(), []string{"g", "h"}},
		"the agreement that one revises":              {a.AgreementsDecided, builder.Decision("d").Suspends(v1alpha1.OnOperationAgreement, "changed").Obj(), []string{"changed", "health"}},
		"what an objection to a later one bears on":   {a.Objected(v1alpha1.LinkOperationAgreement), objection, []string{"changed", "health"}},
		"what the class of a later one bears on":      {a.GrantsBy("SandboxClass"), builder.Class("own").Obj(), []string{"g", "h"}},
		"what pins an edition under another":          {a.GrantsBy("Jurisdiction"), builder.Jurisdiction("above", 1).Obj(), []string{"g", "h"}},
		"what one appointed later approved":           {a.GrantsDecided, appoint, []string{"g", "h"}},
		"what one recognised by the appointed signed": {a.AgreementsDecided, appoint, []string{"changed", "health"}},
		"the acts of one appointed later":             {a.ActsDecided, appoint, []string{"appoint", "approve", "recognise", "sign", "told"}},
		"the acts beside one":                         {a.ActsDecided, builder.Decision("d").Suspends(v1alpha1.OnDeveloperGrant, "h").Obj(), []string{"approve", "told"}},
		"the acts on a grant":                         {a.ActsOn(v1alpha1.OnDeveloperGrant), builder.Grant("h").Obj(), []string{"approve", "told"}},
		"the acts on an organisation":                 {a.ActsOn(v1alpha1.OnOrganization), builder.Organization("agency").Obj(), []string{"appoint"}},
		"what the next authority signed":              {a.DecidedBy(a.AgreementsDecided), authority("bureau-1"), []string{"changed", "health"}},
		"the grants of those affiliated by another":   {a.GrantsBy("Organization"), parent, []string{"g", "h"}},
		"their agreements":                            {a.AgreementsBy("Organization"), parent, []string{"changed", "health"}},
		"what those affiliated by another signed":     {a.DecidedBy(a.AgreementsDecided), parent, []string{"changed", "health"}},
		"the acts of those affiliated by another":     {a.ActsOf, parent, []string{"sign"}},
		"nothing of a stranger":                       {a.GrantsBy("Organization"), related("stranger"), nil},
		"what one recognised later was told":          {a.GrantsDecided, recognised, []string{"g", "h"}},
		"what was told to an organisation":            {a.DecidedBy(a.GrantsDecided), related("office"), []string{"g", "h"}},
		"the acts that were told to it":               {a.ActsOf, related("office"), []string{"told"}},
		"the next resource under one code":            {a.UnderOneCode, builder.Resource("visits").Obj(), []string{"copy"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := namesOf(tc.by(t.Context(), tc.of)) // each once
			if fmt.Sprint(got) != fmt.Sprint(tc.want) {
				t.Errorf("woken are %v, want %v", got, tc.want)
			}
		})
	}
}

// namesOf are the names of requests, in order.
func namesOf(requests []reconcile.Request) []string {
	var names []string
	for _, request := range requests {
		names = append(names, request.Name)
	}
	slices.Sort(names)
	return names
}

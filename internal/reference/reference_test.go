// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reference_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/reference"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestOf(t *testing.T) {
	affiliated := builder.Organization("a").Obj()
	affiliated.Spec.Affiliates = []v1alpha1.ObjectName{"b"}
	shared := builder.Agreement("health").In("d").Edition("demo.1").GrantedBy("bureau").OperatedBy("group").Over("visits", "labs").Obj()
	shared.Spec.CoGrantors = []v1alpha1.ObjectName{"commission"}
	whole := builder.Agreement("health").In("d").Edition("demo.1").GrantedBy("bureau").OperatedBy("group").Over("visits").CarriesOut("plan", "call").Obj()
	whole.Spec.Under, whole.Spec.Revises, whole.Spec.Renews = "first", "old", "last"
	sharing := builder.Resource("visits").In("d").Edition("demo.1").SuppliedBy("source").Obj()
	sharing.Spec.SharedFrom = []v1alpha1.ObjectName{"provider"}
	child := builder.Jurisdiction("demo", 2).Obj()
	child.Spec.Parent, child.Spec.Calendar = "demo.1", "state"
	forwarded := builder.Decision("act").By("bureau").Suspends(v1alpha1.OnSelection, "call").In("d").Obj()
	forwarded.Spec.TranscribedBy, forwarded.Spec.To, forwarded.Spec.Jurisdiction = "clerk", []v1alpha1.ObjectName{"told"}, "demo.1"
	act := func() *builder.DecisionBuilder { return builder.Decision("act").By("bureau") }
	tests := map[string]struct {
		object any
		want   []string
	}{
		"a grant": {
			builder.Grant("g").In("d").Edition("demo.1").Under("health").Holder("medtech").Class("small").Input("visits").Input("labs").Obj(),
			[]string{"DataResource d/labs", "DataResource d/visits", "Jurisdiction /demo.1", "OperationAgreement d/health", "Organization /medtech", "SandboxClass /small"},
		},
		"an agreement": {
			shared,
			[]string{"DataResource d/labs", "DataResource d/visits", "Jurisdiction /demo.1", "Organization /bureau", "Organization /commission", "Organization /group"},
		},
		"a resource":      {builder.Resource("visits").In("d").Edition("demo.1").SuppliedBy("source").Obj(), []string{"Jurisdiction /demo.1", "Organization /source"}},
		"an organisation": {affiliated, []string{"Organization /b"}},
		"a plan": {
			builder.Plan("p").In("d").Edition("demo.1").DraftedBy("bureau").Over("visits").Revises("old").Obj(),
			[]string{"DataResource d/visits", "ImplementationPlan d/old", "Jurisdiction /demo.1", "Organization /bureau"},
		},
		"a call for operators":               {builder.Call("c").In("d").Edition("demo.1").OrganisedBy("bureau").CarriesOut("p").Obj(), []string{"ImplementationPlan d/p", "Jurisdiction /demo.1", "Organization /bureau"}},
		"a call for developers":              {builder.Call("c").In("d").Edition("demo.1").OrganisedBy("group").ForDevelopersUnder("health").Obj(), []string{"Jurisdiction /demo.1", "OperationAgreement d/health", "Organization /group"}},
		"an objection":                       {builder.Objection("o").In("d").By("medtech").Against(v1alpha1.LinkSelection, "c").Obj(), []string{"Organization /medtech", "Selection d/c"}},
		"an objection, which holds no grant": {builder.Objection("o").In("d").By("medtech").Against(v1alpha1.LinkDeveloperGrant, "g").Obj(), []string{"Organization /medtech"}},
		"an agreement with all that is above and before it": {
			whole,
			[]string{
				"DataResource d/visits", "ImplementationPlan d/plan", "Jurisdiction /demo.1",
				"OperationAgreement d/first", "OperationAgreement d/last", "OperationAgreement d/old",
				"Organization /bureau", "Organization /group", "Selection d/call",
			},
		},
		"a resource of shared data":    {sharing, []string{"Jurisdiction /demo.1", "Organization /provider", "Organization /source"}},
		"a child edition":              {child, []string{"Jurisdiction /demo.1", "WorkCalendar /state"}},
		"an act and all that it names": {forwarded, []string{"Jurisdiction /demo.1", "Organization /bureau", "Organization /clerk", "Organization /told", "Selection d/call"}},
		"an act on a plan":             {act().Suspends(v1alpha1.OnImplementationPlan, "p").In("d").Obj(), []string{"ImplementationPlan d/p", "Organization /bureau"}},
		"an edition":                   {builder.Jurisdiction("demo", 1).Obj(), nil},
		"a class":                      {builder.Class("small").Obj(), nil},
		"an act on a grant":            {act().Suspends(v1alpha1.OnDeveloperGrant, "g").In("d").Obj(), []string{"Organization /bureau"}},
		"an act on one input":          {act().Suspends(v1alpha1.OnDeveloperGrant, "g").In("d").Only("visits").Obj(), []string{"DataResource d/visits", "Organization /bureau"}},
		"an act on an agreement":       {act().Terminates(v1alpha1.OnOperationAgreement, "health").In("d").Obj(), []string{"OperationAgreement d/health", "Organization /bureau"}},
		"an act on a resource":         {act().Halts(v1alpha1.OnDataResource, "visits").In("d").Obj(), []string{"DataResource d/visits", "Organization /bureau"}},
		"an act on an organisation":    {act().Disqualifies("medtech").Obj(), []string{"Organization /bureau", "Organization /medtech"}},
		"a disposal, of a sandbox":     {act().Disposes("sandbox-00000000000000000000").In("d").Obj(), []string{"Organization /bureau"}},
		"what is no object of ours":    {42, nil},
		"nothing that could be read":   {nil, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, target := range reference.Of(tc.object) {
				got = append(got, target.Kind+" "+target.Namespace+"/"+target.Name)
			}
			slices.Sort(got)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("Of (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDecisionsReferToNoOtherKinds names all that an act can name.
func TestDecisionsReferToNoOtherKinds(t *testing.T) {
	named := map[string]bool{}
	for _, kind := range []v1alpha1.SubjectLinkKind{
		v1alpha1.OnOrganization, v1alpha1.OnDataResource, v1alpha1.OnImplementationPlan, v1alpha1.OnSelection,
		v1alpha1.OnOperationAgreement, v1alpha1.OnDeveloperGrant, v1alpha1.OnObjection,
	} {
		d := builder.Decision("act").By("bureau").Suspends(kind, "it").In("d").Only("visits").Obj()
		d.Spec.TranscribedBy, d.Spec.To, d.Spec.Jurisdiction = "clerk", []v1alpha1.ObjectName{"told"}, "demo.1"
		for _, target := range reference.Of(d) {
			named[target.Kind] = true
		}
	}
	for _, kind := range []string{
		reference.Jurisdiction, reference.Organization, reference.SandboxClass, reference.DataResource,
		reference.OperationAgreement, reference.ImplementationPlan, reference.Selection, reference.WorkCalendar,
	} {
		if got := reference.ByDecisions(kind); got != named[kind] {
			t.Errorf("ByDecisions(%s) = %t, want %t", kind, got, named[kind])
		}
	}
}

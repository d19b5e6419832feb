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
		"a resource":                 {builder.Resource("visits").In("d").Edition("demo.1").SuppliedBy("source").Obj(), []string{"Jurisdiction /demo.1", "Organization /source"}},
		"an organisation":            {affiliated, []string{"Organization /b"}},
		"an edition":                 {builder.Jurisdiction("demo", 1).Obj(), nil},
		"a class":                    {builder.Class("small").Obj(), nil},
		"an act on a grant":          {act().Suspends(v1alpha1.OnDeveloperGrant, "g").In("d").Obj(), []string{"Organization /bureau"}},
		"an act on one input":        {act().Suspends(v1alpha1.OnDeveloperGrant, "g").In("d").Only("visits").Obj(), []string{"DataResource d/visits", "Organization /bureau"}},
		"an act on an agreement":     {act().Terminates(v1alpha1.OnOperationAgreement, "health").In("d").Obj(), []string{"OperationAgreement d/health", "Organization /bureau"}},
		"an act on a resource":       {act().Halts(v1alpha1.OnDataResource, "visits").In("d").Obj(), []string{"DataResource d/visits", "Organization /bureau"}},
		"an act on an organisation":  {act().Disqualifies("medtech").Obj(), []string{"Organization /bureau", "Organization /medtech"}},
		"a disposal, of a sandbox":   {act().Disposes("sandbox-00000000000000000000").In("d").Obj(), []string{"Organization /bureau"}},
		"what is no object of ours":  {42, nil},
		"nothing that could be read": {nil, nil},
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

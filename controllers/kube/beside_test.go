// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhoIsWokenInOnePlace shows whom a change of one resource, or of a Service, bears
// on that is served from the same place: visits and labs stand behind two Services of
// one selector, drugs by itself.
func TestWhoIsWokenInOnePlace(t *testing.T) {
	scheme, err := NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	clinic := map[string]string{"app": "clinic"}
	cluster := fake.NewClientBuilder().WithScheme(scheme).WithObjects(
		builder.Service("clinic").Obj(), builder.Service("mirror").Selecting(clinic).Obj(), builder.Service("pharmacy").Obj(),
		builder.Resource("visits").Service("clinic", 5432).Obj(), builder.Resource("labs").Service("mirror", 5432).Obj(), builder.Resource("drugs").Service("pharmacy", 5432).Obj(),
		builder.Resource("elsewhere").In("other").Pods(clinic, 5432).Obj(),
	).Build()
	tests := map[string]struct {
		of   client.Object
		want []string
	}{
		"by a resource":                 {builder.Resource("visits").Service("clinic", 5432).Obj(), []string{"labs"}},
		"by one that is gone":           {builder.Resource("gone").Pods(clinic, 5432).Obj(), []string{"labs", "visits"}},
		"by one by itself":              {builder.Resource("drugs").Service("pharmacy", 5432).Obj(), nil},
		"by its Service":                {builder.Service("clinic").Obj(), []string{"labs"}},
		"by a Service that leads there": {builder.Service("pharmacy").Selecting(clinic).Obj(), []string{"labs", "visits"}},
		"by a Service that led there":   {builder.Service("mirror").Obj(), nil},
		"by a Service of nobody":        {builder.Service("none").Selecting(clinic).Obj(), nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range (Affected{Reader: cluster}).Beside(t.Context(), tc.of) {
				got = append(got, r.Name)
			}
			slices.Sort(got)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("who is woken (-want +got):\n%s", diff)
			}
		})
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/jurisdiction"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/builder"
)

// child is an edition of demo that has the sample edition as its parent.
func child(change func(*v1alpha1.JurisdictionSpec)) *v1alpha1.Jurisdiction {
	j := builder.Jurisdiction("demo", 1).Obj()
	j.Name, j.Spec.Parent = "demo-pilot.1", "demo.1"
	change(&j.Spec)
	return j
}

func TestReadyIsWhatTheTextOfAnEditionIs(t *testing.T) {
	parent := builder.Jurisdiction("demo", 1).Obj()
	asWritten := func(*v1alpha1.JurisdictionSpec) {}
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		others  []client.Object
		want    map[string]string
	}{
		"one that is consistent": {parent, nil, map[string]string{"Ready": "True Settled"}},
		"one that says nothing of a kind": {
			builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant).Obj(), nil,
			map[string]string{"Ready": "False Invalid", "Stalled": "True Invalid"},
		},
		"a child like its parent": {child(asWritten), []client.Object{parent}, map[string]string{"Ready": "True Settled"}},
		"a child whose parent may still appear": {
			child(asWritten), nil, map[string]string{"Ready": "False Waiting", "Reconciling": "True Waiting"},
		},
		"two that name each other as parent": {
			child(asWritten), []client.Object{func() client.Object {
				parent := child(func(s *v1alpha1.JurisdictionSpec) { s.Parent = "demo-pilot.1" })
				parent.Name = "demo.1"
				return parent
			}()},
			map[string]string{"Ready": "False Invalid", "Stalled": "True Invalid"},
		},
		"a child that lets another zone count": {
			child(func(s *v1alpha1.JurisdictionSpec) { s.TimeZone = "UTC" }), []client.Object{parent},
			map[string]string{"Ready": "False Invalid", "Stalled": "True Invalid"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			scheme, err := kube.NewScheme()
			if err != nil {
				t.Fatal(err)
			}
			c := fake.NewClientBuilder().WithScheme(scheme).WithObjects(tc.edition.DeepCopy()).WithObjects(tc.others...).
				WithStatusSubresource(&v1alpha1.Jurisdiction{}).Build()
			r := &jurisdiction.Reconciler{Client: c, Clock: clocktesting.NewFakePassiveClock(builder.Instant("2026-03-10T00:00:00Z"))}
			key := client.ObjectKeyFromObject(tc.edition)
			if _, err := r.Reconcile(t.Context(), ctrl.Request{NamespacedName: key}); err != nil {
				t.Fatal(err)
			}
			got := &v1alpha1.Jurisdiction{}
			if err := c.Get(t.Context(), key, got); err != nil {
				t.Fatal(err)
			}
			shown := map[string]string{}
			for _, kind := range []string{v1alpha1.ReadyCondition, v1alpha1.StalledCondition, v1alpha1.ReconcilingCondition} {
				if condition := meta.FindStatusCondition(got.Status.Conditions, kind); condition != nil {
					shown[kind] = string(condition.Status) + " " + condition.Reason
				}
			}
			if diff := cmp.Diff(tc.want, shown); diff != "" {
				t.Errorf("conditions (-want +got):\n%s", diff)
			}
		})
	}
}

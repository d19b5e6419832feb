// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"errors"
	"testing"

	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/ordering"
)

// route is an egress policy, open or closed by a mark.
func route(closedBy string) *networkingv1.NetworkPolicy {
	policy := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: "sandbox-1", Name: "mandate-egress-1"}}
	if closedBy != "" {
		policy.Annotations = map[string]string{v1alpha1.ClosedByAnnotation: closedBy}
	} else {
		policy.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{{}}
	}
	return policy
}

// leave makes a policy, or writes it over the one that is there.
func leave(t *testing.T, cluster client.Client, there, policy *networkingv1.NetworkPolicy) {
	t.Helper()
	left := policy.DeepCopy()
	err := cluster.Create(t.Context(), left)
	if apierrors.IsAlreadyExists(err) {
		left.ResourceVersion = there.ResourceVersion
		err = cluster.Update(t.Context(), left)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnOpeningRestsOnWhatWasRead lets cutoff write between the reading of a
// target and the write that opens it.
func TestAnOpeningRestsOnWhatWasRead(t *testing.T) {
	stale := func(err error) bool { return errors.As(err, new(*ordering.StaleError)) }
	tests := map[string]struct {
		there     *networkingv1.NetworkPolicy // when the target is read, or nil
		factsAt   string
		meanwhile *networkingv1.NetworkPolicy // what cutoff leaves, or nil
		refused   func(error) bool
		wantOpen  bool
	}{
		"nothing is there":                        {nil, "900", nil, nil, true},
		"it was closed before the facts":          {route("Suspended 1f at 800"), "900", nil, nil, true},
		"it was closed after the facts":           {route("Suspended 1f at 901"), "900", nil, stale, false},
		"it was closed, and nothing is read live": {route("Suspended 1f at 800"), "", nil, stale, false},
		"it is closed meanwhile":                  {route(""), "900", route("Suspended 1f at 901"), apierrors.IsConflict, false},
		"it is made meanwhile, and closed":        {nil, "900", route("Suspended 1f at 901"), apierrors.IsAlreadyExists, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			scheme, err := NewScheme()
			if err != nil {
				t.Fatal(err)
			}
			cluster := fake.NewClientBuilder().WithScheme(scheme).Build()
			if tc.there != nil {
				if err := cluster.Create(t.Context(), tc.there); err != nil {
					t.Fatal(err)
				}
			}
			w := &Writer{Client: cluster, Live: cluster, Ledger: NewLedger()}
			at, err := w.Target(t.Context(), route(""))
			if err != nil {
				t.Fatal(err)
			}
			if tc.meanwhile != nil {
				leave(t, cluster, tc.there, tc.meanwhile)
			}
			facts := authorization.NewFacts()
			facts.ReadAt = tc.factsAt
			err = w.Open(t.Context(), route(""), at, facts)
			if (err == nil) != (tc.refused == nil) || (err != nil && !tc.refused(err)) {
				t.Errorf("Open = %v", err)
			}
			live := &networkingv1.NetworkPolicy{}
			if err := cluster.Get(t.Context(), client.ObjectKeyFromObject(route("")), live); err != nil {
				t.Fatal(err)
			}
			if open := len(live.Spec.Egress) > 0; open != tc.wantOpen {
				t.Errorf("it is open: %t, with the marks %v", open, live.Annotations)
			}
			if mark := live.Annotations[v1alpha1.OpenedByAnnotation]; tc.wantOpen && mark == "" {
				t.Error("it does not say on which facts it was opened")
			}
		})
	}
}

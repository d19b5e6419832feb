// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

func TestTwoGrantsOfOneHolderNeverSeeEachOther(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("one").Input("visits").Obj(), d.grant("two").Input("visits").Obj())
	one, two := d.awaitOpen("one"), d.awaitOpen("two")
	if a, b := d.cohortOf(box(one)), d.cohortOf(box(two)); a != b {
		t.Errorf("cohorts %s and %s; grants of one agreement, class and end share one, so that one write cuts them", a, b)
	}
	for _, pair := range [][2]*v1alpha1.DeveloperGrant{{one, two}, {two, one}} {
		own, other := pair[0], pair[1]
		d.eventually("the account of one is refused in the other", func(ctx context.Context) error {
			return errors.Join(
				rightIs(ctx, false, developerOf(box(own)), "list", "pods", box(other), ""),
				rightIs(ctx, false, developerOf(box(own)), "get", "configmaps", box(other), "mandate-grant"),
				rightIs(ctx, true, developerOf(box(own)), "get", "configmaps", box(own), "mandate-grant"))
		})
		if err := reaches(t.Context(), d.namespace(box(own)), d.namespace(box(other))); err != nil {
			t.Error(err)
		}
		for _, o := range append(children(t, box(own)), d.namespace(box(own))) {
			if uid := o.GetLabels()[v1alpha1.GrantUIDLabel]; uid != string(own.UID) {
				t.Errorf("%s/%s of %s carries the grant UID %q, want its own %s", kindOf(o), o.GetName(), own.Name, uid, own.UID)
			}
		}
	}
}

// reaches finds a policy by which pods of one sandbox reach the other.
func reaches(ctx context.Context, from, to *corev1.Namespace) error {
	var policies networkingv1.NetworkPolicyList
	if err := admin.List(ctx, &policies, client.InNamespace(from.Name)); err != nil {
		return err
	}
	for _, p := range policies.Items {
		if len(p.Spec.Ingress) > 0 {
			return fmt.Errorf("NetworkPolicy %s lets something into %s", p.Name, from.Name)
		}
		for _, rule := range p.Spec.Egress {
			for _, peer := range rule.To {
				if peer.NamespaceSelector == nil {
					return fmt.Errorf("NetworkPolicy %s has the peer %v, which is no domain", p.Name, peer)
				}
				if matches(peer.NamespaceSelector, to.Labels) || matches(peer.NamespaceSelector, from.Labels) {
					return fmt.Errorf("NetworkPolicy %s in %s lets its pods reach those of %s", p.Name, from.Name, to.Name)
				}
			}
		}
	}
	return nil
}

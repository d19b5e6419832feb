// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// stored is what the API server makes of the metadata of an object.
func stored(meta metav1.ObjectMeta) metav1.ObjectMeta {
	meta.UID, meta.ResourceVersion, meta.Generation, meta.CreationTimestamp = "u", "7", 1, metav1.Unix(1, 0)
	meta.ManagedFields = []metav1.ManagedFieldsEntry{{Manager: "mandate"}}
	meta.Annotations = map[string]string{v1alpha1.OpenedByAnnotation: "o"}
	return meta
}

func TestAsPlanned(t *testing.T) {
	meta := metav1.ObjectMeta{Namespace: "sandbox-0", Name: "mandate", Labels: map[string]string{v1alpha1.PartLabel: "p"}}
	hard := corev1.ResourceList{corev1.ResourcePods: resource.MustParse("20")}
	tests := map[string]struct {
		planned, live client.Object
		want          bool
	}{
		"a quota as it was planned, in use": {
			planned: &corev1.ResourceQuota{ObjectMeta: meta, Spec: corev1.ResourceQuotaSpec{Hard: hard}},
			live: &corev1.ResourceQuota{ObjectMeta: stored(meta), Spec: corev1.ResourceQuotaSpec{Hard: hard},
				Status: corev1.ResourceQuotaStatus{Hard: hard}},
			want: true,
		},
		"a policy that a stranger opened": {
			planned: &networkingv1.NetworkPolicy{ObjectMeta: meta},
			live: &networkingv1.NetworkPolicy{ObjectMeta: stored(meta),
				Spec: networkingv1.NetworkPolicySpec{Egress: []networkingv1.NetworkPolicyEgressRule{{}}}},
		},
		"a policy that was cut": {
			planned: &networkingv1.NetworkPolicy{ObjectMeta: meta},
			live: func() client.Object {
				live := &networkingv1.NetworkPolicy{ObjectMeta: stored(meta)}
				live.Annotations[v1alpha1.ClosedByAnnotation] = "x"
				return live
			}(),
		},
		"an object with an owner that no plan has": {
			planned: &corev1.ConfigMap{ObjectMeta: meta},
			live: func() client.Object {
				live := &corev1.ConfigMap{ObjectMeta: stored(meta)}
				live.OwnerReferences = []metav1.OwnerReference{{Name: "stranger"}}
				return live
			}(),
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := contentOf(asPlanned(tc.live)) == contentOf(tc.planned); got != tc.want {
				t.Errorf("stands as planned: %t, want %t", got, tc.want)
			}
		})
	}
}

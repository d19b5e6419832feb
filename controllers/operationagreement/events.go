// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package operationagreement

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// agreementOfRoom is the agreement of the sandbox that a room was taken from:
// the last room gone may let a closed cohort open again.
func (r *Reconciler) agreementOfRoom(ctx context.Context, o client.Object) []reconcile.Request {
	if o.GetName() != sandbox.RoomName {
		return nil
	}
	box := &metav1.PartialObjectMetadata{}
	box.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Namespace"))
	if err := r.Client.Get(ctx, types.NamespacedName{Name: o.GetNamespace()}, box); err != nil {
		return nil
	}
	return kube.Affected{Reader: r.Client}.AgreementOf(ctx, box)
}

// closedRoles are the cohort roles of an agreement that were emptied.
func (r *Reconciler) closedRoles(ctx context.Context, agreementUID string) ([]metav1.PartialObjectMetadata, error) {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(rbacv1.SchemeGroupVersion.WithKind("ClusterRoleList"))
	if err := r.Client.List(ctx, list, client.MatchingLabels{v1alpha1.AgreementUIDLabel: agreementUID}); err != nil {
		return nil, err
	}
	var closed []metav1.PartialObjectMetadata
	for _, role := range list.Items {
		if role.Annotations[v1alpha1.ClosedByAnnotation] != "" {
			closed = append(closed, role)
		}
	}
	return closed, nil
}

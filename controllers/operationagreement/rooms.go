// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package operationagreement

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// deniedRooms counts the rooms under the agreement whose grants are not in
// force. As long as the cache knows of one, it is asked alone; that there is none
// is read live, because one write would open them all.
func (r *Reconciler) deniedRooms(ctx context.Context, agreement *v1alpha1.OperationAgreement) (int, error) {
	seen, err := r.deniedRoomsSeen(ctx, agreement)
	if err != nil || seen > 0 {
		return seen, err
	}
	return r.deniedRoomsLive(ctx, agreement)
}

func (r *Reconciler) deniedRoomsSeen(ctx context.Context, agreement *v1alpha1.OperationAgreement) (int, error) {
	var grants v1alpha1.DeveloperGrantList
	err := r.Client.List(ctx, &grants, client.InNamespace(agreement.Namespace), client.MatchingFields{kube.GrantAgreementField: agreement.Name})
	if err != nil {
		return 0, fmt.Errorf("list the grants of the agreement: %w", err)
	}
	rooms := 0
	for i := range grants.Items {
		grant := &grants.Items[i]
		room := &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: sandbox.NamespaceName(grant.UID), Name: sandbox.RoomName}}
		seen, err := r.Writer.Metadata(ctx, rbacv1.SchemeGroupVersion.WithKind("RoleBinding"), room)
		if err != nil {
			return 0, err
		}
		if seen == nil {
			continue
		}
		denied, err := r.denies(ctx, r.seen(), grant)
		if err != nil {
			return 0, err
		}
		rooms += denied
	}
	return rooms, nil
}

// deniedRoomsLive reads the rooms first and what they rest on afterwards, by a
// handful of lists however many they are. The room of a grant that is gone is
// one that nobody has taken yet.
func (r *Reconciler) deniedRoomsLive(ctx context.Context, agreement *v1alpha1.OperationAgreement) (int, error) {
	boxes, err := r.metadata(ctx, corev1.SchemeGroupVersion.WithKind("NamespaceList"), v1alpha1.AgreementUIDLabel, string(agreement.UID))
	if err != nil {
		return 0, err
	}
	rooms, err := r.metadata(ctx, rbacv1.SchemeGroupVersion.WithKind("RoleBindingList"), v1alpha1.PartLabel, sandbox.PartRoom)
	if err != nil {
		return 0, err
	}
	var grants v1alpha1.DeveloperGrantList
	if err := r.Live.List(ctx, &grants, client.InNamespace(agreement.Namespace)); err != nil {
		return 0, fmt.Errorf("list the grants of the agreement live: %w", err)
	}
	grantOf := map[string]*v1alpha1.DeveloperGrant{}
	for i := range grants.Items {
		grantOf[sandbox.NamespaceName(grants.Items[i].UID)] = &grants.Items[i]
	}
	under := map[string]bool{}
	for i := range boxes {
		under[boxes[i].Name] = true
	}
	live := kube.Observer{Reader: kube.NewSweep(r.Live, r.Up), Guards: r.Guards}
	count := 0
	for i := range rooms {
		grant, denied := grantOf[rooms[i].Namespace], 1
		switch {
		case !under[rooms[i].Namespace]:
			continue
		case grant != nil:
			if denied, err = r.denies(ctx, live, grant); err != nil {
				return 0, err
			}
		}
		count += denied
	}
	return count, nil
}

// denies is 1 where the verdict denies a grant, and 0 where it does not.
func (r *Reconciler) denies(ctx context.Context, by kube.Observer, grant *v1alpha1.DeveloperGrant) (int, error) {
	facts, err := by.Grant(ctx, grant)
	if err != nil {
		return 0, err
	}
	if authorization.DecideGrant(facts, r.Clock.Now()).Force == authorization.Denied {
		return 1, nil
	}
	return 0, nil
}

// metadata lists objects of all namespaces by a label, live.
func (r *Reconciler) metadata(ctx context.Context, kind schema.GroupVersionKind, label, value string) ([]metav1.PartialObjectMetadata, error) {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(kind)
	if err := r.Live.List(ctx, list, client.MatchingLabels{label: value}); err != nil {
		return nil, fmt.Errorf("list every %s with label %s=%s live: %w", kind.Kind, label, value, err)
	}
	return list.Items, nil
}

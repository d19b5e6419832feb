// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// strays is the request for all sandboxes whose grant does not exist: what was
// torn out while nobody watched. However many they are, they are one request,
// which waits behind no list. No grant is named so.
var strays = reconcile.Request{}

// grantOfSandbox is the grant that a sandbox was made for, and the strays where
// the cache shows no such grant, as it does while it fills.
func grantOfSandbox(grants client.Reader) handler.MapFunc {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		requests := kube.GrantOf(o)
		for _, request := range requests {
			if uid, known := uidOf(ctx, grants, request.NamespacedName); !known || uid != o.GetLabels()[v1alpha1.GrantUIDLabel] {
				return append(requests, strays)
			}
		}
		return requests
	}
}

func uidOf(ctx context.Context, grants client.Reader, name types.NamespacedName) (uid string, known bool) {
	grant := &v1alpha1.DeveloperGrant{}
	if err := grants.Get(ctx, name, grant, client.UnsafeDisableDeepCopy); err != nil {
		return "", false
	}
	return string(grant.UID), true
}

// findStrays hands on, as urgent, the names of sandboxes that have no grant and
// are open.
func (r *GrantReconciler) findStrays(ctx context.Context) error {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("NamespaceList"))
	if err := r.Client.List(ctx, list, client.HasLabels{v1alpha1.GrantUIDLabel}, client.UnsafeDisableDeepCopy); err != nil {
		return fmt.Errorf("list the sandboxes: %w", err)
	}
	for i := range list.Items {
		box := &list.Items[i]
		closed := box.Annotations[v1alpha1.ClosedByAnnotation]
		if closed != "" && box.Annotations[v1alpha1.FrozenAnnotation] == closed {
			continue
		}
		for _, request := range kube.GrantOf(box) {
			uid, known := uidOf(ctx, r.Client, request.NamespacedName)
			if known && uid == box.Labels[v1alpha1.GrantUIDLabel] {
				continue
			}
			select {
			case r.Strays <- event.TypedGenericEvent[reconcile.Request]{Object: request}:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

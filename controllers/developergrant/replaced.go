// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// replaces says, live, whether a grant took the place of an earlier one that
// would come back without it: who was replaced is for good, and that is known by
// the later grant alone. What cannot be told keeps it.
func (r *Reconciler) replaces(ctx context.Context, grant *v1alpha1.DeveloperGrant) (bool, error) {
	if grant.Spec.Revises == "" {
		return false, nil
	}
	earlier := &v1alpha1.DeveloperGrant{}
	err := r.Live.Get(ctx, types.NamespacedName{Namespace: grant.Namespace, Name: string(grant.Spec.Revises)}, earlier)
	if err != nil {
		if client.IgnoreNotFound(err) == nil {
			return false, nil
		}
		return true, fmt.Errorf("read what %s replaced: %w", grant.Name, err)
	}
	facts, err := r.live(r.Live).Grant(ctx, earlier)
	if err != nil {
		return true, fmt.Errorf("read what %s replaced: %w", grant.Name, err)
	}
	later, unread := authorization.ReplacedBy(facts, r.Clock.Now())
	return unread != nil || later == v1alpha1.ObjectName(grant.Name), nil
}

// later are the deleted grants that revise one which changed: they are kept as
// long as it would come back without them.
func (r *Reconciler) later(ctx context.Context, o client.Object) []reconcile.Request {
	var list v1alpha1.DeveloperGrantList
	err := r.Client.List(ctx, &list, client.InNamespace(o.GetNamespace()), client.MatchingFields{kube.RevisesField: o.GetName()}, client.UnsafeDisableDeepCopy)
	if err != nil {
		return nil // the next look at them asks again
	}
	var requests []reconcile.Request
	for i := range list.Items {
		if later := &list.Items[i]; later.DeletionTimestamp != nil {
			requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(later)})
		}
	}
	return requests
}

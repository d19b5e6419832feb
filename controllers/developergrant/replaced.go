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

// kept says, live, why a deleted grant has to stay: it took the place of an earlier
// one that would come back without it. Who was replaced is for good, and that is
// known by the later grant alone. What cannot be told keeps it.
func (r *Reconciler) kept(ctx context.Context, grant *v1alpha1.DeveloperGrant) (string, error) {
	if grant.Spec.Revises == "" {
		return "", nil
	}
	earlier := &v1alpha1.DeveloperGrant{}
	err := r.Live.Get(ctx, types.NamespacedName{Namespace: grant.Namespace, Name: string(grant.Spec.Revises)}, earlier)
	if err != nil {
		if client.IgnoreNotFound(err) == nil {
			return "", nil
		}
		return "", fmt.Errorf("read what %s replaced: %w", grant.Name, err)
	}
	facts, err := r.live(r.Live).Grant(ctx, earlier)
	if err != nil {
		return "", fmt.Errorf("read what %s replaced: %w", grant.Name, err)
	}
	later, unread := authorization.ReplacedBy(facts, r.Clock.Now())
	switch {
	case unread != nil:
		return fmt.Sprintf("; whether DeveloperGrant %q would come back without it cannot be told: %s", earlier.Name, unread.Text()), nil
	case later == v1alpha1.ObjectName(grant.Name):
		return fmt.Sprintf("; DeveloperGrant %q took the place of %q and is kept until that one is over or deleted, which would come back without it", grant.Name, earlier.Name), nil
	}
	return "", nil
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

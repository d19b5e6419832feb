// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// bears are what a Decision bears on.
type bears func(ctx context.Context, o client.Object) []reconcile.Request

// withActs adds to what a Decision on an organisation bears on what the acts of
// that organisation do: a role that was conferred on it, or taken from it, may
// make them count or not. So do the acts of those on whom it conferred roles.
func (a Affected) withActs(ctx context.Context, o client.Object, on bears) []reconcile.Request {
	requests := on(ctx, o)
	d, ok := o.(*v1alpha1.Decision)
	if !ok || d.Spec.Subject.Kind != v1alpha1.OnOrganization {
		return requests
	}
	deciders := []v1alpha1.ObjectName{d.Spec.Subject.Name}
	known := map[v1alpha1.ObjectName]bool{d.Spec.Subject.Name: true}
	for i := 0; i < len(deciders); i++ {
		var list v1alpha1.DecisionList
		if err := a.Reader.List(ctx, &list, client.MatchingFields{DeciderField: string(deciders[i])}); err != nil {
			continue
		}
		for j := range list.Items {
			act := &list.Items[j]
			if act.Spec.Step == "" {
				continue // it asks for no role
			}
			requests = append(requests, on(ctx, act)...)
			if of := act.Spec.Subject; of.Kind == v1alpha1.OnOrganization && !known[of.Name] {
				known[of.Name], deciders = true, append(deciders, of.Name)
			}
		}
	}
	return requests
}

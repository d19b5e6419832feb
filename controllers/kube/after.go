// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"time"

	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/standing"
)

// After enqueues what an object maps to after a while, so that the events of
// one burst become one look. A request that is due earlier for another reason
// stays earlier.
func After(wait time.Duration, to handler.MapFunc) handler.EventHandler {
	type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]
	add := func(q queue, requests []reconcile.Request) {
		for _, request := range requests {
			q.AddAfter(request, wait)
		}
	}
	return handler.Funcs{
		CreateFunc: func(ctx context.Context, e event.CreateEvent, q queue) { add(q, to(ctx, e.Object)) },
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) { add(q, to(ctx, e.ObjectNew)) },
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) { add(q, to(ctx, e.Object)) },
	}
}

// reporting is how long a look at a Decision that takes away waits: until the
// first denied read the API server is cutoff's alone, and a report of what is
// not cut yet is written for nothing.
const reporting = 500 * time.Millisecond

// Reported is when time alone next changes a verdict, for whoever reports it: what
// time takes away, as what a Decision does, is cutoff's first.
func Reported(v authorization.Verdict) time.Time {
	if v.Force != authorization.InForce || v.Next.IsZero() {
		return v.Next
	}
	return v.Next.Add(reporting)
}

// Decided enqueues what a Decision maps to, at once where it gives, and a little
// later where it takes away.
func Decided(to handler.MapFunc) handler.EventHandler {
	soon, late := handler.EnqueueRequestsFromMapFunc(to), After(reporting, to)
	by := func(o client.Object) handler.EventHandler {
		if d, ok := o.(*v1alpha1.Decision); ok && standing.Gives(d.Spec.Action) {
			return soon
		}
		return late
	}
	type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]
	return handler.Funcs{
		CreateFunc: func(ctx context.Context, e event.CreateEvent, q queue) { by(e.Object).Create(ctx, e, q) },
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) { by(e.ObjectNew).Update(ctx, e, q) },
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) { by(e.Object).Delete(ctx, e, q) },
	}
}

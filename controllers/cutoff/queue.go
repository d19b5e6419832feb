// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"time"

	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/publicdata-io/mandate/controllers/kube"
)

// Priorities in the queues. A cut never waits behind a list or a resync.
const (
	// urgent is a fact that may end something: a Decision, an edit, an end.
	urgent = 100
	// many is a fact that may end many at once: they do not stand in the way of
	// an act on a single one.
	many = 50
	// routine is what remains of a cut whose rights are gone already.
	routine = 0
)

// settling is how long an event waits that our own writes cause, so that the
// cache has them all by then.
const settling = time.Second

// together is how long the appearance of a cohort or route waits for others: a
// thousand new ones are one look at their agreement.
const together = 50 * time.Millisecond

type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]

func add(q queue, priority int, requests []reconcile.Request) {
	if prioritised, ok := q.(priorityqueue.PriorityQueue[reconcile.Request]); ok {
		prioritised.AddWithOpts(priorityqueue.AddOpts{Priority: &priority}, requests...)
		return
	}
	for _, request := range requests {
		q.Add(request)
	}
}

// mapped enqueues what an object maps to, before the event and after it, at a
// priority. Objects of the first list are as urgent as any other: among them
// is what was decided while nobody watched.
func mapped(priority int, to handler.MapFunc) handler.EventHandler {
	return handler.Funcs{
		CreateFunc: func(ctx context.Context, e event.CreateEvent, q queue) { add(q, priority, to(ctx, e.Object)) },
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) {
			add(q, priority, to(ctx, e.ObjectNew))
			add(q, priority, to(ctx, e.ObjectOld))
		},
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) { add(q, priority, to(ctx, e.Object)) },
	}
}

// later enqueues what an object maps to once our own writes have settled.
func later(to handler.MapFunc) handler.EventHandler {
	return kube.After(settling, to)
}

// passed enqueues requests that come through a channel.
func passed(priority int) handler.TypedEventHandler[reconcile.Request, reconcile.Request] {
	return handler.TypedFuncs[reconcile.Request, reconcile.Request]{
		GenericFunc: func(_ context.Context, e event.TypedGenericEvent[reconcile.Request], q queue) {
			add(q, priority, []reconcile.Request{e.Object})
		},
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"time"

	"k8s.io/client-go/util/workqueue"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/standing"
)

// Priorities in the queues. A cut never waits behind a list or a resync.
const (
	// urgent is a fact that may end something: a Decision, an edit, an end.
	urgent = 100
	// remains is what is left of a cut whose rights are gone, where others still
	// wait for theirs to go.
	remains = 75
	// many is a fact that may end many at once: they do not stand in the way of
	// an act on a single one.
	many = 50
	// routine is what remains of a cut whose rights are gone already.
	routine = 0
	// backlog is what a first list or a resync brings.
	backlog = -50
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
// priority, also what the first list brings.
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

// listed is mapped for what a first list may bring ten thousand of: what such a
// list or a resync brings waits behind all that happens, but for what is likely to
// have ended while nobody watched.
func listed(now clock.PassiveClock, priority int, to handler.MapFunc) handler.EventHandler {
	return handler.Funcs{
		CreateFunc: func(ctx context.Context, e event.CreateEvent, q queue) {
			if e.IsInInitialList && !presses(e.Object, now.Now()) {
				add(q, backlog, to(ctx, e.Object))
				return
			}
			add(q, priority, to(ctx, e.Object))
		},
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) {
			add(q, ofUpdate(priority, e), to(ctx, e.ObjectNew))
			add(q, ofUpdate(priority, e), to(ctx, e.ObjectOld))
		},
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) { add(q, priority, to(ctx, e.Object)) },
	}
}

// presses says whether an object of the first list may have ended something
// while nobody watched. It orders the work and decides nothing.
func presses(o client.Object, now time.Time) bool {
	switch o := o.(type) {
	case *v1alpha1.Decision:
		return !standing.Gives(o.Spec.Action)
	case *v1alpha1.OperationAgreement:
		return o.DeletionTimestamp != nil || mayHaveEnded(o.Spec.Term, o.Spec.Window, now)
	case *v1alpha1.DeveloperGrant:
		return o.DeletionTimestamp != nil || (o.Spec.Suspend != nil && *o.Spec.Suspend) || mayHaveEnded(o.Spec.Term, o.Spec.Window, now)
	}
	return false
}

// mayHaveEnded says whether a term is over anywhere on earth.
func mayHaveEnded(term *v1alpha1.Term, window *v1alpha1.Window, now time.Time) bool {
	span, err := calendar.Span(term, window, calendar.FirstZone)
	return err != nil || !now.Before(span.NotAfter)
}

// ofUpdate is the priority of an update: a resync brings nothing new, and what
// leaves the spec as it was ends nothing.
func ofUpdate(priority int, e event.UpdateEvent) int {
	was, is := e.ObjectOld, e.ObjectNew
	switch {
	case was.GetResourceVersion() == is.GetResourceVersion() && is.GetResourceVersion() != "":
		return backlog
	case was.GetUID() != is.GetUID() || (was.GetDeletionTimestamp() == nil) != (is.GetDeletionTimestamp() == nil):
		return priority
	case was.GetGeneration() == is.GetGeneration() && is.GetGeneration() != 0:
		return min(priority, routine)
	}
	return priority
}

// later enqueues what an object maps to once our own writes have settled.
func later(to handler.MapFunc) handler.EventHandler { return after(settling, to) }

// after enqueues what an object maps to after a while, so that a burst is one
// look. What nobody holds any more, strays and orphans, is looked for before all
// else, also when the first list brings it.
func after(wait time.Duration, to handler.MapFunc) handler.EventHandler {
	enqueue := func(q queue, requests []reconcile.Request) {
		for _, request := range requests {
			prioritised, ok := q.(priorityqueue.PriorityQueue[reconcile.Request])
			if request == (reconcile.Request{}) && ok {
				prioritised.AddWithOpts(priorityqueue.AddOpts{After: wait, Priority: new(urgent)}, request)
				continue
			}
			q.AddAfter(request, wait)
		}
	}
	return handler.Funcs{
		CreateFunc: func(ctx context.Context, e event.CreateEvent, q queue) { enqueue(q, to(ctx, e.Object)) },
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) { enqueue(q, to(ctx, e.ObjectNew)) },
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) { enqueue(q, to(ctx, e.Object)) },
	}
}

// passed enqueues requests that come through a channel, after a while.
func passed(priority int, wait time.Duration) handler.TypedEventHandler[reconcile.Request, reconcile.Request] {
	return handler.TypedFuncs[reconcile.Request, reconcile.Request]{
		GenericFunc: func(_ context.Context, e event.TypedGenericEvent[reconcile.Request], q queue) {
			if prioritised, ok := q.(priorityqueue.PriorityQueue[reconcile.Request]); ok {
				prioritised.AddWithOpts(priorityqueue.AddOpts{After: wait, Priority: &priority}, e.Object)
				return
			}
			q.AddAfter(e.Object, wait)
		},
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/publicdata-io/mandate/internal/reference"
)

// settling is how long a look at what was referred to waits: ten thousand grants
// that come or go are one reason to look at their class.
const settling = 500 * time.Millisecond

// referredTo enqueues the objects of a kind that an object refers to, and those
// that it no longer does.
func referredTo(kind string) handler.EventHandler {
	type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]
	add := func(q queue, objects ...client.Object) {
		for _, o := range objects {
			for _, target := range reference.Of(o) {
				if target.Kind == kind {
					q.AddAfter(reconcile.Request{NamespacedName: types.NamespacedName{Namespace: target.Namespace, Name: target.Name}}, settling)
				}
			}
		}
	}
	return handler.Funcs{
		CreateFunc: func(_ context.Context, e event.CreateEvent, q queue) { add(q, e.Object) },
		UpdateFunc: func(_ context.Context, e event.UpdateEvent, q queue) { add(q, e.ObjectOld, e.ObjectNew) },
		DeleteFunc: func(_ context.Context, e event.DeleteEvent, q queue) { add(q, e.Object) },
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/publicdata-io/mandate/test/builder"
)

type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]

// TestWhatIsOnlySaidWaitsForWhatIsDone shows that a resource which is new is looked at
// before those that only say something else on account of another.
func TestWhatIsOnlySaidWaitsForWhatIsDone(t *testing.T) {
	itself := func(_ context.Context, o client.Object) []reconcile.Request {
		return request(o.GetNamespace(), o.GetName())
	}
	was, is := builder.Resource("was").Obj(), builder.Resource("is").Obj()
	tests := map[string]struct {
		change func(h handler.EventHandler, q queue)
		want   []string
	}{
		"made": {func(h handler.EventHandler, q queue) { h.Create(t.Context(), event.CreateEvent{Object: is}, q) }, []string{"is"}},
		"changed": {func(h handler.EventHandler, q queue) {
			h.Update(t.Context(), event.UpdateEvent{ObjectOld: was, ObjectNew: is}, q)
		}, []string{"was", "is"}},
		"gone": {func(h handler.EventHandler, q queue) { h.Delete(t.Context(), event.DeleteEvent{Object: was}, q) }, []string{"was"}},
	}
	queues := map[string]struct {
		make    func() queue
		ordered bool
	}{
		"by priority": {func() queue { return priorityqueue.New[reconcile.Request]("later") }, true},
		"in line": {func() queue {
			return workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[reconcile.Request]())
		}, false},
	}
	for name, tc := range tests {
		for which, of := range queues {
			t.Run(name+" "+which, func(t *testing.T) {
				q := of.make()
				defer q.ShutDown()
				tc.change(Later(itself), q)
				q.Add(request(builder.Domain, "new")[0])
				want := append(slices.Clip(tc.want), "new")
				if of.ordered {
					want = append([]string{"new"}, tc.want...)
				}
				if diff := cmp.Diff(want, taken(q, len(want))); diff != "" {
					t.Errorf("in this order (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// taken are the names of the first requests of a queue.
func taken(q queue, n int) []string {
	var names []string
	for range n {
		r, _ := q.Get()
		names = append(names, r.Name)
		q.Done(r)
	}
	return names
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"testing"

	"k8s.io/apimachinery/pkg/types"
	testingclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

func named(name string) reconcile.Request {
	return reconcile.Request{NamespacedName: types.NamespacedName{Namespace: "demo-health", Name: name}}
}

func itself(_ context.Context, o client.Object) []reconcile.Request {
	return []reconcile.Request{named(o.GetName())}
}

// TestAnActWaitsBehindNoList fills the queue with what a list and a resync bring
// and looks who comes out first.
func TestAnActWaitsBehindNoList(t *testing.T) {
	act := builder.Decision("suspended").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	changed := act.DeepCopy()
	changed.ResourceVersion, changed.Generation = act.ResourceVersion+"0", act.Generation+1
	handler := listed(testingclock.NewFakePassiveClock(listNow), urgent, itself)
	events := map[string]func(q queue){
		"it is made": func(q queue) { handler.Create(t.Context(), event.CreateEvent{Object: act}, q) },
		"it is changed": func(q queue) {
			handler.Update(t.Context(), event.UpdateEvent{ObjectOld: act, ObjectNew: changed}, q)
		},
		"its subject is gone": func(q queue) { handler.Delete(t.Context(), event.DeleteEvent{Object: act}, q) },
		"it is in the first list": func(q queue) {
			handler.Create(t.Context(), event.CreateEvent{Object: act, IsInInitialList: true}, q)
		},
		"its instant has come": func(q queue) {
			passed(urgent, 0).Generic(t.Context(), event.TypedGenericEvent[reconcile.Request]{Object: named("suspended")}, q)
		},
	}
	for name, happens := range events {
		t.Run(name, func(t *testing.T) {
			q := priorityqueue.New[reconcile.Request]("test")
			defer q.ShutDown()
			for _, other := range []string{"a", "b", "c"} {
				add(q, routine, []reconcile.Request{named(other)})
				add(q, many, []reconcile.Request{named("many-" + other)})
			}
			happens(q)
			if first, _ := q.Get(); first != named("suspended") {
				t.Errorf("first comes %s", first)
			}
		})
	}
}

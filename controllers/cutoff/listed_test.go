// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testingclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

var listNow = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

func until(end string) *v1alpha1.DeveloperGrant {
	return builder.Grant("late").Window("2026-01-01T00:00:00Z", end).Obj()
}

// TestTheFirstListWaitsBehindWhatMayHaveEnded says in which order the queue of
// grants is worked through after a start. It orders the work and decides nothing.
func TestTheFirstListWaitsBehindWhatMayHaveEnded(t *testing.T) {
	deleted := until("2027-01-01T00:00:00Z")
	deleted.DeletionTimestamp = &metav1.Time{Time: listNow}
	tests := map[string]struct {
		listed client.Object
		first  bool
	}{
		"a grant in force":                    {until("2027-01-01T00:00:00Z"), false},
		"a grant whose window is over":        {until("2026-03-10T00:00:00Z"), true},
		"a grant whose last day is over":      {builder.Grant("late").Term("2026-01-01", "2026-03-09").Obj(), true},
		"a grant whose last day is today":     {builder.Grant("late").Term("2026-01-01", "2026-03-10").Obj(), false},
		"a grant of no term that can be read": {builder.Grant("late").Obj(), true},
		"a grant that its owner paused":       {builder.Grant("late").Term("2026-01-01", "2026-12-31").Paused(true).Obj(), true},
		"a grant that is being deleted":       {deleted, true},
		"an agreement in force":               {builder.Agreement("late").Term("2026-01-01", "2026-12-31").Obj(), false},
		"an agreement whose last day is over": {builder.Agreement("late").Term("2026-01-01", "2026-03-09").Obj(), true},
		"an act that takes away":              {builder.Decision("late").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj(), true},
		"an act that gives back": {&v1alpha1.Decision{ObjectMeta: metav1.ObjectMeta{Name: "late"},
			Spec: v1alpha1.DecisionSpec{Action: v1alpha1.ActionLift}}, false},
		"an organisation": {builder.Organization("late").Obj(), false},
	}
	now := testingclock.NewFakePassiveClock(listNow)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			q := priorityqueue.New[reconcile.Request]("test")
			defer q.ShutDown()
			add(q, routine, []reconcile.Request{named("routine")})
			listed(now, urgent, itself).Create(t.Context(), event.CreateEvent{Object: tc.listed, IsInInitialList: true}, q)
			if first, _ := q.Get(); (first == named("late")) != tc.first {
				t.Errorf("first comes %s", first)
			}
		})
	}
}

func TestUpdatesAreAsUrgentAsTheyMayEndSomething(t *testing.T) {
	grant := func(version string, generation int64) client.Object {
		return &v1alpha1.DeveloperGrant{ObjectMeta: metav1.ObjectMeta{Name: "late", UID: "1", ResourceVersion: version, Generation: generation}}
	}
	going := grant("2", 1)
	going.SetDeletionTimestamp(&metav1.Time{Time: listNow})
	tests := map[string]struct {
		was, is client.Object
		want    int
	}{
		"a deletion that begins":          {grant("1", 1), going, urgent},
		"a spec that changed":             {grant("1", 1), grant("2", 2), urgent},
		"an annotation that changed":      {grant("1", 1), grant("2", 1), routine},
		"nothing that changed: a resync":  {grant("1", 1), grant("1", 1), backlog},
		"another object of the same name": {grant("1", 1), &v1alpha1.DeveloperGrant{ObjectMeta: metav1.ObjectMeta{Name: "late", UID: "2", ResourceVersion: "2", Generation: 1}}, urgent},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := ofUpdate(urgent, event.UpdateEvent{ObjectOld: tc.was, ObjectNew: tc.is}); got != tc.want {
				t.Errorf("the priority is %d, want %d", got, tc.want)
			}
		})
	}
}

// TestWhatNobodyHoldsIsLookedForFirst lets the first list bring a stray.
func TestWhatNobodyHoldsIsLookedForFirst(t *testing.T) {
	q := priorityqueue.New[reconcile.Request]("test")
	defer q.ShutDown()
	add(q, routine, []reconcile.Request{named("a"), named("b")})
	toStrays := func(context.Context, client.Object) []reconcile.Request {
		return []reconcile.Request{named("its-grant"), strays}
	}
	after(0, toStrays).Create(t.Context(), event.CreateEvent{Object: until("2027-01-01T00:00:00Z"), IsInInitialList: true}, q)
	var order []reconcile.Request
	for range 4 {
		next, _ := q.Get()
		order = append(order, next)
	}
	if order[0] != strays || order[3] != named("its-grant") {
		t.Errorf("the order is %v, want the strays first and what the list brings last", order)
	}
}

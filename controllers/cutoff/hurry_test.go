// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestAnUrgentLookStandsInNoLine takes requests out of the queue of grants, one
// after the other, and asks in which lanes each grant is looked at: a suspension
// in the midst of ten thousand looks is not to wait for those that have begun, and no
// cut waits while they rest for it.
func TestAnUrgentLookStandsInNoLine(t *testing.T) {
	hurry := &Hurry{}
	r := &GrantReconciler{Lanes: kube.NewLanes(), Hurry: hurry}
	q := hurry.Queue("test", nil).(priorityqueue.PriorityQueue[reconcile.Request])
	defer q.ShutDown()
	grants := map[reconcile.Request]*v1alpha1.DeveloperGrant{}
	for name, priority := range map[string]int{"suspended": urgent, "one-of-many": many, "resynced": backlog} {
		grant := builder.Grant(name).Obj()
		grant.Namespace = "demo-health"
		grants[named(name)] = grant
		add(q, priority, []reconcile.Request{named(name)})
	}
	for _, want := range []struct {
		request      reconcile.Request
		waits, rests bool
	}{
		{named("suspended"), false, false},
		{named("one-of-many"), true, false},
		{named("resynced"), true, true},
	} {
		taken, _, _ := q.GetWithPriority()
		if taken != want.request {
			t.Fatalf("%s is taken, want %s", taken, want.request)
		}
		if waits := r.lanes(grants[taken]) != nil; waits != want.waits {
			t.Errorf("%s waits for a lane: %t, want %t", taken, waits, want.waits)
		}
		if rests := r.lanes(grants[taken]) == r.Lanes; rests != want.rests {
			t.Errorf("%s waits while the lanes rest: %t, want %t", taken, rests, want.rests)
		}
		q.Done(taken)
		if r.lanes(grants[taken]) == nil {
			t.Errorf("%s is done, and its next look waits for nobody whatever brings it", taken)
		}
	}
	if without := (&GrantReconciler{Lanes: r.Lanes}); without.lanes(grants[named("suspended")]) == nil {
		t.Error("without a queue that tells what is urgent, a look waits for no lane")
	}
}

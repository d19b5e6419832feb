// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"sync"

	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// Hurry knows which requests a controller took out of its queue before what is
// routine, and has not done yet. A worker is not told the priority of what it works
// on; a look that does not know it would stand in line behind those of a crowd.
type Hurry struct{ taken sync.Map }

// Queue makes a queue that orders by priority and tells what is urgent.
func (h *Hurry) Queue(name string, retries workqueue.TypedRateLimiter[reconcile.Request]) workqueue.TypedRateLimitingInterface[reconcile.Request] {
	ordered := priorityqueue.New(name, func(o *priorityqueue.Opts[reconcile.Request]) { o.RateLimiter = retries })
	return hurried{ordered, h}
}

// Of is the priority of a request that is worked on, when it was taken: routine of
// one that came from no such queue. A nil Hurry knows of none.
func (h *Hurry) Of(request reconcile.Request) int {
	if h == nil {
		return routine
	}
	priority, known := h.taken.Load(request)
	if !known {
		return routine
	}
	return priority.(int)
}

// hurried is a queue whose pressing requests are known while they are worked on: of
// one request no second is taken before the first is done.
type hurried struct {
	priorityqueue.PriorityQueue[reconcile.Request]
	hurry *Hurry
}

// GetWithPriority waits for the next request.
func (q hurried) GetWithPriority() (reconcile.Request, int, bool) {
	request, priority, shutdown := q.PriorityQueue.GetWithPriority()
	if priority > routine && !shutdown {
		q.hurry.taken.Store(request, priority)
	}
	return request, priority, shutdown
}

// Done lets a request be taken again.
func (q hurried) Done(request reconcile.Request) {
	q.hurry.taken.Delete(request)
	q.PriorityQueue.Done(request)
}

// lanes are those in which a grant is looked at: none where that is urgent, and none
// that rest where it may end something.
func (r *GrantReconciler) lanes(grant *v1alpha1.DeveloperGrant) *kube.Lanes {
	switch priority := r.Hurry.Of(ctrl.Request{NamespacedName: client.ObjectKeyFromObject(grant)}); {
	case priority >= urgent:
		return nil
	case priority > routine:
		return r.Lanes.Awake()
	}
	return r.Lanes
}

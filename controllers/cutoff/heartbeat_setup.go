// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"fmt"
	"os"
	"time"

	"k8s.io/apimachinery/pkg/util/uuid"
	toolscache "k8s.io/client-go/tools/cache"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// newHeart makes the heart of one replica. Its name is that of the machine and
// an identity of its own, as of who competes for a Lease.
func newHeart(mgr ctrl.Manager, deadlines *Deadlines, knife Knife) (*Heart, error) {
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("name the replica: %w", err)
	}
	heart := &Heart{
		Client: knife.Client, Clock: deadlines.Clock, Local: deadlines.Local,
		Name: host + "_" + string(uuid.NewUUID()), Canary: NewCanary(mgr.GetClient(), knife), Owed: NewOwed(deadlines.Local),
	}
	canaries := &canaryWatch{cache: mgr.GetCache(), local: deadlines.Local, to: heart.Canary.to[:]}
	for _, part := range []interface{ Start(context.Context) error }{heart, canaries} {
		if err := mgr.Add(part); err != nil {
			return nil, fmt.Errorf("add the heart: %w", err)
		}
	}
	return heart, nil
}

// canaryWatch brings what the watch says of the Heartbeat into the queues. It is
// no source of the controllers: without the kind they would not start, and a cut
// needs no Heartbeat.
type canaryWatch struct {
	cache cache.Informers
	local clock.Clock
	to    []chan event.TypedGenericEvent[reconcile.Request]
}

// NeedLeaderElection lets every replica watch.
func (w *canaryWatch) NeedLeaderElection() bool { return false }

// watchAgain is how soon the watch is tried again where there is no such kind.
const watchAgain = time.Second

// Start watches until the context ends.
func (w *canaryWatch) Start(ctx context.Context) error {
	for failed := w.begin(ctx); failed != nil; failed = w.begin(ctx) {
		if ctx.Err() != nil {
			return nil
		}
		ctrl.LoggerFrom(ctx).Error(failed, "the Heartbeat cannot be watched, so that there is no beat; cuts go on")
		timer := w.local.NewTimer(watchAgain)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C():
		}
	}
	<-ctx.Done()
	return nil
}

func (w *canaryWatch) begin(ctx context.Context) error {
	informer, err := w.cache.GetInformer(ctx, &v1alpha1.Heartbeat{}, cache.BlockUntilSynced(false))
	if err != nil {
		return fmt.Errorf("watch the Heartbeat: %w", err)
	}
	_, err = informer.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { w.pass(ctx) },
		UpdateFunc: func(before, after any) {
			if askedAnew(before, after) {
				w.pass(ctx)
			}
		},
	})
	if err != nil {
		return fmt.Errorf("listen to the Heartbeat: %w", err)
	}
	return nil
}

// pass hands a canary to each of the queues.
func (w *canaryWatch) pass(ctx context.Context) {
	for _, to := range w.to {
		select {
		case to <- event.TypedGenericEvent[reconcile.Request]{Object: canaryRequest}:
		case <-ctx.Done():
		}
	}
}

// askedAnew says whether a Heartbeat asks for another canary than before.
func askedAnew(before, after any) bool {
	was, ok := before.(*v1alpha1.Heartbeat)
	is, known := after.(*v1alpha1.Heartbeat)
	if !ok || !known || was.Spec.Canary == nil || is.Spec.Canary == nil {
		return true
	}
	return canaryMark(was.Spec.Canary) != canaryMark(is.Spec.Canary)
}

// proven makes a controller one that canaries pass, and whose looks are owed from
// their beginning on.
type proven struct {
	reconcile.Reconciler
	canary func(context.Context) (ctrl.Result, error)
	owed   *Owed
	// of makes the key of what is owed out of a request.
	of func(reconcile.Request) key
}

// Reconcile lets canaries pass, and passes all else on.
func (p proven) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	if req == canaryRequest {
		return p.canary(ctx)
	}
	k := p.of(req)
	p.owed.Begin(k)
	result, err := p.Reconciler.Reconcile(ctx, req)
	p.owed.Done(k, err)
	return result, err
}

func (h *Heart) provesAgreements(r reconcile.Reconciler) reconcile.Reconciler {
	return proven{Reconciler: r, canary: h.Canary.Cut, owed: h.Owed, of: func(req reconcile.Request) key {
		return key{agreement: true, name: req.NamespacedName}
	}}
}

func (h *Heart) provesGrants(r reconcile.Reconciler) reconcile.Reconciler {
	return proven{Reconciler: r, canary: h.Canary.Pass, owed: h.Owed, of: func(req reconcile.Request) key {
		return key{name: req.NamespacedName}
	}}
}

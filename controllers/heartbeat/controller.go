// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package heartbeat makes the one Heartbeat, which cutoff beats, and reports
// whether it is beaten.
package heartbeat

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/source"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/beat"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// Reconciler reconciles the Heartbeat.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=heartbeats,verbs=get;list;watch;create
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=heartbeats/status,verbs=patch

// the is the request for the one Heartbeat.
var the = reconcile.Request{NamespacedName: types.NamespacedName{Name: v1alpha1.HeartbeatName}}

// Reconcile makes the Heartbeat where there is none, and reports on its beats.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	heart := &v1alpha1.Heartbeat{}
	err := r.Client.Get(ctx, req.NamespacedName, heart)
	if apierrors.IsNotFound(err) {
		return ctrl.Result{}, r.make(ctx)
	}
	if err != nil {
		return ctrl.Result{}, fmt.Errorf("read the Heartbeat: %w", err)
	}
	next := time.Time{}
	if heart.Spec.RenewTime != nil { // a moment after the last instant at which it is fresh
		next = heart.Spec.RenewTime.Add(beat.Limit + time.Second)
	}
	if !next.After(now) {
		next = time.Time{} // the next beat is an event
	}
	return kube.Finish(next, now, r.report(ctx, heart, now))
}

func (r *Reconciler) make(ctx context.Context) error {
	heart := &v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}}
	err := r.Client.Create(ctx, heart)
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("make the Heartbeat: %w", err)
	}
	return nil
}

// report writes Ready, and leaves the conditions of others as they are: what
// somebody wrote since we read is a conflict.
func (r *Reconciler) report(ctx context.Context, heart *v1alpha1.Heartbeat, now time.Time) error {
	updated := heart.DeepCopy()
	changed := false
	shown := conditions.Set(heart.Status.Conditions, heart.Generation, now, said(heart.Spec.RenewTime, now)...)
	for i := range shown {
		shown[i].ObservedGeneration = 0 // each beat is another generation
		changed = meta.SetStatusCondition(&updated.Status.Conditions, shown[i]) || changed
	}
	if meta.FindStatusCondition(shown, v1alpha1.ReconcilingCondition) == nil {
		changed = meta.RemoveStatusCondition(&updated.Status.Conditions, v1alpha1.ReconcilingCondition) || changed
	}
	if !changed {
		return nil
	}
	err := r.Client.Status().Patch(ctx, updated, client.MergeFromWithOptions(heart, client.MergeFromWithOptimisticLock{}))
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("report on the Heartbeat: %w", err)
	}
	return nil
}

// said is what is reported of the last beat. While it is fresh it names no
// time, so that nothing is written with each beat.
func said(last *metav1.Time, now time.Time) []conditions.State {
	const consequence = "no pod and no token is let into any sandbox until cutoff beats; look at the Deployment mandate-cutoff in namespace mandate-system"
	switch beat.At(last, now.Add(time.Second)) { // a lower bound of the time may be a second behind the beat
	case beat.Fresh:
		return conditions.Ready(conditions.Settled, "", "cutoff can cut, and beats")
	case beat.Stale:
		return conditions.Ready(conditions.Reconciling, v1alpha1.BeatStaleReason, fmt.Sprintf(
			"the last beat is of %s, more than %s ago: %s", last.UTC().Format(time.RFC3339), beat.Limit, consequence))
	case beat.Ahead:
		return conditions.Ready(conditions.Reconciling, v1alpha1.BeatAheadReason, fmt.Sprintf(
			"the last beat, of %s, is from the future: the clock of the API server was set back, or somebody beat by hand: %s", last.UTC().Format(time.RFC3339), consequence))
	}
	return conditions.Ready(conditions.Reconciling, v1alpha1.BeatMissingReason, "cutoff has not beaten yet: "+consequence)
}

// SetupWithManager watches the Heartbeat, and looks for it once at the start.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	first := source.Func(func(_ context.Context, q workqueue.TypedRateLimitingInterface[reconcile.Request]) error {
		q.Add(the)
		return nil
	})
	err := ctrl.NewControllerManagedBy(mgr).
		Named("heartbeat").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.Heartbeat{}).
		WatchesRawSource(first).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of the Heartbeat: %w", err)
	}
	return nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package workcalendar reports whether a calendar knows the year we are in, and
// warns before it does not.
package workcalendar

import (
	"context"
	"fmt"
	"time"

	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// Reconciler reconciles WorkCalendars.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
	Events events.EventRecorder
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=workcalendars,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=workcalendars/status,verbs=patch
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch

// Reconcile reports on one calendar.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	object := &v1alpha1.WorkCalendar{}
	if err := r.Client.Get(ctx, req.NamespacedName, object); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	view := at(object, now)
	return kube.Finish(view.next, now, r.report(ctx, object, view, now))
}

func (r *Reconciler) report(ctx context.Context, object *v1alpha1.WorkCalendar, v view, now time.Time) error {
	updated := object.DeepCopy()
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, object.Generation, now, v.states...)
	updated.Status.ObservedGeneration = object.Generation
	updated.Status.Horizon = v.horizon
	wrote, err := kube.PatchStatus(ctx, r.Client, object, updated)
	if wrote && err == nil {
		tell(r.Events, updated, object.Status.Conditions)
	}
	return err
}

// SetupWithManager watches calendars.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	err := ctrl.NewControllerManagedBy(mgr).
		Named("workcalendar").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.WorkCalendar{}).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of calendars: %w", err)
	}
	return nil
}

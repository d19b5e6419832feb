// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package dataresource protects: it keeps the baseline policy that denies
// everybody at the pods of a resource, and reports.
package dataresource

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Reconciler reconciles DataResources.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
	// Events tells what became of a resource's procedures.
	Events events.EventRecorder
	// Writer writes what is wholly ours.
	Writer *kube.Writer
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=dataresources,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=dataresources/status,verbs=patch
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=list;watch;create;update

// Reconcile protects one resource, whatever its verdict: it is protected from
// the moment it is declared.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	resource := &v1alpha1.DataResource{}
	if err := r.Client.Get(ctx, req.NamespacedName, resource); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Resource(ctx, resource)
	facts = facts.Remembering()
	verdict := authorization.DecideResource(facts, v1alpha1.ObjectName(resource.Name), now)
	applyErr := r.apply(ctx, facts, resource)
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDataResource, Name: v1alpha1.ObjectName(resource.Name)}
	procedure, duties := conditions.Awaiting(verdict, facts.Proceedings(subject, now)), conditions.DutiesDone(verdict, facts.Owing(subject, now))
	reportErr := r.report(ctx, resource, verdict, procedure, duties, applyErr, now)
	return kube.Finish(verdict.Next, now, errors.Join(readErr, applyErr, reportErr))
}

// apply keeps the baseline. An older one, for pods that a Service pointed to
// before, is left: nothing that protects data is pruned.
func (r *Reconciler) apply(ctx context.Context, facts *authorization.Facts, resource *v1alpha1.DataResource) error {
	target, ok := sandbox.TargetOf(facts, resource)
	if !ok {
		return nil
	}
	if baseline := sandbox.Baseline(resource, target); baseline != nil {
		return r.Writer.Ensure(ctx, baseline)
	}
	return nil
}

func (r *Reconciler) report(ctx context.Context, resource *v1alpha1.DataResource, v authorization.Verdict, procedure v1alpha1.ProcedureReport, duties conditions.State, applyErr error, now time.Time) error {
	updated := resource.DeepCopy()
	progress, reason, message := conditions.Of(v)
	if applyErr != nil {
		progress, reason, message = conditions.Reconciling, v1alpha1.FailedReason, kube.Hindered("the policy that protects the data", applyErr)
	}
	states := append([]conditions.State{conditions.Active(v), duties}, conditions.Ready(progress, reason, message)...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, resource.Generation, now, states...)
	updated.Status.ObservedGeneration = resource.Generation
	updated.Status.ProcedureReport = procedure
	changed, err := kube.PatchStatus(ctx, r.Client, resource, updated)
	if changed {
		kube.TellProcedures(r.Events, resource, &resource.Status.ProcedureReport, &procedure)
	}
	return err
}

// SetupWithManager watches whatever a resource's verdict or baseline rests on.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	to := func(f handler.MapFunc) handler.EventHandler { return handler.EnqueueRequestsFromMapFunc(f) }
	quiet := builder.WithPredicates(kube.NotStatus())
	err := ctrl.NewControllerManagedBy(mgr).
		Named("dataresource").
		For(&v1alpha1.DataResource{}).
		WithOptions(controller.Options{MaxConcurrentReconciles: 2, RateLimiter: kube.Retries()}).
		Watches(&v1alpha1.DataResource{}, to(affected.UnderOneCode), quiet).
		Watches(&v1alpha1.Decision{}, to(affected.ResourcesDecided), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.DecidedBy(affected.ResourcesDecided)), quiet).
		Watches(&v1alpha1.Jurisdiction{}, to(affected.ResourcesBy("Jurisdiction")), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.ResourcesBy("Organization")), quiet).
		Watches(&corev1.Service{}, to(affected.ResourcesBy("Service"))).
		Watches(&v1alpha1.WorkCalendar{}, to(affected.ByCalendar(affected.ResourcesBy("Jurisdiction"))), quiet).
		WatchesMetadata(&networkingv1.NetworkPolicy{}, to(r.resourceOf)).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of resources: %w", err)
	}
	return nil
}

// resourceOf is the resource whose UID a policy carries.
func (r *Reconciler) resourceOf(ctx context.Context, o client.Object) []reconcile.Request {
	if o.GetLabels()[v1alpha1.PartLabel] != sandbox.PartBaseline {
		return nil
	}
	return kube.Affected{Reader: r.Client}.ResourceOf(ctx, o)
}

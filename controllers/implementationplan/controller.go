// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package implementationplan reports whether a plan for authorised operation is
// in force.
package implementationplan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// Reconciler reconciles ImplementationPlans.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
	// Events tells what came into or went out of force.
	Events events.EventRecorder
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=implementationplans,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=implementationplans/status,verbs=patch

// Reconcile reports on one plan.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	plan := &v1alpha1.ImplementationPlan{}
	if err := r.Client.Get(ctx, req.NamespacedName, plan); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Plan(ctx, plan)
	facts = facts.Remembering()
	verdict := authorization.DecidePlan(facts, v1alpha1.ObjectName(plan.Name), now)
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnImplementationPlan, Name: v1alpha1.ObjectName(plan.Name)}
	procedure, duties := conditions.Awaiting(verdict, facts.Proceedings(subject, now)), conditions.DutiesDone(verdict, facts.Owing(subject, now))
	reportErr := r.report(ctx, plan, verdict, procedure, duties, now)
	return kube.Finish(verdict.Next, now, errors.Join(readErr, reportErr))
}

func (r *Reconciler) report(ctx context.Context, plan *v1alpha1.ImplementationPlan, v authorization.Verdict, procedure v1alpha1.ProcedureReport, duties conditions.State, now time.Time) error {
	updated := plan.DeepCopy()
	states := append([]conditions.State{conditions.Active(v), duties}, conditions.Ready(conditions.Of(v))...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, plan.Generation, now, states...)
	updated.Status.ObservedGeneration = plan.Generation
	updated.Status.ProcedureReport = procedure
	told := updated.DeepCopy()
	changed, err := kube.PatchStatus(ctx, r.Client, plan, updated)
	if changed {
		kube.Tell(r.Events, plan, plan.Status.Conditions, told.Status.Conditions)
		kube.TellProcedures(r.Events, plan, &plan.Status.ProcedureReport, &told.Status.ProcedureReport)
	}
	return err
}

// SetupWithManager watches whatever a plan's verdict rests on.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	to := func(f handler.MapFunc) handler.EventHandler { return handler.EnqueueRequestsFromMapFunc(f) }
	quiet := builder.WithPredicates(kube.NotStatus())
	err := ctrl.NewControllerManagedBy(mgr).
		Named("implementationplan").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.ImplementationPlan{}).
		Watches(&v1alpha1.ImplementationPlan{}, to(affected.Revised(v1alpha1.OnImplementationPlan)), quiet).
		Watches(&v1alpha1.Decision{}, to(affected.PlansDecided), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.DecidedBy(affected.PlansDecided)), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.PlansBy("Organization")), quiet).
		Watches(&v1alpha1.Jurisdiction{}, to(affected.PlansBy("Jurisdiction")), quiet).
		Watches(&v1alpha1.DataResource{}, to(affected.PlansBy("DataResource")), quiet).
		Watches(&v1alpha1.Objection{}, to(affected.Objected(v1alpha1.LinkImplementationPlan)), quiet).
		Watches(&v1alpha1.WorkCalendar{}, to(affected.ByCalendar(affected.PlansBy("Jurisdiction"))), quiet).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of plans: %w", err)
	}
	return nil
}

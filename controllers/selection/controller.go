// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package selection reports whether a call for applicants has ended in a choice
// that holds.
package selection

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

// Reconciler reconciles Selections.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
	// Events tells what came into or went out of force.
	Events events.EventRecorder
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=selections,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=selections/status,verbs=patch

// Reconcile reports on one call.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	selection := &v1alpha1.Selection{}
	if err := r.Client.Get(ctx, req.NamespacedName, selection); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Selection(ctx, selection)
	facts = facts.Remembering()
	verdict := authorization.DecideSelection(facts, v1alpha1.ObjectName(selection.Name), now)
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnSelection, Name: v1alpha1.ObjectName(selection.Name)}
	procedure, duties := conditions.Awaiting(verdict, facts.Proceedings(subject, now)), conditions.DutiesDone(verdict, facts.Owing(subject, now))
	reportErr := r.report(ctx, selection, verdict, procedure, duties, facts.Applicants(v1alpha1.ObjectName(selection.Name), now), now)
	return kube.Finish(verdict.Next, now, errors.Join(readErr, reportErr))
}

func (r *Reconciler) report(ctx context.Context, selection *v1alpha1.Selection, v authorization.Verdict, procedure v1alpha1.ProcedureReport, duties conditions.State, applicants []v1alpha1.ApplicantStatus, now time.Time) error {
	updated := selection.DeepCopy()
	states := append([]conditions.State{conditions.Active(v), duties}, conditions.Ready(conditions.Of(v))...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, selection.Generation, now, states...)
	updated.Status.ObservedGeneration = selection.Generation
	updated.Status.ProcedureReport, updated.Status.Applicants, updated.Status.Selected = procedure, applicants, conditions.Selected(applicants)
	told := updated.DeepCopy()
	changed, err := kube.PatchStatus(ctx, r.Client, selection, updated)
	if changed {
		kube.Tell(r.Events, selection, selection.Status.Conditions, told.Status.Conditions)
		kube.TellProcedures(r.Events, selection, &selection.Status.ProcedureReport, &told.Status.ProcedureReport)
	}
	return err
}

// SetupWithManager watches whatever a call's verdict rests on.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	to := func(f handler.MapFunc) handler.EventHandler { return handler.EnqueueRequestsFromMapFunc(f) }
	quiet := builder.WithPredicates(kube.NotStatus())
	b := ctrl.NewControllerManagedBy(mgr).
		Named("selection").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.Selection{}).
		Watches(&v1alpha1.Decision{}, to(affected.SelectionsDecided), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.DecidedBy(affected.SelectionsDecided)), quiet).
		Watches(&v1alpha1.Objection{}, to(affected.Objected(v1alpha1.LinkSelection)), quiet).
		Watches(&v1alpha1.WorkCalendar{}, to(affected.ByCalendar(affected.SelectionsBy("Jurisdiction"))), quiet)
	for kind, object := range map[string]client.Object{
		"Jurisdiction": &v1alpha1.Jurisdiction{}, "Organization": &v1alpha1.Organization{},
		"ImplementationPlan": &v1alpha1.ImplementationPlan{}, "OperationAgreement": &v1alpha1.OperationAgreement{},
	} {
		b = b.Watches(object, to(affected.SelectionsBy(kind)), quiet)
	}
	if err := b.Complete(r); err != nil {
		return fmt.Errorf("set up the controller of calls for applicants: %w", err)
	}
	return nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package objection reports whether an objection is open.
package objection

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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
)

// Reconciler reconciles Objections.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
	// Events tells what was opened or disposed of.
	Events events.EventRecorder
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=objections,verbs=list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=objections/status,verbs=patch

// Reconcile reports on one objection.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	objection := &v1alpha1.Objection{}
	if err := r.Client.Get(ctx, req.NamespacedName, objection); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Objection(ctx, objection)
	facts = facts.Remembering()
	verdict := authorization.DecideObjection(facts, now)
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnObjection, Name: v1alpha1.ObjectName(objection.Name)}
	procedure, duties := conditions.Awaiting(verdict, facts.Proceedings(subject, now)), conditions.DutiesDone(verdict, facts.Owing(subject, now))
	reportErr := r.report(ctx, objection, verdict, procedure, duties, now)
	return kube.Finish(verdict.Next, now, errors.Join(readErr, reportErr))
}

// active is the state of Active: an objection is active while it is open.
func active(o *v1alpha1.Objection, v authorization.Verdict) conditions.State {
	state := conditions.Active(v)
	if state.Status == metav1.ConditionTrue {
		state.Reason = v1alpha1.ObjectionOpenReason
		state.Message = fmt.Sprintf("open: %s %q was objected to by %s on %s, and its disposal is awaited",
			o.Spec.Against.Kind, o.Spec.Against.Name, o.Spec.Objector.Name, o.Spec.RaisedOn)
	}
	return state
}

func (r *Reconciler) report(ctx context.Context, objection *v1alpha1.Objection, v authorization.Verdict, procedure v1alpha1.ProcedureReport, duties conditions.State, now time.Time) error {
	updated := objection.DeepCopy()
	states := append([]conditions.State{active(objection, v), duties}, conditions.Ready(conditions.Of(v))...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, objection.Generation, now, states...)
	updated.Status.ObservedGeneration = objection.Generation
	updated.Status.ProcedureReport = procedure
	told := updated.DeepCopy()
	changed, err := kube.PatchStatus(ctx, r.Client, objection, updated)
	if changed {
		kube.Tell(r.Events, objection, objection.Status.Conditions, told.Status.Conditions)
		kube.TellProcedures(r.Events, objection, &objection.Status.ProcedureReport, &told.Status.ProcedureReport)
	}
	return err
}

// SetupWithManager watches objections, the Decisions on them, what they are
// against, and the editions that it pins, with the days they count by.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	to := func(f handler.MapFunc) handler.EventHandler { return handler.EnqueueRequestsFromMapFunc(f) }
	quiet := builder.WithPredicates(kube.NotStatus())
	b := ctrl.NewControllerManagedBy(mgr).
		Named("objection").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.Objection{}).
		Watches(&v1alpha1.Decision{}, to(affected.ObjectionDecided), quiet).
		Watches(&v1alpha1.WorkCalendar{}, to(r.all), quiet).
		Watches(&v1alpha1.Jurisdiction{}, to(r.all), quiet)
	for kind, object := range map[string]client.Object{
		"ImplementationPlan": &v1alpha1.ImplementationPlan{}, "Selection": &v1alpha1.Selection{},
		"OperationAgreement": &v1alpha1.OperationAgreement{}, "DeveloperGrant": &v1alpha1.DeveloperGrant{},
	} {
		b = b.Watches(object, to(affected.ObjectionsAgainst(kind)), quiet)
	}
	if err := b.Complete(r); err != nil {
		return fmt.Errorf("set up the controller of objections: %w", err)
	}
	return nil
}

// all are all objections: an edition comes rarely, and they are few.
func (r *Reconciler) all(ctx context.Context, _ client.Object) []reconcile.Request {
	var list v1alpha1.ObjectionList
	if err := r.Client.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		return nil
	}
	requests := make([]reconcile.Request, 0, len(list.Items))
	for i := range list.Items {
		requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&list.Items[i])})
	}
	return requests
}

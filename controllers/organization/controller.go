// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package organization reports the standing of a party.
package organization

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/types"
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
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// Reconciler reconciles Organizations.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
	// Events takes the events; nil takes none.
	Events events.EventRecorder
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=organizations,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=organizations/status,verbs=patch

// Reconcile reports the standing of one party.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	organization := &v1alpha1.Organization{}
	if err := r.Client.Get(ctx, req.NamespacedName, organization); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Organization(ctx, organization)
	verdict := authorization.DecideOrganization(facts, v1alpha1.ObjectName(organization.Name), now)
	party := facts.Party(v1alpha1.ObjectName(organization.Name), now)
	reportErr := r.report(ctx, organization, verdict, party, now)
	return kube.Finish(calendar.Earliest(verdict.Next, party.Next), now, errors.Join(readErr, reportErr))
}

func (r *Reconciler) report(ctx context.Context, organization *v1alpha1.Organization, v authorization.Verdict, party authorization.Party, now time.Time) error {
	updated := organization.DeepCopy()
	states := append([]conditions.State{conditions.Active(v), conditions.DutiesDone(v, party.Owing)}, conditions.Ready(conditions.Of(v))...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, organization.Generation, now, states...)
	updated.Status.ObservedGeneration = organization.Generation
	updated.Status.Roles, updated.Status.ProcedureReport = party.Roles, conditions.Awaiting(v, party.Procedure)
	told := updated.DeepCopy()
	changed, err := kube.PatchStatus(ctx, r.Client, organization, updated)
	if changed {
		kube.Tell(r.Events, organization, organization.Status.Conditions, told.Status.Conditions)
		kube.TellProcedures(r.Events, organization, &organization.Status.ProcedureReport, &told.Status.ProcedureReport)
	}
	return err
}

// SetupWithManager watches the party, the Decisions on it and who made them, who
// bears its credit code too, and the editions that confer roles, with the days they
// count by.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	err := ctrl.NewControllerManagedBy(mgr).
		Named("organization").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.Organization{}).
		Watches(&v1alpha1.Decision{}, handler.EnqueueRequestsFromMapFunc(decided), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Decision{}, handler.EnqueueRequestsFromMapFunc(affected.OtherNames), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Organization{}, handler.EnqueueRequestsFromMapFunc(affected.DecidedBy(decided)), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Organization{}, handler.EnqueueRequestsFromMapFunc(affected.OtherNames), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.WorkCalendar{}, handler.EnqueueRequestsFromMapFunc(affected.ByCalendar(r.under)), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Jurisdiction{}, handler.EnqueueRequestsFromMapFunc(r.under), builder.WithPredicates(kube.NotStatus())).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of organisations: %w", err)
	}
	return nil
}

func decided(_ context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok || d.Spec.Subject.Kind != v1alpha1.OnOrganization {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: string(d.Spec.Subject.Name)}}}
}

// under are all organisations, where an edition confers roles or refuses the barred.
func (r *Reconciler) under(ctx context.Context, o client.Object) []reconcile.Request {
	edition, ok := o.(*v1alpha1.Jurisdiction)
	if !ok || !authorization.Asks(edition, v1alpha1.LinkOrganization) && !authorization.AsksWhoIsBarred(edition) {
		return nil
	}
	var list v1alpha1.OrganizationList
	if err := r.Client.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		return nil
	}
	requests := make([]reconcile.Request, 0, len(list.Items))
	for i := range list.Items {
		requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&list.Items[i])})
	}
	return requests
}

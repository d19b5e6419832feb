// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package operationagreement gives what all grants of an agreement share: the
// routes to its data, and cohorts that were closed and are in force again.
package operationagreement

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
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
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// Reconciler reconciles OperationAgreements.
type Reconciler struct {
	Client client.Client
	// Live reads from the API server what an opening write rests on.
	Live  client.Reader
	Clock clock.PassiveClock
	// Events tells what came into or went out of force.
	Events events.EventRecorder
	// Writer writes what is wholly ours.
	Writer *kube.Writer
	// Guards knows whether the admission policies hold.
	Guards *kube.GuardWatch
	// Shared keeps what the cache tells of other chains.
	Shared *kube.Shared
	// Up answers live reads of Decisions from a cache that has come as far; nil asks
	// the API server alone.
	Up *kube.Abreast
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=operationagreements,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=operationagreements/status,verbs=patch
// +kubebuilder:rbac:groups=admissionregistration.k8s.io,resources=validatingadmissionpolicies;validatingadmissionpolicybindings;mutatingadmissionpolicies;mutatingadmissionpolicybindings,verbs=list;watch
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=get;list;watch;create;update
// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=clusterroles,verbs=get;list;watch;update

// settling is how long the deletion of a room waits: ten thousand of them are
// one reason to look whether a cohort can be given back.
const settling = 250 * time.Millisecond

// drifted is how long a change of a cohort or route waits: drift is to be
// repaired within a second, and a cut is reported only after its first denied
// read, in whose way a report would stand.
const drifted = 500 * time.Millisecond

// waitsAgain is how often a cohort that waits for cutoff is looked at again.
const waitsAgain = 2 * time.Second

// Reconcile brings the cluster to what the verdict on one agreement asks.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	agreement := &v1alpha1.OperationAgreement{}
	if err := r.Client.Get(ctx, req.NamespacedName, agreement); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := r.seen().Agreement(ctx, agreement)
	facts = facts.Remembering()
	verdict := authorization.DecideAgreement(facts, now)
	waits, applyErr := r.apply(ctx, facts, verdict)
	if kube.MovedOn(applyErr) { // nothing to tell: all is looked at again at once
		return kube.Finish(verdict.Next, now, applyErr)
	}
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: v1alpha1.ObjectName(agreement.Name)}
	procedure, duties := conditions.Awaiting(verdict, facts.Proceedings(subject, now)), conditions.DutiesDone(verdict, facts.Owing(subject, now))
	reportErr := r.report(ctx, agreement, verdict, procedure, duties, waits, applyErr, now)
	next := verdict.Next
	if waits != "" { // what ends the wait may be no event on anything watched
		next = calendar.Earliest(next, now.Add(waitsAgain))
	}
	return kube.Finish(next, now, errors.Join(readErr, applyErr, reportErr))
}

// seen reads the facts from the cache, and live from the API server.
func (r *Reconciler) seen() kube.Observer {
	return kube.Observer{Reader: r.Client, Guards: r.Guards, Shared: r.Shared}
}

func (r *Reconciler) live() kube.Observer {
	return kube.Observer{Reader: r.Live, Guards: r.Guards, Parallel: true}
}

// SetupWithManager watches whatever an agreement's verdict, routes or cohorts
// rest on.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	to := func(f handler.MapFunc) handler.EventHandler { return handler.EnqueueRequestsFromMapFunc(f) }
	quiet := builder.WithPredicates(kube.NotStatus())
	b := ctrl.NewControllerManagedBy(mgr).
		Named("operationagreement").
		For(&v1alpha1.OperationAgreement{}).
		WithOptions(controller.Options{MaxConcurrentReconciles: 4, RateLimiter: kube.Retries()}).
		Watches(&v1alpha1.OperationAgreement{}, to(affected.AgreementAndResting), quiet).
		Watches(&v1alpha1.Decision{}, kube.Decided(affected.AgreementsDecided), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.DecidedBy(affected.AgreementsDecided)), quiet).
		Watches(&corev1.Service{}, to(affected.AgreementsBy("Service"))).
		Watches(&v1alpha1.Objection{}, to(affected.Objected(v1alpha1.LinkOperationAgreement)), quiet).
		Watches(&v1alpha1.WorkCalendar{}, to(affected.ByCalendar(affected.AgreementsBy("Jurisdiction"))), quiet).
		WatchesMetadata(&networkingv1.NetworkPolicy{}, kube.After(drifted, affected.AgreementOf)).
		WatchesMetadata(&rbacv1.ClusterRole{}, kube.After(drifted, affected.AgreementOf)).
		WatchesMetadata(&rbacv1.RoleBinding{}, kube.After(settling, r.agreementOfRoom), builder.WithPredicates(kube.OnlyDeletes()))
	b = b.WatchesRawSource(kube.Guarded{Watch: r.Guards, Reader: r.Client, New: func() client.ObjectList { return &v1alpha1.OperationAgreementList{} }})
	for kind, object := range map[string]client.Object{
		"Jurisdiction": &v1alpha1.Jurisdiction{}, "Organization": &v1alpha1.Organization{}, "DataResource": &v1alpha1.DataResource{},
		"ImplementationPlan": &v1alpha1.ImplementationPlan{}, "Selection": &v1alpha1.Selection{},
	} {
		b = b.Watches(object, to(affected.AgreementsBy(kind)), quiet)
	}
	if err := b.Complete(r); err != nil {
		return fmt.Errorf("set up the controller of agreements: %w", err)
	}
	return nil
}

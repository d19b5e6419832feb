// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package developergrant gives: it brings the sandbox of a grant in force into
// being, repairs what drifts, and reports. Taking away is cutoff's.
package developergrant

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
	"github.com/publicdata-io/mandate/internal/conditions"
)

// Reconciler reconciles DeveloperGrants.
type Reconciler struct {
	Client client.Client
	// Live reads from the API server what an opening write replaces.
	Live client.Reader
	// Rounds read from the API server the facts that an opening rests on.
	Rounds *kube.Rounds
	Clock  clock.PassiveClock
	// Events tells what came into or went out of force.
	Events events.EventRecorder
	// Writer writes what is wholly ours.
	Writer *kube.Writer
	// Guards knows whether the admission policies hold.
	Guards *kube.GuardWatch
	// Shared keeps what the cache tells of other chains.
	Shared *kube.Shared
	// Workers is how many grants are reconciled at once.
	Workers int
	// Lanes leave cores free while many grants are looked at.
	Lanes *kube.Lanes
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=developergrants,verbs=get;list;watch;patch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=developergrants/status,verbs=patch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=jurisdictions;organizations;sandboxclasses;dataresources;operationagreements,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=decisions,verbs=list;watch
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch
// +kubebuilder:rbac:groups="",resources=services,verbs=get;list;watch
// +kubebuilder:rbac:groups="",resources=namespaces,verbs=get;list;watch;create;patch
// +kubebuilder:rbac:groups="",resources=resourcequotas;limitranges;serviceaccounts;configmaps,verbs=list;watch;create;update
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=list;watch;create;update
// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=rolebindings,verbs=get;list;watch;create;update;delete
// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=clusterroles,verbs=get;list;watch;create;update;bind;escalate

// settling is how long an event inside a sandbox waits. Our own writes cause a
// dozen for each sandbox, and drift is to be repaired within a second.
const settling = 250 * time.Millisecond

// Reconcile brings the cluster to what the verdict on one grant asks.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	grant := &v1alpha1.DeveloperGrant{}
	if err := r.Client.Get(ctx, req.NamespacedName, grant); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	known, err := r.remembering(ctx, grant)
	if err != nil {
		return ctrl.Result{}, err
	}
	var facts *authorization.Facts
	var readErr error
	var verdict authorization.Verdict
	r.Lanes.Look(func() {
		facts, readErr = r.seen().Grant(ctx, known)
		facts = facts.Remembering()
		verdict = authorization.DecideGrant(facts, now)
	})
	verdict, box, applyErr := r.apply(ctx, facts, verdict)
	if kube.MovedOn(applyErr) { // nothing to tell: all is looked at again at once
		return kube.Finish(verdict.Next, now, applyErr)
	}
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: v1alpha1.ObjectName(grant.Name)}
	procedure, duties := conditions.Awaiting(verdict, facts.Proceedings(subject, now)), conditions.DutiesDone(verdict, facts.Owing(subject, now))
	reportErr := r.report(ctx, grant, verdict, box, procedure, duties, openedAt(known), now)
	return kube.Finish(kube.Reported(verdict), now, errors.Join(readErr, applyErr, reportErr))
}

// seen reads the facts from the cache, and live from the API server.
func (r *Reconciler) seen() kube.Observer {
	return kube.Observer{Reader: r.Client, Guards: r.Guards, Shared: r.Shared}
}

func (r *Reconciler) live(reader client.Reader) kube.Observer {
	return kube.Observer{Reader: reader, Guards: r.Guards, Parallel: true}
}

// SetupWithManager watches whatever a grant's verdict or sandbox rests on.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	to := func(f handler.MapFunc) handler.EventHandler { return handler.EnqueueRequestsFromMapFunc(f) }
	b := ctrl.NewControllerManagedBy(mgr).
		Named("developergrant").
		For(&v1alpha1.DeveloperGrant{}, builder.WithPredicates(kube.NotStatus())).
		WithOptions(controller.Options{MaxConcurrentReconciles: r.Workers, RateLimiter: kube.Retries()}).
		Watches(&v1alpha1.DeveloperGrant{}, to(affected.Revised(v1alpha1.OnDeveloperGrant)), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.DeveloperGrant{}, to(r.later)).
		Watches(&v1alpha1.OperationAgreement{}, to(r.under(affected, affected.AgreementAndResting)), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Decision{}, r.Lanes.AtNews(), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Decision{}, kube.Decided(affected.GrantsDecided), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Organization{}, to(affected.DecidedBy(affected.GrantsDecided)), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Organization{}, to(r.under(affected, affected.DecidedBy(affected.AgreementsDecided))), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Decision{}, kube.Decided(r.underDecided(affected)), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Objection{}, to(affected.Objected(v1alpha1.LinkDeveloperGrant)), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Objection{}, to(r.under(affected, affected.Objected(v1alpha1.LinkOperationAgreement))), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.WorkCalendar{}, to(affected.ByCalendar(affected.GrantsBy("Jurisdiction"))), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.ImplementationPlan{}, to(r.underReferring(affected, "ImplementationPlan")), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.Selection{}, to(r.underReferring(affected, "Selection")), builder.WithPredicates(kube.NotStatus())).
		Watches(&corev1.Service{}, to(affected.GrantsBy("Service")))
	b = b.WatchesRawSource(kube.Guarded{Watch: r.Guards, Reader: r.Client, New: func() client.ObjectList { return &v1alpha1.DeveloperGrantList{} }})
	for kind, object := range map[string]client.Object{
		"Jurisdiction": &v1alpha1.Jurisdiction{}, "Organization": &v1alpha1.Organization{},
		"SandboxClass": &v1alpha1.SandboxClass{}, "DataResource": &v1alpha1.DataResource{},
	} {
		b = b.Watches(object, to(affected.GrantsBy(kind)), builder.WithPredicates(kube.NotStatus()))
		if kind != "SandboxClass" {
			b = b.Watches(object, to(r.underReferring(affected, kind)), builder.WithPredicates(kube.NotStatus()))
		}
	}
	for _, object := range []client.Object{
		&networkingv1.NetworkPolicy{}, &corev1.ResourceQuota{}, &corev1.LimitRange{}, &corev1.ServiceAccount{},
		&corev1.ConfigMap{}, &rbacv1.RoleBinding{},
	} {
		b = b.WatchesMetadata(object, kube.After(settling, affected.GrantOfPart))
	}
	// Status too, ours and what others make of it, once the cache has the sandbox.
	b = b.Watches(&v1alpha1.DeveloperGrant{}, kube.After(settling, kube.Itself)).
		WatchesMetadata(&corev1.Namespace{}, kube.After(settling, r.grantOfSandbox)).
		WatchesMetadata(&rbacv1.ClusterRole{}, kube.After(settling, r.grantsOfCohort), builder.WithPredicates(kube.NotCreates()))
	if err := b.Complete(r); err != nil {
		return fmt.Errorf("set up the controller of grants: %w", err)
	}
	return nil
}

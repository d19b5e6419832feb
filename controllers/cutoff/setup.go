// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package cutoff takes away. It is a process of its own, in any number of
// replicas without a leader: it decides by the same verdict as the operator,
// acts from its cache, unconditionally and idempotently, and can empty, close
// and delete but neither fill, open nor create.
package cutoff

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/source"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=jurisdictions;workcalendars;organizations;sandboxclasses;dataresources;implementationplans;selections;operationagreements;developergrants;objections;decisions,verbs=list;watch
// +kubebuilder:rbac:groups="",resources=services,verbs=list;watch
// +kubebuilder:rbac:groups=admissionregistration.k8s.io,resources=validatingadmissionpolicies;validatingadmissionpolicybindings;mutatingadmissionpolicies;mutatingadmissionpolicybindings,verbs=list;watch
// +kubebuilder:rbac:groups="",resources=namespaces,verbs=list;watch;patch
// +kubebuilder:rbac:groups="",resources=resourcequotas,verbs=list;watch;patch
// +kubebuilder:rbac:groups="",resources=pods,verbs=list;delete
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=list;watch;patch
// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=rolebindings,verbs=list;watch;delete
// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=clusterroles,verbs=list;watch;patch

// sandboxGrantField selects sandboxes by the namespace/name of their grant.
const sandboxGrantField = "grant"

const (
	grantWorkers     = 8
	agreementWorkers = 4
)

// Setup adds the controllers of the cut to a manager that every replica runs.
func Setup(ctx context.Context, mgr ctrl.Manager, deadlines *Deadlines) error {
	if err := index(ctx, mgr); err != nil {
		return err
	}
	affected := kube.Affected{Reader: mgr.GetClient(), Informers: mgr.GetCache()}
	knife := NewKnife(mgr.GetClient(), mgr.GetAPIReader(), kube.RequestTime)
	fanout := NewFanout(affected, deadlines.Local)
	if err := mgr.Add(deadlines); err != nil {
		return fmt.Errorf("add the deadlines: %w", err)
	}
	heart, err := newHeart(mgr, deadlines, knife)
	if err != nil {
		return err
	}
	guards, err := kube.NewGuardWatch(mgr.GetCache(), deadlines.Clock)
	if err != nil {
		return err
	}
	if err := mgr.Add(guards); err != nil {
		return fmt.Errorf("watch the guards: %w", err)
	}
	shared, err := kube.NewShared(ctx, mgr.GetFieldIndexer())
	if err != nil {
		return err
	}
	if err := shared.Follow(ctx, mgr.GetCache()); err != nil {
		return err
	}
	progress, err := kube.NewProgress(ctx, mgr.GetCache())
	if err != nil {
		return err
	}
	patience := &Patience{Cache: progress, Local: deadlines.Local}
	agreements := &AgreementReconciler{Client: mgr.GetClient(), Clock: deadlines.Clock, Knife: knife, Deadlines: deadlines, Guards: guards, Shared: shared, Patience: patience, Grants: fanout}
	if err := setupAgreements(mgr, agreements, affected, heart); err != nil {
		return err
	}
	grants := &GrantReconciler{
		Client: mgr.GetClient(), Clock: deadlines.Clock, Knife: knife, Deadlines: deadlines, Guards: guards, Shared: shared, Lanes: kube.NewLanes(), Hurry: &Hurry{},
		Patience: patience, Strays: make(chan event.TypedGenericEvent[reconcile.Request]),
	}
	if err := setupGrants(mgr, grants, affected, fanout, heart); err != nil {
		return err
	}
	return (&LifetimeReconciler{Client: mgr.GetClient(), Knife: knife}).SetupWithManager(mgr)
}

// NeedLeaderElection lets every replica keep its deadlines.
func (d *Deadlines) NeedLeaderElection() bool { return false }

func index(ctx context.Context, mgr ctrl.Manager) error {
	if err := kube.Index(ctx, mgr.GetFieldIndexer()); err != nil {
		return err
	}
	sandboxes := &metav1.PartialObjectMetadata{}
	sandboxes.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Namespace"))
	if err := mgr.GetFieldIndexer().IndexField(ctx, sandboxes, sandboxGrantField, grantSandboxIsOf); err != nil {
		return fmt.Errorf("index sandboxes by grant: %w", err)
	}
	return nil
}

func grantSandboxIsOf(box client.Object) []string {
	return []string{box.GetAnnotations()[v1alpha1.GrantAnnotation]}
}

func options(workers int) controller.Options {
	leaderless := false
	return controller.Options{MaxConcurrentReconciles: workers, RateLimiter: kube.Retries(), NeedLeaderElection: &leaderless}
}

func setupAgreements(mgr ctrl.Manager, r *AgreementReconciler, affected kube.Affected, heart *Heart) error {
	quiet := builder.WithPredicates(kube.NotStatus())
	b := ctrl.NewControllerManagedBy(mgr).
		Named("cutoff-agreement").
		WithOptions(options(agreementWorkers)).
		Watches(&v1alpha1.OperationAgreement{}, listed(r.Clock, urgent, kube.Itself), quiet).
		Watches(&v1alpha1.OperationAgreement{}, listed(r.Clock, many, affected.AgreementAndResting), quiet).
		Watches(&v1alpha1.Organization{}, listed(r.Clock, many, affected.DecidedBy(affected.AgreementsDecided)), quiet).
		Watches(&corev1.Service{}, listed(r.Clock, urgent, affected.AgreementsBy("Service"))).
		Watches(&v1alpha1.Objection{}, listed(r.Clock, urgent, affected.Objected(v1alpha1.LinkOperationAgreement)), quiet).
		Watches(&v1alpha1.WorkCalendar{}, listed(r.Clock, routine, affected.ByCalendar(affected.AgreementsBy("Jurisdiction"))), quiet).
		WatchesMetadata(&rbacv1.ClusterRole{}, after(together, agreementOf(affected)), builder.WithPredicates(kube.NotDeletes())).
		WatchesMetadata(&networkingv1.NetworkPolicy{}, after(together, agreementOf(affected)), builder.WithPredicates(kube.NotDeletes())).
		WatchesMetadata(&rbacv1.ClusterRole{}, mapped(urgent, toCanary), builder.WithPredicates(isCanaryRole())).
		WatchesRawSource(source.Channel(heart.Canary.to[0], passed(urgent, 0))).
		WatchesRawSource(source.Channel(r.Deadlines.Agreements, passed(urgent, 0))).
		WatchesRawSource(guarded(r))
	for kind, object := range map[string]client.Object{
		"Jurisdiction": &v1alpha1.Jurisdiction{}, "Organization": &v1alpha1.Organization{}, "DataResource": &v1alpha1.DataResource{},
		"ImplementationPlan": &v1alpha1.ImplementationPlan{}, "Selection": &v1alpha1.Selection{},
	} {
		b = b.Watches(object, listed(r.Clock, urgent, affected.AgreementsBy(kind)), quiet)
	}
	for _, handler := range agreementsDecided(r.Clock, affected) {
		b = b.Watches(&v1alpha1.Decision{}, handler, quiet)
	}
	if err := b.Complete(heart.provesAgreements(r)); err != nil {
		return fmt.Errorf("set up the cut of agreements: %w", err)
	}
	return nil
}

func setupGrants(mgr ctrl.Manager, r *GrantReconciler, affected kube.Affected, fanout *Fanout, heart *Heart) error {
	quiet := builder.WithPredicates(kube.NotStatus())
	asked := options(grantWorkers)
	asked.NewQueue = r.Hurry.Queue
	b := ctrl.NewControllerManagedBy(mgr).
		Named("cutoff-grant").
		WithOptions(asked).
		Watches(&v1alpha1.DeveloperGrant{}, listed(r.Clock, urgent, kube.Itself), quiet).
		Watches(&v1alpha1.DeveloperGrant{}, listed(r.Clock, urgent, affected.Revised(v1alpha1.OnDeveloperGrant)), quiet).
		Watches(&v1alpha1.Organization{}, listed(r.Clock, many, affected.DecidedBy(affected.GrantsDecided)), quiet).
		Watches(&corev1.Service{}, listed(r.Clock, routine, affected.GrantsBy("Service"))).
		Watches(&v1alpha1.Objection{}, listed(r.Clock, routine, affected.Objected(v1alpha1.LinkDeveloperGrant)), quiet).
		Watches(&v1alpha1.WorkCalendar{}, listed(r.Clock, routine, affected.ByCalendar(affected.GrantsBy("Jurisdiction"))), quiet).
		WatchesMetadata(&corev1.Namespace{}, later(grantOfSandbox(r.Client))).
		WatchesMetadata(&rbacv1.RoleBinding{}, listed(r.Clock, urgent, affected.GrantOfPart), builder.WithPredicates(kube.NotDeletes())).
		WatchesMetadata(&networkingv1.NetworkPolicy{}, later(affected.GrantOfPart), builder.WithPredicates(kube.NotDeletes())).
		WatchesMetadata(&corev1.ResourceQuota{}, later(affected.GrantOfPart), builder.WithPredicates(kube.NotDeletes())).
		WatchesRawSource(source.Channel(heart.Canary.to[1], passed(urgent, 0))).
		WatchesRawSource(source.Channel(r.Deadlines.Grants, passed(many, 0))).
		WatchesRawSource(source.Channel(r.Deadlines.Crowd, passed(many, lull))).
		WatchesRawSource(source.Channel(r.Strays, passed(urgent, 0))).
		WatchesRawSource(source.Channel(fanout.To, passed(routine, 0)))
	for kind, object := range map[string]client.Object{
		"Jurisdiction": &v1alpha1.Jurisdiction{}, "Organization": &v1alpha1.Organization{},
		"SandboxClass": &v1alpha1.SandboxClass{}, "DataResource": &v1alpha1.DataResource{},
	} {
		b = b.Watches(object, listed(r.Clock, routine, affected.GrantsBy(kind)), quiet)
	}
	for _, handler := range append(grantsDecided(r.Clock, affected), r.Lanes.AtNews()) {
		b = b.Watches(&v1alpha1.Decision{}, handler, quiet)
	}
	if err := b.Complete(heart.provesGrants(r)); err != nil {
		return fmt.Errorf("set up the cut of grants: %w", err)
	}
	return nil
}

// agreementsDecided enqueue what a Decision bears on, each by itself: an informer
// tells every handler apart, and what an act is on does not wait until is known, of
// this act or of another before it, what rests on that.
func agreementsDecided(now clock.PassiveClock, affected kube.Affected) []handler.EventHandler {
	return []handler.EventHandler{listed(now, urgent, affected.AgreementsActedOn), listed(now, many, affected.AgreementsDecided)}
}

// grantsDecided enqueue what a Decision bears on, as agreementsDecided do.
func grantsDecided(now clock.PassiveClock, affected kube.Affected) []handler.EventHandler {
	return []handler.EventHandler{
		listed(now, urgent, affected.GrantDecided),
		listed(now, many, affected.GrantsActedOn), listed(now, many, affected.GrantsDecided),
	}
}

// guarded are all agreements when what is known of the guards changes; the
// grants under them follow.
func guarded(r *AgreementReconciler) kube.Guarded {
	return kube.Guarded{
		Watch: r.Guards, Reader: r.Client,
		New: func() client.ObjectList { return &v1alpha1.OperationAgreementList{} },
		Add: func(q queue, requests []reconcile.Request) { add(q, urgent, requests) },
	}
}

// agreementOf is the agreement whose UID an object carries, unless the object
// is closed. Where none has it, the object is one of the orphans, and however
// many they are, they are one request.
func agreementOf(affected kube.Affected) handler.MapFunc {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		if o.GetLabels()[v1alpha1.AgreementUIDLabel] == "" || o.GetAnnotations()[v1alpha1.ClosedByAnnotation] != "" {
			return nil
		}
		if found := affected.AgreementOf(ctx, o); len(found) > 0 {
			return found
		}
		return []reconcile.Request{orphans}
	}
}

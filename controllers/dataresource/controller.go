// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package dataresource protects: it keeps the baseline policy that denies
// everybody but the owner's other consumers at the pods of a resource, shuts those
// out again at pods that no resource serves any more, and reports.
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
	// Live reads from the API server what stands for a resource not in force.
	Live  client.Reader
	Clock clock.PassiveClock
	// Events tells what became of a resource's procedures.
	Events events.EventRecorder
	// Writer writes what is wholly ours.
	Writer *kube.Writer
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=dataresources,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=dataresources/status,verbs=patch
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=list;watch;create;update

// Reconcile protects one resource: from the moment it is declared where its owner
// has no other consumers, and else from the moment it is in force.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	resource := &v1alpha1.DataResource{}
	if err := r.Client.Get(ctx, req.NamespacedName, resource); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Resource(ctx, resource)
	facts = facts.Remembering()
	verdict := authorization.DecideResource(facts, v1alpha1.ObjectName(resource.Name), now)
	applyErr := r.apply(ctx, facts, resource, verdict)
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDataResource, Name: v1alpha1.ObjectName(resource.Name)}
	procedure, duties := conditions.Awaiting(verdict, facts.Proceedings(subject, now)), conditions.DutiesDone(verdict, facts.Owing(subject, now))
	active, besideErr := r.active(ctx, resource, verdict)
	reportErr := r.report(ctx, resource, verdict, procedure, []conditions.State{active, duties}, applyErr, now)
	return kube.Finish(verdict.Next, now, errors.Join(readErr, applyErr, besideErr, reportErr))
}

// apply keeps the baseline. An older one, for pods that a Service pointed to
// before, is left: nothing that protects data is pruned.
func (r *Reconciler) apply(ctx context.Context, facts *authorization.Facts, resource *v1alpha1.DataResource, verdict authorization.Verdict) error {
	target, ok := sandbox.TargetOf(facts, resource)
	if !ok {
		return nil
	}
	baseline := sandbox.Baseline(resource, target)
	switch {
	case baseline == nil:
		return nil
	case verdict.Force == authorization.InForce || len(baseline.Spec.Ingress) == 0:
		return r.Writer.Ensure(ctx, baseline)
	}
	return r.hold(ctx, resource, baseline)
}

// hold keeps what stands for a resource not in force from letting in more than it
// does: whoever declares a resource opens no pods by it. Whom it lets in already
// stays: the owner's readers have no part in what is suspended.
func (r *Reconciler) hold(ctx context.Context, resource *v1alpha1.DataResource, asked *networkingv1.NetworkPolicy) error {
	if pending, err := r.Writer.Pending(ctx, asked); err != nil || !pending {
		return err
	}
	there, err := baselinesOf(ctx, r.Live, resource.Namespace, string(resource.UID))
	if err != nil {
		return err
	}
	if held := sandbox.Held(asked, there); held != nil {
		return r.Writer.Ensure(ctx, held)
	}
	return nil
}

// baselinesOf are the baselines that stand for the resource of a UID, read live.
func baselinesOf(ctx context.Context, live client.Reader, namespace, uid string) ([]networkingv1.NetworkPolicy, error) {
	var list networkingv1.NetworkPolicyList
	err := live.List(ctx, &list, client.InNamespace(namespace),
		client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartBaseline, v1alpha1.ResourceUIDLabel: uid})
	if err != nil {
		return nil, fmt.Errorf("list the baselines of the DataResource with UID %s: %w", uid, err)
	}
	return list.Items, nil
}

func (r *Reconciler) report(ctx context.Context, resource *v1alpha1.DataResource, v authorization.Verdict, procedure v1alpha1.ProcedureReport, states []conditions.State, applyErr error, now time.Time) error {
	updated := resource.DeepCopy()
	progress, reason, message := conditions.Of(v)
	if applyErr != nil {
		progress, reason, message = conditions.Reconciling, v1alpha1.FailedReason, kube.Hindered("the policy that protects the data", applyErr)
	}
	states = append(states, conditions.Ready(progress, reason, message)...)
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
		Watches(&v1alpha1.DataResource{}, kube.Later(affected.Beside), builder.WithPredicates(turned())).
		Watches(&v1alpha1.Decision{}, to(affected.ResourcesDecided), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.DecidedBy(affected.ResourcesDecided)), quiet).
		Watches(&v1alpha1.Jurisdiction{}, to(affected.ResourcesBy("Jurisdiction")), quiet).
		Watches(&v1alpha1.Organization{}, to(affected.ResourcesBy("Organization")), quiet).
		Watches(&corev1.Service{}, to(affected.ResourcesBy("Service"))).
		Watches(&corev1.Service{}, kube.Later(affected.Beside)).
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

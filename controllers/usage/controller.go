// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package usage reports of whatever others refer to by name whether any does:
// admission lets an object be deleted only once it is reported unused.
package usage

import (
	"context"
	"fmt"
	"strings"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/reference"
)

// Reconciler reconciles what others refer to, one kind beside the other.
type Reconciler struct {
	Client     client.Client
	References kube.References
	// Rounds read live for all that wait to be told unused at the same time.
	Rounds *kube.Rounds
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=workcalendars,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=workcalendars/status,verbs=patch

// workers is how many objects of a kind are looked at at once. Each waits for
// answers that it shares with the others: a thousand new objects are a few rounds
// of lists, not a thousand times five.
const workers = 32

// kind is a kind that others refer to.
type kind struct {
	name   string
	object func() client.Object
	status func(client.Object) *v1alpha1.UsageStatus
}

var kinds = []kind{
	{reference.Jurisdiction, func() client.Object { return &v1alpha1.Jurisdiction{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.Jurisdiction).Status.UsageStatus
	}},
	{reference.Organization, func() client.Object { return &v1alpha1.Organization{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.Organization).Status.UsageStatus
	}},
	{reference.SandboxClass, func() client.Object { return &v1alpha1.SandboxClass{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.SandboxClass).Status.UsageStatus
	}},
	{reference.DataResource, func() client.Object { return &v1alpha1.DataResource{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.DataResource).Status.UsageStatus
	}},
	{reference.OperationAgreement, func() client.Object { return &v1alpha1.OperationAgreement{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.OperationAgreement).Status.UsageStatus
	}},
	{reference.ImplementationPlan, func() client.Object { return &v1alpha1.ImplementationPlan{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.ImplementationPlan).Status.UsageStatus
	}},
	{reference.Selection, func() client.Object { return &v1alpha1.Selection{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.Selection).Status.UsageStatus
	}},
	{reference.WorkCalendar, func() client.Object { return &v1alpha1.WorkCalendar{} }, func(o client.Object) *v1alpha1.UsageStatus {
		return &o.(*v1alpha1.WorkCalendar).Status.UsageStatus
	}},
}

// reconciler reports on objects of one kind.
type reconciler struct {
	*Reconciler
	kind kind
}

// Reconcile reports whether one object is used. That it is, the cache may say;
// that it is not is read live before it is written. What could not be read is
// not unused.
func (r reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	object := r.kind.object()
	if err := r.Client.Get(ctx, req.NamespacedName, object); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	target := reference.Target{Kind: r.kind.name, Namespace: req.Namespace, Name: req.Name}
	by, err := r.References.Seen(ctx, target, r.kind.status(object).UsedBy)
	if unused := r.kind.status(object).Unused; err == nil && by == "" && (unused == nil || !*unused) {
		live, leave, joinErr := r.Rounds.Join(ctx)
		if joinErr != nil {
			return ctrl.Result{}, fmt.Errorf("wait for a live look: %w", joinErr)
		}
		defer leave()
		by, err = kube.References{Live: live}.Proved(ctx, target)
	}
	if err != nil {
		return ctrl.Result{}, err
	}
	updated := object.DeepCopyObject().(client.Object)
	*r.kind.status(updated) = v1alpha1.UsageStatus{Unused: new(by == ""), UsedBy: conditions.Clip(by, longestName)}
	_, err = kube.PatchStatus(ctx, r.Client, object, updated)
	return ctrl.Result{}, err
}

// longestName is the bound of status.usedBy.
const longestName = 400

// SetupWithManager watches, for each kind, its objects and whatever refers to
// such.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	for _, k := range kinds {
		b := ctrl.NewControllerManagedBy(mgr).
			Named("usage-" + strings.ToLower(k.name)).
			WithOptions(controller.Options{RateLimiter: kube.Retries(), MaxConcurrentReconciles: workers}).
			For(k.object())
		for _, referring := range []client.Object{
			&v1alpha1.DeveloperGrant{}, &v1alpha1.OperationAgreement{}, &v1alpha1.DataResource{},
			&v1alpha1.Organization{}, &v1alpha1.Decision{}, &v1alpha1.Jurisdiction{},
			&v1alpha1.ImplementationPlan{}, &v1alpha1.Selection{}, &v1alpha1.Objection{},
		} {
			b = b.Watches(referring, referredTo(k.name), builder.WithPredicates(kube.NotStatus()))
		}
		if err := b.Complete(reconciler{r, k}); err != nil {
			return fmt.Errorf("set up the controller of the usage of %ss: %w", k.name, err)
		}
	}
	return nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package jurisdiction reports whether an edition is in effect, whether it is
// consistent, and whether a child only supplies or tightens what its parent says.
package jurisdiction

import (
	"context"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	rules "github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Reconciler reconciles Jurisdictions.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=jurisdictions,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=jurisdictions/status,verbs=patch

// Reconcile reports on one edition.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	edition := &v1alpha1.Jurisdiction{}
	if err := r.Client.Get(ctx, req.NamespacedName, edition); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	verdict := authorization.DecideJurisdiction(edition, now)
	ready, err := r.judge(ctx, edition, verdict)
	if err != nil {
		return ctrl.Result{}, err
	}
	return kube.Finish(verdict.Next, now, r.report(ctx, edition, verdict, ready, now))
}

// judge is whether the edition is Ready. What is wrong with its text only who
// applies it can mend; a parent that is missing may still appear.
func (r *Reconciler) judge(ctx context.Context, edition *v1alpha1.Jurisdiction, v authorization.Verdict) ([]conditions.State, error) {
	if flaws := rules.Flaws(edition); len(flaws) > 0 {
		return conditions.Ready(conditions.Stalled, v1alpha1.InvalidReason, rules.List(flaws)), nil
	}
	if edition.Spec.Parent == "" {
		return conditions.Ready(conditions.Of(v)), nil
	}
	editions := &v1alpha1.JurisdictionList{}
	if err := r.Client.List(ctx, editions); err != nil {
		return nil, fmt.Errorf("read the editions above an edition: %w", err)
	}
	if flaws := rules.Circle(edition, named(editions)); len(flaws) > 0 {
		return conditions.Ready(conditions.Stalled, v1alpha1.UnlawfulReason, rules.List(flaws)+" [D62]"), nil
	}
	parent := &v1alpha1.Jurisdiction{}
	err := r.Client.Get(ctx, client.ObjectKey{Name: string(edition.Spec.Parent)}, parent)
	switch {
	case apierrors.IsNotFound(err):
		return conditions.Ready(conditions.Reconciling, v1alpha1.ReferenceMissingReason, fmt.Sprintf(
			"spec.parent: Jurisdiction %q does not exist, so that nobody can tell what this edition supplies or tightens; apply it", edition.Spec.Parent)), nil
	case err != nil:
		return nil, fmt.Errorf("read the parent of an edition: %w", err)
	}
	if flaws := rules.Loosens(edition, parent); len(flaws) > 0 {
		return conditions.Ready(conditions.Stalled, v1alpha1.UnlawfulReason,
			rules.List(flaws)+" [D62]; apply an edition that supplies or tightens alone"), nil
	}
	return conditions.Ready(conditions.Of(v)), nil
}

// named finds editions by their name.
func named(editions *v1alpha1.JurisdictionList) func(v1alpha1.ObjectName) *v1alpha1.Jurisdiction {
	return func(name v1alpha1.ObjectName) *v1alpha1.Jurisdiction {
		for i := range editions.Items {
			if editions.Items[i].Name == string(name) {
				return &editions.Items[i]
			}
		}
		return nil
	}
}

func (r *Reconciler) report(ctx context.Context, edition *v1alpha1.Jurisdiction, v authorization.Verdict, ready []conditions.State, now time.Time) error {
	updated := edition.DeepCopy()
	states := append([]conditions.State{conditions.Active(v)}, ready...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, edition.Generation, now, states...)
	updated.Status.ObservedGeneration = edition.Generation
	updated.Status.EffectiveFrom = nil
	if from := v.Interval.NotBefore; !from.IsZero() {
		updated.Status.EffectiveFrom = &metav1.Time{Time: from}
	}
	_, err := kube.PatchStatus(ctx, r.Client, edition, updated)
	return err
}

// children are the editions that an edition stands above, through others too: it
// may appear after them, and close a circle.
func (r *Reconciler) children(ctx context.Context, parent client.Object) []reconcile.Request {
	editions := &v1alpha1.JurisdictionList{}
	if err := r.Client.List(ctx, editions); err != nil {
		return nil
	}
	var requests []reconcile.Request
	above := []string{parent.GetName()}
	for at := 0; at < len(above); at++ {
		for i := range editions.Items {
			child := &editions.Items[i]
			if string(child.Spec.Parent) == above[at] && !slices.Contains(above, child.Name) {
				above = append(above, child.Name)
				requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(child)})
			}
		}
	}
	return requests
}

// SetupWithManager watches editions, and for each its children.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	err := ctrl.NewControllerManagedBy(mgr).
		Named("jurisdiction").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.Jurisdiction{}).
		Watches(&v1alpha1.Jurisdiction{}, handler.EnqueueRequestsFromMapFunc(r.children)).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of editions: %w", err)
	}
	return nil
}

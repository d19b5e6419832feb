// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package decision reports whether a Decision has its effect, and why not.
package decision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/standing"
)

// Reconciler reconciles Decisions.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=decisions,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=decisions/status,verbs=patch

// Reconcile reports on one Decision.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	d := &v1alpha1.Decision{}
	if err := r.Client.Get(ctx, req.NamespacedName, d); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Subject(ctx, d)
	others := facts.Decisions[d.Spec.Subject]
	rules := facts.RulesFor(d.Spec.Subject)
	found := finding.First(standing.Judge(d, others, rules, now), standing.Repeated(d, others, rules, now))
	reportErr := r.report(ctx, d, found, now)
	return kube.Finish(standing.Fold(others, rules, now).Next, now, errors.Join(readErr, reportErr))
}

func (r *Reconciler) report(ctx context.Context, d *v1alpha1.Decision, found *finding.Finding, now time.Time) error {
	updated := d.DeepCopy()
	counts := conditions.Is(v1alpha1.CountsCondition, true, v1alpha1.EffectiveReason, "the act has its effect")
	if found != nil {
		counts = conditions.Is(v1alpha1.CountsCondition, found.Reason == v1alpha1.LiftedReason, found.Reason, found.Text())
	}
	states := append([]conditions.State{counts}, conditions.Ready(conditions.Settled, "", "the act is recorded")...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, d.Generation, now, states...)
	updated.Status.ObservedGeneration = d.Generation
	_, err := kube.PatchStatus(ctx, r.Client, d, updated)
	return err
}

// SetupWithManager watches Decisions, each of which may bear on the others of
// its subject, and organisations, whose roles the edition asks for.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	quiet := builder.WithPredicates(kube.NotStatus())
	err := ctrl.NewControllerManagedBy(mgr).
		Named("decision").
		For(&v1alpha1.Decision{}, quiet).
		Watches(&v1alpha1.Decision{}, handler.EnqueueRequestsFromMapFunc(r.siblings), quiet).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of Decisions: %w", err)
	}
	return nil
}

// siblings are the Decision's own answers and what it answers: all others on
// its subject that regard or are regarded.
func (r *Reconciler) siblings(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok || (d.Spec.Regarding == nil && !takes(d)) {
		return nil
	}
	var list v1alpha1.DecisionList
	err := r.Client.List(ctx, &list, client.InNamespace(d.Namespace), client.MatchingFields{kube.SubjectNameField: string(d.Spec.Subject.Name)}, client.UnsafeDisableDeepCopy)
	if err != nil {
		return nil
	}
	var requests []reconcile.Request
	for i := range list.Items {
		other := &list.Items[i]
		if other.Name != d.Name && other.Spec.Subject == d.Spec.Subject {
			requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(other)})
		}
	}
	return requests
}

func takes(d *v1alpha1.Decision) bool { return !standing.Gives(d.Spec.Action) }

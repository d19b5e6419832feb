// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package jurisdiction reports whether an edition is in effect, whether it is
// consistent, and whether a child only supplies or tightens what its parent says.
package jurisdiction

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"

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
	facts, readErr := kube.Observer{Reader: r.Client}.Edition(ctx, edition)
	verdict := authorization.DecideJurisdiction(facts, edition, now)
	return kube.Finish(verdict.Next, now, errors.Join(readErr, r.report(ctx, edition, verdict, judge(edition, verdict), now)))
}

// judge is whether the edition is Ready. What is wrong with its text only who
// applies it can mend; a parent that is missing may still appear.
func judge(edition *v1alpha1.Jurisdiction, v authorization.Verdict) []conditions.State {
	if flaws := rules.Flaws(edition); len(flaws) > 0 {
		return conditions.Ready(conditions.Stalled, v1alpha1.InvalidReason, rules.List(flaws))
	}
	return conditions.Ready(conditions.Of(v))
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

// SetupWithManager watches editions, and for each those under it.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	affected := kube.Affected{Reader: r.Client}
	err := ctrl.NewControllerManagedBy(mgr).
		Named("jurisdiction").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.Jurisdiction{}).
		Watches(&v1alpha1.Jurisdiction{}, handler.EnqueueRequestsFromMapFunc(affected.EditionsUnder)).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of editions: %w", err)
	}
	return nil
}

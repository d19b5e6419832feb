// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package purge ends what was kept: it deletes frozen sandboxes once their
// retention is over and their disposal was decided, in two steps, and clears
// away emptied rights and closed routes of terms that have ended.
package purge

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Reconciler reconciles sandboxes that are frozen, and the Decisions on their
// disposal.
type Reconciler struct {
	Client client.Client
	// Live reads from the API server what a purge rests on.
	Live  client.Reader
	Clock clock.PassiveClock
	// Events tells how far a sandbox is.
	Events events.EventRecorder
}

// +kubebuilder:rbac:groups="",resources=namespaces,verbs=get;list;watch;patch;delete
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=heartbeats,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=decisions/status,verbs=patch

// Reconcile looks after one sandbox.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	if !sandbox.IsNamespaceName(req.Name) {
		return ctrl.Result{}, nil // another namespace is gone
	}
	now := r.Clock.Now()
	seen := &metav1.PartialObjectMetadata{}
	seen.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Namespace"))
	err := r.Client.Get(ctx, types.NamespacedName{Name: req.Name}, seen)
	if client.IgnoreNotFound(err) != nil {
		return ctrl.Result{}, err
	}
	disposals, listErr := r.disposals(ctx, r.Client, "", req.Name)
	if listErr != nil {
		return ctrl.Result{}, listErr
	}
	switch {
	case err != nil:
		return ctrl.Result{}, r.reportGone(ctx, req.Name, disposals, now)
	case seen.Labels[v1alpha1.SandboxLabel] != "true" || seen.DeletionTimestamp != nil:
		return ctrl.Result{}, nil
	}
	if len(disposals) == 0 && retention.Read(seen).Purge == "" {
		return ctrl.Result{}, nil
	}
	next, err := r.dispose(ctx, seen.Name, disposals, now)
	return kube.Finish(next, now, err)
}

// dispose reads the sandbox live, then what its purge rests on, decides, and
// then makes the next step. It returns when time alone could change the answer.
func (r *Reconciler) dispose(ctx context.Context, name string, seen []*v1alpha1.Decision, now time.Time) (time.Time, error) {
	target := &corev1.Namespace{}
	if err := r.Live.Get(ctx, types.NamespacedName{Name: name}, target); err != nil {
		return time.Time{}, client.IgnoreNotFound(err)
	}
	facts, readErr := r.observe(ctx, target, now)
	last, beatErr := r.lastBeat(ctx)
	outcome := retention.Decide(facts, now)
	reportErr := r.report(ctx, seen, facts, last, now)
	if err := errors.Join(readErr, beatErr); err != nil {
		return time.Time{}, errors.Join(err, reportErr)
	}
	next, stepErr := r.step(ctx, target, facts.Box, outcome, last, now)
	return calendar.Earliest(outcome.Next, next), errors.Join(stepErr, reportErr)
}

// disposals are the Dispose Decisions on a sandbox, by the name.
func (r *Reconciler) disposals(ctx context.Context, reader client.Reader, namespace, name string) ([]*v1alpha1.Decision, error) {
	var list v1alpha1.DecisionList
	err := reader.List(ctx, &list, client.InNamespace(namespace), client.MatchingFields{kube.SubjectNameField: name})
	if err != nil {
		return nil, fmt.Errorf("list the disposals of %s: %w", name, err)
	}
	var found []*v1alpha1.Decision
	for i := range list.Items {
		if list.Items[i].Spec.Action == v1alpha1.ActionDispose {
			found = append(found, &list.Items[i])
		}
	}
	return found, nil
}

// SetupWithManager watches sandboxes, the Decisions on them and their grants.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	err := ctrl.NewControllerManagedBy(mgr).
		Named("purge").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		WatchesMetadata(&corev1.Namespace{}, kube.After(settling, kube.Itself), builder.WithPredicates(predicate.NewPredicateFuncs(frozenOrMarked))).
		Watches(&v1alpha1.Decision{}, handler.EnqueueRequestsFromMapFunc(disposed)).
		Watches(&v1alpha1.Decision{}, handler.EnqueueRequestsFromMapFunc(r.terminated), builder.WithPredicates(kube.NotStatus())).
		Watches(&v1alpha1.DeveloperGrant{}, kube.After(settling, sandboxOf), builder.WithPredicates(kube.NotStatus(), kube.NotCreates())).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of purges: %w", err)
	}
	return nil
}

// settling is how long a look at a sandbox waits after it changed: it is cut by
// several writes.
const settling = 500 * time.Millisecond

// frozenOrMarked passes sandboxes that a purge has to do with, and what is gone.
func frozenOrMarked(o client.Object) bool {
	box := retention.Read(o)
	return box.Frozen || box.Purge != "" || o.GetDeletionTimestamp() != nil
}

// disposed is the sandbox that a Dispose is of.
func disposed(_ context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok || d.Spec.Action != v1alpha1.ActionDispose {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: string(d.Spec.Subject.Name)}}}
}

// terminated are the sandboxes of the grant that a Terminate is of.
func (r *Reconciler) terminated(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok || d.Spec.Action != v1alpha1.ActionTerminate {
		return nil
	}
	grants := kube.Affected{Reader: r.Client}.GrantDecided(ctx, d)
	if d.Spec.Subject.Kind == v1alpha1.OnOperationAgreement {
		grants = kube.Affected{Reader: r.Client}.GrantsUnder(ctx, &metav1.PartialObjectMetadata{
			ObjectMeta: metav1.ObjectMeta{Namespace: d.Namespace, Name: string(d.Spec.Subject.Name)},
		})
	}
	var sandboxes []reconcile.Request
	for _, grant := range grants {
		found := &v1alpha1.DeveloperGrant{}
		if err := r.Client.Get(ctx, grant.NamespacedName, found); err == nil {
			sandboxes = append(sandboxes, sandboxOf(ctx, found)...)
		}
	}
	return sandboxes
}

// sandboxOf is the sandbox of a grant.
func sandboxOf(_ context.Context, grant client.Object) []reconcile.Request {
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: sandbox.NamespaceName(grant.GetUID())}}}
}

// actOf is the mark of a purge: the act by which.
func actOf(d *v1alpha1.Decision) string { return strings.Join([]string{d.Name, string(d.UID)}, " ") }

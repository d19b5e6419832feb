// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package decision reports whether a Decision has its effect, and why not.
package decision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

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
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/retention"
)

// Reconciler reconciles Decisions.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=decisions,verbs=list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=decisions/status,verbs=patch

// Reconcile reports on one Decision.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	d := &v1alpha1.Decision{}
	if err := r.Client.Get(ctx, req.NamespacedName, d); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if d.Spec.Subject.Kind == v1alpha1.OnNamespace { // reported by whoever purges
		return ctrl.Result{}, nil
	}
	facts, readErr := kube.Observer{Reader: r.Client}.Subject(ctx, d)
	kept := retention.RecordOf(facts, d.Spec.Subject.DecisionSubject, now)
	judged, recheck := authorization.Counts(facts, d, now)
	found := finding.First(disposal(d, kept, now), judged)
	reportErr := r.report(ctx, d, counts(d, found, facts.SubjectMissing(d.Spec.Subject.DecisionSubject)), kept, now)
	return kube.Finish(next(recheck, kept, now), now, errors.Join(readErr, reportErr))
}

// counts is the state of Counts. An act that was given back did count; one on
// a subject that does not exist binds its name.
func counts(d *v1alpha1.Decision, found *finding.Finding, subjectMissing bool) conditions.State {
	switch {
	case found != nil:
		return conditions.Is(v1alpha1.CountsCondition, found.Reason == v1alpha1.LiftedReason, found.Reason, found.Text())
	case subjectMissing:
		return conditions.Is(v1alpha1.CountsCondition, true, v1alpha1.SubjectMissingReason,
			fmt.Sprintf("spec.subject: %s %q does not exist; the act binds the name, and has its effect when it appears", d.Spec.Subject.Kind, d.Spec.Subject.Name))
	}
	return conditions.Is(v1alpha1.CountsCondition, true, v1alpha1.EffectiveReason, "the act has its effect")
}

func (r *Reconciler) report(ctx context.Context, d *v1alpha1.Decision, counts conditions.State, kept retention.Record, now time.Time) error {
	updated := d.DeepCopy()
	mark(&updated.Status, kept, now)
	states := append([]conditions.State{counts}, conditions.Ready(conditions.Settled, "", "the act is recorded")...)
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, d.Generation, now, states...)
	updated.Status.ObservedGeneration = d.Generation
	_, err := kube.PatchStatus(ctx, r.Client, d, updated)
	return err
}

// SetupWithManager watches Decisions, each of which may bear on the others of
// its subject and end what was submitted elsewhere, and the subjects.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	quiet := builder.WithPredicates(kube.NotStatus())
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	err := ctrl.NewControllerManagedBy(mgr).
		Named("decision").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		Watches(&v1alpha1.Decision{}, kube.Decided(kube.Itself)).
		Watches(&v1alpha1.Decision{}, kube.Decided(r.siblings), quiet).
		Watches(&v1alpha1.Decision{}, kube.Decided(affected.Barred), quiet).
		Watches(&v1alpha1.OperationAgreement{}, r.on(v1alpha1.OnOperationAgreement), quiet).
		Watches(&v1alpha1.DeveloperGrant{}, r.on(v1alpha1.OnDeveloperGrant), quiet).
		Watches(&v1alpha1.DataResource{}, r.on(v1alpha1.OnDataResource), quiet).
		Watches(&v1alpha1.Organization{}, r.on(v1alpha1.OnOrganization), quiet).
		Watches(&v1alpha1.ImplementationPlan{}, r.on(v1alpha1.OnImplementationPlan), quiet).
		Watches(&v1alpha1.Selection{}, r.on(v1alpha1.OnSelection), quiet).
		Watches(&v1alpha1.Objection{}, r.on(v1alpha1.OnObjection), quiet).
		Watches(&v1alpha1.Organization{}, handler.EnqueueRequestsFromMapFunc(affected.ActsOf), quiet).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of Decisions: %w", err)
	}
	return nil
}

// siblings are the other Decisions on a Decision's subject.
func (r *Reconciler) siblings(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok {
		return nil
	}
	requests := r.decisions(ctx, d.Namespace, d.Spec.Subject.DecisionSubject)
	return slices.DeleteFunc(requests, func(other reconcile.Request) bool { return other.Name == d.Name })
}

// on maps a subject to the Decisions on it.
func (r *Reconciler) on(kind v1alpha1.SubjectLinkKind) handler.EventHandler {
	return handler.EnqueueRequestsFromMapFunc(func(ctx context.Context, o client.Object) []reconcile.Request {
		namespace := o.GetNamespace()
		if kind == v1alpha1.OnOrganization {
			namespace = v1alpha1.RegistryNamespace
		}
		return r.decisions(ctx, namespace, v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(o.GetName())})
	})
}

func (r *Reconciler) decisions(ctx context.Context, namespace string, subject v1alpha1.DecisionSubject) []reconcile.Request {
	var list v1alpha1.DecisionList
	err := r.Client.List(ctx, &list, client.InNamespace(namespace), client.MatchingFields{kube.SubjectNameField: string(subject.Name)})
	if err != nil {
		return nil
	}
	var requests []reconcile.Request
	for i := range list.Items {
		if list.Items[i].Spec.Subject.DecisionSubject == subject {
			requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&list.Items[i])})
		}
	}
	return requests
}

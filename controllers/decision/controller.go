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
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"

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
// its subject, give or take the roles that acts elsewhere ask for, and end what was
// submitted elsewhere; and the subjects, whose status tells when what stands around
// them has made acts count or not. In the first lists each Decision is one itself.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	others, retold := builder.WithPredicates(kube.NotStatus(), kube.NotListed()), builder.WithPredicates(kube.Retold(), kube.NotListed())
	affected := kube.Affected{Reader: r.Client, Informers: mgr.GetCache()}
	b := ctrl.NewControllerManagedBy(mgr).
		Named("decision").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		Watches(&v1alpha1.Decision{}, kube.Decided(kube.Itself)).
		Watches(&v1alpha1.Decision{}, kube.Decided(affected.ActsDecided), others).
		Watches(&v1alpha1.Organization{}, handler.EnqueueRequestsFromMapFunc(affected.ActsOf), others)
	for kind, subject := range map[v1alpha1.SubjectLinkKind]client.Object{
		v1alpha1.OnOperationAgreement: &v1alpha1.OperationAgreement{}, v1alpha1.OnDeveloperGrant: &v1alpha1.DeveloperGrant{},
		v1alpha1.OnDataResource: &v1alpha1.DataResource{}, v1alpha1.OnOrganization: &v1alpha1.Organization{},
		v1alpha1.OnImplementationPlan: &v1alpha1.ImplementationPlan{}, v1alpha1.OnSelection: &v1alpha1.Selection{}, v1alpha1.OnObjection: &v1alpha1.Objection{},
	} {
		b = b.Watches(subject, handler.EnqueueRequestsFromMapFunc(affected.ActsOn(kind)), retold)
	}
	if err := b.Complete(r); err != nil {
		return fmt.Errorf("set up the controller of Decisions: %w", err)
	}
	return nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"errors"
	"fmt"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/ordering"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// AgreementReconciler cuts what all grants of an agreement share: one write
// for each cohort, one for each route, however many grants there are.
type AgreementReconciler struct {
	Client    client.Client
	Clock     clock.PassiveClock
	Knife     Knife
	Deadlines *Deadlines
	// Guards knows whether the admission policies hold.
	Guards *kube.GuardWatch
	// Shared keeps what the cache tells of other chains.
	Shared *kube.Shared
	// Patience waits for a cache that lags.
	Patience *Patience
	// Grants takes the grants of an agreement that was cut, for the rest.
	Grants *Fanout
}

// Reconcile cuts what the verdict on an agreement denies.
func (r *AgreementReconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	if req == orphans {
		again, err := r.cutOrphans(ctx)
		return ctrl.Result{RequeueAfter: again}, err
	}
	agreement := &v1alpha1.OperationAgreement{}
	err := r.Client.Get(ctx, req.NamespacedName, agreement)
	if client.IgnoreNotFound(err) != nil {
		return ctrl.Result{}, err
	}
	var again time.Duration
	var errs []error
	if err == nil {
		again, errs = r.cut(ctx, agreement)
	} else {
		agreement = &v1alpha1.OperationAgreement{ObjectMeta: metav1.ObjectMeta{Namespace: req.Namespace, Name: req.Name}}
		r.Deadlines.Set(agreementKey(agreement), time.Time{})
		r.Grants.Note(agreement, authorization.Verdict{})
		again, err = r.cutOrphans(ctx)
		errs = append(errs, err)
	}
	// The grants come last, and do not wait for what failed.
	again = sooner(again, r.Grants.Hand(ctx, agreement))
	if err := errors.Join(errs...); err != nil {
		return ctrl.Result{}, err
	}
	return ctrl.Result{RequeueAfter: again}, nil
}

// cut takes what an agreement that exists does not give, or no longer.
func (r *AgreementReconciler) cut(ctx context.Context, agreement *v1alpha1.OperationAgreement) (time.Duration, []error) {
	seen, now := r.Patience.before(), r.Clock.Now()
	facts, readErr := kube.Observer{Reader: r.Client, Guards: r.Guards, Shared: r.Shared}.Agreement(ctx, agreement)
	verdict := authorization.DecideAgreement(facts, now)
	by := taking{seen: seen, all: verdict.Force == authorization.Denied, by: seen.closes(ordering.CauseOf(facts, verdict.Reason(), verdict.Message()))}
	ends, cohortsWait, cohortErr := r.cutCohorts(ctx, string(agreement.UID), by, now)
	routesWait, routeErr := r.cutRoutes(ctx, string(agreement.UID), stillOpen(facts, verdict), by)
	r.Deadlines.Set(agreementKey(agreement), calendar.Earliest(verdict.Next, ends))
	again := sooner(cohortsWait, routesWait)
	var orphanErr error
	if r.Grants.Note(agreement, verdict) { // one of this name was before
		var wait time.Duration
		wait, orphanErr = r.cutOrphans(ctx)
		again = sooner(again, wait)
	}
	return again, []error{readErr, cohortErr, routeErr, orphanErr}
}

// stillOpen are the UIDs of the resources that nothing denies under the
// agreement.
func stillOpen(facts *authorization.Facts, v authorization.Verdict) map[string]bool {
	open := map[string]bool{}
	for _, input := range v.Inputs {
		resource := facts.Resources[input.Resource].Get()
		if resource != nil && v.Force != authorization.Denied && input.Force != authorization.Denied {
			open[string(resource.UID)] = true
		}
	}
	return open
}

// taking is what is taken of what hangs on an agreement: all, or what ended or
// is not kept.
type taking struct {
	seen seen
	all  bool
	by   ordering.Closed
}

// cutCohorts empties the cohorts of an agreement, all of them or those whose
// end is past, and tells the next end, and when to look again. The end of a
// cohort stands on itself, and waits for no cache.
func (r *AgreementReconciler) cutCohorts(ctx context.Context, uid string, take taking, now time.Time) (next time.Time, again time.Duration, err error) {
	roles := &metav1.PartialObjectMetadataList{}
	roles.SetGroupVersionKind(rbacv1.SchemeGroupVersion.WithKind("ClusterRoleList"))
	if err := r.Client.List(ctx, roles, client.MatchingLabels{v1alpha1.AgreementUIDLabel: uid}, client.UnsafeDisableDeepCopy); err != nil {
		return next, 0, fmt.Errorf("list the cohorts of the agreement: %w", err)
	}
	cuts := newCuts()
	for i := range roles.Items {
		role := &roles.Items[i]
		ends, err := time.Parse(time.RFC3339Nano, role.Annotations[v1alpha1.NotAfterAnnotation])
		ended := err != nil || !now.Before(ends) // an end that cannot be read is past
		switch closed := role.Annotations[v1alpha1.ClosedByAnnotation]; {
		case ended && closed == "":
			by := take.seen.closes(v1alpha1.TermEndedReason + " " + role.Annotations[v1alpha1.NotAfterAnnotation])
			cuts.add(func() error { return r.Knife.EmptyCohort(ctx, role.Name, by.String()) })
		case take.all:
			write, wait := r.due(role, take)
			again = sooner(again, wait)
			if write {
				cuts.add(func() error { return r.Knife.EmptyCohort(ctx, role.Name, take.by.String()) })
			}
		case closed == "":
			next = calendar.Earliest(next, ends)
		}
	}
	return next, again, cuts.wait()
}

// due says whether a target is to be cut now, or how long to wait for the cache.
func (r *AgreementReconciler) due(target *metav1.PartialObjectMetadata, take taking) (write bool, wait time.Duration) {
	closed := target.Annotations[v1alpha1.ClosedByAnnotation]
	switch {
	case take.by.Same(closed):
		return false, 0
	case closed == "":
		wait = r.Patience.Cut(target, take.seen)
	default:
		wait = r.Patience.Mark(target, take.seen)
	}
	return wait == 0, wait
}

// cutRoutes closes the routes of an agreement but those to resources that are
// still open under it, by UID.
func (r *AgreementReconciler) cutRoutes(ctx context.Context, uid string, open map[string]bool, take taking) (again time.Duration, err error) {
	routes := &metav1.PartialObjectMetadataList{}
	routes.SetGroupVersionKind(networkingv1.SchemeGroupVersion.WithKind("NetworkPolicyList"))
	err = r.Client.List(ctx, routes, client.MatchingLabels{v1alpha1.AgreementUIDLabel: uid, v1alpha1.PartLabel: sandbox.PartAllow})
	if err != nil {
		return 0, fmt.Errorf("list the routes of the agreement: %w", err)
	}
	cuts := newCuts()
	for i := range routes.Items {
		route := &routes.Items[i]
		if open[route.Labels[v1alpha1.ResourceUIDLabel]] {
			continue
		}
		write, wait := r.due(route, take)
		again = sooner(again, wait)
		if write {
			cuts.add(func() error { return r.Knife.CloseRoute(ctx, route.Namespace, route.Name, take.by.String()) })
		}
	}
	return again, cuts.wait()
}

// orphans is the request for all cohorts and routes whose agreement does not
// exist. No agreement is named so.
var orphans = reconcile.Request{}

// cutOrphans cuts cohorts and routes whose agreement does not exist.
func (r *AgreementReconciler) cutOrphans(ctx context.Context) (again time.Duration, err error) {
	seen := r.Patience.before()
	var agreements v1alpha1.OperationAgreementList
	if err := r.Client.List(ctx, &agreements, client.UnsafeDisableDeepCopy); err != nil {
		return 0, fmt.Errorf("list agreements: %w", err)
	}
	known := map[string]bool{}
	for i := range agreements.Items {
		known[string(agreements.Items[i].UID)] = true
	}
	gone := map[string]bool{}
	for _, kind := range []string{"ClusterRole", "NetworkPolicy"} {
		list := &metav1.PartialObjectMetadataList{}
		list.SetGroupVersionKind(rbacv1.SchemeGroupVersion.WithKind("ClusterRoleList"))
		if kind == "NetworkPolicy" {
			list.SetGroupVersionKind(networkingv1.SchemeGroupVersion.WithKind("NetworkPolicyList"))
		}
		if err := r.Client.List(ctx, list, client.HasLabels{v1alpha1.AgreementUIDLabel}, client.UnsafeDisableDeepCopy); err != nil {
			return 0, fmt.Errorf("list what hangs on agreements: %w", err)
		}
		for i := range list.Items {
			if uid := list.Items[i].Labels[v1alpha1.AgreementUIDLabel]; !known[uid] {
				gone[uid] = true
			}
		}
	}
	var errs []error
	for uid := range gone {
		take := taking{seen: seen, all: true, by: seen.closes("AgreementDeleted " + uid)}
		_, cohortsWait, cohortErr := r.cutCohorts(ctx, uid, take, r.Clock.Now())
		routesWait, routeErr := r.cutRoutes(ctx, uid, nil, take)
		again = sooner(again, sooner(cohortsWait, routesWait))
		errs = append(errs, cohortErr, routeErr)
	}
	return again, errors.Join(errs...)
}

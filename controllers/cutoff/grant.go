// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/ordering"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// GrantReconciler cuts the sandboxes of one grant, named namespace/name.
type GrantReconciler struct {
	Client    client.Client
	Clock     clock.PassiveClock
	Knife     Knife
	Deadlines *Deadlines
	// Guards knows whether the admission policies hold.
	Guards kube.Guards
	// Shared keeps what the cache tells of other chains.
	Shared *kube.Shared
	// Lanes leave cores free while many grants are looked at; what Hurry knows as
	// urgent waits for none, and no cut while they rest.
	Lanes *kube.Lanes
	Hurry *Hurry
	// Patience waits for a cache that lags.
	Patience *Patience
	// Strays takes sandboxes without a grant.
	Strays  chan event.TypedGenericEvent[reconcile.Request]
	evicted evictions
	crowd   crowd
}

// podsLeft is how soon a sandbox is looked at again that still has pods.
const podsLeft = 200 * time.Millisecond

// Reconcile cuts what the verdict on a grant denies.
func (r *GrantReconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	if req == strays {
		return ctrl.Result{}, r.findStrays(ctx)
	}
	seen := r.Patience.before()
	boxes, err := r.boxes(ctx, req.NamespacedName)
	if err != nil {
		return ctrl.Result{}, err
	}
	grant := &v1alpha1.DeveloperGrant{}
	err = r.Client.Get(ctx, req.NamespacedName, grant)
	if client.IgnoreNotFound(err) != nil {
		return ctrl.Result{}, err
	}
	exists := err == nil
	r.crowd.forget(req.String(), boxes)
	var all unfinished
	var errs []error
	for i := range boxes {
		box := &boxes[i]
		var one unfinished
		if exists && box.Labels[v1alpha1.GrantUIDLabel] == string(grant.UID) {
			one, err = r.own(ctx, grant, box, seen)
		} else {
			one, err = r.cut(ctx, box, order{seen: seen, by: seen.closes("GrantDeleted " + box.Labels[v1alpha1.GrantUIDLabel]), link: retention.Gone})
		}
		all = all.and(one)
		errs = append(errs, err)
	}
	if exists && len(boxes) == 0 {
		errs = append(errs, r.expect(ctx, grant))
	}
	if err := errors.Join(errs...); err != nil {
		return ctrl.Result{}, err
	}
	return all.result(), nil
}

// boxes are the sandboxes that were made for grants of this name.
func (r *GrantReconciler) boxes(ctx context.Context, grant types.NamespacedName) ([]metav1.PartialObjectMetadata, error) {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("NamespaceList"))
	if err := r.Client.List(ctx, list, client.MatchingFields{sandboxGrantField: grant.String()}); err != nil {
		return nil, fmt.Errorf("list the sandboxes of %s: %w", grant, err)
	}
	return list.Items, nil
}

// expect sets the deadline of a grant that has no sandbox yet.
func (r *GrantReconciler) expect(ctx context.Context, grant *v1alpha1.DeveloperGrant) error {
	facts, err := kube.Observer{Reader: r.Client, Guards: r.Guards, Shared: r.Shared}.Grant(ctx, grant)
	r.Deadlines.Set(grantKey(grant), authorization.DecideGrant(facts, r.Clock.Now()).Next)
	return err
}

// own cuts the sandbox of a grant that exists, as far as the verdict denies. A
// fact that could not be read stands in the way of no cut that another orders.
func (r *GrantReconciler) own(ctx context.Context, grant *v1alpha1.DeveloperGrant, box *metav1.PartialObjectMetadata, seen seen) (unfinished, error) {
	var facts *authorization.Facts
	var readErr error
	var verdict authorization.Verdict
	var now time.Time
	r.lanes(grant).Look(func() {
		facts, readErr = kube.Observer{Reader: r.Client, Guards: r.Guards, Shared: r.Shared}.Grant(ctx, grant)
		now = r.Clock.Now()
		verdict = authorization.DecideGrant(facts, now)
	})
	r.Deadlines.Set(grantKey(grant), verdict.Next)
	var some unfinished
	var err error
	switch {
	case verdict.Force == authorization.Denied:
		some, err = r.cut(ctx, box, order{
			seen: seen, by: seen.closes(ordering.CauseOf(facts, verdict.Reason(), verdict.Message())),
			link: func() retention.Link { return retention.LinkOf(facts, now) },
		})
	case verdict.Force == authorization.InForce || readErr == nil: // or open for as long as a missing guard is borne
		some.again, err = r.cutInputs(ctx, facts, verdict, box, seen)
	}
	return some, errors.Join(readErr, err)
}

// order is a cut that a verdict orders.
type order struct {
	// seen is how far the cache was before the facts were read.
	seen seen
	// by is the mark of the cut.
	by ordering.Closed
	// link tells whether the grant may come back.
	link func() retention.Link
}

// until is the end of the retention of a sandbox that is frozen by this cut. It
// is zero where that has begun already, or where the grant may come back.
func (o order) until(box *metav1.PartialObjectMetadata, now time.Time) time.Time {
	until, begins := retention.Read(box).Begins(now)
	if !begins || !o.link().Ended() {
		return time.Time{}
	}
	return until
}

// cut takes a whole sandbox: close, rights, routes, quota, pods. No step waits
// for another to succeed; where many sandboxes are cut at once, the rights of all
// go before the rest of any. It goes on where an earlier cut stopped, and says what
// it leaves unfinished. It waits itself for nothing but a cache that does not show yet
// what the sandbox was opened on.
func (r *GrantReconciler) cut(ctx context.Context, box *metav1.PartialObjectMetadata, o order) (unfinished, error) {
	closed := box.Annotations[v1alpha1.ClosedByAnnotation]
	if closed == "" {
		if wait := r.Patience.Cut(box, o.seen); wait > 0 {
			return unfinished{again: wait}, nil
		}
	}
	marked, wait := o.by.Same(closed), time.Duration(0)
	if closed != "" && !marked {
		wait = r.Patience.Mark(box, o.seen)
		marked = wait > 0
	}
	if closed != "" && box.Annotations[v1alpha1.FrozenAnnotation] == closed && r.intact(ctx, box) {
		return unfinished{again: wait}, r.keep(ctx, box, o, marked)
	}
	defer r.crowd.enter()()
	mark := closed
	var closeErr error
	if !marked || len(inputLabels(box.Labels, nil)) > 0 {
		mark = o.by.String()
		closeErr = r.Knife.Close(ctx, box, mark)
	}
	some, err := r.take(ctx, box, mark, closeErr)
	if some.again > 0 || err != nil {
		return some, err
	}
	return unfinished{again: wait}, r.Knife.MarkFrozen(ctx, box.Name, mark, o.until(box, r.Clock.Now()))
}

// take takes the rights and what lies in a sandbox, and says what is left of it.
// What failed before it stands in the way of nothing but of yielding to others.
func (r *GrantReconciler) take(ctx context.Context, box *metav1.PartialObjectMetadata, mark string, before error) (unfinished, error) {
	var rightsErr error
	if !r.crowd.returns(box, mark) {
		rightsErr = r.Knife.TakeRights(ctx, box.Name)
		if before == nil && rightsErr == nil && r.crowd.yields(box, mark) {
			return unfinished{again: showsItself, behind: true}, nil
		}
	}
	left, err := r.cutContents(ctx, box.Name, mark)
	if err := errors.Join(before, rightsErr, err); err != nil {
		return unfinished{}, err
	}
	if left > 0 {
		return unfinished{again: podsLeft}, nil
	}
	return unfinished{}, nil
}

// keep writes on a frozen sandbox what stands against it now, and until when it
// is kept once its grant has ended.
func (r *GrantReconciler) keep(ctx context.Context, box *metav1.PartialObjectMetadata, o order, marked bool) error {
	until := o.until(box, r.Clock.Now())
	switch {
	case !marked:
		return r.Knife.CloseAgain(ctx, box.Name, o.by.String(), until)
	case until.IsZero():
		return nil
	}
	return r.Knife.MarkFrozen(ctx, box.Name, box.Annotations[v1alpha1.ClosedByAnnotation], until)
}

// cutContents takes what lies in a sandbox but the rights, and says how many pods were left.
func (r *GrantReconciler) cutContents(ctx context.Context, namespace, mark string) (int, error) {
	egressErr := r.closeEgress(ctx, namespace, mark, nil)
	quotaErr := r.Knife.EmptyQuota(ctx, namespace, mark)
	left, podsErr := r.Knife.Evict(ctx, namespace, nil)
	return left, errors.Join(egressErr, quotaErr, podsErr)
}

// intact says whether a frozen sandbox is as the cut left it, as far as the
// cache knows: without room, door and inputs, and with routes and quota closed.
func (r *GrantReconciler) intact(ctx context.Context, box *metav1.PartialObjectMetadata) bool {
	if len(inputLabels(box.Labels, nil)) > 0 || r.rightsSeen(ctx, box.Name) {
		return false
	}
	quota := &metav1.PartialObjectMetadata{}
	quota.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("ResourceQuota"))
	err := r.Client.Get(ctx, types.NamespacedName{Namespace: box.Name, Name: sandbox.QuotaName}, quota)
	if client.IgnoreNotFound(err) != nil || (err == nil && quota.Annotations[v1alpha1.ClosedByAnnotation] == "") {
		return false
	}
	routes := &metav1.PartialObjectMetadataList{}
	routes.SetGroupVersionKind(networkingv1.SchemeGroupVersion.WithKind("NetworkPolicyList"))
	if err := r.Client.List(ctx, routes, client.InNamespace(box.Name), client.UnsafeDisableDeepCopy); err != nil {
		return false
	}
	for i := range routes.Items {
		if routes.Items[i].Labels[v1alpha1.PartLabel] == sandbox.PartEgress && routes.Items[i].Annotations[v1alpha1.ClosedByAnnotation] == "" {
			return false
		}
	}
	return true
}

// rightsSeen says whether the cache holds a room or door in a sandbox.
func (r *GrantReconciler) rightsSeen(ctx context.Context, namespace string) bool {
	for _, name := range []string{sandbox.RoomName, sandbox.DoorName} {
		seen := &metav1.PartialObjectMetadata{}
		seen.SetGroupVersionKind(rbacv1.SchemeGroupVersion.WithKind("RoleBinding"))
		err := r.Client.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, seen)
		if !apierrors.IsNotFound(err) {
			return true
		}
	}
	return false
}

// closeEgress closes the egress policies of a sandbox but those to keep, which
// are named by the UID of their resource.
func (r *GrantReconciler) closeEgress(ctx context.Context, namespace, cause string, keep map[string]bool) error {
	policies := &metav1.PartialObjectMetadataList{}
	policies.SetGroupVersionKind(networkingv1.SchemeGroupVersion.WithKind("NetworkPolicyList"))
	err := r.Client.List(ctx, policies, client.InNamespace(namespace), client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartEgress})
	if err != nil {
		return fmt.Errorf("list the egress policies of %s: %w", namespace, err)
	}
	var errs []error
	for i := range policies.Items {
		policy := &policies.Items[i]
		if keep[policy.Labels[v1alpha1.ResourceUIDLabel]] || policy.Annotations[v1alpha1.ClosedByAnnotation] != "" {
			continue
		}
		errs = append(errs, r.Knife.CloseEgress(ctx, namespace, policy.Name, cause))
	}
	return errors.Join(errs...)
}

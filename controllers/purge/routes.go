// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package purge

import (
	"context"
	"fmt"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Route clears away the policy that let an agreement reach a resource, once it
// is closed, the agreement has ended, no sandbox carries its input, and the
// baseline denies everybody at the very same pods: the last policy that selects
// data is never deleted.
func (l *Leftovers) Route(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := l.Clock.Now()
	route := &networkingv1.NetworkPolicy{}
	if err := l.Live.Get(ctx, req.NamespacedName, route); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if len(route.Spec.Ingress) > 0 || route.Annotations[v1alpha1.ClosedByAnnotation] == "" {
		return ctrl.Result{}, nil
	}
	ends, err := l.agreementEnds(ctx, route, now)
	if err != nil || now.Before(ends) {
		return kube.Finish(ends.Add(rest), now, err)
	}
	hangs, err := l.hangsOn(ctx, route)
	if err != nil || hangs {
		return kube.Finish(now.Add(again), now, err)
	}
	return kube.Finish(time.Time{}, now, l.remove(ctx, route))
}

// never is the end of what has none that is known.
var never = time.Unix(1<<40, 0)

// agreementEnds is the end of the term of the agreement that a route is of, or
// zero where the agreement is gone. One that cannot be told is still to come.
func (l *Leftovers) agreementEnds(ctx context.Context, route *networkingv1.NetworkPolicy, now time.Time) (time.Time, error) {
	var list v1alpha1.OperationAgreementList
	if err := l.Live.List(ctx, &list, client.InNamespace(route.Namespace)); err != nil {
		return never, fmt.Errorf("look for the agreement of route %s: %w", route.Name, err)
	}
	for i := range list.Items {
		if string(list.Items[i].UID) != route.Labels[v1alpha1.AgreementUIDLabel] {
			continue
		}
		facts, err := kube.Observer{Reader: l.Live, Parallel: true}.Agreement(ctx, &list.Items[i])
		if err != nil {
			return never, fmt.Errorf("read the facts on the agreement of route %s: %w", route.Name, err)
		}
		if ends := authorization.DecideAgreement(facts, now).Interval.NotAfter; !ends.IsZero() {
			return ends, nil
		}
		return never, nil
	}
	return time.Time{}, nil
}

// hangsOn says whether a sandbox carries the input of a route, or its data would
// lose the last policy that selects it.
func (l *Leftovers) hangsOn(ctx context.Context, route *networkingv1.NetworkPolicy) (bool, error) {
	agreement, resource := route.Labels[v1alpha1.AgreementUIDLabel], route.Labels[v1alpha1.ResourceUIDLabel]
	boxes, err := l.sandboxes(ctx, labels.Set{sandbox.InputLabel(types.UID(agreement), types.UID(resource)): "true"})
	if err != nil || len(boxes) > 0 {
		return true, err
	}
	var list networkingv1.NetworkPolicyList
	err = l.Live.List(ctx, &list, client.InNamespace(route.Namespace),
		client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartBaseline, v1alpha1.ResourceUIDLabel: resource})
	if err != nil {
		return true, fmt.Errorf("look for the baseline under route %s: %w", route.Name, err)
	}
	for i := range list.Items {
		if protects(&list.Items[i], route) {
			return false, nil
		}
	}
	return true, nil
}

// protects says whether a baseline denies by itself whatever the route selects.
func protects(baseline, route *networkingv1.NetworkPolicy) bool {
	return baseline.DeletionTimestamp == nil &&
		equality.Semantic.DeepEqual(baseline.Spec.PodSelector, route.Spec.PodSelector) &&
		equality.Semantic.DeepEqual(baseline.Spec.PolicyTypes, []networkingv1.PolicyType{networkingv1.PolicyTypeIngress})
}

// frozenOrGoing says whether a sandbox is frozen or being deleted.
func frozenOrGoing(box metav1.Object) bool {
	return retention.Read(box).Frozen || box.GetDeletionTimestamp() != nil
}

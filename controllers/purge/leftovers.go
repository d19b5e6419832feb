// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package purge

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/predicate"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// rest is how long what was emptied is left before it is looked at: clearing up
// is never in the way of a cut, nor of whoever wants to see what was cut.
const rest = time.Hour

// again is how soon something that still hangs on a leftover is looked for.
const again = 10 * time.Minute

// Leftovers clears away what is empty and can be given back by nobody: roles of
// cohorts whose end is past, and routes of agreements that have ended.
type Leftovers struct {
	Client client.Client
	// Live reads from the API server what must be certain.
	Live  client.Reader
	Clock clock.PassiveClock
}

// +kubebuilder:rbac:groups=rbac.authorization.k8s.io,resources=clusterroles,verbs=get;list;watch;delete
// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=get;list;watch;delete

// SetupWithManager watches what was closed.
func (l *Leftovers) SetupWithManager(mgr ctrl.Manager) error {
	for name, of := range map[string]struct {
		object client.Object
		part   string
		clear  ctrlFunc
	}{
		"leftover-cohort": {&rbacv1.ClusterRole{}, sandbox.PartRoom, l.Cohort},
		"leftover-route":  {&networkingv1.NetworkPolicy{}, sandbox.PartAllow, l.Route},
	} {
		closed := predicate.NewPredicateFuncs(func(o client.Object) bool {
			return o.GetLabels()[v1alpha1.PartLabel] == of.part && o.GetAnnotations()[v1alpha1.ClosedByAnnotation] != ""
		})
		err := ctrl.NewControllerManagedBy(mgr).
			Named(name).
			WithOptions(controller.Options{RateLimiter: kube.Retries()}).
			WatchesMetadata(of.object, kube.After(rest, kube.Itself), builder.WithPredicates(closed)).
			Complete(of.clear)
		if err != nil {
			return fmt.Errorf("set up the controller %s: %w", name, err)
		}
	}
	return nil
}

// ctrlFunc makes a function a reconciler.
type ctrlFunc func(context.Context, ctrl.Request) (ctrl.Result, error)

// Reconcile calls the function.
func (f ctrlFunc) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	return f(ctx, req)
}

// Cohort clears away the role of a cohort that was emptied, whose end is past
// and of which every sandbox is frozen: no room hangs on it.
func (l *Leftovers) Cohort(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := l.Clock.Now()
	role := &rbacv1.ClusterRole{}
	if err := l.Live.Get(ctx, req.NamespacedName, role); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	ends, err := time.Parse(time.RFC3339Nano, role.Annotations[v1alpha1.NotAfterAnnotation])
	if err != nil || len(role.Rules) > 0 || role.Annotations[v1alpha1.ClosedByAnnotation] == "" {
		return ctrl.Result{}, nil
	}
	if now.Before(ends) {
		return kube.Finish(ends.Add(rest), now, nil)
	}
	boxes, err := l.sandboxes(ctx, labels.Set{v1alpha1.AgreementUIDLabel: role.Labels[v1alpha1.AgreementUIDLabel]})
	if err != nil {
		return ctrl.Result{}, err
	}
	for i := range boxes {
		if boxes[i].Annotations[v1alpha1.NotAfterAnnotation] == ends.UTC().Format(time.RFC3339) && !frozenOrGoing(&boxes[i]) {
			return kube.Finish(now.Add(again), now, nil)
		}
	}
	return kube.Finish(time.Time{}, now, l.remove(ctx, role))
}

// sandboxes are those with some labels, read live.
func (l *Leftovers) sandboxes(ctx context.Context, with labels.Set) ([]metav1.PartialObjectMetadata, error) {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("NamespaceList"))
	if err := l.Live.List(ctx, list, client.MatchingLabels(with)); err != nil {
		return nil, fmt.Errorf("list the sandboxes that may hang on it: %w", err)
	}
	return list.Items, nil
}

// remove deletes what was read, and nothing that was written since.
func (l *Leftovers) remove(ctx context.Context, object client.Object) error {
	uid, version := object.GetUID(), object.GetResourceVersion()
	err := l.Client.Delete(ctx, object, client.Preconditions{UID: &uid, ResourceVersion: &version})
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("clear away %T %s: %w", object, client.ObjectKeyFromObject(object), err)
	}
	return nil
}

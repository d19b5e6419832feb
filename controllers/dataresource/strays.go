// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dataresource

import (
	"context"
	"errors"
	"fmt"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// Strays shuts baselines that still let the owner's other consumers in although
// their resource is gone, or is served by other pods now: nothing that protects
// data is pruned, and nobody but the operator may close them. They go on denying.
type Strays struct {
	Client client.Client
	// Live reads from the API server: what is shut may be in use.
	Live client.Reader
}

// +kubebuilder:rbac:groups=networking.k8s.io,resources=networkpolicies,verbs=list;watch;update

// Reconcile shuts the strays of the resource whose UID is the request's name.
func (s *Strays) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	there, err := baselinesOf(ctx, s.Live, req.Namespace, req.Name)
	if err != nil || len(sandbox.Stray(there, "")) == 0 {
		return ctrl.Result{}, err
	}
	now, known, err := s.baselineNow(ctx, req.Namespace, types.UID(req.Name))
	if err != nil || !known {
		return ctrl.Result{}, err
	}
	var errs []error
	for _, policy := range sandbox.Stray(there, now) {
		policy.Spec.Ingress = nil
		if err := s.Client.Update(ctx, &policy); client.IgnoreNotFound(err) != nil {
			errs = append(errs, fmt.Errorf("shut baseline %s, which protects what is served no more: %w", policy.Name, err))
		}
	}
	return ctrl.Result{}, errors.Join(errs...)
}

// baselineNow is the name of the baseline that a resource has now: empty where it
// is gone. It is not known while nobody can tell which pods serve it.
func (s *Strays) baselineNow(ctx context.Context, namespace string, uid types.UID) (name string, known bool, err error) {
	var list v1alpha1.DataResourceList
	if err := s.Live.List(ctx, &list, client.InNamespace(namespace)); err != nil {
		return "", false, fmt.Errorf("look for the DataResource with UID %s: %w", uid, err)
	}
	for i := range list.Items {
		resource := &list.Items[i]
		if resource.UID != uid {
			continue
		}
		facts, err := kube.Observer{Reader: s.Live, Parallel: true}.Resource(ctx, resource)
		if err != nil {
			return "", false, fmt.Errorf("read which pods serve DataResource %s: %w", resource.Name, err)
		}
		target, ok := sandbox.TargetOf(facts, resource)
		if baseline := sandbox.Baseline(resource, target); ok && baseline != nil {
			return baseline.Name, true, nil
		}
		return "", false, nil
	}
	return "", true, nil
}

// SetupWithManager watches baselines, all of which are looked at at the start, and
// resources that go.
func (s *Strays) SetupWithManager(mgr ctrl.Manager) error {
	of := func(namespace, uid string) []reconcile.Request {
		return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: namespace, Name: uid}}}
	}
	err := ctrl.NewControllerManagedBy(mgr).
		Named("stray-baseline").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		Watches(&v1alpha1.DataResource{}, handler.EnqueueRequestsFromMapFunc(func(_ context.Context, o client.Object) []reconcile.Request {
			return of(o.GetNamespace(), string(o.GetUID()))
		}), builder.WithPredicates(kube.OnlyDeletes())).
		WatchesMetadata(&networkingv1.NetworkPolicy{}, handler.EnqueueRequestsFromMapFunc(func(_ context.Context, o client.Object) []reconcile.Request {
			if o.GetLabels()[v1alpha1.PartLabel] != sandbox.PartBaseline {
				return nil
			}
			return of(o.GetNamespace(), o.GetLabels()[v1alpha1.ResourceUIDLabel])
		}), builder.WithPredicates(kube.NotDeletes())).
		Complete(s)
	if err != nil {
		return fmt.Errorf("set up the controller of stray baselines: %w", err)
	}
	return nil
}

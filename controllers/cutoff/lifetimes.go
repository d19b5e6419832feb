// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// +kubebuilder:rbac:groups="",resources=pods,verbs=list;watch;patch

// LifetimeReconciler lowers what is left to the pods of one sandbox, once they
// have started: a node counts activeDeadlineSeconds from there. What it wrote is
// kept by the nodes, with all of Mandate dead.
type LifetimeReconciler struct {
	Client client.Client
	Knife  Knife
}

// Reconcile lowers the lifetimes in one sandbox.
func (r *LifetimeReconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	box := &metav1.PartialObjectMetadata{}
	box.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Namespace"))
	if err := r.Client.Get(ctx, types.NamespacedName{Name: req.Name}, box); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err) // a namespace that is no sandbox is not in the cache
	}
	notAfter, err := time.Parse(time.RFC3339Nano, box.Annotations[v1alpha1.NotAfterAnnotation])
	if err != nil || box.Labels[v1alpha1.SandboxLabel] != "true" {
		return ctrl.Result{}, nil // a term that cannot be read lets no pod in, and is the cut's
	}
	var pods corev1.PodList
	if err := r.Client.List(ctx, &pods, client.InNamespace(box.Name), client.UnsafeDisableDeepCopy); err != nil {
		return ctrl.Result{}, fmt.Errorf("list the pods of %s: %w", box.Name, err)
	}
	var errs []error
	for i := range pods.Items {
		if seconds, lower := lifetime(&pods.Items[i], notAfter); lower {
			errs = append(errs, r.Knife.Shorten(ctx, &pods.Items[i], seconds))
		}
	}
	return ctrl.Result{}, errors.Join(errs...)
}

// lifetime is how long a pod may run from its start on, in seconds, and whether
// that is less than it was given. One that has not started is not judged.
func lifetime(pod *corev1.Pod, notAfter time.Time) (seconds int64, lower bool) {
	if pod.Status.StartTime == nil || pod.DeletionTimestamp != nil {
		return 0, false
	}
	seconds = max(1, int64(notAfter.Sub(pod.Status.StartTime.Time)/time.Second)) // the API knows no less than one
	given := pod.Spec.ActiveDeadlineSeconds
	return seconds, given == nil || *given > seconds
}

// SetupWithManager watches pods and the terms of their sandboxes.
func (r *LifetimeReconciler) SetupWithManager(mgr ctrl.Manager) error {
	err := ctrl.NewControllerManagedBy(mgr).
		Named("cutoff-lifetime").
		WithOptions(options(1)).
		Watches(&corev1.Pod{}, handler.EnqueueRequestsFromMapFunc(namespaceOf), builder.WithPredicates(started())).
		WatchesMetadata(&corev1.Namespace{}, handler.EnqueueRequestsFromMapFunc(itsName), builder.WithPredicates(termMoved())).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the lifetimes of pods: %w", err)
	}
	return nil
}

func namespaceOf(_ context.Context, o client.Object) []reconcile.Request {
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: o.GetNamespace()}}}
}

func itsName(_ context.Context, o client.Object) []reconcile.Request {
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: o.GetName()}}}
}

// started passes pods that have a start.
func started() predicate.Predicate {
	return predicate.NewPredicateFuncs(func(o client.Object) bool {
		pod, ok := o.(*corev1.Pod)
		return ok && pod.Status.StartTime != nil
	})
}

// termMoved passes a sandbox whose end moved: it may have become shorter.
func termMoved() predicate.Predicate {
	return predicate.Funcs{
		CreateFunc: func(event.CreateEvent) bool { return false }, // its pods come themselves
		UpdateFunc: func(e event.UpdateEvent) bool {
			return e.ObjectOld.GetAnnotations()[v1alpha1.NotAfterAnnotation] != e.ObjectNew.GetAnnotations()[v1alpha1.NotAfterAnnotation]
		},
		DeleteFunc: func(event.DeleteEvent) bool { return false },
	}
}

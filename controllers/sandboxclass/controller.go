// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package sandboxclass reports on a class.
package sandboxclass

import (
	"context"
	"fmt"
	"time"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// Reconciler reconciles SandboxClasses.
type Reconciler struct {
	Client client.Client
	Clock  clock.PassiveClock
}

// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=sandboxclasses,verbs=get;list;watch
// +kubebuilder:rbac:groups=mandate.publicdata.io,resources=sandboxclasses/status,verbs=patch

// Reconcile reports on one class. Admission checked all there is to check.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	now := r.Clock.Now()
	class := &v1alpha1.SandboxClass{}
	if err := r.Client.Get(ctx, req.NamespacedName, class); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	return kube.Finish(time.Time{}, now, r.report(ctx, class, now))
}

func (r *Reconciler) report(ctx context.Context, class *v1alpha1.SandboxClass, now time.Time) error {
	updated := class.DeepCopy()
	message := "sandboxes of the class may be made; whether the network engine isolates is taken on trust"
	if class.Spec.Isolation == v1alpha1.IsolationProven {
		message = "grants of the class wait until the network engine was seen to isolate on this cluster"
	}
	updated.Status.Conditions = conditions.Set(updated.Status.Conditions, class.Generation, now,
		conditions.Ready(conditions.Settled, v1alpha1.SettledReason, message)...)
	updated.Status.ObservedGeneration = class.Generation
	_, err := kube.PatchStatus(ctx, r.Client, class, updated)
	return err
}

// SetupWithManager watches classes.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	err := ctrl.NewControllerManagedBy(mgr).
		Named("sandboxclass").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		For(&v1alpha1.SandboxClass{}).
		Complete(r)
	if err != nil {
		return fmt.Errorf("set up the controller of classes: %w", err)
	}
	return nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"fmt"
	"sync"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// canaryRequest is a canary's place in the queues of agreements and of grants,
// which all have a namespace.
var canaryRequest = reconcile.Request{NamespacedName: types.NamespacedName{Name: v1alpha1.HeartbeatName}}

// Canary is the cut that a replica proves itself with. It lies in the queues
// of agreements and of grants beside their cuts, and empties a ClusterRole that
// is always empty by the code that empties cohorts.
type Canary struct {
	Client client.Client
	Knife  Knife
	// Proved takes a sign each time that a canary came further.
	Proved chan struct{}
	// to are the ways into the queues of agreements and of grants.
	to [2]chan event.TypedGenericEvent[reconcile.Request]

	mu sync.Mutex
	// The marks of the last canary that passed the queue of grants, that this
	// replica wrote, and that the watch brought back.
	passed, wrote, back string
}

// NewCanary is a canary that never came through.
func NewCanary(c client.Client, knife Knife) *Canary {
	made := &Canary{Client: c, Knife: knife, Proved: make(chan struct{}, 1)}
	for i := range made.to {
		made.to[i] = make(chan event.TypedGenericEvent[reconcile.Request])
	}
	return made
}

// canaryMark is the mark of a canary on its ClusterRole.
func canaryMark(c *v1alpha1.Canary) string {
	return cause("Canary", c.By+" "+c.Asked.UTC().Format(time.RFC3339Nano))
}

// Came says whether the canary with a mark came all the way.
func (c *Canary) Came(mark string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.passed == mark && c.wrote == mark && c.back == mark
}

// Pass notes that the queue of grants moves.
func (c *Canary) Pass(ctx context.Context) (ctrl.Result, error) {
	mark, err := c.asked(ctx)
	if err != nil || mark == "" {
		return ctrl.Result{}, err
	}
	c.note(func() { c.passed = mark })
	return ctrl.Result{}, nil
}

// Cut writes the canary that was asked for, unless this replica wrote it, and
// takes note where the watch brought it back. Its own write is an event, after
// which it looks again.
func (c *Canary) Cut(ctx context.Context) (ctrl.Result, error) {
	mark, err := c.asked(ctx)
	if err != nil || mark == "" {
		return ctrl.Result{}, err
	}
	c.mu.Lock()
	written := c.wrote == mark
	c.mu.Unlock()
	if !written {
		if err := c.Knife.EmptyCohort(ctx, v1alpha1.CanaryRole, mark); err != nil {
			return ctrl.Result{}, fmt.Errorf("cut the canary: %w", err)
		}
		c.note(func() { c.wrote = mark })
	}
	role := &metav1.PartialObjectMetadata{}
	role.SetGroupVersionKind(rbacv1.SchemeGroupVersion.WithKind("ClusterRole"))
	err = c.Client.Get(ctx, types.NamespacedName{Name: v1alpha1.CanaryRole}, role)
	if client.IgnoreNotFound(err) != nil {
		return ctrl.Result{}, fmt.Errorf("look for the canary: %w", err)
	}
	if role.Annotations[v1alpha1.ClosedByAnnotation] == mark {
		c.note(func() { c.back = mark })
	}
	return ctrl.Result{}, nil
}

// asked is the mark of the canary that was asked for last, as far as the watch
// told; empty where none was.
func (c *Canary) asked(ctx context.Context) (string, error) {
	heart := &v1alpha1.Heartbeat{}
	err := c.Client.Get(ctx, canaryRequest.NamespacedName, heart)
	if apierrors.IsNotFound(err) || (err == nil && heart.Spec.Canary == nil) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the Heartbeat: %w", err)
	}
	return canaryMark(heart.Spec.Canary), nil
}

func (c *Canary) note(change func()) {
	c.mu.Lock()
	change()
	c.mu.Unlock()
	select {
	case c.Proved <- struct{}{}:
	default:
	}
}

// toCanary enqueues the canary, whatever of it changed.
func toCanary(context.Context, client.Object) []reconcile.Request {
	return []reconcile.Request{canaryRequest}
}

// isCanaryRole passes the ClusterRole of the canary alone.
func isCanaryRole() predicate.Predicate {
	return predicate.NewPredicateFuncs(func(o client.Object) bool { return o.GetName() == v1alpha1.CanaryRole })
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// targets are what an opening write rests on, as they were read before the
// facts; nil is what does not exist.
type targets struct {
	sandbox *corev1.Namespace
	role    *rbacv1.ClusterRole
}

// targets reads them live, as far as they need it: a sandbox that the cache
// does not know is made by a create, which fails where the name is taken, and a
// cohort role that stands as it was written is not written.
func (r *Reconciler) targets(ctx context.Context, plan sandbox.Plan) (at targets, err error) {
	seen, err := r.sandboxSeen(ctx, plan.Namespace.Name)
	if err == nil && seen != nil {
		at.sandbox, err = r.liveSandbox(ctx, plan.Namespace.Name)
	}
	if err != nil {
		return at, err
	}
	pending, err := r.Writer.Pending(ctx, plan.Role)
	if err == nil && pending {
		at.role, err = r.liveRole(ctx, plan.Role.Name)
	}
	return at, err
}

// errNameTaken says that somebody else's namespace has the name of a sandbox.
var errNameTaken = errors.New("the namespace exists and was not made for this grant")

// write brings a plan into the cluster: guards first, the room last.
func (r *Reconciler) write(ctx context.Context, grant *v1alpha1.DeveloperGrant, plan sandbox.Plan, at targets) error {
	if err := r.hold(ctx, grant); err != nil {
		return err
	}
	if err := r.enter(ctx, grant, plan.Namespace, at.sandbox); err != nil {
		return err
	}
	for _, guard := range plan.Guards {
		if err := r.Writer.Ensure(ctx, guard); err != nil {
			return err
		}
	}
	if at.sandbox != nil {
		if err := r.reopen(ctx, plan.Namespace, at.sandbox); err != nil {
			return err
		}
	}
	if err := r.fill(ctx, plan.Role, at.role); err != nil {
		return err
	}
	for _, access := range plan.Access {
		if err := r.Writer.Ensure(ctx, access); err != nil {
			return err
		}
	}
	return nil
}

// enter makes the sandbox, or makes sure that the one that is there was made
// for this grant.
func (r *Reconciler) enter(ctx context.Context, grant *v1alpha1.DeveloperGrant, planned, there *corev1.Namespace) error {
	if there == nil {
		err := r.Client.Create(ctx, planned.DeepCopy())
		switch {
		case err == nil:
			return nil
		case !apierrors.IsAlreadyExists(err):
			return fmt.Errorf("create sandbox %s: %w", planned.Name, err)
		}
		if there, err = r.liveSandbox(ctx, planned.Name); err != nil {
			return err
		}
		if there == nil || ours(there, grant) { // the cache lags
			return apierrors.NewConflict(corev1.Resource("namespaces"), planned.Name, errors.New("it was made or deleted meanwhile"))
		}
	}
	if !ours(there, grant) {
		return errNameTaken
	}
	return nil
}

// hold puts the finalizer on a grant that admission did not put it on, so that
// the grant stays until its access is gone.
func (r *Reconciler) hold(ctx context.Context, grant *v1alpha1.DeveloperGrant) error {
	if controllerutil.ContainsFinalizer(grant, v1alpha1.CutFinalizer) {
		return nil
	}
	held := grant.DeepCopy()
	controllerutil.AddFinalizer(held, v1alpha1.CutFinalizer)
	patch := client.MergeFromWithOptions(grant, client.MergeFromWithOptimisticLock{})
	if err := r.Client.Patch(ctx, held, patch); err != nil {
		return fmt.Errorf("hold the grant until its access is cut: %w", err)
	}
	return nil
}

// stands says whether a sandbox is open and carries what is planned, and no
// key of ours beside it but inputs that cutoff has yet to take.
func stands(seen, planned metav1.Object) bool {
	if seen.GetAnnotations()[v1alpha1.ClosedByAnnotation] != "" {
		return false
	}
	return len(difference(seen.GetLabels(), planned.GetLabels())) == 0 &&
		len(difference(seen.GetAnnotations(), planned.GetAnnotations())) == 0
}

// lostInputs says whether a sandbox still carries an input that is not planned.
func lostInputs(seen, planned metav1.Object) bool {
	for key := range seen.GetLabels() {
		if _, keep := planned.GetLabels()[key]; !keep && strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			return true
		}
	}
	return false
}

// lasting are the marks that a plan does not carry and that stay.
var lasting = map[string]bool{v1alpha1.OpenedByAnnotation: true, v1alpha1.EvictBeforeAnnotation: true}

// difference is the merge patch from the keys that are there to those planned:
// what to set, and with nil what to remove. Keys of others stay, and so does an
// input that was lost: cutoff takes it, with the pods that could reach it.
func difference(seen, planned map[string]string) map[string]*string {
	patch := map[string]*string{}
	for key, value := range planned {
		if seen[key] != value {
			patch[key] = &value
		}
	}
	for key := range seen {
		if _, keep := planned[key]; !keep && strings.HasPrefix(key, v1alpha1.Prefix) && !lasting[key] && !strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			patch[key] = nil
		}
	}
	return patch
}

// reopen brings a sandbox's marks to the plan at the version that was read
// before the facts: whoever cut in between wins.
func (r *Reconciler) reopen(ctx context.Context, planned, target *corev1.Namespace) error {
	if stands(target, planned) {
		return nil
	}
	annotations := difference(target.Annotations, planned.Annotations)
	opened := target.ResourceVersion
	annotations[v1alpha1.OpenedByAnnotation] = &opened
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"resourceVersion": target.ResourceVersion,
		"labels":          difference(target.Labels, planned.Labels),
		"annotations":     annotations,
	}})
	if err != nil {
		return fmt.Errorf("encode the marks of sandbox %s: %w", planned.Name, err)
	}
	if err := r.Client.Patch(ctx, planned.DeepCopy(), client.RawPatch(types.MergePatchType, patch)); err != nil {
		return fmt.Errorf("open sandbox %s: %w", planned.Name, err)
	}
	return nil
}

func (r *Reconciler) liveRole(ctx context.Context, name string) (*rbacv1.ClusterRole, error) {
	role := &rbacv1.ClusterRole{}
	err := r.Live.Get(ctx, types.NamespacedName{Name: name}, role)
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read cohort role %s: %w", name, err)
	}
	return role, nil
}

// errCohortClosed says that the cohort was emptied and not yet given back,
// which the controller of agreements does once every room on it is in force.
var errCohortClosed = errors.New("the cohort of the grant is closed until cutoff has taken every room on it that is not in force; is the Deployment mandate-cutoff running?")

// fill gives a new cohort its rules, and repairs one that drifted, at the
// version that was read before the facts.
func (r *Reconciler) fill(ctx context.Context, planned, live *rbacv1.ClusterRole) error {
	version := ""
	if live != nil {
		version = live.ResourceVersion
		if live.Annotations[v1alpha1.ClosedByAnnotation] != "" {
			return errCohortClosed
		}
	}
	if pending, err := r.Writer.Pending(ctx, planned); err != nil || !pending {
		return err
	}
	err := r.Writer.ReplaceAt(ctx, planned, version)
	if apierrors.IsAlreadyExists(err) { // a grant of the same cohort was first
		return nil
	}
	return err
}

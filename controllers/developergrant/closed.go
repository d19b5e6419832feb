// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"fmt"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// closed looks after a grant that is not in force: it tells how far the cut is,
// which is cutoff's to make, and lets a deleted grant go once it is complete.
func (r *Reconciler) closed(ctx context.Context, grant *v1alpha1.DeveloperGrant, v authorization.Verdict) (box, error) {
	b, err := r.remains(ctx, grant, v)
	if err != nil || grant.DeletionTimestamp == nil {
		return b, err
	}
	return r.release(ctx, grant, b)
}

// remains tells what the cluster still holds of the sandbox.
func (r *Reconciler) remains(ctx context.Context, grant *v1alpha1.DeveloperGrant, v authorization.Verdict) (box, error) {
	name := sandbox.NamespaceName(grant.UID)
	seen, err := r.sandboxSeen(ctx, name)
	switch {
	case err != nil:
		return provisioning(name, err), err
	case seen == nil:
		return state(v.Force == authorization.Denied, conditions.Settled, "", v1alpha1.NotNeededReason, "the grant is not in force and has no sandbox"), nil
	case v.Force == authorization.Undecided:
		return state(seen.Annotations[v1alpha1.ClosedByAnnotation] == "", conditions.Reconciling, name, v1alpha1.ProvisioningReason, "sandbox %s is left as it is until the facts are read", name), nil
	case frozen(seen):
		return state(true, conditions.Settled, name, v1alpha1.FrozenReason, "sandbox %s is frozen: closed, without rights, routes, quota and pods; %s", name, retention.Read(seen).Kept()), nil
	}
	return state(false, conditions.Reconciling, name, v1alpha1.CuttingReason,
		"access to sandbox %s is being cut by the Deployment mandate-cutoff in %s; the namespace is marked %s once nothing is left", name, v1alpha1.SystemNamespace, v1alpha1.FrozenAnnotation), nil
}

// frozen says whether cutoff marked the cut as complete.
func frozen(namespace metav1.Object) bool {
	closedBy := namespace.GetAnnotations()[v1alpha1.ClosedByAnnotation]
	return closedBy != "" && namespace.GetAnnotations()[v1alpha1.FrozenAnnotation] == closedBy
}

// release takes the finalizer off a deleted grant once it is proved, live, that
// no access is left. Until then the status says what is waited for.
func (r *Reconciler) release(ctx context.Context, grant *v1alpha1.DeveloperGrant, b box) (box, error) {
	if !controllerutil.ContainsFinalizer(grant, v1alpha1.CutFinalizer) || !b.is(v1alpha1.FrozenReason, v1alpha1.NotNeededReason) {
		return b, nil
	}
	left, err := r.accessLeft(ctx, grant)
	if err != nil {
		return b, err
	}
	if left != "" {
		return state(false, conditions.Reconciling, b.name, v1alpha1.CuttingReason, "%s is still there; cutoff takes it", left), nil
	}
	if kept, err := r.kept(ctx, grant); kept != "" || err != nil {
		b.ready.Message += kept
		return b, err
	}
	freed := grant.DeepCopy()
	controllerutil.RemoveFinalizer(freed, v1alpha1.CutFinalizer)
	err = r.Client.Patch(ctx, freed, client.MergeFromWithOptions(grant, client.MergeFromWithOptimisticLock{}))
	if client.IgnoreNotFound(err) != nil {
		return b, fmt.Errorf("let the grant go: %w", err)
	}
	return b, nil
}

// accessLeft names a right that is still in the sandbox, read live.
func (r *Reconciler) accessLeft(ctx context.Context, grant *v1alpha1.DeveloperGrant) (string, error) {
	namespace := sandbox.NamespaceName(grant.UID)
	live, err := r.liveSandbox(ctx, namespace)
	if err != nil || live == nil || !ours(live, grant) {
		return "", err
	}
	if !frozen(live) {
		return "the open sandbox " + namespace, nil
	}
	for _, name := range []string{sandbox.RoomName, sandbox.DoorName} {
		err := r.Live.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, &rbacv1.RoleBinding{})
		switch {
		case err == nil:
			return fmt.Sprintf("RoleBinding %s/%s", namespace, name), nil
		case !apierrors.IsNotFound(err):
			return "", fmt.Errorf("prove the cut of %s: %w", namespace, err)
		}
	}
	return "", nil
}

func (b box) is(reasons ...string) bool {
	return slices.Contains(reasons, b.ready.Reason)
}

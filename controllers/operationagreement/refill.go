// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package operationagreement

import (
	"context"
	"fmt"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// closedRole is a cohort role as it is to be filled again, at the version that
// was read live.
type closedRole struct {
	filled *rbacv1.ClusterRole
	at     kube.Target
}

// closedCohorts reads live the cohorts of an agreement in force that a cut took
// and that may be given back. One whose end is past stays empty, and none is
// filled while a room hangs on it that the verdict denies: one write would open
// them all. waits says so, or is empty.
func (r *Reconciler) closedCohorts(ctx context.Context, agreement *v1alpha1.OperationAgreement) (roles []closedRole, waits string, err error) {
	closed, err := r.closedRoles(ctx, string(agreement.UID))
	if err != nil {
		return nil, "", fmt.Errorf("list the closed cohorts: %w", err)
	}
	for i := range closed {
		role, err := r.closedCohort(ctx, agreement, &closed[i])
		if err != nil {
			return nil, "", err
		}
		if role != nil {
			roles = append(roles, *role)
		}
	}
	if len(roles) == 0 {
		return nil, "", nil
	}
	denied, err := r.deniedRooms(ctx, agreement)
	if err != nil || denied == 0 {
		return roles, "", err
	}
	return nil, fmt.Sprintf("%d sandboxes that are not in force still have their room; its cohort opens when the Deployment mandate-cutoff in %s has taken them", denied, v1alpha1.SystemNamespace), nil
}

// closedCohort is the filled role of a cohort whose end is to come and whose
// class is the one it was made of; a class made again is another class.
func (r *Reconciler) closedCohort(ctx context.Context, agreement *v1alpha1.OperationAgreement, seen *metav1.PartialObjectMetadata) (*closedRole, error) {
	ends, err := time.Parse(time.RFC3339Nano, seen.Annotations[v1alpha1.NotAfterAnnotation])
	if err != nil || !r.Clock.Now().Before(ends) {
		return nil, nil
	}
	live := &rbacv1.ClusterRole{}
	if err := r.Live.Get(ctx, types.NamespacedName{Name: seen.Name}, live); err != nil {
		return nil, client.IgnoreNotFound(err)
	}
	class := &v1alpha1.SandboxClass{}
	if err := r.Client.Get(ctx, types.NamespacedName{Name: seen.Annotations[v1alpha1.ClassAnnotation]}, class); err != nil {
		return nil, client.IgnoreNotFound(err) // grants of a class that is gone are not in force
	}
	cohort := sandbox.Cohort{Agreement: agreement.UID, Class: class.UID, Ends: ends}
	if cohort.RoleName() != seen.Name {
		return nil, nil
	}
	at := kube.TargetOf(live)
	if !at.Closed() {
		return nil, nil // given back since
	}
	return &closedRole{filled: sandbox.Role(cohort, class), at: at}, nil
}

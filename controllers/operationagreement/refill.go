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
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// refill gives back to the cohorts of an agreement in force what a cut took.
// One whose end is past stays empty, and none is filled while a room hangs on
// it that the verdict denies: one write would open them all.
func (r *Reconciler) refill(ctx context.Context, agreement *v1alpha1.OperationAgreement) (waits string, err error) {
	closed, err := r.closedRoles(ctx, string(agreement.UID))
	if err != nil {
		return "", fmt.Errorf("list the closed cohorts: %w", err)
	}
	open := closed[:0]
	for _, role := range closed {
		if ends, err := time.Parse(time.RFC3339Nano, role.Annotations[v1alpha1.NotAfterAnnotation]); err == nil && r.Clock.Now().Before(ends) {
			open = append(open, role)
		}
	}
	if len(open) == 0 {
		return "", nil
	}
	denied, err := r.deniedRooms(ctx, agreement)
	if err != nil {
		return "", err
	}
	if denied > 0 {
		return fmt.Sprintf("%d sandboxes that are not in force still have their room; its cohort opens when the Deployment mandate-cutoff in %s has taken them", denied, v1alpha1.SystemNamespace), nil
	}
	for i := range open {
		if err := r.refillOne(ctx, agreement, open[i].Name); err != nil {
			return "", err
		}
	}
	return "", nil
}

func (r *Reconciler) refillOne(ctx context.Context, agreement *v1alpha1.OperationAgreement, name string) error {
	live := &rbacv1.ClusterRole{}
	if err := r.Live.Get(ctx, types.NamespacedName{Name: name}, live); err != nil {
		return fmt.Errorf("read cohort role %s: %w", name, client.IgnoreNotFound(err))
	}
	_, verdict, err := r.decideLive(ctx, agreement)
	if err != nil || verdict.Force != authorization.InForce {
		return err
	}
	class := &v1alpha1.SandboxClass{}
	if err := r.Live.Get(ctx, types.NamespacedName{Name: live.Annotations[v1alpha1.ClassAnnotation]}, class); err != nil {
		return client.IgnoreNotFound(err) // grants of a class that is gone are not in force
	}
	ends, err := time.Parse(time.RFC3339Nano, live.Annotations[v1alpha1.NotAfterAnnotation])
	cohort := sandbox.Cohort{Agreement: agreement.UID, Class: class.UID, Ends: ends}
	if err != nil || cohort.RoleName() != name { // a class made again under its name is another class
		return nil
	}
	return r.Writer.ReplaceAt(ctx, sandbox.Role(cohort, class), live.ResourceVersion)
}

// deniedRooms counts the rooms under the agreement whose grants are not in
// force.
func (r *Reconciler) deniedRooms(ctx context.Context, agreement *v1alpha1.OperationAgreement) (int, error) {
	var grants v1alpha1.DeveloperGrantList
	err := r.Client.List(ctx, &grants, client.InNamespace(agreement.Namespace), client.MatchingFields{kube.GrantAgreementField: agreement.Name})
	if err != nil {
		return 0, fmt.Errorf("list the grants of the agreement: %w", err)
	}
	now, rooms := r.Clock.Now(), 0
	for i := range grants.Items {
		grant := &grants.Items[i]
		room := &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: sandbox.NamespaceName(grant.UID), Name: sandbox.RoomName}}
		seen, err := r.Writer.Metadata(ctx, rbacv1.SchemeGroupVersion.WithKind("RoleBinding"), room)
		if err != nil {
			return 0, err
		}
		if seen == nil {
			continue
		}
		facts, err := kube.Observer{Reader: r.Client}.Grant(ctx, grant)
		if err != nil {
			return 0, err
		}
		if authorization.DecideGrant(facts, now).Force == authorization.Denied {
			rooms++
		}
	}
	return rooms, nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/ordering"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// narrow takes out of the door of an open sandbox whom the grant's holder no longer
// lists, or the grant no longer designates. It rests on these two alone: while
// nothing may be given, because a guard is not proven or something could not be
// read, who was dismissed still has to go. Whoever came is let in with the next
// opening.
func (r *Reconciler) narrow(ctx context.Context, facts *authorization.Facts) error {
	holder := facts.Organizations[facts.Grant.Spec.Holder].Get()
	if holder == nil {
		return nil
	}
	name := sandbox.NamespaceName(facts.Grant.UID)
	box, err := r.sandboxSeen(ctx, name)
	if err != nil || box == nil || !ours(box, facts.Grant) || box.Annotations[v1alpha1.ClosedByAnnotation] != "" {
		return err
	}
	door := &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: name, Name: sandbox.DoorName}}
	seen, err := r.Writer.Metadata(ctx, rbacv1.SchemeGroupVersion.WithKind("RoleBinding"), door)
	if err != nil || seen == nil || !mayHaveLeft(facts.Grant, holder, seen.ResourceVersion) {
		return err
	}
	if err := r.Live.Get(ctx, types.NamespacedName{Namespace: name, Name: sandbox.DoorName}, door); err != nil {
		return client.IgnoreNotFound(err)
	}
	stay, left := sandbox.Staying(door, facts.Grant, holder)
	if !left {
		return nil
	}
	door.Subjects = stay
	if err := r.Client.Update(ctx, door); client.IgnoreNotFound(err) != nil { // at the version that was read
		return fmt.Errorf("take who is let in no more out of the door of %s: %w", name, err)
	}
	return nil
}

// mayHaveLeft says whether somebody may be in a door of that version who is let in
// no more. One written since the holder changed, and the grant where that
// designates persons, is of these people: no need to read it.
func mayHaveLeft(grant *v1alpha1.DeveloperGrant, holder *v1alpha1.Organization, version string) bool {
	return ordering.Newer(holder.ResourceVersion, version) ||
		(len(grant.Spec.Subjects) > 0 && ordering.Newer(grant.ResourceVersion, version))
}

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
// lists. It rests on the holder alone: while nothing may be given, because a guard
// is not proven or something could not be read, who was dismissed still has to go.
// Whoever came is let in with the next opening.
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
	// One written since the holder changed is of these people: no need to read it.
	if err != nil || seen == nil || !ordering.Newer(holder.ResourceVersion, seen.ResourceVersion) {
		return err
	}
	if err := r.Live.Get(ctx, types.NamespacedName{Namespace: name, Name: sandbox.DoorName}, door); err != nil {
		return client.IgnoreNotFound(err)
	}
	stay, left := sandbox.Staying(door, holder)
	if !left {
		return nil
	}
	door.Subjects = stay
	if err := r.Client.Update(ctx, door); client.IgnoreNotFound(err) != nil { // at the version that was read
		return fmt.Errorf("take who left the holder out of the door of %s: %w", name, err)
	}
	return nil
}

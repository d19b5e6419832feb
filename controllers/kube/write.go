// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
)

// Writer brings objects that are wholly ours to what is planned. It replaces
// them: server-side apply would leave in place what a stranger added to a guard.
type Writer struct {
	// Client writes, and reads metadata from the cache.
	Client client.Client
	// Live reads from the API server.
	Live client.Reader
	// Ledger knows what was written last.
	Ledger *Ledger
	unseen unseen
}

// Pending says whether an object does not stand as planned, as far as the cache
// knows.
func (w *Writer) Pending(ctx context.Context, desired client.Object) (bool, error) {
	kind, err := w.kind(desired)
	if err != nil {
		return false, err
	}
	seen, err := w.Metadata(ctx, kind, desired)
	if err != nil || seen == nil {
		return true, err
	}
	return !w.Ledger.Settled(kind.GroupKind(), desired, versionOf(kind.GroupKind(), seen)), nil
}

// Metadata is the cached metadata of an object, or nil where there is none.
func (w *Writer) Metadata(ctx context.Context, kind schema.GroupVersionKind, object client.Object) (*metav1.PartialObjectMetadata, error) {
	seen := &metav1.PartialObjectMetadata{}
	seen.SetGroupVersionKind(kind)
	err := w.Client.Get(ctx, client.ObjectKeyFromObject(object), seen)
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read %s %s: %w", kind.Kind, client.ObjectKeyFromObject(object), err)
	}
	return seen, nil
}

// Ensure creates or replaces an object that gives nobody anything, unless it
// stands as planned. What gives is written by Open and Restore.
func (w *Writer) Ensure(ctx context.Context, desired client.Object) error {
	kind, err := w.kind(desired)
	if err != nil {
		return err
	}
	seen, err := w.Metadata(ctx, kind, desired)
	if err != nil {
		return err
	}
	if seen != nil && w.Ledger.Settled(kind.GroupKind(), desired, versionOf(kind.GroupKind(), seen)) {
		return nil
	}
	written := desired.DeepCopyObject().(client.Object)
	if seen == nil {
		err = w.create(ctx, written)
	} else {
		err = w.replace(ctx, written)
	}
	if err != nil {
		return fmt.Errorf("write %s %s: %w", kind.Kind, client.ObjectKeyFromObject(desired), err)
	}
	w.Ledger.Wrote(kind.GroupKind(), desired, versionOf(kind.GroupKind(), written))
	return nil
}

func (w *Writer) create(ctx context.Context, object client.Object) error {
	err := w.Client.Create(ctx, object)
	if apierrors.IsAlreadyExists(err) { // the cache lags, or the object lost our label
		return w.replace(ctx, object)
	}
	return err
}

// replace puts the object in the place of whatever is there. A binding whose
// role moved cannot be updated and is made again.
func (w *Writer) replace(ctx context.Context, object client.Object) error {
	object.SetResourceVersion("")
	err := w.Client.Update(ctx, object)
	if binding, ok := object.(*rbacv1.RoleBinding); ok && apierrors.IsInvalid(err) && w.roleMoved(ctx, binding) {
		if err := w.Client.Delete(ctx, object); client.IgnoreNotFound(err) != nil {
			return err
		}
		return w.Client.Create(ctx, object)
	}
	if apierrors.IsNotFound(err) { // the cache lags: it is gone
		return w.Client.Create(ctx, object)
	}
	return err
}

// roleMoved says whether the binding that is there binds another role.
func (w *Writer) roleMoved(ctx context.Context, planned *rbacv1.RoleBinding) bool {
	live := &rbacv1.RoleBinding{}
	err := w.Live.Get(ctx, client.ObjectKeyFromObject(planned), live)
	return err == nil && live.RoleRef != planned.RoleRef
}

func (w *Writer) kind(object client.Object) (schema.GroupVersionKind, error) {
	kind, err := apiutil.GVKForObject(object, w.Client.Scheme())
	if err != nil {
		return kind, fmt.Errorf("tell the kind of %T: %w", object, err)
	}
	return kind, nil
}

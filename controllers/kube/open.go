// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"maps"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/ordering"
)

// Target is what a write that gives replaces, as it was before the facts were
// read. The write is made at this version alone: whoever cut since then wins,
// and so does whoever cut before and is not seen yet. The zero Target says that
// there was nothing; the write is then a create.
type Target struct {
	uid                         types.UID
	version, closedBy, openedBy string
	// content is the version that the ledger compares.
	content string
}

// TargetOf is the target that an object is.
func TargetOf(object metav1.Object) Target {
	marks := object.GetAnnotations()
	return Target{
		uid: object.GetUID(), version: object.GetResourceVersion(),
		closedBy: marks[v1alpha1.ClosedByAnnotation], openedBy: marks[v1alpha1.OpenedByAnnotation],
	}
}

// Closed says whether the target carries the mark of a cut.
func (t Target) Closed() bool { return t.closedBy != "" }

// Answer is the mark of an opening that rests on facts. It fails where the
// target carries a cut that is newer than they are.
func (t Target) Answer(facts *authorization.Facts) (string, error) {
	mark := ordering.Opened{At: facts.ReadAt, Facts: ordering.Of(facts), Answers: ordering.ParseClosed(t.closedBy)}
	return mark.String(), mark.MayAnswer(t.closedBy)
}

// Target is what the cache knows of an object. A cache that lags costs a
// conflict, never an order: the write is made at the version that is told here.
func (w *Writer) Target(ctx context.Context, desired client.Object) (at Target, err error) {
	kind, err := w.kind(desired)
	if err != nil {
		return at, err
	}
	seen, err := w.Metadata(ctx, kind, desired)
	if err == nil && seen == nil && w.unseen.take(kind, desired) {
		seen, err = w.liveMetadata(ctx, kind, desired)
	}
	if err != nil || seen == nil {
		return at, err
	}
	at = TargetOf(seen)
	at.content = versionOf(kind.GroupKind(), seen)
	return at, nil
}

// LiveTarget is an object as the API server holds it.
func (w *Writer) LiveTarget(ctx context.Context, desired client.Object) (Target, error) {
	live := desired.DeepCopyObject().(client.Object)
	err := w.Live.Get(ctx, client.ObjectKeyFromObject(desired), live)
	switch {
	case apierrors.IsNotFound(err):
		return Target{}, nil
	case err != nil:
		return Target{}, fmt.Errorf("read live %T %s: %w", desired, client.ObjectKeyFromObject(desired), err)
	}
	return TargetOf(live), nil
}

// stands says whether a target is as it was last written with this content.
func (w *Writer) stands(kind schema.GroupVersionKind, desired client.Object, at Target) bool {
	return at.version != "" && w.Ledger.Settled(kind.GroupKind(), desired, at.content)
}

// liveMetadata lists an object that the cache does not show although it is
// there, as one does that lost our label. It is nil where there is none.
func (w *Writer) liveMetadata(ctx context.Context, kind schema.GroupVersionKind, object client.Object) (*metav1.PartialObjectMetadata, error) {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(kind.GroupVersion().WithKind(kind.Kind + "List"))
	err := w.Live.List(ctx, list, client.InNamespace(object.GetNamespace()), client.MatchingFields{"metadata.name": object.GetName()})
	switch {
	case err != nil:
		return nil, fmt.Errorf("read live %s %s: %w", kind.Kind, client.ObjectKeyFromObject(object), err)
	case len(list.Items) == 0:
		return nil, nil
	}
	return &list.Items[0], nil
}

// Open puts an object in the place of its target, and marks what opens: a new
// object, and one that was cut. What is repaired keeps its mark.
func (w *Writer) Open(ctx context.Context, desired client.Object, at Target, facts *authorization.Facts) error {
	mark, err := at.Answer(facts)
	if err != nil {
		return fmt.Errorf("open %s: %w", client.ObjectKeyFromObject(desired), err)
	}
	if at.version != "" && !at.Closed() {
		mark = at.openedBy
	}
	return w.put(ctx, desired, at, mark)
}

// Restore puts an object in the place of its target unless it stands as
// planned, and marks it where that was cut. It is for what lies in a sandbox,
// whose own mark tells the rest.
func (w *Writer) Restore(ctx context.Context, desired client.Object, at Target, facts *authorization.Facts) error {
	opens := at.Closed() && desired.GetAnnotations()[v1alpha1.ClosedByAnnotation] == ""
	if !opens {
		return w.put(ctx, desired, at, "")
	}
	mark, err := at.Answer(facts)
	if err != nil {
		return fmt.Errorf("open %s: %w", client.ObjectKeyFromObject(desired), err)
	}
	return w.put(ctx, desired, at, mark)
}

// put writes an object at the version of its target.
func (w *Writer) put(ctx context.Context, desired client.Object, at Target, mark string) error {
	kind, err := w.kind(desired)
	if err != nil || w.stands(kind, desired, at) {
		return err
	}
	written := desired.DeepCopyObject().(client.Object)
	if mark != "" {
		marks := maps.Clone(written.GetAnnotations())
		if marks == nil {
			marks = map[string]string{}
		}
		marks[v1alpha1.OpenedByAnnotation] = mark
		written.SetAnnotations(marks)
	}
	if at.version == "" {
		err = w.createAnew(ctx, kind, written)
	} else {
		err = w.updateAt(ctx, written, at)
	}
	if err != nil {
		return fmt.Errorf("write %s %s: %w", kind.Kind, client.ObjectKeyFromObject(desired), err)
	}
	w.Ledger.Wrote(kind.GroupKind(), desired, versionOf(kind.GroupKind(), written))
	return nil
}

// createAnew creates an object. Where there is one already the cache lags, or
// the object lost our label: it is read live the next time, before the facts.
func (w *Writer) createAnew(ctx context.Context, kind schema.GroupVersionKind, object client.Object) error {
	err := w.Client.Create(ctx, object)
	if apierrors.IsAlreadyExists(err) {
		w.unseen.add(kind, object)
	}
	return err
}

// updateAt replaces the very object that was seen, at the version at which it
// was seen. The UID keeps an update from making an object that was deleted
// meanwhile, which RBAC's kinds allow. A binding whose role moves cannot be
// updated and is made again.
func (w *Writer) updateAt(ctx context.Context, object client.Object, at Target) error {
	object.SetUID(at.uid)
	object.SetResourceVersion(at.version)
	err := w.Client.Update(ctx, object)
	if binding, ok := object.(*rbacv1.RoleBinding); ok && apierrors.IsInvalid(err) && w.roleMoved(ctx, binding) {
		exactly := client.Preconditions{UID: &at.uid, ResourceVersion: &at.version}
		if err := w.Client.Delete(ctx, object, exactly); err != nil {
			return err
		}
		object.SetUID("")
		object.SetResourceVersion("")
		return w.Client.Create(ctx, object)
	}
	return err
}

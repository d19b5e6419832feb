// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"hash/fnv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
)

var quotaKind = corev1.SchemeGroupVersion.WithKind("ResourceQuota").GroupKind()

// versionOf is the version of an object that the ledger compares. For most it
// is the resourceVersion; for a quota, whose status the cluster rewrites with
// every pod, it is that of its content.
func versionOf(kind schema.GroupKind, object metav1.Object) string {
	if kind != quotaKind {
		return object.GetResourceVersion()
	}
	if _, written := object.(*corev1.ResourceQuota); written {
		return contentVersion(object)
	}
	return object.GetSelfLink() // see keepContentVersion
}

// contentVersion digests who wrote the object when, but for its status.
func contentVersion(object metav1.Object) string {
	hash := fnv.New64a()
	for _, entry := range object.GetManagedFields() {
		if entry.Subresource == "" {
			_, _ = fmt.Fprintln(hash, entry.Manager, entry.Operation, entry.Time.String(), entry.FieldsV1.String())
		}
	}
	return versionOfContent(object.GetUID(), hash.Sum64())
}

// versionOfContent is the version of the content of one object.
func versionOfContent(uid types.UID, content uint64) string {
	return fmt.Sprintf("%s %x", uid, content)
}

// keepContentVersion replaces the managed fields of a cached object by the
// version of its content. It stands where no API server writes any more and
// which weighs nothing, in the selfLink.
func keepContentVersion(in any) (any, error) {
	if tombstone, ok := in.(cache.DeletedFinalStateUnknown); ok {
		return tombstone, nil
	}
	object, err := meta.Accessor(in)
	if err != nil {
		return nil, fmt.Errorf("read the metadata of a quota: %w", err)
	}
	if object.GetManagedFields() != nil { // else it was here before
		object.SetSelfLink(contentVersion(object))
	}
	return slim(in)
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"encoding/json"
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Attacks are asked as dry runs, which pass the authorizer and admission as
// others do and leave nothing behind.
var (
	dry       = []string{metav1.DryRunAll}
	dryPatch  = metav1.PatchOptions{DryRun: dry}
	strategic = types.StrategicMergePatchType
)

// creating creates an object.
func creating(o client.Object) attempt {
	return func(ctx context.Context, a *access) error {
		return a.Create(ctx, o.DeepCopyObject().(client.Object), client.DryRunAll)
	}
}

// deleting deletes an object.
func deleting(o client.Object) attempt {
	return func(ctx context.Context, a *access) error {
		return a.Delete(ctx, o.DeepCopyObject().(client.Object), client.DryRunAll)
	}
}

// patching merges a patch into an object.
func patching(o client.Object, patch any) attempt {
	return func(ctx context.Context, a *access) error {
		return a.Patch(ctx, o.DeepCopyObject().(client.Object), merge(patch), client.DryRunAll)
	}
}

// patchingStatus merges a patch into a status.
func patchingStatus(o client.Object, patch any) attempt {
	return func(ctx context.Context, a *access) error {
		return a.Status().Patch(ctx, o.DeepCopyObject().(client.Object), merge(patch), &client.SubResourcePatchOptions{
			PatchOptions: client.PatchOptions{DryRun: dry},
		})
	}
}

func merge(patch any) client.Patch {
	raw, err := json.Marshal(patch)
	if err != nil {
		panic(err) // a patch is a literal of a test
	}
	return client.RawPatch(types.MergePatchType, raw)
}

// fields is a JSON object.
type fields = map[string]any

// thing is an object of any kind, with what is in it beside its metadata.
func thing(apiVersion, kind, namespace, name string, content fields) *unstructured.Unstructured {
	u := &unstructured.Unstructured{Object: fields{}}
	maps.Copy(u.Object, content)
	u.SetAPIVersion(apiVersion)
	u.SetKind(kind)
	u.SetNamespace(namespace)
	u.SetName(name)
	return u
}

// attempt is an attack.
type attempt = func(context.Context, *access) error

// clearing deletes all objects of a kind in a namespace at once.
func clearing(like client.Object) attempt {
	return func(ctx context.Context, a *access) error {
		return a.DeleteAllOf(ctx, like.DeepCopyObject().(client.Object), client.InNamespace(like.GetNamespace()), client.DryRunAll)
	}
}

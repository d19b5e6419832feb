// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func TestGrantsBearTheFinalizer(t *testing.T) {
	domain := newDomain(t)
	grant := func(edits ...edit) *unstructured.Unstructured {
		return edited(parse(t, grantText), append([]edit{set("metadata.namespace", domain)}, edits...)...)
	}
	for name, tc := range map[string]struct {
		made *unstructured.Unstructured
		want []string
	}{
		"with none":      {grant(), []string{cutFinalizer}},
		"with another's": {grant(set("metadata.finalizers", []any{"example.com/a"})), []string{"example.com/a", cutFinalizer}},
		"with ours":      {grant(set("metadata.finalizers", []any{cutFinalizer})), []string{cutFinalizer}},
	} {
		t.Run(name, func(t *testing.T) {
			u := tc.made.DeepCopy()
			if err := root.client(t).Create(t.Context(), u, client.DryRunAll); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(u.GetFinalizers(), tc.want) {
				t.Errorf("finalizers are %v, want %v", u.GetFinalizers(), tc.want)
			}
			if u.GetGeneration() != 1 {
				t.Errorf("generation is %d, want 1", u.GetGeneration())
			}
		})
	}
	// A pipeline applies the same manifest for years.
	t.Run("applied again and again", func(t *testing.T) {
		for range 3 {
			u := grant(set("metadata.name", "applied"))
			err := root.client(t).Apply(t.Context(), client.ApplyConfigurationFromUnstructured(u), client.FieldOwner("pipeline"), client.ForceOwnership)
			if err != nil {
				t.Fatal(err)
			}
			live := u.DeepCopy()
			if err := admin.Get(t.Context(), client.ObjectKeyFromObject(u), live); err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(live.GetFinalizers(), cutFinalizer) || live.GetGeneration() != 1 {
				t.Errorf("finalizers %v, generation %d; want ours and 1", live.GetFinalizers(), live.GetGeneration())
			}
		}
	})

	held := grant(set("metadata.name", "held"))
	create(t, root, held)
	const off = `{"metadata":{"finalizers":null}}`
	want := []string{"DeveloperGrant held: metadata.finalizers must keep " + cutFinalizer, "kubectl describe developergrant -n " + domain + " held"}
	for name, tc := range map[string]struct {
		as    person
		patch string
		want  []string
	}{
		"taken off":                {root, off, want},
		"replaced":                 {root, `{"metadata":{"finalizers":["a/b"]}}`, want},
		"taken off by cutoff":      {cutoff, off, want},
		"taken off by operator":    {operator, off, nil},
		"taken off by break-glass": {rescuer, off, nil},
		"another's added":          {root, `{"metadata":{"finalizers":["` + cutFinalizer + `","a/b"]}}`, nil},
		"edited":                   {root, `{"spec":{"suspend":true}}`, nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, tc.as, held, tc.patch), tc.want...) })
	}
	t.Run("deleted", func(t *testing.T) {
		if err := root.client(t).Delete(t.Context(), held.DeepCopy()); err != nil {
			t.Fatal(err)
		}
		wants(t, dryPatch(t, root, held, off), want...)
		if err := operator.client(t).Patch(t.Context(), held.DeepCopy(), client.RawPatch(mergePatch, []byte(off))); err != nil {
			t.Errorf("the operator is refused: %v", err)
		}
	})
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// breakage is something wrong with our own policies.
type breakage struct {
	name string
	// spoil is done to each policy's spec, and says whether it did anything.
	spoil func(policy string, mutates bool, spec map[string]any) bool
	// remove is done once, before.
	remove func(*testing.T)
	// shows that it is in effect.
	shows func(*testing.T, *scene)
	// last is done once every cut is complete.
	last func(*testing.T, *scene)
}

// breakages are what can be wrong at once with all policies, and with -each what
// can be wrong with every one.
func breakages(t *testing.T) []breakage {
	found := []breakage{
		{name: "every expression fails", shows: refusesPods, spoil: func(_ string, mutates bool, spec map[string]any) bool {
			return fails(mutates, spec)
		}},
		{name: "every condition fails, and no CRD of any parameter", shows: refusesPods, spoil: func(policy string, _ bool, spec map[string]any) bool {
			return foreignParameter(spec) || conditionsFail(policy, spec)
		}},
		{name: "no parameter", shows: refusesPods, remove: withoutParameters, last: withoutEditions},
	}
	if !*each {
		return found
	}
	for _, policy := range policies(t) {
		found = append(found, breakage{name: policy.GetName(), shows: func(t *testing.T, s *scene) { failsAlone(t, s, policy) },
			spoil: func(name string, mutates bool, spec map[string]any) bool {
				if name != policy.GetName() {
					return false
				}
				alsoLeases(name, spec)
				return fails(mutates, spec) && conditionsFail(name, spec)
			}})
	}
	return found
}

// noKey and null are expressions that compile and fail on every object: a key that
// is not there, and going through null. One that does not compile is taken by no
// API server (TestWhatDoesNotCompileIsRefused).
const noKey, null = "dyn(request).nothing.of.the.kind == true", "dyn(null).all(x, x == 1)"

// fails puts expressions that fail in place of those of a policy.
func fails(mutates bool, spec map[string]any) bool {
	if mutates {
		return conditionsFail("", spec)
	}
	spec["validations"] = []any{map[string]any{"expression": noKey}, map[string]any{"expression": null}}
	return true
}

// foreignParameter lets a policy that has parameters ask for those of a kind that
// no CRD defines.
func foreignParameter(spec map[string]any) bool {
	if _, ok := spec["paramKind"]; !ok {
		return false
	}
	spec["paramKind"] = map[string]any{"apiVersion": "absent.publicdata.io/v1", "kind": "Absent"}
	return true
}

// withoutParameters deletes every object that is a parameter of some policy, but
// editions, which go last, for without them nothing is in force (withoutEditions),
// and resources: without those the data of everybody is gone, and the policy that
// asks of them asks nothing of a cut.
func withoutParameters(t *testing.T) {
	t.Helper()
	rescuer := as(t, "rescuer", "system:masters", "mandate:break-glass")
	for _, policy := range policies(t) {
		kind, ok, _ := unstructured.NestedStringMap(policy.Object, "spec", "paramKind")
		if !ok {
			continue
		}
		gvk := schema.FromAPIVersionAndKind(kind["apiVersion"], kind["kind"])
		if gvk.Kind == "Jurisdiction" || gvk.Kind == "DataResource" {
			continue
		}
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(gvk.GroupVersion().WithKind(gvk.Kind + "List"))
		if err := admin.List(t.Context(), list); err != nil {
			t.Fatal(err)
		}
		for i := range list.Items {
			if err := rescuer.Delete(t.Context(), &list.Items[i]); client.IgnoreNotFound(err) != nil {
				t.Fatalf("delete a parameter of %s: %v", policy.GetName(), err)
			}
		}
	}
}

// withoutEditions deletes every edition, and shows that whoever was in force until
// then is cut by that.
func withoutEditions(t *testing.T, s *scene) {
	t.Helper()
	var editions v1alpha1.JurisdictionList
	if err := admin.List(t.Context(), &editions); err != nil {
		t.Fatal(err)
	}
	for i := range editions.Items {
		if err := destroy(t.Context(), t, &editions.Items[i]); err != nil {
			t.Fatal(err)
		}
	}
	s.awaitCut(t, cut{name: bystander, mark: "ReferenceMissing"})
}

// policies are ours, validating and mutating.
func policies(t *testing.T) []unstructured.Unstructured {
	t.Helper()
	var found []unstructured.Unstructured
	for _, kind := range []string{"ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"} {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(admissionregistrationv1.SchemeGroupVersion.WithKind(kind + "List"))
		if err := admin.List(t.Context(), list); err != nil && !meta.IsNoMatchError(err) {
			t.Fatal(err)
		}
		for _, policy := range list.Items {
			if strings.HasPrefix(policy.GetName(), "mandate-") {
				found = append(found, policy)
			}
		}
	}
	return found
}

// apply breaks what is to be broken, and returns once it is, with what mends it.
func (b breakage) apply(t *testing.T) (mend func()) {
	t.Helper()
	if b.remove != nil {
		b.remove(t)
	}
	var mends []func() error
	ctx := context.WithoutCancel(t.Context()) // mends after the test too
	for _, policy := range policies(t) {
		whole, _, _ := unstructured.NestedMap(policy.Object, "spec")
		spec, _, _ := unstructured.NestedMap(policy.Object, "spec")
		if b.spoil == nil || !b.spoil(policy.GetName(), policy.GetKind() == "MutatingAdmissionPolicy", spec) {
			continue
		}
		if err := replace(ctx, policy, spec); err != nil {
			t.Fatal(err)
		}
		mends = append(mends, func() error { return replace(ctx, policy, whole) })
	}
	mended := false
	mend = func() {
		if mended {
			return
		}
		mended = true
		var errs []error
		for _, m := range mends {
			errs = append(errs, m())
		}
		if err := errors.Join(append(errs, settle(ctx))...); err != nil {
			t.Errorf("mend the policies: %v", err)
		}
	}
	t.Cleanup(mend)
	if err := settle(ctx); err != nil {
		t.Fatal(err)
	}
	return mend
}

func replace(ctx context.Context, policy unstructured.Unstructured, spec map[string]any) error {
	live := policy.DeepCopy()
	if err := admin.Get(ctx, client.ObjectKeyFromObject(live), live); err != nil {
		return err
	}
	live.Object["spec"] = spec
	if err := admin.Update(ctx, live); err != nil {
		return fmt.Errorf("replace policy %s: %w", policy.GetName(), err)
	}
	return nil
}

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
	coordinationv1 "k8s.io/api/coordination/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// breakage is something wrong with our own policies.
type breakage struct {
	name string
	// spoil is done to each policy's spec, and says whether it did anything.
	spoil func(policy string, mutates bool, spec map[string]any) bool
	// remove is done once, before.
	remove func(*testing.T)
}

// breakages are what can be wrong at once with all policies, and with -each what
// can be wrong with every one.
func breakages(t *testing.T) []breakage {
	found := []breakage{
		{name: "every expression fails", spoil: func(_ string, mutates bool, spec map[string]any) bool { return fails(mutates, spec) }},
		{name: "no CRD of any parameter", spoil: func(_ string, _ bool, spec map[string]any) bool { return foreignParameter(spec) }},
		{name: "no parameter", remove: withoutParameters},
	}
	if !*each {
		return found
	}
	for _, policy := range policies(t) {
		found = append(found, breakage{name: policy.GetName(), spoil: func(name string, mutates bool, spec map[string]any) bool {
			return name == policy.GetName() && fails(mutates, spec)
		}})
	}
	return found
}

// fails puts expressions in place of those of a policy that compile and fail on
// every object: a key that is not there, and going through null.
func fails(mutates bool, spec map[string]any) bool {
	const noKey, null = "dyn(request).nothing.of.the.kind == true", "dyn(null).all(x, x == 1)"
	if mutates {
		spec["matchConditions"] = []any{map[string]any{"name": "no-key", "expression": noKey}, map[string]any{"name": "null", "expression": null}}
		return true
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
// editions: without those nothing is in force, which is a cut of its own. That the
// policies on content do without an edition is shown in test/cel.
func withoutParameters(t *testing.T) {
	t.Helper()
	rescuer := as(t, "rescuer", "system:masters", "mandate:break-glass")
	for _, policy := range policies(t) {
		kind, ok, _ := unstructured.NestedStringMap(policy.Object, "spec", "paramKind")
		if !ok {
			continue
		}
		gvk := schema.FromAPIVersionAndKind(kind["apiVersion"], kind["kind"])
		if gvk.Kind == "Jurisdiction" {
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

// settled counts the policies by which the tests know that others are in effect:
// one that is gone still bites for a while, so each has a name of its own.
var settled int

// settle returns once every change of a policy that was made before is in effect:
// the API server takes them up in the order of making.
func settle(ctx context.Context) (err error) {
	settled++
	name := fmt.Sprintf("unobstructed-%d", settled)
	policy := &admissionregistrationv1.ValidatingAdmissionPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: admissionregistrationv1.ValidatingAdmissionPolicySpec{
			MatchConstraints: &admissionregistrationv1.MatchResources{ResourceRules: []admissionregistrationv1.NamedRuleWithOperations{{
				ResourceNames: []string{name},
				RuleWithOperations: admissionregistrationv1.RuleWithOperations{
					Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create},
					Rule: admissionregistrationv1.Rule{
						APIGroups: []string{coordinationv1.GroupName}, APIVersions: []string{"*"}, Resources: []string{"leases"},
					},
				},
			}}},
			Validations: []admissionregistrationv1.Validation{{Expression: "false"}},
		},
	}
	binding := &admissionregistrationv1.ValidatingAdmissionPolicyBinding{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: admissionregistrationv1.ValidatingAdmissionPolicyBindingSpec{
			PolicyName: name, ValidationActions: []admissionregistrationv1.ValidationAction{admissionregistrationv1.Deny},
		},
	}
	for _, o := range []client.Object{policy, binding} {
		if err := admin.Create(ctx, o); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, admin.Delete(ctx, o)) }()
	}
	return await(ctx, patience, func(ctx context.Context) error {
		lease := &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Namespace: metav1.NamespaceDefault, Name: name}}
		if err := admin.Create(ctx, lease, client.DryRunAll); err == nil {
			return errors.New("the policy made last refuses nothing yet")
		}
		return nil
	})
}

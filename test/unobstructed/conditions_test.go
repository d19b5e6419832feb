// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// doors are the conditions that keep a cut out of a policy which matches its
// writes and has failurePolicy Fail: cutoff's own, and those of who takes away or
// pauses. They alone are left whole, for a policy whose only condition fails
// refuses. That another one fails beside them refuses nothing: a condition that is
// false outweighs errors of others. What they read, every such request has: who
// asks, and fields that the API server requires or that are asked for optionally.
var doors = map[string][]string{
	"mandate-data-policies":             {"is-foreign"},
	"mandate-decisions-giving":          {"gives"},
	"mandate-decisions-restored":        {"is-restored"},
	"mandate-ended":                     {"has-ended"},
	"mandate-fence-operator":            {"is-the-operator"},
	"mandate-fence-operator-contents":   {"is-the-operator"},
	"mandate-fence-operator-grants":     {"is-the-operator"},
	"mandate-fence-operator-namespaces": {"is-the-operator"},
	"mandate-grants":                    {"takes-off-the-finalizer"},
	"mandate-namespaces":                {"is-not-cutoff"},
	"mandate-namespaces-shape":          {"is-foreign"},
	"mandate-parts-fixed-grants":        {"something-is-fixed", "begins-no-pause"},
	"mandate-rooms":                     {"is-foreign"},
	"mandate-sandbox-network":           {"is-foreign"},
	"mandate-sandbox-pod-deletions":     {"gives-longer"},
	"mandate-sandbox-quotas":            {"is-foreign"},
	"mandate-sandbox-roles":             {"is-foreign"},
}

// conditionsFail puts conditions that fail before the doors of a policy, and in
// place of all others.
func conditionsFail(policy string, spec map[string]any) bool {
	kept := []any{
		map[string]any{"name": "no-key", "expression": noKey},
		map[string]any{"name": "null", "expression": null},
	}
	conditions, _, _ := unstructured.NestedSlice(spec, "matchConditions")
	for _, c := range conditions {
		if name, _ := c.(map[string]any)["name"].(string); slices.Contains(doors[policy], name) {
			kept = append(kept, c)
		}
	}
	spec["matchConditions"] = kept
	return true
}

// TestDoorsAreThere compares the doors with the conditions of the policies.
func TestDoorsAreThere(t *testing.T) {
	found := map[string][]string{}
	for _, policy := range policies(t) {
		conditions, _, _ := unstructured.NestedSlice(policy.Object, "spec", "matchConditions")
		for _, c := range conditions {
			found[policy.GetName()] = append(found[policy.GetName()], c.(map[string]any)["name"].(string))
		}
	}
	for policy, names := range doors {
		for _, name := range names {
			if !slices.Contains(found[policy], name) {
				t.Errorf("%s has no condition %s", policy, name)
			}
		}
	}
}

// TestWhatDoesNotCompileIsRefused shows why what is broken here fails only once it
// is asked: an API server takes no expression that does not compile. Objects are
// untyped to it, so that a field which a CustomResourceDefinition loses is a key
// that is not there.
func TestWhatDoesNotCompileIsRefused(t *testing.T) {
	for _, field := range []string{"validations", "matchConditions"} {
		for _, policy := range policies(t) {
			if policy.GetKind() == "MutatingAdmissionPolicy" && field == "validations" {
				continue // it has none
			}
			for _, expression := range []string{"object.spec.(", "nobody.knows == true", "'text' && 1"} {
				live := policy.DeepCopy()
				if err := admin.Get(t.Context(), client.ObjectKeyFromObject(live), live); err != nil {
					t.Fatal(err)
				}
				live.Object["spec"].(map[string]any)[field] = []any{map[string]any{"name": "broken", "expression": expression}}
				if field == "validations" {
					live.Object["spec"].(map[string]any)[field] = []any{map[string]any{"expression": expression}}
				}
				if err := admin.Update(t.Context(), live, client.DryRunAll); err == nil || !strings.Contains(err.Error(), "compilation failed") {
					t.Errorf("%s with %s %q: got %v, want that it does not compile", policy.GetName(), field, expression, err)
				}
			}
		}
	}
}

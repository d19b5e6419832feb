// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

// TestPoliciesAsWritten holds every policy to what all of them have in common.
func TestPoliciesAsWritten(t *testing.T) {
	for _, policy := range policies() {
		t.Run(policy.GetName(), func(t *testing.T) {
			spec := policy.Object["spec"].(map[string]any)
			want := "Fail"
			if strings.HasPrefix(policy.GetName(), "mandate-fence-cutoff-") || policy.GetName() == "mandate-decisions-taking" {
				want = "Ignore" // no fault of ours stands in the way of a cut
			}
			if strings.HasPrefix(policy.GetName(), "mandate-content-") {
				want = "Ignore" // a courtesy, with a parameter: the verdict asks the same
			}
			if spec["failurePolicy"] != want {
				t.Errorf("failurePolicy is %v, want %s", spec["failurePolicy"], want)
			}
			constraints := spec["matchConstraints"].(map[string]any)
			if _, ok := constraints["namespaceSelector"]; ok {
				t.Error("a namespaceSelector reads the new labels alone and can be walked around")
			}
			validations, _ := spec["validations"].([]any)
			for i, v := range validations {
				v := v.(map[string]any)
				fallback, _ := v["message"].(string)
				if fallback == "" || strings.Contains(fallback, "\n") {
					t.Errorf("validation %d: message %q, want one line for when messageExpression fails", i, fallback)
				}
				if v["messageExpression"] == nil {
					t.Errorf("validation %d has no messageExpression, which names the object and the value", i)
				}
			}
		})
	}
}

// TestOnePromiseAFile holds the folder to its form: a file a policy, headed by
// the promise it keeps, and all of them in the kustomization.
func TestOnePromiseAFile(t *testing.T) {
	folder := filepath.Join("..", "..", "config", "policy")
	text, err := os.ReadFile(filepath.Join(folder, "kustomization.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var kustomization struct{ Resources []string }
	if err := yaml.Unmarshal(text, &kustomization); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, name := range kustomization.Resources {
		listed[name] = true
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "kustomization.yaml" {
			continue
		}
		if !listed[name] {
			t.Errorf("%s is not in the kustomization", name)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "\n# Promise: ") {
			t.Errorf("%s does not say which promise it keeps", name)
		}
		objects := decode(file)
		if len(objects) != 2 || objects[0].GetName() != objects[1].GetName() {
			t.Errorf("%s holds %d objects, want one policy and its binding of the same name", name, len(objects))
		}
	}
}

// TestExpressionsFitTheirKinds asks the API server's own type checker, which
// knows every kind that a policy matches.
func TestExpressionsFitTheirKinds(t *testing.T) {
	for _, policy := range policies() {
		if policy.GetKind() != "ValidatingAdmissionPolicy" {
			continue
		}
		t.Run(policy.GetName(), func(t *testing.T) {
			live := policy.DeepCopy()
			err := eventually(t.Context(), func(ctx context.Context) error {
				if err := admin.Get(ctx, client.ObjectKeyFromObject(live), live); err != nil {
					return err
				}
				checked, _, _ := unstructured.NestedInt64(live.Object, "status", "observedGeneration")
				if checked != live.GetGeneration() {
					return errors.New("it is not checked yet")
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			warnings, _, _ := unstructured.NestedSlice(live.Object, "status", "typeChecking", "expressionWarnings")
			for _, w := range warnings {
				t.Error(w)
			}
		})
	}
}

// TestTakingAndGivingAskTheSame holds the two policies on authority together,
// which are apart only so that neither's fault is the other's.
func TestTakingAndGivingAskTheSame(t *testing.T) {
	taking, giving := variables(t, "mandate-decisions-taking"), variables(t, "mandate-decisions-giving")
	if diff := cmp.Diff("variables.name + variables.place", taking["faults"]); diff != "" {
		t.Errorf("beside the verb taking away asks for name and place and nothing else (-want +got):\n%s", diff)
	}
	if asked, _, _ := unstructured.NestedSlice(policyNamed(t, "mandate-decisions-taking").Object, "spec", "validations"); len(asked) != 2 {
		t.Errorf("taking away asks for %d things, want the verb, and name and place", len(asked))
	}
	for _, name := range []string{"organization", "name", "place"} {
		if diff := cmp.Diff(taking[name], giving[name]); diff != "" {
			t.Errorf("%s is asked otherwise (-taking +giving):\n%s", name, diff)
		}
	}
}

// TestEveryPolicyKnowsTheActsThatTakeAway holds the closed list of them together.
func TestEveryPolicyKnowsTheActsThatTakeAway(t *testing.T) {
	const takes = "object.spec.action in ['Suspend', 'Halt', 'Terminate', 'Disqualify', 'Bar', 'Order']"
	for policy, want := range map[string]string{
		"mandate-decisions-taking": takes, "mandate-decisions-restored": takes, "mandate-decisions-giving": "!(" + takes + ")",
	} {
		conditions, _, _ := unstructured.NestedSlice(policyNamed(t, policy).Object, "spec", "matchConditions")
		if got := conditions[0].(map[string]any)["expression"]; got != want {
			t.Errorf("%s is asked where %s, want %s", policy, got, want)
		}
	}
}

func policyNamed(t *testing.T, name string) *unstructured.Unstructured {
	t.Helper()
	for _, p := range policies() {
		if p.GetName() == name {
			return p
		}
	}
	t.Fatalf("there is no policy %s", name)
	return nil
}

// variables are the expressions of a policy's variables.
func variables(t *testing.T, policy string) map[string]string {
	t.Helper()
	list, _, _ := unstructured.NestedSlice(policyNamed(t, policy).Object, "spec", "variables")
	found := map[string]string{}
	for _, v := range list {
		v := v.(map[string]any)
		found[v["name"].(string)] = v["expression"].(string)
	}
	return found
}

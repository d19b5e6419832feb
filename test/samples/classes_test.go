// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestNoClassGivesWhatOutlivesACut shows that no class that is shipped, and none
// that anybody could write, gives what is authorised once and then goes on: a
// watch, and the streams into a pod or a Service. A log that is followed ends with
// its pod.
func TestNoClassGivesWhatOutlivesACut(t *testing.T) {
	text, err := admin.run("", "get", "sandboxclasses", "-o", "json")
	if err != nil {
		t.Fatal(err)
	}
	var classes v1alpha1.SandboxClassList
	if err := json.Unmarshal([]byte(text), &classes); err != nil {
		t.Fatal(err)
	}
	if len(classes.Items) < 2 {
		t.Fatalf("%d classes are shipped, want those of config/samples", len(classes.Items))
	}
	for _, class := range classes.Items {
		for _, rule := range class.Spec.Rules {
			for _, verb := range rule.Verbs {
				if !slices.Contains([]v1alpha1.RuleVerb{"get", "list", "create", "update", "patch", "delete"}, verb) {
					t.Errorf("SandboxClass %s gives %s", class.Name, verb)
				}
			}
			for _, resource := range rule.Resources {
				if strings.Contains(resource, "/") && resource != "pods/log" || resource == "*" {
					t.Errorf("SandboxClass %s gives something on %s", class.Name, resource)
				}
			}
		}
	}
	var raw struct{ Items []unstructured.Unstructured }
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		t.Fatal(err)
	}
	refused := func(resource, verb string) {
		t.Helper()
		class := &unstructured.Unstructured{Object: map[string]any{ // a class is immutable
			"apiVersion": raw.Items[0].GetAPIVersion(), "kind": raw.Items[0].GetKind(), "metadata": map[string]any{"name": "another"},
			"spec": raw.Items[0].DeepCopy().Object["spec"],
		}}
		class.Object["spec"].(map[string]any)["rules"] = []any{map[string]any{"apiGroup": "", "resources": []any{resource}, "verbs": []any{verb}}}
		text, err := json.Marshal(class)
		if err != nil {
			t.Fatal(err)
		}
		_, err = admin.run(string(text), "create", "--dry-run=server", "-f", "-")
		if taken := verb == "get" && resource == "pods"; (err == nil) != taken {
			t.Errorf("a class that gives %s on %s is taken: %v, want %v (%v)", verb, resource, err == nil, taken, err)
		}
	}
	for _, verb := range []string{"get", "watch", "proxy", "deletecollection", "*"} { // get is the control
		refused("pods", verb)
	}
	for _, resource := range []string{"pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "pods/ephemeralcontainers", "services/proxy", "nodes/proxy", "*", "pods/*"} {
		refused(resource, "get")
		refused(resource, "create")
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// goesOn says whether a right is authorised once and then goes on: a watch, and the
// streams into a pod or a Service. A log that is followed ends with its pod.
func goesOn(resource, verb string) bool {
	short := slices.Contains([]string{"get", "list", "create", "update", "patch", "delete"}, verb)
	return !short || strings.Contains(resource, "*") || strings.Contains(resource, "/") && resource != "pods/log"
}

// TestNoClassGivesWhatOutlivesACut shows that no class that is shipped, and none
// that anybody could write, gives a right that goes on once it was used.
func TestNoClassGivesWhatOutlivesACut(t *testing.T) {
	text, err := admin.run("", "get", "sandboxclasses", "-o", "json")
	if err != nil {
		t.Fatal(err)
	}
	var classes v1alpha1.SandboxClassList
	var raw unstructured.UnstructuredList
	if err := errors.Join(json.Unmarshal([]byte(text), &classes), json.Unmarshal([]byte(text), &raw)); err != nil {
		t.Fatal(err)
	}
	if len(classes.Items) < 2 {
		t.Fatalf("%d classes are shipped, want those of config/samples", len(classes.Items))
	}
	for _, class := range classes.Items {
		for _, rule := range class.Spec.Rules {
			for _, verb := range rule.Verbs {
				for _, resource := range rule.Resources {
					if goesOn(resource, string(verb)) {
						t.Errorf("SandboxClass %s gives %s on %s", class.Name, verb, resource)
					}
				}
			}
		}
	}
	for _, verb := range []string{"get", "watch", "proxy", "deletecollection", "*"} { // get is the control
		isTaken(t, raw.Items[0], "pods", verb)
	}
	for _, resource := range []string{"pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "pods/ephemeralcontainers", "services/proxy", "nodes/proxy", "*", "pods/*"} {
		isTaken(t, raw.Items[0], resource, "get")
		isTaken(t, raw.Items[0], resource, "create")
	}
}

// isTaken tries to write a class like another one that gives a right, and wants it
// taken unless that goes on.
func isTaken(t *testing.T, like unstructured.Unstructured, resource, verb string) {
	t.Helper()
	class := like.DeepCopy() // a class is immutable
	class.Object["metadata"] = map[string]any{"name": "another"}
	delete(class.Object, "status")
	class.Object["spec"].(map[string]any)["rules"] = []any{map[string]any{"apiGroup": "", "resources": []any{resource}, "verbs": []any{verb}}}
	text, err := json.Marshal(class)
	if err != nil {
		t.Fatal(err)
	}
	_, err = admin.run(string(text), "create", "--dry-run=server", "-f", "-")
	if want := !goesOn(resource, verb); (err == nil) != want {
		t.Errorf("a class that gives %s on %s is taken: %v, want %v (%v)", verb, resource, err == nil, want, err)
	}
}

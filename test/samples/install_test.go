// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"
)

func TestApplyingAgainChangesNothing(t *testing.T) {
	for _, folder := range []string{"config/default", "config/samples"} {
		t.Run(folder, func(t *testing.T) {
			// The second time, the API server notes whose fields are whose
			// beside what admission stamped. From then on all is still.
			applyAgain(t, folder)
			before := resourceVersions(t)
			applyAgain(t, folder)
			if diff := cmp.Diff(before, resourceVersions(t)); diff != "" {
				t.Errorf("resource versions of what was applied moved (-before +after):\n%s", diff)
			}
		})
	}
}

func applyAgain(t *testing.T, folder string) {
	t.Helper()
	if _, err := admin.run("", "apply", "--server-side", "-k", folder); err != nil {
		t.Fatal(err)
	}
}

func resourceVersions(t *testing.T) []string {
	t.Helper()
	out, err := admin.run("", "get", "--all-namespaces", "-o",
		`jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{"\n"}{end}`,
		"jurisdictions,organizations,sandboxclasses,dataresources,operationagreements,developergrants,"+
			"deployments,clusterroles,roles,rolebindings,serviceaccounts,validatingadmissionpolicies")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(out), "\n")
}

// A pipeline applies a grant without our finalizer; that must neither remove
// it nor show a difference.
func TestTwentyGrantsCarryTheFinalizerThatNobodyApplied(t *testing.T) {
	out, err := admin.run("", "-n", "demo-health", "get", "developergrants",
		"-o", `jsonpath={range .items[*]}{.metadata.finalizers} {.status.observedGeneration}{"\n"}{end}`)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Repeat([]string{`["mandate.publicdata.io/cut"] -1`}, 20)
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(out), "\n")); diff != "" {
		t.Errorf("finalizers and observedGeneration (-want +got):\n%s", diff)
	}
}

func TestKustomizationsListEveryFile(t *testing.T) {
	for _, folder := range []string{"config/crd", "config/calendars", "config/samples"} {
		t.Run(folder, func(t *testing.T) {
			var kustomization struct{ Resources []string }
			decodeFile(t, filepath.Join(root, folder, "kustomization.yaml"), &kustomization)
			kustomization.Resources = slices.DeleteFunc(kustomization.Resources, func(name string) bool {
				return strings.HasPrefix(name, "../") // a folder with a list of its own
			})
			slices.Sort(kustomization.Resources)
			if diff := cmp.Diff(manifestsIn(t, folder), kustomization.Resources); diff != "" {
				t.Errorf("files and resources (-files +resources):\n%s", diff)
			}
		})
	}
}

// manifestsIn lists the YAML files that belong into the folder's kustomization:
// all but Decisions, which are acts.
func manifestsIn(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"*.yaml", "*/*.yaml"} {
		found, err := filepath.Glob(filepath.Join(root, folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			name, err := filepath.Rel(filepath.Join(root, folder), file)
			if err != nil {
				t.Fatal(err)
			}
			if name != "kustomization.yaml" && !strings.HasPrefix(name, "decisions/") {
				files = append(files, name)
			}
		}
	}
	slices.Sort(files)
	return files
}

func TestNoRightIsAWildcard(t *testing.T) {
	out, err := admin.run("", "kustomize", "config/default")
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range documents(out) {
		var role rbacv1.ClusterRole
		if err := yaml.Unmarshal([]byte(document), &role); err != nil {
			t.Fatal(err)
		}
		if role.Kind != "ClusterRole" && role.Kind != "Role" {
			continue
		}
		for _, rule := range role.Rules {
			all := slices.Concat(rule.APIGroups, rule.Resources, rule.Verbs, rule.NonResourceURLs)
			for _, word := range []string{"*", "impersonate", "secrets"} {
				if slices.Contains(all, word) {
					t.Errorf("%s %s has %q in a rule", role.Kind, role.Name, word)
				}
			}
		}
	}
}

func decodeFile(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		t.Fatalf("decode %s: %v", path, err)
	}
}

// documents splits a stream of YAML documents.
func documents(stream string) []string {
	var all []string
	for document := range strings.SplitSeq("\n"+stream, "\n---\n") {
		if strings.TrimSpace(document) != "" {
			all = append(all, document)
		}
	}
	return all
}

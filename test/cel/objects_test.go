// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"crypto/rand"
	"encoding/hex"
	"maps"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

const apiVersion = "mandate.publicdata.io/v1alpha1"

// object makes an object out of its spec, which may be nil.
func object(apiVersion, kind, namespace, name string, spec map[string]any) *unstructured.Unstructured {
	u := &unstructured.Unstructured{Object: map[string]any{}}
	u.SetAPIVersion(apiVersion)
	u.SetKind(kind)
	u.SetNamespace(namespace)
	u.SetName(name)
	if spec != nil {
		u.Object["spec"] = spec
	}
	return u
}

// parse makes an object out of YAML.
func parse(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	u := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &u.Object); err != nil {
		t.Fatalf("parse %s: %v", text, err)
	}
	return u
}

// edit changes an object of a table.
type edit func(*unstructured.Unstructured)

// set gives a field, by its dotted path, a value.
func set(path string, value any) edit {
	return func(u *unstructured.Unstructured) {
		if err := unstructured.SetNestedField(u.Object, value, strings.Split(path, ".")...); err != nil {
			panic(err)
		}
	}
}

// unset removes a field by its dotted path.
func unset(path string) edit {
	return func(u *unstructured.Unstructured) {
		unstructured.RemoveNestedField(u.Object, strings.Split(path, ".")...)
	}
}

func edited(u *unstructured.Unstructured, edits ...edit) *unstructured.Unstructured {
	u = u.DeepCopy()
	for _, e := range edits {
		e(u)
	}
	return u
}

// wants checks the outcome of a request: accepted when want is empty, else
// refused as invalid or forbidden with each of the fragments in a message of
// one line.
func wants(t *testing.T, err error, want ...string) {
	t.Helper()
	if len(want) == 0 {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	if err == nil {
		t.Errorf("accepted, want a refusal with %q", want)
		return
	}
	if !apierrors.IsInvalid(err) && !apierrors.IsForbidden(err) {
		t.Errorf("got %v, want a refusal as invalid or forbidden", err)
	}
	for _, fragment := range want {
		if !strings.Contains(err.Error(), fragment) {
			t.Errorf("the refusal does not say %q:\n%v", fragment, err)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the refusal has more than one line: %q", err)
	}
}

func create(t *testing.T, p person, u *unstructured.Unstructured) {
	t.Helper()
	if err := p.client(t).Create(t.Context(), u); err != nil {
		t.Fatalf("create %s %s: %v", u.GetKind(), u.GetName(), err)
	}
}

// dryCreate asks for a create that leaves nothing behind.
func dryCreate(t *testing.T, p person, u *unstructured.Unstructured) error {
	t.Helper()
	return p.client(t).Create(t.Context(), u.DeepCopy(), client.DryRunAll)
}

// dryUpdate asks for a merge patch that changes nothing.
func dryPatch(t *testing.T, p person, u *unstructured.Unstructured, patch string) error {
	t.Helper()
	return p.client(t).Patch(t.Context(), u.DeepCopy(), client.RawPatch(mergePatch, []byte(patch)), client.DryRunAll)
}

// hexDigits returns n random hexadecimal digits.
func hexDigits(n int) string {
	b := make([]byte, (n+1)/2)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)[:n]
}

// newDomain makes a data domain of a name of its own.
func newDomain(t *testing.T) string {
	t.Helper()
	u := object("v1", "Namespace", "", "domain-"+hexDigits(8), nil)
	u.SetLabels(map[string]string{domainLabel: "true"})
	create(t, root, u)
	return u.GetName()
}

// newSandbox makes a sandbox as the operator would, in force for another day.
// A note of the value "" is left out.
func newSandbox(t *testing.T, notes map[string]string) string {
	t.Helper()
	annotations := map[string]string{
		grantNote:      "ningxia-health/risk-model",
		notAfterNote:   time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339),
		registriesNote: "registry.example/team, registry.example:5000",
		classesNote:    "fast,slow",
	}
	maps.Copy(annotations, notes)
	maps.DeleteFunc(annotations, func(_, v string) bool { return v == "" })
	u := object("v1", "Namespace", "", "sandbox-"+hexDigits(20), nil)
	u.SetLabels(map[string]string{
		sandboxLabel: "true",
		"mandate.publicdata.io/input-0123456789abcd": "true",
		"pod-security.kubernetes.io/enforce":         "baseline",
	})
	u.SetAnnotations(annotations)
	create(t, operator, u)
	return u.GetName()
}

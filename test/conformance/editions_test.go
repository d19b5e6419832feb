// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/cluster"
)

// built are the editions of config/jurisdictions, one a folder, as kustomize
// builds them and by the name of the folder. Decoding is strict: a word that the
// types do not know fails.
func built(t *testing.T) map[string]*v1alpha1.Jurisdiction {
	t.Helper()
	root, err := cluster.RepositoryRoot()
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(filepath.Join(root, "config", "jurisdictions", "*", "kustomization.yaml"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("config/jurisdictions holds no edition: %v", err)
	}
	editions := map[string]*v1alpha1.Jurisdiction{}
	for _, file := range folders {
		edition := &v1alpha1.Jurisdiction{}
		if err := yaml.UnmarshalStrict(kustomize(t, filepath.Dir(file)), edition); err != nil {
			t.Fatalf("decode %s: %v", filepath.Dir(file), err)
		}
		editions[filepath.Base(filepath.Dir(file))] = edition
	}
	return editions
}

// kustomize builds a folder with kubectl, as an administrator would.
func kustomize(t *testing.T, folder string) []byte {
	t.Helper()
	assets, err := cluster.FindAssets()
	if err != nil {
		t.Fatal(err)
	}
	var out, problem bytes.Buffer
	kubectl := exec.CommandContext(t.Context(), filepath.Join(assets, "kubectl"), "kustomize", folder)
	kubectl.Stdout, kubectl.Stderr = &out, &problem
	if err := kubectl.Run(); err != nil {
		t.Fatalf("build %s: %v: %s", folder, err, problem.String())
	}
	return out.Bytes()
}

// TestEditionsAreAccepted creates every edition on a real API server. What is
// stored is what was written: nothing is refused, dropped or defaulted.
func TestEditionsAreAccepted(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	admin := serverOfEditions(ctx, t)
	for folder, written := range built(t) {
		t.Run(folder, func(t *testing.T) {
			stored := written.DeepCopy()
			if err := admin.Create(ctx, stored, client.FieldValidation(metav1.FieldValidationStrict)); err != nil {
				t.Fatalf("apply: %v", err)
			}
			if diff := cmp.Diff(written.Spec, stored.Spec); diff != "" {
				t.Errorf("what is stored differs from what was written (-written +stored):\n%s", diff)
			}
		})
	}
}

// serverOfEditions is a client of an API server that knows Jurisdictions.
func serverOfEditions(ctx context.Context, t *testing.T) client.Client {
	t.Helper()
	controlPlane, err := cluster.Start(ctx, cluster.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := controlPlane.Stop(); err != nil {
			t.Error(err)
		}
	})
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	admin, err := client.New(controlPlane.Config(), client.Options{Scheme: scheme})
	if err != nil {
		t.Fatal(err)
	}
	root, err := cluster.RepositoryRoot()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "config", "crd", "mandate.publicdata.io_jurisdictions.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	define(ctx, t, admin, text)
	return admin
}

// define creates a kind and waits until it is served.
func define(ctx context.Context, t *testing.T, admin client.Client, definition []byte) {
	t.Helper()
	kind := &unstructured.Unstructured{}
	if err := yaml.Unmarshal(definition, &kind.Object); err != nil {
		t.Fatal(err)
	}
	if err := admin.Create(ctx, kind); err != nil {
		t.Fatalf("define the kind: %v", err)
	}
	served := func(ctx context.Context) (bool, error) {
		return admin.List(ctx, &v1alpha1.JurisdictionList{}) == nil, nil
	}
	if err := wait.PollUntilContextCancel(ctx, 100*time.Millisecond, true, served); err != nil {
		t.Fatalf("wait until the kind is served: %v", err)
	}
}

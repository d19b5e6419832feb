// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
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
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/cluster"
)

// built are the editions of config/jurisdictions, one a folder, as kustomize
// builds them and by the name of the folder. Nobody writes into them.
func built(t *testing.T) map[string]*v1alpha1.Jurisdiction {
	t.Helper()
	editions, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(editions)
}

// load builds every folder once. Decoding is strict: a word that the types do
// not know fails.
var load = sync.OnceValues(func() (map[string]*v1alpha1.Jurisdiction, error) {
	root, err := cluster.RepositoryRoot()
	if err != nil {
		return nil, err
	}
	folders, err := filepath.Glob(filepath.Join(root, "config", "jurisdictions", "*", "kustomization.yaml"))
	if err != nil {
		return nil, fmt.Errorf("list the editions: %w", err)
	}
	if len(folders) == 0 {
		return nil, errors.New("config/jurisdictions holds no edition")
	}
	editions := map[string]*v1alpha1.Jurisdiction{}
	for _, file := range folders {
		text, err := kustomize(filepath.Dir(file))
		if err != nil {
			return nil, err
		}
		edition := &v1alpha1.Jurisdiction{}
		if err := yaml.UnmarshalStrict(text, edition); err != nil {
			return nil, fmt.Errorf("decode %s: %w", filepath.Dir(file), err)
		}
		editions[filepath.Base(filepath.Dir(file))] = edition
	}
	return editions, nil
})

// kustomize builds a folder with kubectl, as an administrator would.
func kustomize(folder string) ([]byte, error) {
	assets, err := cluster.FindAssets()
	if err != nil {
		return nil, err
	}
	text, err := exec.CommandContext(context.Background(), filepath.Join(assets, "kubectl"), "kustomize", folder).Output()
	if err != nil {
		return nil, fmt.Errorf("build %s: %w", folder, err)
	}
	return text, nil
}

// TestEditionsAreAccepted creates every edition on a real API server. What is
// stored is what was written: nothing is refused, dropped or defaulted.
func TestEditionsAreAccepted(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	admin := serverOfEditions(ctx, t)
	editions := built(t)
	editions["invented"] = invented(t)
	namesOfEditions(ctx, t, admin)
	for folder, written := range editions {
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

// TestASixthJurisdictionIsData: rules that differ from all five regulations need
// no Go, and the operator finds nothing wrong with them.
func TestASixthJurisdictionIsData(t *testing.T) {
	for _, flaw := range jurisdiction.Flaws(invented(t)) {
		t.Errorf("%s", flaw)
	}
}

// invented is an edition that somebody wrote who had read the docs alone.
func invented(t *testing.T) *v1alpha1.Jurisdiction {
	t.Helper()
	text, err := os.ReadFile("testdata/xinghai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	edition := &v1alpha1.Jurisdiction{}
	if err := yaml.UnmarshalStrict(text, edition); err != nil {
		t.Fatalf("decode: %v", err)
	}
	return edition
}

// namesOfEditions asks the server for editions whose name does not fit.
func namesOfEditions(ctx context.Context, t *testing.T, admin client.Client) {
	t.Helper()
	const fits = "does not fit spec.code and spec.edition: "
	tests := map[string]struct {
		name, parent string
		want         string
	}{
		"a regulation's own edition has no word":  {"xinghai-x.1", "", fits + "an edition without spec.parent is named <code>.<edition>, here xinghai.1"},
		"a child has a word":                      {"xinghai.1", "xinghai.2", fits + "a child edition is named <code>-<word>.<edition>, here xinghai-pilot.1"},
		"a child counts its own editions":         {"xinghai-x.2", "xinghai.1", fits + "a child edition is named <code>-<word>.<edition>, here xinghai-pilot.1"},
		"a word has no dot":                       {"xinghai-x.y.1", "xinghai.1", fits + "a child edition is named <code>-<word>.<edition>, here xinghai-pilot.1"},
		"a child is of its parent's code":         {"xinghai-x.1", "demo.1", "spec.parent demo.1 is no edition of xinghai other than this one"},
		"a child is another one than its parent":  {"xinghai-x.1", "xinghai-x.1", "spec.parent xinghai-x.1 is no edition of xinghai other than this one"},
		"a child that is named so is let through": {"xinghai-x.1", "xinghai.1", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			edition := invented(t)
			edition.Name, edition.Spec.Parent = tc.name, v1alpha1.ObjectName(tc.parent)
			err := admin.Create(ctx, edition, client.DryRunAll)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("create %s with parent %q: %v; want %q", tc.name, tc.parent, err, tc.want)
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

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package cel_test answers one question: does the real API server refuse what
// the schemas and the admission policies promise to refuse, with a message that
// helps, and let through what they must not hinder?
package cel_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
	yamlstream "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/test/cluster"
	mandate "github.com/publicdata-io/mandate/test/install"
)

// What the tests of this package share. The control plane is whole, with its
// controller manager, because the cluster's own hands are part of the question.
var (
	controlPlane *cluster.Cluster
	// admin is a member of system:masters, whom RBAC refuses nothing.
	admin client.Client
	// beater beats in place of cutoff.
	beater client.Client
)

// sampleDomain is the data domain of what is never stored.
const sampleDomain = "sample-domain"

// patience bounds every wait for a policy to bite or a controller to act.
const patience = 60 * time.Second

func TestMain(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(io.Discard)))
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	controlPlane, err = cluster.Start(ctx, cluster.Options{Fast: true})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, controlPlane.Stop()) }()
	if admin, err = client.New(controlPlane.Config(), client.Options{}); err != nil {
		return 1, err
	}
	if beater, err = mandate.Beater(controlPlane.Config()); err != nil {
		return 1, err
	}
	if err := install(ctx); err != nil {
		return 1, err
	}
	beating, rest := context.WithCancel(context.Background())
	defer rest()
	if err := mandate.KeepBeating(beating, beater); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// install applies what users apply, the CRDs and the policies, and makes the
// namespaces that are always there. It waits until all of it bites: a policy
// does so about a second after it was made, in the order of making.
func install(ctx context.Context) error {
	for _, folder := range []string{"crd", "policy"} {
		for _, object := range manifests(folder) {
			if err := admin.Create(ctx, object); err != nil {
				return fmt.Errorf("install %s %s: %w", object.GetKind(), object.GetName(), err)
			}
		}
	}
	for _, name := range []string{"mandate-system", "mandate-registry"} {
		if err := admin.Create(ctx, object("v1", "Namespace", "", name, nil)); err != nil {
			return fmt.Errorf("make namespace %s: %w", name, err)
		}
	}
	domain := object("v1", "Namespace", "", sampleDomain, nil)
	domain.SetLabels(map[string]string{domainLabel: "true"})
	if err := admin.Create(ctx, domain); err != nil {
		return fmt.Errorf("make namespace %s: %w", sampleDomain, err)
	}
	if err := appoint(ctx); err != nil {
		return fmt.Errorf("appoint officers: %w", err)
	}
	if err := eventually(ctx, grantsAreStamped); err != nil {
		return fmt.Errorf("await mutating policies: %w", err)
	}
	return awaitPolicies(ctx)
}

// grantsAreStamped returns nil once the mutating policy acts.
func grantsAreStamped(ctx context.Context) error {
	grant := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(grantText), &grant.Object); err != nil {
		return err
	}
	grant.SetNamespace(sampleDomain)
	if err := admin.Create(ctx, grant, client.DryRunAll); err != nil {
		return err
	}
	if !slices.Contains(grant.GetFinalizers(), cutFinalizer) {
		return errors.New("no finalizer was stamped")
	}
	return nil
}

// manifests returns the objects of a folder of config/.
func manifests(folder string) []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	files, err := filepath.Glob(filepath.Join("..", "..", "config", folder, "*.yaml"))
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		if filepath.Base(file) == "kustomization.yaml" {
			continue
		}
		found = append(found, decode(file)...)
	}
	return found
}

func decode(file string) []*unstructured.Unstructured {
	f, err := os.Open(file)
	if err != nil {
		panic(err)
	}
	defer func() { _ = f.Close() }()
	var found []*unstructured.Unstructured
	for d := yamlstream.NewYAMLOrJSONDecoder(f, 4096); ; {
		u := &unstructured.Unstructured{}
		switch err := d.Decode(&u.Object); {
		case errors.Is(err, io.EOF):
			return found
		case err != nil:
			panic(fmt.Errorf("decode %s: %w", file, err))
		case len(u.Object) > 0:
			found = append(found, u)
		}
	}
}

// policies returns the admission policies of the product, validating and
// mutating, without their bindings.
func policies() []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	for _, o := range manifests("policy") {
		switch o.GetKind() {
		case "ValidatingAdmissionPolicy", "MutatingAdmissionPolicy":
			found = append(found, o)
		}
	}
	return found
}

// eventually calls f until it returns nil, and returns its last error when it
// does not within patience.
func eventually(ctx context.Context, f func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		last = f(ctx)
		return last == nil, nil
	})
	return errors.Join(err, last)
}

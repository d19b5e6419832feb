// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// components are the programs that a usable folder of assets holds.
var components = []string{"etcd", "kube-apiserver", "kube-controller-manager", "kubectl"}

func (o Options) assets() (string, error) {
	if o.Assets == "" {
		return FindAssets()
	}
	dir, err := filepath.Abs(o.Assets)
	if err != nil {
		return "", fmt.Errorf("resolve assets folder: %w", err)
	}
	return dir, holdsComponents(dir)
}

// FindAssets returns the folder of the control plane's programs: that of the
// variable KUBEBUILDER_ASSETS when all of them are in it, else bin/k8s of the
// repository that the working directory lies in. The error says how to build
// them.
func FindAssets() (string, error) {
	var insufficient error
	if dir := os.Getenv("KUBEBUILDER_ASSETS"); dir != "" {
		insufficient = holdsComponents(dir)
		if insufficient == nil {
			return filepath.Abs(dir)
		}
		insufficient = fmt.Errorf("KUBEBUILDER_ASSETS does not suffice: %w", insufficient)
	}
	root, err := RepositoryRoot()
	if err != nil {
		return "", errors.Join(insufficient, err)
	}
	dir := filepath.Join(root, "bin", "k8s")
	if err := holdsComponents(dir); err != nil {
		return "", errors.Join(insufficient,
			fmt.Errorf("%w; build them first with: sh %s", err, filepath.Join(root, "hack/kubernetes/build.sh")))
	}
	return dir, nil
}

func holdsComponents(dir string) error {
	for _, name := range components {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("look for the control plane's programs: %w", err)
		}
	}
	return nil
}

// RepositoryRoot walks up from the working directory, which go test sets to
// the folder of the package under test, to the folder of this repository.
func RepositoryRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find repository: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "hack", "kubernetes", "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("find repository: the working directory is not in it; for the control plane's programs alone, set KUBEBUILDER_ASSETS")
		}
		dir = parent
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command schemas writes the JSON schemas by which kubeconform judges our
// manifests: those of Kubernetes out of its own OpenAPI documents, those of our
// kinds out of our CRDs. Nothing is downloaded, and a field that no schema
// knows is an error.
//
//	schemas <folder of OpenAPI documents> <folder of CRDs> <output folder>
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: schemas <folder of OpenAPI documents> <folder of CRDs> <output folder>")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintf(os.Stderr, "schemas: %v\n", err)
		os.Exit(1)
	}
}

func run(openAPI, crds, output string) error {
	kinds := map[kind]schema{}
	if err := eachFile(openAPI, "*_openapi.json", func(data []byte) error { return addKubernetes(kinds, data) }); err != nil {
		return err
	}
	if err := eachFile(crds, "*.yaml", func(data []byte) error { return addCRD(kinds, data) }); err != nil {
		return err
	}
	if err := os.MkdirAll(output, 0o755); err != nil {
		return fmt.Errorf("make the output folder: %w", err)
	}
	for kind, schema := range kinds {
		data, err := json.Marshal(schema)
		if err != nil {
			return fmt.Errorf("encode the schema of %v: %w", kind, err)
		}
		if err := os.WriteFile(filepath.Join(output, kind.file()), data, 0o644); err != nil {
			return fmt.Errorf("write the schema of %v: %w", kind, err)
		}
	}
	return nil
}

// eachFile hands the content of every matching file of a folder to use.
func eachFile(folder, pattern string, use func([]byte) error) error {
	files, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil {
		return fmt.Errorf("list %s: %w", folder, err)
	}
	if len(files) == 0 {
		return fmt.Errorf("no %s in %s", pattern, folder)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read a schema: %w", err)
		}
		if err := use(data); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

type schema = map[string]any

// kind names a schema as kubeconform asks for it.
type kind struct {
	Group, Version, Kind string
}

// file follows the -schema-location of hack/verify-manifests.sh, where the
// group of a core kind is its version.
func (k kind) file() string {
	group := k.Group
	if group == "" {
		group = k.Version
	}
	return fmt.Sprintf("%s_%s_%s.json", group, k.Version, strings.ToLower(k.Kind))
}

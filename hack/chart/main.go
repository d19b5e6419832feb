// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command chart writes the templates of the Helm chart out of what kustomize
// builds from config/default, and out of config/personas, so that there is one
// description of what is installed and not two; and the schema of its values out of
// values.yaml and the fields that they fill.
//
//	kustomize build config/default | chart charts/mandate config/personas
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sigs.k8s.io/yaml"
)

// generated are the folders under templates/ that are written anew each time.
// What lies beside them is written by hand.
var generated = []string{"crds", "manager", "personas", "policies", "rbac"}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: kustomize build config/default | chart <folder of the chart> <folder of personas>")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintf(os.Stderr, "chart: %v\n", err)
		os.Exit(1)
	}
}

func run(manifests io.Reader, chart, personas string) error {
	objects, err := read(manifests)
	if err != nil {
		return err
	}
	values, err := readValues(filepath.Join(chart, "values.yaml"))
	if err != nil {
		return err
	}
	files, deciding, err := renderPersonas(personas)
	if err != nil {
		return err
	}
	schema, err := valuesSchema(values, deciding)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if o.leftToHelm() {
			continue
		}
		template, err := render(o, values)
		if err != nil {
			return fmt.Errorf("render %s: %w", o.file(), err)
		}
		if _, taken := files[o.file()]; taken {
			return fmt.Errorf("two objects want the file %s", o.file())
		}
		files[o.file()] = template
	}
	if err := os.WriteFile(filepath.Join(chart, "values.schema.json"), schema, 0o644); err != nil {
		return fmt.Errorf("write the schema of the values: %w", err)
	}
	return write(filepath.Join(chart, "templates"), files)
}

func readValues(path string) (map[string]any, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the chart's values: %w", err)
	}
	values := map[string]any{}
	if err := yaml.UnmarshalStrict(data, &values); err != nil {
		return nil, fmt.Errorf("decode %s: %w", path, err)
	}
	return values, nil
}

// write replaces the generated folders by files, keyed by their path.
func write(templates string, files map[string][]byte) error {
	for _, folder := range generated {
		if err := os.RemoveAll(filepath.Join(templates, folder)); err != nil {
			return fmt.Errorf("remove the old templates: %w", err)
		}
		if err := os.MkdirAll(filepath.Join(templates, folder), 0o755); err != nil {
			return fmt.Errorf("make the folder of the templates: %w", err)
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(templates, name), content, 0o644); err != nil {
			return fmt.Errorf("write a template: %w", err)
		}
	}
	return nil
}

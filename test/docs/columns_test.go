// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// TestColumnsShowWhatThereIs: a column shows the first of several values and
// keeps the others to itself, so that none asks for several; and who is waited
// for is a column of every kind whose status says it, and by when and what is
// overdue wide ones.
func TestColumnsShowWhatThereIs(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "config", "crd", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	for _, file := range files {
		crd := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.Unmarshal([]byte(read(t, file)), crd); err != nil {
			t.Fatal(err)
		}
		for _, version := range crd.Spec.Versions {
			kinds++
			columns := version.AdditionalPrinterColumns
			for _, column := range columns {
				if strings.Contains(column.JSONPath, "[*]") {
					t.Errorf("%s: column %s shows the first of %s alone", crd.Spec.Names.Kind, column.Name, column.JSONPath)
				}
				if column.Name == "Due" && column.Priority == 0 {
					t.Errorf("%s shows Due without -o wide, unlike the other kinds", crd.Spec.Names.Kind)
				}
			}
			_, waits := version.Schema.OpenAPIV3Schema.Properties["status"].Properties["waitingFor"]
			shown := slices.ContainsFunc(columns, func(c apiextensionsv1.CustomResourceColumnDefinition) bool {
				return c.JSONPath == ".status.waitingFor" && c.Priority == 0
			})
			if waits != shown {
				t.Errorf("%s says in its status who is waited for: %t, and in a column: %t", crd.Spec.Names.Kind, waits, shown)
			}
			wide := slices.ContainsFunc(columns, func(c apiextensionsv1.CustomResourceColumnDefinition) bool {
				return c.JSONPath == ".status.overdue" && c.Priority == 1
			})
			_, late := version.Schema.OpenAPIV3Schema.Properties["status"].Properties["overdue"]
			if late != wide {
				t.Errorf("%s says in its status what is overdue: %t, and in a wide column: %t", crd.Spec.Names.Kind, late, wide)
			}
		}
	}
	if kinds < 12 {
		t.Errorf("only %d kinds", kinds)
	}
}

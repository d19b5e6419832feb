// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// leaf is a field of a kind's spec that holds a value, or a list or map of such,
// which can be empty.
type leaf struct {
	kind string
	// path leads from the object to the field; "[]" is the first element of a
	// list, "{}" any entry of a map.
	path   []string
	schema apiextensionsv1.JSONSchemaProps
	// immutable is that the field, or one around it, cannot be changed.
	immutable bool
}

func (l leaf) String() string { return l.kind + " " + strings.Join(l.path, ".") }

// leavesOf walks the CRDs.
func leavesOf(t *testing.T) []leaf {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(installed.Root, "config", "crd", "mandate.publicdata.io_*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("find the CRDs: %d files, %v", len(files), err)
	}
	var found []leaf
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		crd := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.Unmarshal(raw, crd); err != nil {
			t.Fatal(err)
		}
		spec := crd.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
		found = append(found, walk(leaf{kind: crd.Spec.Names.Kind, path: []string{"spec"}, schema: spec})...)
	}
	return found
}

// walk is what lies under a field, and the field itself where it can be empty.
func walk(at leaf) []leaf {
	at.immutable = at.immutable || slices.ContainsFunc(at.schema.XValidations, func(r apiextensionsv1.ValidationRule) bool {
		return r.Rule == "self == oldSelf"
	})
	under := func(step string, schema apiextensionsv1.JSONSchemaProps) []leaf {
		return walk(leaf{kind: at.kind, path: append(slices.Clone(at.path), step), schema: schema, immutable: at.immutable})
	}
	var found []leaf
	switch s := at.schema; {
	case len(s.Properties) > 0:
		for name, property := range s.Properties {
			found = append(found, under(name, property)...)
		}
	case s.Items != nil:
		found = append(under("[]", *s.Items.Schema), at)
	case s.AdditionalProperties != nil:
		found = append(under("{}", *s.AdditionalProperties.Schema), at)
	default:
		found = []leaf{at}
	}
	slices.SortFunc(found, func(a, b leaf) int { return strings.Compare(a.String(), b.String()) })
	return found
}

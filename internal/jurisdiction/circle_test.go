// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

func TestCircle(t *testing.T) {
	tests := map[string]struct {
		parents map[v1alpha1.ObjectName]v1alpha1.ObjectName
		want    string
	}{
		"no parent":                {map[v1alpha1.ObjectName]v1alpha1.ObjectName{"a": ""}, ""},
		"a parent":                 {map[v1alpha1.ObjectName]v1alpha1.ObjectName{"a": "b", "b": ""}, ""},
		"a parent that is missing": {map[v1alpha1.ObjectName]v1alpha1.ObjectName{"a": "b"}, ""},
		"each the other's": {
			map[v1alpha1.ObjectName]v1alpha1.ObjectName{"a": "b", "b": "a"},
			`spec.parent: Jurisdiction "a" and "b" name each other as parent, so that no text stands above them; pin none of them, delete them, and apply editions of which the uppermost names no parent`,
		},
		"three in a circle": {
			map[v1alpha1.ObjectName]v1alpha1.ObjectName{"a": "b", "b": "c", "c": "a"},
			`spec.parent: Jurisdiction "a" and "b" and "c" name each other as parent, so that no text stands above them; pin none of them, delete them, and apply editions of which the uppermost names no parent`,
		},
		"beneath a circle": {map[v1alpha1.ObjectName]v1alpha1.ObjectName{"a": "b", "b": "c", "c": "b"}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			read := func(of v1alpha1.ObjectName) *v1alpha1.Jurisdiction {
				parent, there := tc.parents[of]
				if !there {
					return nil
				}
				edition := &v1alpha1.Jurisdiction{}
				edition.Name, edition.Spec.Parent = string(of), parent
				return edition
			}
			if diff := cmp.Diff(tc.want, jurisdiction.List(jurisdiction.Circle(read("a"), read))); diff != "" {
				t.Errorf("Circle (-want +got):\n%s", diff)
			}
		})
	}
}

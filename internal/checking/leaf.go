// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/publicdata-io/mandate/internal/reference"
)

// naming are the fields by which objects name those of a kind.
var naming = map[string][]string{
	reference.Jurisdiction: {"spec.jurisdiction", "spec.parent"},
	reference.WorkCalendar: {"spec.calendar"},
	reference.SandboxClass: {"spec.sandbox.class"},
	reference.Organization: {
		"spec.holder", "spec.grantor", "spec.operator", "spec.coGrantors", "spec.drafter", "spec.organiser", "spec.sourceUnit", "spec.sharedFrom",
		"spec.affiliates", "spec.organization", "spec.transcribedBy", "spec.to", "spec.objector.organization", "spec.subject.name",
	},
	reference.DataResource:       {"spec.inputs.resource", "spec.dataResources", "spec.scope.inputs", "spec.subject.name", "spec.against.name"},
	reference.OperationAgreement: {"spec.agreement", "spec.under", "spec.revises", "spec.renews", "spec.subject.name", "spec.against.name"},
	reference.ImplementationPlan: {"spec.plan", "spec.revises", "spec.subject.name", "spec.against.name"},
	reference.Selection:          {"spec.selection", "spec.subject.name", "spec.against.name"},
}

// leafOf is the field of an object that names another one, or spec.
func leafOf(object any, target reference.Target) string {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return "spec"
	}
	paths, known := naming[target.Kind]
	if !known {
		paths = []string{"spec.subject.name", "spec.against.name"}
	}
	for _, path := range paths {
		if at := leaf(fields, strings.Split(path, "."), target.Name); at != "" {
			return at
		}
	}
	return "spec"
}

// leaf is where a value stands beneath a path, entries of lists by their number;
// empty where it does not.
func leaf(in any, path []string, value string) string {
	switch of := in.(type) {
	case string:
		if len(path) == 0 && of == value {
			return "."
		}
	case []any:
		for i, entry := range of {
			switch at := leaf(entry, path, value); at {
			case "":
			case ".":
				return fmt.Sprintf("[%d]", i)
			default:
				return fmt.Sprintf("[%d].%s", i, at)
			}
		}
	case map[string]any:
		if len(path) == 0 {
			return ""
		}
		at := leaf(of[path[0]], path[1:], value)
		switch {
		case at == "":
			return ""
		case at == "." || strings.HasPrefix(at, "["):
			return path[0] + strings.TrimSuffix(at, ".")
		}
		return path[0] + "." + at
	}
	return ""
}

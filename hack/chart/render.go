// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// releaseNamespace is the one namespace the chart can be installed in: the
// policies know our accounts by their full names.
const releaseNamespace = "mandate-system"

const header = "{{- /* Generated from config/default by hack/chart.sh. Do not edit. */ -}}\n"

// render writes the object as a template. What it holds of braces is text, and
// only the holes are actions.
func render(o object, values map[string]any) ([]byte, error) {
	if o.kept() {
		annotations := o.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations["helm.sh/resource-policy"] = "keep"
		o.SetAnnotations(annotations)
	}
	var holes []hole
	if o.GetKind() == "Deployment" {
		component := strings.TrimPrefix(o.GetName(), "mandate-")
		holes = deploymentHoles(component)
		if err := punch(o, holes, values); err != nil {
			return nil, err
		}
	}
	manifest, err := yaml.Marshal(o.Object)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return []byte(header + fill(escape(string(manifest)), holes)), nil
}

// escape lets braces of the manifest, such as those of a CEL map, come out of
// the template as they went in.
func escape(manifest string) string {
	return strings.ReplaceAll(manifest, "{{", `{{ "{{" }}`)
}

// punch puts marks where the holes are to be, after seeing that the chart's
// defaults are what config/default says.
func punch(o object, holes []hole, values map[string]any) error {
	for _, h := range holes {
		fields, err := h.parent(o)
		if err != nil {
			return err
		}
		key := h.path[len(h.path)-1]
		byDefault, err := h.byDefault(values)
		if err != nil {
			return err
		}
		if was := fields[key]; !same(was, byDefault) {
			return fmt.Errorf("values.yaml says %v by default for %s, config/default says %v", byDefault, strings.Join(h.path, "."), was)
		}
		fields[key] = h.mark()
	}
	return nil
}

// same compares a field with a default; an absent field is an empty default.
func same(field, byDefault any) bool {
	if field == nil {
		v := reflect.ValueOf(byDefault)
		return !v.IsValid() || v.Len() == 0
	}
	return reflect.DeepEqual(field, byDefault)
}

// fill puts the actions in place of the marks. A block is indented by two more
// than its key.
func fill(manifest string, holes []hole) string {
	lines := strings.Split(manifest, "\n")
	for i, line := range lines {
		for _, h := range holes {
			before, found := strings.CutSuffix(line, h.mark())
			if !found {
				continue
			}
			indent := len(line) - len(strings.TrimLeft(line, " -")) + 2
			lines[i] = before + h.action(indent)
		}
	}
	return strings.Join(lines, "\n")
}

// parent finds the map that the hole's last key is in. A path goes through the
// one container of a pod without naming it.
func (h hole) parent(o object) (map[string]any, error) {
	fields := o.Object
	for _, key := range h.path[:len(h.path)-1] {
		switch next := fields[key].(type) {
		case map[string]any:
			fields = next
		case []any:
			if len(next) != 1 {
				return nil, fmt.Errorf("%s has %d items, one was expected", key, len(next))
			}
			fields, _ = next[0].(map[string]any)
		default:
			return nil, fmt.Errorf("no %s on the way to %s", key, strings.Join(h.path, "."))
		}
	}
	return fields, nil
}

func (h hole) byDefault(values map[string]any) (any, error) {
	if h.constant != nil {
		return h.constant(values), nil
	}
	value, found, err := unstructured.NestedFieldNoCopy(values, strings.Split(h.value, ".")...)
	if err != nil || !found {
		return nil, fmt.Errorf("values.yaml has no %s", h.value)
	}
	return value, nil
}

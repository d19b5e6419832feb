// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// schema is a JSON schema, as Helm reads it from values.schema.json.
type schema map[string]any

// quantity is how Kubernetes writes an amount. A number needs no unit.
const quantity = `^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$`

// narrower is what neither the type of a default nor that of a field says.
func narrower(personas []string) map[string]schema {
	return map[string]schema{
		"image.repository":  {"minLength": 1},
		"image.digest":      {"pattern": "^(sha256:[0-9a-f]{64})?$"},
		"image.pullPolicy":  {"enum": []corev1.PullPolicy{corev1.PullAlways, corev1.PullIfNotPresent, corev1.PullNever}},
		"logLevel":          {"enum": []string{"debug", "info", "error"}},
		"operator.replicas": {"minimum": 0},
		"cutoff.replicas":   {"minimum": 0},
		"personas.organizations": {"additionalProperties": schema{
			"type": "array", "items": schema{"type": "string", "enum": personas},
		}},
	}
}

// valuesSchema says of the chart's values what may be set: what values.yaml has, by
// the type of its default, and what goes into a Deployment as it is by the type of
// the field there. A key that is not there is refused, so that one that is spelt
// wrong is not passed over. Of a chart that is part of another one Helm hands over
// `global` too, and the `enabled` by which the other one asks for it.
func valuesSchema(values map[string]any, personas []string) ([]byte, error) {
	w := writer{narrower: narrower(personas), fields: map[string]schema{}}
	for _, component := range []string{"operator", "cutoff"} {
		for _, h := range deploymentHoles(component) {
			if h.include != "" {
				continue
			}
			field, err := fieldType(reflect.TypeFor[appsv1.Deployment](), h.path)
			if err != nil {
				return nil, err
			}
			w.fields[h.value] = typed(field)
		}
	}
	root := w.write("", values)
	properties := root["properties"].(map[string]any)
	properties["global"], properties["enabled"] = schema{"type": "object"}, schema{"type": "boolean"}
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["$comment"] = "Generated from values.yaml and the fields it fills by hack/chart.sh. Do not edit."
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the schema of the values: %w", err)
	}
	return append(text, '\n'), nil
}

// writer writes the schema of values.yaml from the top.
type writer struct {
	narrower map[string]schema
	// fields are the schemas of what goes into a Deployment as it is, by its entry.
	fields map[string]schema
}

// write is the schema of one entry. What has keys of ours holds all of them: a null
// takes a default away, and a template would miss it.
func (w writer) write(path string, value any) schema {
	out := maps.Clone(w.fields[path])
	entries, isMap := value.(map[string]any)
	switch {
	case out != nil:
	case isMap && len(entries) > 0:
		properties := map[string]any{}
		required := []string{} // as null, Helm would refuse all values
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			below := strings.TrimPrefix(path+"."+key, ".")
			properties[key] = w.write(below, entries[key])
			if _, may := w.fields[below]; !may {
				required = append(required, key)
			}
		}
		out = schema{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
	case isMap:
		out = schema{"type": "object"}
	default:
		out = typed(reflect.TypeOf(value))
	}
	maps.Copy(out, w.narrower[path])
	return out
}

// fieldType follows the names that a path has in JSON. A list is followed into its items.
func fieldType(of reflect.Type, path []string) (reflect.Type, error) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice && len(path) > 0 {
		of = of.Elem()
	}
	if len(path) == 0 {
		return of, nil
	}
	for field := range fieldsOf(of) {
		if field.name == path[0] {
			return fieldType(field.of, path[1:])
		}
	}
	return nil, fmt.Errorf("%s has no field %s", of, path[0])
}

// typed is the schema of what is encoded from a Go type.
func typed(of reflect.Type) schema {
	switch of.Kind() {
	case reflect.Pointer:
		return typed(of.Elem())
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int32, reflect.Int64:
		return schema{"type": "integer"}
	case reflect.Float64:
		return schema{"type": "number"}
	case reflect.Slice:
		return schema{"type": "array", "items": typed(of.Elem())}
	case reflect.Map:
		return schema{"type": "object", "additionalProperties": typed(of.Elem())}
	case reflect.Struct:
		return structured(of)
	default:
		return schema{"type": "string"}
	}
}

// structured is the schema of a struct, which takes no other field.
func structured(of reflect.Type) schema {
	if of == reflect.TypeFor[resource.Quantity]() {
		return schema{"type": []string{"string", "number"}, "pattern": quantity}
	}
	properties := map[string]any{}
	for field := range fieldsOf(of) {
		properties[field.name] = typed(field.of)
	}
	return schema{"type": "object", "additionalProperties": false, "properties": properties}
}

// field is a field of a struct as it is called in JSON.
type field struct {
	name string
	of   reflect.Type
}

// fieldsOf are the fields of a struct, with those of what it embeds.
func fieldsOf(of reflect.Type) func(func(field) bool) {
	return func(yield func(field) bool) {
		for _, f := range reflect.VisibleFields(of) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name != "" && name != "-" && !yield(field{name, f.Type}) {
				return
			}
		}
	}
}

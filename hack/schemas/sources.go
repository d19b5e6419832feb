// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

const componentRef = "#/components/schemas/"

// addKubernetes adds the kinds of one OpenAPI document, each with the
// components that it refers to and no others.
func addKubernetes(kinds map[kind]schema, data []byte) error {
	var document struct {
		Components struct {
			Schemas map[string]schema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(data, &document); err != nil {
		return fmt.Errorf("decode the OpenAPI document: %w", err)
	}
	components := document.Components.Schemas
	for _, component := range components {
		seal(component)
	}
	for name, component := range components {
		for _, kind := range kindsOf(component) {
			needed := map[string]schema{}
			collect(components, name, needed)
			kinds[kind] = schema{
				"$ref":       componentRef + name,
				"components": schema{"schemas": needed},
			}
		}
	}
	return nil
}

// kindsOf reads which kinds a component describes; most describe none.
func kindsOf(component schema) []kind {
	var kinds []kind
	list, _ := component["x-kubernetes-group-version-kind"].([]any)
	for _, item := range list {
		names, _ := item.(schema)
		text := func(key string) string { s, _ := names[key].(string); return s }
		kinds = append(kinds, kind{Group: text("group"), Version: text("version"), Kind: text("kind")})
	}
	return kinds
}

// collect gathers a component and all that it refers to, also by a detour.
func collect(components map[string]schema, name string, into map[string]schema) {
	if _, known := into[name]; known {
		return
	}
	into[name] = components[name]
	eachObject(components[name], func(object schema) {
		if ref, ok := object["$ref"].(string); ok {
			collect(components, strings.TrimPrefix(ref, componentRef), into)
		}
	})
}

// addCRD adds every served version of a CRD; other files are passed over.
func addCRD(kinds map[kind]schema, data []byte) error {
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(data, &crd); err != nil {
		return fmt.Errorf("decode the CRD: %w", err)
	}
	if crd.Kind != "CustomResourceDefinition" {
		return nil
	}
	for _, version := range crd.Spec.Versions {
		encoded, err := json.Marshal(version.Schema.OpenAPIV3Schema)
		if err != nil {
			return fmt.Errorf("encode the schema: %w", err)
		}
		var root schema
		if err := json.Unmarshal(encoded, &root); err != nil {
			return fmt.Errorf("decode the schema: %w", err)
		}
		seal(root)
		kinds[kind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}] = root
	}
	return nil
}

// seal refuses the fields that an object's schema does not name.
func seal(root schema) {
	eachObject(root, func(object schema) {
		_, isObject := object["properties"].(schema)
		_, isOpen := object["additionalProperties"]
		_, keepsAll := object["x-kubernetes-preserve-unknown-fields"]
		if isObject && !isOpen && !keepsAll {
			object["additionalProperties"] = false
		}
	})
}

// eachObject visits every JSON object within a value, the outermost first.
func eachObject(value any, visit func(schema)) {
	switch value := value.(type) {
	case schema:
		visit(value)
		for member := range maps.Values(value) {
			eachObject(member, visit)
		}
	case []any:
		for _, item := range value {
			eachObject(item, visit)
		}
	}
}

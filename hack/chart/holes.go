// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"
)

// hole is a field of a Deployment that the chart's user sets.
type hole struct {
	// path leads to the field.
	path []string
	// value names the entry of values.yaml.
	value string
	// block says that the value is a list or a map.
	block bool
	// include names a template that writes the field, in place of value.
	include string
	// constant computes what include gives by default.
	constant func(values map[string]any) any
}

// deploymentHoles are the holes of the Deployment of one component. The
// defaults of values.yaml are compared with config/manager, field by field.
func deploymentHoles(component string) []hole {
	pod := func(fields ...string) []string { return append([]string{"spec", "template", "spec"}, fields...) }
	return []hole{
		{path: []string{"spec", "replicas"}, value: component + ".replicas"},
		{path: pod("imagePullSecrets"), value: "imagePullSecrets", block: true},
		{path: pod("nodeSelector"), value: component + ".nodeSelector", block: true},
		{path: pod("tolerations"), value: component + ".tolerations", block: true},
		{path: pod("containers", "resources"), value: component + ".resources", block: true},
		{path: pod("containers", "imagePullPolicy"), value: "image.pullPolicy"},
		{path: pod("containers", "image"), include: "mandate.image", constant: image},
		{path: pod("containers", "args"), include: "mandate.args." + component, constant: args(component)},
	}
}

// image is what the template mandate.image gives by default.
func image(values map[string]any) any {
	fields, _ := values["image"].(map[string]any)
	return fmt.Sprintf("%v:%v", fields["repository"], fields["tag"])
}

// args is what the template mandate.args.<component> gives by default.
func args(component string) func(map[string]any) any {
	return func(values map[string]any) any {
		return []any{component, fmt.Sprintf("--log-level=%v", values["logLevel"])}
	}
}

// mark stands for the hole in YAML: no character of it is quoted.
func (h hole) mark() string { return "hole." + strings.Join(h.path, ".") }

// action is what the template has in the hole.
func (h hole) action(indent int) string {
	switch {
	case h.include != "":
		return fmt.Sprintf("{{ include %q . }}", h.include)
	case h.block:
		return fmt.Sprintf("{{- toYaml .Values.%s | nindent %d }}", h.value, indent)
	default:
		return fmt.Sprintf("{{ .Values.%s }}", h.value)
	}
}

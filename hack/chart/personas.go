// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

// placeholder stands in a persona for the name of the Organization that it decides
// for. A persona without it decides for none, and is there once.
const placeholder = "ORGANIZATION"

const personaHeader = "{{- /* Generated from config/personas by hack/chart.sh. Do not edit. */ -}}\n{{- if .Values.personas.create }}\n"

// renderPersonas writes templates of the personas that lie in a folder, keyed by
// their path, and one that names those which the chart's user gives to Organizations;
// deciding are these.
func renderPersonas(folder string) (files map[string][]byte, deciding []string, err error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, nil, fmt.Errorf("find personas: %w", err)
	}
	if len(paths) == 0 {
		return nil, nil, fmt.Errorf("find personas: there are none in %s", folder)
	}
	files = map[string][]byte{}
	for _, path := range paths {
		persona := strings.TrimSuffix(filepath.Base(path), ".yaml")
		manifest, err := readPersona(path)
		if err != nil {
			return nil, nil, err
		}
		template := escape(manifest)
		if strings.Contains(manifest, placeholder) {
			deciding = append(deciding, persona)
			template = forEach(persona, template)
		}
		files["personas/"+persona+".yaml"] = []byte(personaHeader + template + "{{- end }}\n")
	}
	files["personas/_names.tpl"] = fmt.Appendf(nil, "{{- define \"mandate.personas\" -}}\n%s\n{{- end -}}\n", strings.Join(deciding, " "))
	return files, deciding, nil
}

// readPersona reads the one object of a file, and leaves out what is said about it.
func readPersona(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read a persona: %w", err)
	}
	objects, err := read(bytes.NewReader(content))
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	if len(objects) != 1 || objects[0].GetKind() != "ClusterRole" {
		return "", fmt.Errorf("read persona %s: it holds %d objects, and has to hold one ClusterRole", path, len(objects))
	}
	manifest, err := yaml.Marshal(objects[0].Object)
	if err != nil {
		return "", fmt.Errorf("encode persona %s: %w", path, err)
	}
	return string(manifest), nil
}

// forEach repeats a manifest for every Organization that is given the persona.
func forEach(persona, manifest string) string {
	manifest = strings.ReplaceAll(manifest, "- "+placeholder+"\n", "- {{ $organization | quote }}\n")
	manifest = strings.ReplaceAll(manifest, placeholder, "{{ $organization }}")
	return "{{- range $organization, $personas := .Values.personas.organizations }}\n" +
		fmt.Sprintf("{{- if has %q $personas }}\n---\n", persona) + manifest + "{{- end }}\n{{- end }}\n"
}

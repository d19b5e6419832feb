// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: mandate-cutoff, namespace: mandate-system}
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: mandate
        image: mandate:latest
        imagePullPolicy: IfNotPresent
        args: [cutoff, --log-level=info]
        resources: {requests: {cpu: 100m}}
`

func defaults() map[string]any {
	return map[string]any{
		"image":            map[string]any{"repository": "mandate", "tag": "latest", "pullPolicy": "IfNotPresent"},
		"imagePullSecrets": []any{},
		"logLevel":         "info",
		"cutoff": map[string]any{
			"replicas":     float64(2),
			"resources":    map[string]any{"requests": map[string]any{"cpu": "100m"}},
			"nodeSelector": map[string]any{},
			"tolerations":  []any{},
		},
	}
}

func renderOne(t *testing.T, manifest string, values map[string]any) (string, error) {
	t.Helper()
	objects, err := read(strings.NewReader(manifest))
	if err != nil || len(objects) != 1 {
		t.Fatalf("read: %d objects, %v", len(objects), err)
	}
	out, err := render(objects[0], values)
	return string(out), err
}

func TestRenderPutsActionsWhereValuesGo(t *testing.T) {
	got, err := renderOne(t, deployment, defaults())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"  replicas: {{ .Values.cutoff.replicas }}\n",
		"      - args: {{ include \"mandate.args.cutoff\" . }}\n",
		"        image: {{ include \"mandate.image\" . }}\n",
		"        imagePullPolicy: {{ .Values.image.pullPolicy }}\n",
		"        resources: {{- toYaml .Values.cutoff.resources | nindent 10 }}\n",
		"      tolerations: {{- toYaml .Values.cutoff.tolerations | nindent 8 }}\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no line %q in\n%s", want, got)
		}
	}
}

func TestRenderRefusesDefaultsThatDiffer(t *testing.T) {
	values := defaults()
	values["cutoff"].(map[string]any)["replicas"] = float64(1)
	if _, err := renderOne(t, deployment, values); err == nil || !strings.Contains(err.Error(), "spec.replicas") {
		t.Errorf("got %v, want an error that names spec.replicas", err)
	}
}

func TestRenderedTextComesOutAsItWentIn(t *testing.T) {
	tests := map[string]string{
		"a map in CEL":        "{{'a': 1}: 2}",
		"an action of Helm's": "{{ .Values.image.tag }}",
		"three braces":        "{{{}}}",
	}
	for name, expression := range tests {
		t.Run(name, func(t *testing.T) {
			manifest := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  e: |-\n    " + expression + "\n"
			got, err := renderOne(t, manifest, nil)
			if err != nil {
				t.Fatal(err)
			}
			objects, err := read(strings.NewReader(execute(t, got)))
			if err != nil {
				t.Fatal(err)
			}
			data := objects[0].Object["data"].(map[string]any)
			if diff := cmp.Diff(expression, data["e"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func execute(t *testing.T, text string) string {
	t.Helper()
	parsed, err := template.New("t").Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

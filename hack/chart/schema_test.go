// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
	"k8s.io/kube-openapi/pkg/validation/validate"
	"sigs.k8s.io/yaml"
)

const chart = "../../charts/mandate"

// TestTheSchemaOfTheValues holds values that somebody could write against the schema
// that is shipped, over those that are shipped, and looks for the key in the refusal.
func TestTheSchemaOfTheValues(t *testing.T) {
	tests := map[string]struct {
		values  string
		refused string
	}{
		"what is shipped":            {values: `{}`},
		"a chart that holds this":    {values: `{global: {anything: 1}}`},
		"a chart that asks for this": {values: `{enabled: true}`},
		"an image by digest":         {values: `{image: {repository: registry.example/mandate, digest: "sha256:` + strings.Repeat("0f", 32) + `"}}`},
		"Secrets of a registry":      {values: `{imagePullSecrets: [{name: registry}]}`},
		"personas":                   {values: `{personas: {organizations: {demo-data-bureau: [authority, agency]}}}`},
		"amounts":                    {values: `{cutoff: {resources: {limits: {cpu: 2, memory: 1.5Gi}, requests: {cpu: 1e2, memory: "134217728"}}}}`},
		"no default":                 {values: `{cutoff: {tolerations: null}}`},
		"a toleration":               {values: `{operator: {tolerations: [{key: a, operator: Equal, value: b, effect: NoSchedule}], nodeSelector: {a: b}}}`},
		"asked for in a word":        {values: `{enabled: "yes"}`, refused: "enabled in body must be of type boolean"},
		"a key spelt wrong":          {values: `{operator: {replica: 3}}`, refused: "operator.replica in body is a forbidden property"},
		"an unknown key at the top":  {values: `{loglevel: debug}`, refused: "loglevel in body is a forbidden property"},
		"a number in quotes":         {values: `{cutoff: {replicas: "2"}}`, refused: "cutoff.replicas in body must be of type integer"},
		"fewer than none":            {values: `{operator: {replicas: -1}}`, refused: "operator.replicas in body should be greater than or equal to 0"},
		"a tag that is a number":     {values: `{image: {tag: 20261123}}`, refused: "image.tag in body must be of type string"},
		"a digest without algorithm": {values: `{image: {digest: 0f0f}}`, refused: "image.digest in body should match"},
		"no repository":              {values: `{image: {repository: null}}`, refused: "image.repository in body is required"},
		"no such policy":             {values: `{image: {pullPolicy: Sometimes}}`, refused: "image.pullPolicy in body should be one of"},
		"no such level":              {values: `{logLevel: verbose}`, refused: "logLevel in body should be one of"},
		"a Secret by its name":       {values: `{imagePullSecrets: [registry]}`, refused: "imagePullSecrets[0] in body must be of type object"},
		"no such persona":            {values: `{personas: {organizations: {demo-data-bureau: [boss]}}}`, refused: "personas.organizations.demo-data-bureau[0] in body should be one of"},
		"a persona that is no list":  {values: `{personas: {organizations: {demo-data-bureau: authority}}}`, refused: "personas.organizations.demo-data-bureau in body must be of type array"},
		"an amount with a space":     {values: `{operator: {resources: {limits: {memory: 512 Mi}}}}`, refused: "operator.resources.limits.memory in body should match"},
		"limit for limits":           {values: `{cutoff: {resources: {limit: {memory: 1Gi}}}}`, refused: "cutoff.resources.limit in body is a forbidden property"},
		"a node label that is true":  {values: `{operator: {nodeSelector: {ours: true}}}`, refused: "operator.nodeSelector.ours in body must be of type string"},
		"a toleration spelt wrong":   {values: `{cutoff: {tolerations: [{key: a, operater: Exists}]}}`, refused: "cutoff.tolerations[0].operater in body is a forbidden property"},
	}
	validator := shippedSchema(t)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var over map[string]any
			if err := yaml.Unmarshal([]byte(tc.values), &over); err != nil {
				t.Fatal(err)
			}
			values, err := readValues(chart + "/values.yaml")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, err := range validator.Validate(merged(values, over)).Errors {
				got = append(got, err.Error())
			}
			switch refused := slices.ContainsFunc(got, func(m string) bool { return strings.Contains(m, tc.refused) }); {
			case tc.refused == "" && len(got) > 0:
				t.Errorf("refused: %s", got)
			case tc.refused != "" && !refused:
				t.Errorf("got %q, want %q", got, tc.refused)
			}
		})
	}
}

// TestTheSchemaFollowsTheValues builds the schema of other values than ours.
func TestTheSchemaFollowsTheValues(t *testing.T) {
	text, err := valuesSchema(map[string]any{"new": map[string]any{"key": true}}, nil)
	if err != nil || !strings.Contains(string(text), `"key": {`) || strings.Contains(string(text), "logLevel") {
		t.Errorf("%v, %s", err, text)
	}
}

func shippedSchema(t *testing.T) *validate.SchemaValidator {
	t.Helper()
	text, err := os.ReadFile(chart + "/values.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), ": null") {
		t.Error("a null is in it, and Helm takes it for no schema")
	}
	shipped := &spec.Schema{}
	if err := json.Unmarshal(text, shipped); err != nil {
		t.Fatal(err)
	}
	return validate.NewSchemaValidator(shipped, nil, "", strfmt.Default)
}

// merged is what Helm makes of values and of those over them: a null takes a key away.
func merged(values, over map[string]any) map[string]any {
	out := maps.Clone(values)
	for key, value := range over {
		below, isMap := value.(map[string]any)
		was, wasMap := values[key].(map[string]any)
		switch {
		case value == nil:
			delete(out, key)
		case isMap && wasMap:
			out[key] = merged(was, below)
		default:
			out[key] = value
		}
	}
	return out
}

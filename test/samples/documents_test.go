// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// skipMark is the first line of a YAML block that is no Kubernetes object.
const skipMark = "# sample: skip"

// doneElsewhere is the page of which everything is done in earnest, in the order
// of its days, by test/stories/procedures.
const doneElsewhere = "worked-example.md"

// Every YAML block of the documentation is applied, in the order of reading.
func TestDocumentsHoldWhatTheAPIServerTakes(t *testing.T) {
	if _, err := admin.run("", "apply", "--server-side", "-f", "config/personas/recorder.yaml"); err != nil {
		t.Fatal(err) // docs/decisions.md says so, and records by it
	}
	var files []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "config/samples/*/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		if filepath.Base(file) == doneElsewhere {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range yamlBlocks(string(data)) {
			for _, document := range documents(block) {
				if err := takes(document); err != nil {
					t.Errorf("%s: %v\n%s", file, err, document)
				}
			}
		}
	}
}

// yamlBlocks cuts the fenced blocks of YAML out of a Markdown text.
func yamlBlocks(markdown string) []string {
	var blocks []string
	var block *strings.Builder
	indent := ""
	for line := range strings.Lines(markdown) {
		trimmed := strings.TrimSpace(line)
		switch {
		case block == nil && trimmed == "```yaml":
			block, indent = &strings.Builder{}, line[:strings.Index(line, "`")]
		case block != nil && trimmed == "```":
			if !strings.HasPrefix(block.String(), skipMark) {
				blocks = append(blocks, block.String())
			}
			block = nil
		case block != nil:
			block.WriteString(strings.TrimPrefix(line, indent))
		}
	}
	return blocks
}

// takes asks the API server. Only namespaces and rights are made in earnest,
// for what follows them; a Decision is asked for as the officer it names.
func takes(document string) error {
	var object unstructured.Unstructured
	if err := yaml.Unmarshal([]byte(document), &object.Object); err != nil {
		return err
	}
	args := []string{"apply", "--server-side", "--validate=strict", "--force-conflicts", "-f", "-"}
	switch group := object.GroupVersionKind().Group; {
	case object.GetKind() == "Decision":
		user, _, _ := unstructured.NestedString(object.Object, "spec", "decidedBy")
		of, _, _ := unstructured.NestedString(object.Object, "spec", "organization")
		if clerk, _, _ := unstructured.NestedString(object.Object, "spec", "transcribedBy"); clerk != "" {
			of = clerk
		}
		return decide(answering(document), user, of+":officers")
	case object.GetKind() == "Namespace", group == "rbac.authorization.k8s.io":
	default:
		args = append(args, "--dry-run=server")
	}
	_, err := admin.run(document, args...)
	return err
}

func TestYAMLBlocks(t *testing.T) {
	const text = "a\n```yaml\none\n```\n```sh\nno\n```\n```yaml\n" + skipMark + "\ntwo\n```\n- item\n\n  ```yaml\n  three:\n    four\n  ```\n"
	got := strings.Join(yamlBlocks(text), "|")
	if want := "one\n|three:\n  four\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

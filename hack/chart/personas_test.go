// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

const personas = "../../config/personas"

// TestPersonasComeOutAsTheyWentIn renders each persona for two Organizations, the
// name of one of which looks like a number, and finds what its file holds with their
// names in it; what decides for none once; and nothing where none are asked for.
func TestPersonasComeOutAsTheyWentIn(t *testing.T) {
	files, _, err := renderPersonas(personas)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob(personas + "/*.yaml")
	if err != nil || len(sources) != len(files)-1 {
		t.Fatalf("%d templates of %d personas, %v", len(files)-1, len(sources), err)
	}
	for _, source := range sources {
		name := filepath.Base(source)
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(source)
			if err != nil {
				t.Fatal(err)
			}
			persona := strings.TrimSuffix(name, ".yaml")
			file, all := string(files["personas/"+name]), map[string]any{"37": []string{persona}, "bureau": []string{"other", persona}, "firm": []string{"other"}}
			want := []string{string(content)}
			if strings.Contains(string(content), placeholder) {
				want = []string{
					strings.ReplaceAll(strings.ReplaceAll(string(content), "["+placeholder+"]", `["37"]`), placeholder, "37"),
					strings.ReplaceAll(string(content), placeholder, "bureau"),
				}
			}
			if diff := cmp.Diff(decoded(t, strings.Join(want, "---\n")), decoded(t, rendered(t, file, true, all))); diff != "" {
				t.Errorf("(-config/personas +chart):\n%s", diff)
			}
			if got := decoded(t, rendered(t, file, false, all)); len(got) != 0 {
				t.Errorf("not asked for, and there are %v", got)
			}
			named := slices.Contains(strings.Fields(string(files["personas/_names.tpl"])), persona)
			if named != strings.Contains(string(content), placeholder) {
				t.Errorf("it may be given to an Organization: %t", named)
			}
		})
	}
}

func TestAFolderWithoutPersonasIsRefused(t *testing.T) {
	if _, _, err := renderPersonas(t.TempDir()); err == nil {
		t.Error("it was taken")
	}
}

// rendered is what Helm makes of a template.
func rendered(t *testing.T, text string, create bool, organizations map[string]any) string {
	t.Helper()
	parsed, err := template.New("t").Funcs(template.FuncMap{
		"has":   func(one string, all []string) bool { return slices.Contains(all, one) },
		"quote": strconv.Quote,
	}).Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	values := map[string]any{"Values": map[string]any{"personas": map[string]any{"create": create, "organizations": organizations}}}
	if err := parsed.Execute(&out, values); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func decoded(t *testing.T, manifests string) []map[string]any {
	t.Helper()
	objects, err := read(strings.NewReader(manifests))
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	for _, o := range objects {
		out = append(out, o.Object)
	}
	return out
}

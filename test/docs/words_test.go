// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// editionPage is where every word of an edition stands.
const editionPage = root + "/docs/jurisdictions.md"

// schema is that of the spec of an edition.
func schema(t *testing.T) apiextensionsv1.JSONSchemaProps {
	t.Helper()
	files, err := filepath.Glob(root + "/config/crd/*jurisdictions.yaml")
	if err != nil || len(files) != 1 {
		t.Fatalf("the CRD of editions: %v, %v", files, err)
	}
	crd := &apiextensionsv1.CustomResourceDefinition{}
	if err := yaml.Unmarshal([]byte(read(t, files[0])), crd); err != nil {
		t.Fatal(err)
	}
	return crd.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
}

// TestEveryCheckIsListed finds a line in the table for every check that an
// edition can switch on, and none for another.
func TestEveryCheckIsListed(t *testing.T) {
	var listed []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z][A-Za-z]+)` \\| [^|]+ \\| [^|]*\\|$").FindAllStringSubmatch(checksTable(t), -1) {
		listed = append(listed, row[1])
	}
	var known []string
	for _, value := range schema(t).Properties["checks"].Items.Schema.Properties["check"].Enum {
		known = append(known, strings.Trim(string(value.Raw), `"`))
	}
	slices.Sort(listed)
	slices.Sort(known)
	if !slices.Equal(listed, known) {
		t.Errorf("%s lists the checks\n%v, and there are\n%v", editionPage, listed, known)
	}
}

func checksTable(t *testing.T) string {
	t.Helper()
	_, rest, found := strings.Cut(read(t, editionPage), "| check | what it asks | parameters |")
	if !found {
		t.Fatalf("%s has no table of checks", editionPage)
	}
	table, _, _ := strings.Cut(rest, "\n\n")
	return table
}

// TestEveryWordOfAnEditionIsExplained finds every field that an edition can have
// on the page that says what each is for.
func TestEveryWordOfAnEditionIsExplained(t *testing.T) {
	page := read(t, editionPage)
	for _, of := range []reflect.Type{
		reflect.TypeFor[v1alpha1.JurisdictionSpec](), reflect.TypeFor[v1alpha1.Procedure](), reflect.TypeFor[v1alpha1.Requires](),
		reflect.TypeFor[v1alpha1.Step](), reflect.TypeFor[v1alpha1.When](), reflect.TypeFor[v1alpha1.Party](),
		reflect.TypeFor[v1alpha1.CheckRule](), reflect.TypeFor[v1alpha1.Consequence](), reflect.TypeFor[v1alpha1.Duty](),
		reflect.TypeFor[v1alpha1.HaltRule](), reflect.TypeFor[v1alpha1.RenewalRule](), reflect.TypeFor[v1alpha1.Ground](),
	} {
		for field := range of.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if name != "" && !regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`\b`).MatchString(page) {
				t.Errorf("%s does not tell of %s of a %s", editionPage, name, of.Name())
			}
		}
	}
}

// TestEveryValueOfAnEditionIsExplained finds every value that a field of an edition
// can have, where there is a closed list, on the same page.
func TestEveryValueOfAnEditionIsExplained(t *testing.T) {
	page, spec := read(t, editionPage), schema(t)
	for _, value := range values(&spec) {
		if !regexp.MustCompile(`\b` + regexp.QuoteMeta(value) + `\b`).MatchString(page) {
			t.Errorf("%s does not tell of %s", editionPage, value)
		}
	}
}

// values are those of all closed lists of a schema.
func values(s *apiextensionsv1.JSONSchemaProps) []string {
	var all []string
	for _, value := range s.Enum {
		all = append(all, strings.Trim(string(value.Raw), `"`))
	}
	if s.Items != nil {
		all = append(all, values(s.Items.Schema)...)
	}
	for name := range s.Properties {
		all = append(all, values(new(s.Properties[name]))...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestTheChildOnThePageIsTheChild holds the two files that the page shows to
// those that are shipped.
func TestTheChildOnThePageIsTheChild(t *testing.T) {
	page := read(t, editionPage)
	for _, name := range []string{"kustomization.yaml", "patch.yaml"} {
		file := read(t, root+"/config/jurisdictions/yanzhou-pilot/"+name)
		if !strings.Contains(page, "# sample: skip\n"+strings.TrimSpace(file)+"\n```") {
			t.Errorf("%s does not show config/jurisdictions/yanzhou-pilot/%s as it is", editionPage, name)
		}
	}
}

// TestEveryIDOfAnEditionIsInTheGlossary finds the letters of every id that the
// shipped editions cite.
func TestEveryIDOfAnEditionIsInTheGlossary(t *testing.T) {
	glossary := read(t, root+"/docs/glossary.md")
	files, err := filepath.Glob(root + "/config/jurisdictions/*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d editions, %v", len(files), err)
	}
	for _, file := range files {
		for _, basis := range regexp.MustCompile(`[bB]asis: \[([^\]]*)\]`).FindAllStringSubmatch(read(t, file), -1) {
			for id := range strings.SplitSeq(basis[1], ",") {
				letters := regexp.MustCompile(`^(?:DRV|B\.|[A-Z]+-(?:[A-Z]+-)?|D|policy)`).FindString(strings.TrimSpace(id))
				if letters == "" || !strings.Contains(glossary, "`"+letters) {
					t.Errorf("%s cites %s, of which docs/glossary.md does not tell", file, id)
				}
			}
		}
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// isList says whether a document holds others, as `kubectl get -o yaml` writes
// them.
func isList(of metav1.TypeMeta) bool {
	_, ours := kinds[strings.TrimSuffix(of.Kind, "List")]
	return of.APIVersion == "v1" && of.Kind == "List" || ours && strings.HasSuffix(of.Kind, "List") && of.APIVersion == v1alpha1.GroupVersion.String()
}

// readAll reads the entries of a list.
func (f *Folder) readAll(file string, items []any) {
	for _, item := range items {
		document, err := yaml.Marshal(item)
		if err != nil {
			f.Faults = append(f.Faults, Fault{File: file}.at("", finding.Say("%v", flat(err))))
			continue
		}
		f.read(file, string(document))
	}
}

// isEmpty says whether a document holds nothing but remarks.
func isEmpty(document string) bool {
	var content any
	return yaml.Unmarshal([]byte(document), &content) == nil && content == nil
}

// lacking are the fields that say of which kind an object is, as far as they are
// not there.
func lacking(of metav1.TypeMeta) string {
	switch {
	case of.APIVersion != "":
		return "kind"
	case of.Kind != "":
		return "apiVersion"
	}
	return "apiVersion, kind"
}

// unreadable is what is wrong with a document that cannot be read as an object: it
// is YAML of another form, or none.
func unreadable(document string, err error) finding.Phrase {
	var content any
	if yaml.Unmarshal([]byte(document), &content) != nil {
		return finding.Say("%v", flat(err))
	}
	switch content.(type) {
	case []any:
		return finding.Say("a document is a list, and no object; write each object as a document of its own, or as an entry of items of a kind: List")
	case map[string]any:
		return finding.Say("%v", flat(err))
	}
	return finding.Say("a document is the single value %v, and no object; write apiVersion, kind, metadata and spec, or leave it out", content)
}

// flat is an error of the reader of YAML in one line.
func flat(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/internal/finding"
)

// kustomization is a file that says how objects are made out of others.
type kustomization struct {
	APIVersion, Kind string
	Patches          []struct{ Path string }
	PatchesJSON6902  []struct{ Path string } `json:"patchesJson6902"`
	// PatchesStrategicMerge are paths, or patches themselves.
	PatchesStrategicMerge []string
}

// unchanging are the fields of a kustomization that leave objects as they are
// written.
var unchanging = []string{"apiVersion", "kind", "metadata", "resources", "bases"}

// unrendered says of each file of kustomize what it is, in place of faults of
// what are no objects yet, and which of the files those are. A kustomization that
// only lists files changes nothing, and is left alone.
func unrendered(files []File) (faults []Fault, skip map[string]bool) {
	patches := patchesOf(files)
	skip = map[string]bool{}
	for _, file := range files {
		folder := path.Dir(file.Name)
		switch {
		case len(kustomizations(file)) > 0:
			if changes(file) {
				faults = append(faults, Fault{File: file.Name}.at("", finding.Say("is a kustomization that changes objects, which are judged as it makes them: kubectl kustomize %s | kubectl mandate check -f -", folder)))
			}
		case slices.Contains(patches, file.Name), isPatch(file):
			skip[file.Name] = true
			faults = append(faults, Fault{File: file.Name}.at("", finding.Say("is a patch and no object: render it first, and check what comes out: kubectl kustomize %s | kubectl mandate check -f -", folder)))
		}
	}
	return faults, skip
}

// kustomizations are those of a file.
func kustomizations(file File) []kustomization {
	var found []kustomization
	for _, document := range documents(file.Data) {
		var k kustomization
		if isKustomization(file.Name, document) && yaml.Unmarshal([]byte(document), &k) == nil {
			found = append(found, k)
		}
	}
	return found
}

// isKustomization says whether a document of a file is a kustomization: by its
// words, or by the name of the file where it says nothing.
func isKustomization(file, document string) bool {
	var k kustomization
	if yaml.Unmarshal([]byte(document), &k) != nil {
		return false
	}
	named := slices.Contains([]string{"kustomization.yaml", "kustomization.yml"}, path.Base(file)) && k.APIVersion == ""
	return named || strings.HasPrefix(k.APIVersion, "kustomize.config.k8s.io/")
}

// patchesOf are the files that kustomizations take for patches.
func patchesOf(files []File) []string {
	var patches []string
	for _, file := range files {
		for _, k := range kustomizations(file) {
			named := slices.Clone(k.PatchesStrategicMerge)
			for _, patch := range slices.Concat(k.Patches, k.PatchesJSON6902) {
				named = append(named, patch.Path)
			}
			for _, name := range named {
				if name != "" {
					patches = append(patches, path.Join(path.Dir(file.Name), name))
				}
			}
		}
	}
	return patches
}

// changes says whether a kustomization does more than list files.
func changes(file File) bool {
	for _, document := range documents(file.Data) {
		fields := map[string]any{}
		if yaml.Unmarshal([]byte(document), &fields) != nil {
			continue
		}
		for name := range fields {
			if !slices.Contains(unchanging, name) {
				return true
			}
		}
	}
	return false
}

// isPatch says whether a file is a patch by its own words, whoever names it: a
// list of operations, or an object that says how it is merged.
func isPatch(file File) bool {
	for _, document := range documents(file.Data) {
		var operations []struct{ Op, Path string }
		if yaml.Unmarshal([]byte(document), &operations) == nil && len(operations) > 0 && operations[0].Op != "" && operations[0].Path != "" {
			return true
		}
		if strings.Contains(document, "$patch:") || strings.Contains(document, "$setElementOrder/") {
			return true
		}
	}
	return false
}

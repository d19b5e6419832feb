// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// normal is the end of a record in lines that are the same in every run of a
// scenario: without versions, times, UIDs and what follows from them, pods, and
// marks that tell how the end came about rather than what it is.
func (w *world) normal(record []*change) []string {
	text := w.boxes()
	var lines []string
	for _, kind := range recorded {
		if kind == pods {
			continue
		}
		for _, c := range fold(record, kind, 0) {
			if w.left[c.kind+c.key()] {
				continue
			}
			var object map[string]any
			if err := json.Unmarshal(c.raw, &object); err != nil {
				panic(fmt.Sprintf("decode %s: %v", c.key(), err)) // decoded before
			}
			if rules, _ := object["rules"].([]any); kind == cohortRoles && len(rules) == 0 {
				continue // whether a cohort came to be filled before its end is a matter of time
			}
			strip(object)
			encoded, err := json.Marshal(prune(object))
			if err != nil {
				panic(fmt.Sprintf("encode %s: %v", c.key(), err)) // decoded from JSON
			}
			line := c.kind + " " + c.key() + " " + string(encoded)
			line = uids.ReplaceAllString(digests.ReplaceAllString(text.Replace(line), "*"), "*")
			lines = append(lines, strings.ReplaceAll(strings.ReplaceAll(line, w.prefix(), "D-"), w.name, "D"))
		}
	}
	slices.Sort(lines)
	return lines
}

func strip(object map[string]any) {
	meta, _ := object["metadata"].(map[string]any)
	for _, field := range []string{"uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "deletionTimestamp"} {
		delete(meta, field)
	}
	if marks, ok := meta["annotations"].(map[string]any); ok {
		for _, field := range []string{v1alpha1.OpenedByAnnotation, v1alpha1.EvictBeforeAnnotation} {
			delete(marks, field)
		}
		for _, field := range []string{v1alpha1.ClosedByAnnotation, v1alpha1.FrozenAnnotation} {
			if mark, ok := marks[field].(string); ok { // the reason, without the digest of the message
				marks[field], _, _ = strings.Cut(mark, " ")
				if object["kind"] != "Namespace" { // the first cut of several closed it
					marks[field] = "a cut"
				}
			}
		}
		if len(marks) == 0 {
			delete(meta, "annotations")
		}
	}
	switch status, _ := object["status"].(map[string]any); object["kind"] {
	case "ResourceQuota": // counted by the cluster
		delete(object, "status")
	case "Organization": // used by its acts, also those of older plans
		delete(status, "unused")
		delete(status, "usedBy")
	}
}

// prune takes the times out of a value, and what it is empty of.
func prune(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if key == "lastTransitionTime" || key == "observedGeneration" || key == "uscc" {
				delete(v, key)
				continue
			}
			v[key] = prune(inner)
		}
	case []any:
		for i := range v {
			v[i] = prune(v[i])
		}
	case string:
		return instants.ReplaceAllString(v, "T")
	}
	return value
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Circle is that an edition stands under itself, through its parent and those
// above that: no text stands above any of them, which each could supply or
// tighten. read gives the edition of a name, or nil.
func Circle(edition *v1alpha1.Jurisdiction, read func(v1alpha1.ObjectName) *v1alpha1.Jurisdiction) []Flaw {
	met := []v1alpha1.ObjectName{v1alpha1.ObjectName(edition.Name)}
	for at := edition; at != nil && at.Spec.Parent != ""; at = read(at.Spec.Parent) {
		if at.Spec.Parent == met[0] {
			return circle(met)
		}
		if slices.Contains(met, at.Spec.Parent) {
			return nil // it stands under such a circle, and is none of it
		}
		met = append(met, at.Spec.Parent)
	}
	return nil
}

func circle(of []v1alpha1.ObjectName) []Flaw {
	names := make([]finding.Phrase, len(of))
	for i, name := range of {
		names[i] = finding.Say("%q", name)
	}
	var found flaws
	found.add("spec.parent", "Jurisdiction %s name each other as parent, so that no text stands above them; pin none of them, delete them, and apply editions of which the uppermost names no parent", finding.All(" and ", names...))
	return found
}

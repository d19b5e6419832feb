// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance_test

import (
	"regexp"
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// TestEditionsAreSound asks what the operator asks of each edition: that it is
// consistent, and that a child only supplies or tightens.
func TestEditionsAreSound(t *testing.T) {
	editions := built(t)
	byName := map[string]*v1alpha1.Jurisdiction{}
	for _, edition := range editions {
		byName[edition.Name] = edition
	}
	for folder, edition := range editions {
		t.Run(folder, func(t *testing.T) {
			for _, flaw := range jurisdiction.Flaws(edition) {
				t.Errorf("%s", flaw)
			}
			if edition.Spec.Parent == "" {
				return
			}
			parent := byName[string(edition.Spec.Parent)]
			if parent == nil {
				t.Fatalf("the parent %q is no edition of config/jurisdictions", edition.Spec.Parent)
			}
			for _, flaw := range jurisdiction.Loosens(edition, parent) {
				t.Errorf("%s", flaw)
			}
		})
	}
}

var _ = regexp.MustCompile
var _ = strings.Contains

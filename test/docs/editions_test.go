// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"regexp"
	"strings"
	"testing"
)

var appliesChild = regexp.MustCompile(`apply .*-k (config/jurisdictions/[a-z]+)-[a-z]+\b`)

// TestAChildIsAppliedBesideItsParent: a page that applies a child edition applies
// its parent too, without which the child is not Ready.
func TestAChildIsAppliedBesideItsParent(t *testing.T) {
	for _, page := range pages(t) {
		words := strings.Fields(read(t, page))
		for _, match := range appliesChild.FindAllStringSubmatch(read(t, page), -1) {
			if !strings.Contains(strings.Join(words, " "), "-k "+match[1]+" ") {
				t.Errorf("%s applies a child of %s and not itself", page, match[1])
			}
		}
	}
}

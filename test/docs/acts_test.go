// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"path/filepath"
	"regexp"
	"testing"

	"github.com/publicdata-io/mandate/internal/chinese"
)

var actInChinese = regexp.MustCompile("`([A-Z][a-z]+)`(?: \\([^)]*\\))? \\| (\\p{Han}+)")

// TestTheGlossarySaysActsAsRefusalsDo: the Chinese of every act in the glossary is
// the word that refusals and the plugin use, so that a Lift is never taken for a
// Release.
func TestTheGlossarySaysActsAsRefusalsDo(t *testing.T) {
	const acts = 30
	found := actInChinese.FindAllStringSubmatch(between(t, "### Acts\n", "\n## "), -1)
	if len(found) != acts {
		t.Errorf("the glossary has %d acts, want %d", len(found), acts)
	}
	for _, act := range found {
		if want := chinese.Word(act[1]); act[2] != want {
			t.Errorf("the glossary calls %s %s, and refusals %s", act[1], act[2], want)
		}
	}
}

// between is the part of the glossary between two marks.
func between(t *testing.T, from, to string) string {
	t.Helper()
	part := regexp.MustCompile("(?s)" + regexp.QuoteMeta(from) + "(.*?)" + regexp.QuoteMeta(to))
	found := part.FindStringSubmatch(read(t, filepath.Join(root, "docs", "glossary.md")))
	if found == nil {
		t.Fatalf("the glossary has no part between %q and %q", from, to)
	}
	return found[1]
}

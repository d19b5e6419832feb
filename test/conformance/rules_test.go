// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

const root = "../.."

// derived are the ids that an edition rests on beside the rows: readings of what
// a text leaves open, rules that follow from it, and moves of the state machines.
var derived = regexp.MustCompile(`^(D[1-9][0-9]?|DRV-[1-9][0-9]?|B\.[1-8])$`)

// expected are the lines that an edition must say, by row: taken from the
// matrix, and its numbers read from it.
func expected(t *testing.T, regulation string) map[string][]string {
	t.Helper()
	rows := allExpected(t, regulation)
	maps.DeleteFunc(rows, func(id string, _ []string) bool { return derived.MatchString(id) })
	return rows
}

// allExpected are the lines that an edition must say by its rows and by what is
// derived from them.
func allExpected(t *testing.T, regulation string) map[string][]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("expected", strings.ToLower(regulation)+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var rows map[string][]string
	if err := yaml.UnmarshalStrict(content, &rows); err != nil {
		t.Fatalf("expected/%s.yaml: %v", strings.ToLower(regulation), err)
	}
	return rows
}

// editions are the parent editions that are written, by regulation.
func editions(t *testing.T) map[string]*v1alpha1.Jurisdiction {
	t.Helper()
	found := map[string]*v1alpha1.Jurisdiction{}
	for _, regulation := range matrix.Regulations {
		edition, err := Edition(root, regulation)
		switch {
		case err == nil:
			found[regulation] = edition
		case !errors.Is(err, fs.ErrNotExist):
			t.Error(err)
		}
	}
	return found
}

// TestRules shows that each edition says what the matrix asks of it, in a line
// that cites the row.
func TestRules(t *testing.T) {
	for regulation, edition := range editions(t) {
		facts := Facts(edition)
		for id, lines := range allExpected(t, regulation) {
			t.Run(id, func(t *testing.T) {
				if !derived.MatchString(id) && matrix.Row(id).Regulation() != regulation {
					t.Fatalf("%s is of %s", id, matrix.Row(id).Regulation())
				}
				for _, line := range lines {
					if citing := citing(facts, id); !saidOftenEnough(citing, id, line, lines) {
						t.Errorf("no line that cites %s says %q, or fewer than are asked for; those that cite it say:\n%s", id, withSpan(id, line), told(citing))
					}
				}
			})
		}
	}
}

// withSpan puts the span that the matrix gives into the line.
func withSpan(id, line string) string {
	if !strings.Contains(line, "{span}") {
		return line
	}
	span := matrix.Row(id).Span()
	return strings.ReplaceAll(line, "{span}", fmt.Sprintf("%d %s", span.N, span.Unit))
}

// saidOftenEnough finds as many facts that say a line as the lines ask for.
func saidOftenEnough(facts []Fact, id, line string, lines []string) bool {
	asked, want := 0, strings.Split(withSpan(id, line), "; ")
	for _, other := range lines {
		if other == line {
			asked++
		}
	}
	for _, f := range facts {
		if says(f, want) {
			asked--
		}
	}
	return asked <= 0
}

func citing(facts []Fact, id string) []Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool { return !slices.Contains(f.Basis, id) })
}

func says(f Fact, want []string) bool {
	for _, word := range want {
		if !slices.Contains(f.Words, word) {
			return false
		}
	}
	return true
}

func told(facts []Fact) string {
	var text strings.Builder
	for _, f := range facts {
		fmt.Fprintf(&text, "  %q\n", f.Words)
	}
	return text.String()
}

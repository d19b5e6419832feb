// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The table lies between these marks of the page.
const (
	tableBegins = "<!-- table: go test ./test/attacks -run TestWaysOut -update -->\n"
	tableEnds   = "<!-- end of table -->\n"
)

// publish shows the table and holds the page of the documentation to it.
func publish(t *testing.T, rows []row) {
	t.Helper()
	table := tabulate(rows)
	t.Log("\n" + table)
	if t.Failed() {
		return
	}
	path := filepath.Join(installed.Root, "docs", "isolation.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(page), tableBegins)
	there, after, ended := strings.Cut(rest, tableEnds)
	if !begun || !ended {
		t.Fatalf("%s has no place for the table", path)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+tableBegins+table+tableEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(there, table); diff != "" {
		t.Errorf("docs/isolation.md does not say what was shown; write it with -update (-there +shown):\n%s", diff)
	}
}

// tabulate is the table in Markdown, a row a line.
func tabulate(rows []row) string {
	var out strings.Builder
	out.WriteString("| way | tried by | closed by | control |\n|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", r.way, r.who, r.closed.object, r.shown())
	}
	return out.String()
}

// shown says what was away when the attack worked.
func (r row) shown() string {
	var others []string
	for _, l := range r.beside {
		others = append(others, l.object)
	}
	if len(others) == 0 {
		return "open without it"
	}
	return "open without it, once " + strings.Join(others, " and ") + " is away too"
}

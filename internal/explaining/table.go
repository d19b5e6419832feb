// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"strings"

	"golang.org/x/text/width"

	"github.com/publicdata-io/mandate/internal/finding"
)

// row is a label and what is said of it.
type row struct{ label, value string }

// table writes rows under each other, the values in one column. A character of
// a wide script takes two places on a terminal.
func table(rows []row) string {
	widest := 0
	for i := range rows {
		rows[i] = row{finding.Line(rows[i].label), finding.Line(rows[i].value)}
		widest = max(widest, places(rows[i].label))
	}
	var out strings.Builder
	for _, r := range rows {
		out.WriteString(r.label)
		out.WriteString(strings.Repeat(" ", widest-places(r.label)+2))
		out.WriteString(r.value)
		out.WriteByte('\n')
	}
	return out.String()
}

// places are the columns that a text takes.
func places(s string) int {
	n := 0
	for _, r := range s {
		n++
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

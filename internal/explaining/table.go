// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"strings"

	"golang.org/x/text/width"
)

// row is a label and what is said of it.
type row struct{ label, value string }

// table writes rows under each other, the values in one column. A character of
// a wide script takes two places on a terminal.
func table(rows []row) string {
	widest := 0
	for i := range rows {
		rows[i] = row{inLine(rows[i].label), inLine(rows[i].value)}
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

// inLine writes out what would break a line or a column: a ground or a name is what
// anybody wrote.
var inLine = strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace

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

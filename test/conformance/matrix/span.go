// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package matrix

import (
	"regexp"
	"strconv"
	"strings"
)

// Unit is what a span is counted in.
type Unit string

// The units. Days are calendar days.
const (
	WorkingDays Unit = "working days"
	Days        Unit = "days"
	Months      Unit = "months"
	Years       Unit = "years"
)

// Span is a span of time that a row or a parameter sets.
type Span struct {
	// Bound is ≤ for a longest, ≥ for a shortest, = for an exact span, and empty
	// where the text is none of these, for example a window.
	Bound string
	// N is how many units.
	N int
	// Unit is what it is counted in.
	Unit Unit
}

var spans = regexp.MustCompile(`(?:([≤≥=]) )?(\d+)[ -](?:(working|calendar) )?(day|month|year)s?\b`)

// Spans are the spans that the row's parameters name, in their order.
func (e Entry) Spans() []Span { return spansOf(e.Parameters) }

// Span is the one span that the row's parameters name first; it panics when
// there is none, as Row does.
func (e Entry) Span() Span {
	all := e.Spans()
	if len(all) == 0 {
		panic("row " + e.ID + " names no span: " + e.Parameters)
	}
	return all[0]
}

func spansOf(text string) []Span {
	var found []Span
	for _, m := range spans.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			continue // longer than a number can be, which no span is
		}
		unit := Unit(strings.TrimSpace(m[4] + "s"))
		if m[3] == "working" {
			unit = WorkingDays
		}
		found = append(found, Span{Bound: m[1], N: n, Unit: unit})
	}
	return found
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package matrix

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Parameter is one figure or choice, and what each regulation says of it.
type Parameter struct {
	// ID is "A1" to "A108".
	ID string `json:"id"`
	// Name is what it is.
	Name string `json:"name"`
	// Key is the name that a profile might give it.
	Key string `json:"key"`
	// What the regulations say: the text's own figure with its row ids,
	// "silent", or "not applicable" where it has no such party or object.
	NX string `json:"nx"`
	HA string `json:"ha"`
	SY string `json:"sy"`
	GS string `json:"gs"`
	YZ string `json:"yz"`
}

// Cell is what one regulation says.
type Cell string

// Of is what the regulation says: "NX", "HA", "SY", "GS" or "YZ".
func (p Parameter) Of(regulation string) Cell {
	switch regulation {
	case "NX":
		return Cell(p.NX)
	case "HA":
		return Cell(p.HA)
	case "SY":
		return Cell(p.SY)
	case "GS":
		return Cell(p.GS)
	case "YZ":
		return Cell(p.YZ)
	default:
		panic(fmt.Sprintf("no regulation has the prefix %q", regulation))
	}
}

// Silent says whether the text says nothing, so that nothing may be set.
func (c Cell) Silent() bool {
	return strings.HasPrefix(string(c), "silent") || strings.HasPrefix(string(c), "not applicable")
}

// Spans are the spans that the cell names.
func (c Cell) Spans() []Span { return spansOf(string(c)) }

var cited = regexp.MustCompile(`(?:NX|HA|SY|GS-REG|GS-OP|YZ)-[^\s,;()–]+`)

// Rows are the ids of the rows that the cell cites. A range that it cites is
// its first and its last row.
func (c Cell) Rows() []string { return cited.FindAllString(string(c), -1) }

var parameters = sync.OnceValue(func() []Parameter { return decode[Parameter]("parameters.yaml") })

// Parameters are all parameters, in order. The slice is the caller's.
func Parameters() []Parameter {
	return append([]Parameter(nil), parameters()...)
}

// ParameterOf is the parameter with the id; it panics when there is none, as
// Row does.
func ParameterOf(id string) Parameter {
	for _, p := range parameters() {
		if p.ID == id {
			return p
		}
	}
	panic(fmt.Sprintf("the matrix has no parameter %q", id))
}

// Reading is the reading that is taken where a text leaves more than one open,
// or a rule that holding the texts together asks for.
type Reading struct {
	// ID is "D1" to "D72" or "DRV-1" to "DRV-15".
	ID string `json:"id"`
	// Of is where it is from: row ids, or words for more than a few.
	Of string `json:"of"`
	// Question is what the text leaves open; empty for a derived rule.
	Question string `json:"question,omitempty"`
	// Reading is what is taken.
	Reading string `json:"reading"`
	// Knob is the setting that a profile may have for it.
	Knob string `json:"knob,omitempty"`
}

// Readings are all readings, in order. Nobody writes into the slice.
var Readings = sync.OnceValue(func() []Reading { return decode[Reading]("readings.yaml") })

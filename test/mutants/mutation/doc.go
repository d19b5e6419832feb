// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package mutation answers: which small changes of a package would its own
// tests not notice?
//
// All mutants of a package are woven into one copy of it, in which an
// environment variable chooses one. So a package is compiled once, whatever
// the number of its mutants, and a mutant costs one run of its tests.
package mutation

import "fmt"

// Environment variables that the woven copy of a package reads.
const (
	// chosen is the mutant to run as, written by ID; none runs the original.
	chosen = "MANDATE_MUTANT"
	// traced is a file to which each place is added when it is first reached.
	traced = "MANDATE_MUTANT_TRACE"
)

// ID tells a mutant from the others of one weaving: the place in the source
// and which of the changes there, both from 1.
type ID struct {
	Place, Change int
}

// String is the form that the woven copy reads.
func (i ID) String() string { return fmt.Sprintf("%d.%d", i.Place, i.Change) }

// Mutant is one change of one expression or statement.
type Mutant struct {
	ID ID
	// File is the path inside the module, Function who contains the change.
	File, Function string
	// Line is the line of the change. It is for people: it moves.
	Line int
	// Original and Instead are the source before and after, on one line.
	Original, Instead string
	// Around is the line of source in which the change begins.
	Around string
	// Nth tells apart the same change at several places of such a line, from 1.
	Nth int
}

// Key names a mutant however the lines around it move.
func (m *Mutant) Key() string {
	key := fmt.Sprintf("%s %s: %s => %s", m.File, m.Function, m.Original, m.Instead)
	if m.Around != m.Original {
		key += " in " + m.Around
	}
	if m.Nth > 1 {
		key += fmt.Sprintf(" (#%d)", m.Nth)
	}
	return key
}

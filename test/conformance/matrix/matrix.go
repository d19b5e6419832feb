// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package matrix answers what the regulations ask: one row per obligation,
// prohibition, deadline, required item and right of the six texts of five places,
// with its number, its key and the words of the text. Tests take what they expect
// from here and never from an edition, which is what they test.
//
// The paraphrases are ours, the terms are the texts' own, and the texts decide
// in any doubt.
package matrix

import (
	"embed"
	"fmt"
	"path"
	"strings"
	"sync"

	"sigs.k8s.io/yaml"
)

// Regulations are the prefixes of the ids, in the order of the documents.
var Regulations = []string{"NX", "HA", "SY", "GS-REG", "GS-OP", "YZ"}

// regulation is one of the texts.
type regulation struct {
	Prefix string `json:"prefix"`
	Title  string `json:"title"`
}

// Title is what the text is called whose rows have a prefix; empty where there is
// none.
func Title(prefix string) string {
	for _, r := range titles() {
		if r.Prefix == prefix {
			return r.Title
		}
	}
	return ""
}

var titles = sync.OnceValue(func() []regulation { return decode[regulation]("regulations.yaml") })

// Mode is the strongest way to hold a row that is honest.
type Mode string

// The modes.
const (
	// AdmissionReject denies the write, and the message names the row.
	AdmissionReject Mode = "admission-reject"
	// Gate takes the write and keeps a condition False until there is evidence.
	Gate Mode = "gate"
	// Timer computes when something is due and keeps that it was late.
	Timer Mode = "timer"
	// Continuous is held in the cluster all the time.
	Continuous Mode = "continuous"
	// ComputedReport is derived from what is stored, for a human to judge.
	ComputedReport Mode = "computed-report"
	// Attestation stores a statement whose truth software cannot prove.
	Attestation Mode = "attestation"
	// OutOfReach is conduct or judgement outside software.
	OutOfReach Mode = "out-of-reach"
)

// Entry is one row.
type Entry struct {
	// ID is `<regulation>-<article>.<n>`, for example "NX-14.2". It is stable.
	ID string `json:"id"`
	// Article is where the text says it, for example "第十四条".
	Article string `json:"article"`
	// Requirement is what it says, in our words.
	Requirement string `json:"requirement"`
	// Terms are its words, verbatim.
	Terms []string `json:"terms,omitempty"`
	// Category is its subject, and Also a second one.
	Category string `json:"category"`
	Also     string `json:"also,omitempty"`
	// Parameters are its numbers and parties, in words; Spans reads the spans.
	Parameters string `json:"parameters,omitempty"`
	// Kinds are the kinds that it is about, as the matrix names them: some are
	// sections or Decisions of other kinds in the API.
	Kinds []string `json:"kinds"`
	// Mode is how it can be held.
	Mode Mode `json:"mode"`
	// Keys are the content keys that it requires, where it asks for content.
	Keys []string `json:"keys,omitempty"`
	// How says how it can be enforced, recorded or verified.
	How string `json:"how"`
	// Proof is what shows it: given, when, then.
	Proof string `json:"proof"`
}

// Regulation is the prefix of the row's id, for example "GS-OP".
func (e Entry) Regulation() string {
	for _, prefix := range Regulations {
		if strings.HasPrefix(e.ID, prefix+"-") {
			return prefix
		}
	}
	return ""
}

//go:embed rows/*.yaml regulations.yaml parameters.yaml readings.yaml
var files embed.FS

// book is all rows in the order of the texts, and where each of them is.
type book struct {
	rows []Entry
	at   map[string]int
}

var read = sync.OnceValue(func() book {
	b := book{at: map[string]int{}}
	for _, prefix := range Regulations {
		for _, row := range decode[Entry](path.Join("rows", strings.ToLower(prefix)+".yaml")) {
			b.at[row.ID] = len(b.rows)
			b.rows = append(b.rows, row)
		}
	}
	return b
})

// decode reads a list out of an embedded file. Files that cannot be read are a
// mistake in the repository, not of the caller.
func decode[T any](name string) []T {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("read the matrix: %v", err))
	}
	var list []T
	if err := yaml.UnmarshalStrict(content, &list); err != nil {
		panic(fmt.Sprintf("read the matrix: %s: %v", name, err))
	}
	return list
}

// Rows are all rows, in the order of the texts. The slice is the caller's.
func Rows() []Entry {
	return append([]Entry(nil), read().rows...)
}

// Exists says whether there is a row with the id.
func Exists(id string) bool {
	_, there := read().at[id]
	return there
}

// Row is the row with the id. It panics when there is none: the id is a literal
// of a test, and a test that cites no row has no expectation.
func Row(id string) Entry {
	at, there := read().at[id]
	if !there {
		panic(fmt.Sprintf("the matrix has no row %q", id))
	}
	return read().rows[at]
}

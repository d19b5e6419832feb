// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/publicdata-io/mandate/test/conformance/dispositions"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

const intro = `# Conformance

Generated from test/conformance by ` + "`make generate`" + `.

What the six texts of five places ask, row by row, what Mandate does about it, and which test shows it. The rows, with the words of the texts, are in test/conformance/matrix/rows; the texts decide in any doubt. The texts of Ningxia and Henan are trial measures, that of Shiyan interim measures, and those of Gansu and Yanzhou drafts for public comment.

- *enforced*: refused at apply, gated, timed, or held in the cluster.
- *recorded*: a typed field or a Decision says it; without it a condition is False: ` + "`Active`" + `, or ` + "`DutiesDone`" + ` of a duty that nothing waits for. Whether what it says is true is beyond software.
- *later*: it needs a capability that is not there yet.
- *out of reach*: conduct or judgement outside software.
- *open*: asked of this version, and not shown yet.
`

var names = map[dispositions.Kind]string{
	dispositions.Enforced:   "enforced",
	dispositions.Recorded:   "recorded",
	dispositions.Later:      "later",
	dispositions.OutOfReach: "out of reach",
	dispositions.Open:       "open",
}

func page(all []dispositions.Disposition) string {
	text := &strings.Builder{}
	text.WriteString(intro + "\n## Counts\n\n")
	for _, line := range counts(all) {
		text.WriteString(line + "\n")
	}
	for _, regulation := range matrix.Regulations {
		fmt.Fprintf(text, "\n## %s\n\n| row | article | what | by | shown by |\n| --- | --- | --- | --- | --- |\n", matrix.Title(regulation))
		for _, d := range all {
			if matrix.Exists(d.ID) && matrix.Row(d.ID).Regulation() == regulation {
				text.WriteString(line(d, matrix.Row(d.ID)) + "\n")
			}
		}
	}
	text.WriteString(readings())
	return text.String()
}

const ofReadings = `
## Readings

Where a text leaves more than one reading open, the one that is taken (D), and the rules that follow from none of the texts but from holding them together (DRV). Refusals and conditions cite them beside the rows; an edition rests on them in its ` + "`basis`" + `.

| reading | of | what is open | what is taken |
| --- | --- | --- | --- |
`

// readings is a table of how what the texts leave open is read.
func readings() string {
	text := &strings.Builder{}
	text.WriteString(ofReadings)
	for _, r := range matrix.Readings() {
		fmt.Fprintf(text, "| %s | %s | %s | %s |\n", r.ID, cell(r.Of), cell(r.Question), cell(r.Reading))
	}
	return text.String()
}

// counts is a table of how many rows of each regulation are disposed of how.
func counts(all []dispositions.Disposition) []string {
	number := map[string]map[dispositions.Kind]int{}
	for _, regulation := range append([]string{"all"}, matrix.Regulations...) {
		number[regulation] = map[dispositions.Kind]int{}
	}
	for _, d := range all {
		if matrix.Exists(d.ID) {
			number["all"][d.Is]++
			number[matrix.Row(d.ID).Regulation()][d.Is]++
		}
	}
	head, rule := "| regulation |", "| --- |"
	for _, kind := range dispositions.Kinds {
		head += " " + names[kind] + " |"
		rule += " --- |"
	}
	table := []string{head + " rows |", rule + " --- |"}
	for _, regulation := range append(append([]string(nil), matrix.Regulations...), "all") {
		table = append(table, counted(regulation, number[regulation]))
	}
	return table
}

func counted(regulation string, number map[dispositions.Kind]int) string {
	row, rows := "| "+regulation+" |", 0
	for _, kind := range dispositions.Kinds {
		row += fmt.Sprintf(" %d |", number[kind])
		rows += number[kind]
	}
	return row + fmt.Sprintf(" %d |", rows)
}

func line(d dispositions.Disposition, row matrix.Entry) string {
	what := names[d.Is]
	if d.As != "" {
		what += ": " + string(d.As)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s |", d.ID, row.Article, what, cell(reason(d)), cell(shown(d)))
}

// reason is what does it, or why nothing does.
func reason(d dispositions.Disposition) string {
	var parts []string
	if d.By != "" {
		parts = append(parts, d.By)
	}
	if d.Why != "" {
		parts = append(parts, d.Why)
	}
	if len(d.Needs) > 0 {
		needs := make([]string, 0, len(d.Needs))
		for _, need := range d.Needs {
			needs = append(needs, string(need))
		}
		parts = append(parts, "needs "+strings.Join(needs, ", "))
	}
	if d.Missing != "" {
		parts = append(parts, "missing: "+d.Missing)
	}
	return strings.Join(parts, ". ")
}

func shown(d dispositions.Disposition) string {
	return strings.Join(d.Tests, "<br>")
}

func cell(text string) string {
	return strings.ReplaceAll(text, "|", "\\|")
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Tree is the chain for a reader, a line a link: where it stands, by which
// clause, who is waited for and until when.
func Tree(branches []Branch, language Language) string {
	w := words[language]
	rows := [][]string{{w.labels["link"], w.labels["state"], w.labels["basis"], w.labels["waiting"], w.labels["until"]}}
	for _, b := range branches {
		rows = append(rows, b.rows("", "", w)...)
	}
	return columns(rows)
}

// rows are the lines of a branch: first begins its own, rest the lines of what
// stands beneath it.
func (b Branch) rows(first, rest string, w vocabulary) [][]string {
	rows := [][]string{{first + w.link(b.Kind, b.Name), b.standingIn(w) + b.reported(w), w.citeShort(b.standing()), b.waitingShort(w), ends(b.Until)}}
	leaves := len(b.Inputs)
	for i, in := range b.Inputs {
		line, _ := fork(i == leaves-1 && len(b.Beneath) == 0)
		rows = append(rows, []string{rest + line + w.labels["input"] + " " + string(in.Resource), in.state(w), w.citeShort(in.standing()), "", ""})
	}
	for i, below := range b.Beneath {
		line, bar := fork(i == len(b.Beneath)-1)
		rows = append(rows, below.rows(rest+line, rest+bar, w)...)
	}
	return rows
}

// How many columns the cells of the tree take that list several things, of which the
// first is always told: a line of all would wrap, and say less.
const (
	widestBasis   = 44
	widestWaiting = 64
)

// clause is a rule behind who is waited for, which `why` cites.
var clause = regexp.MustCompile(` ?(\[[^\]]*\]|〔[^〕]*〕)$`)

// waitingShort is who is waited for, as far as a cell holds it, without the clauses.
func (e Explanation) waitingShort(w vocabulary) string {
	said := w.all(strings.Split(e.WaitingFor, "; "), e.Sayings)
	for i := range said {
		said[i] = clause.ReplaceAllString(said[i], "")
	}
	return fitting(widestWaiting, len(said), func(n int) string { return strings.Join(said[:n], w.semicolon) })
}

// citeShort are the rules that a cell holds.
func (w vocabulary) citeShort(basis []v1alpha1.BasisID) string {
	return fitting(widestBasis, len(basis), func(n int) string { return w.cite(basis[:n]) })
}

// fitting are as many of some things as a cell holds, the first at least, and how many more there are.
func fitting(most, of int, first func(n int) string) string {
	for n := of; n > 0; n-- {
		said := first(n)
		if n < of {
			said += " +" + strconv.Itoa(of-n)
		}
		if n == 1 || places(said) <= most {
			return said
		}
	}
	return ""
}

// fork is what a line begins with, and the lines beneath it.
func fork(last bool) (line, beneath string) {
	if last {
		return "└─ ", "   "
	}
	return "├─ ", "│  "
}

// columns writes rows of cells under each other.
func columns(rows [][]string) string {
	var widest []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widest) {
				widest = append(widest, 0)
			}
			row[i] = finding.Line(cell)
			widest[i] = max(widest[i], places(row[i]))
		}
	}
	var out strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widest[i]-places(cell)+2))
		}
		out.WriteString(strings.TrimRight(line.String(), " "))
		out.WriteByte('\n')
	}
	return out.String()
}

// Changed are changes for a reader, a line each.
func Changed(changes []Change, language Language) string {
	w := words[language]
	rows := [][]string{{w.labels["day"], w.labels["link"], w.labels["change"], w.labels["basis"], w.labels["why"]}}
	for _, c := range changes {
		rows = append(rows, []string{c.when(), c.link(w), c.effect(w), w.cite(c.Basis), w.told(c.Message, c.Said)})
	}
	if len(changes) == 0 {
		return w.labels["nothing"] + "\n"
	}
	return columns(rows)
}

// when is the instant of the change by the clocks of the edition: the end of a
// day where something ends with it, and the day alone where something is due.
func (c Change) when() string {
	switch c.Effect {
	case Due:
		return c.At.Format(time.DateOnly)
	case Lapses, Closes:
		return ends(&c.At)
	default:
		return begins(&c.At)
	}
}

func (c Change) link(w vocabulary) string {
	named := w.link(c.Kind, c.Name)
	if c.Input != "" {
		named += w.comma + w.labels["input"] + " " + string(c.Input)
	}
	return named
}

func (c Change) effect(w vocabulary) string {
	said := w.effects[c.Effect] + w.colon
	if c.Effect == Closes {
		return said + w.labels["applications"]
	}
	if c.Effect != Due {
		return said + w.reason(c.From) + " → " + w.reason(c.To)
	}
	said += c.Step + w.comma + w.labels["waiting"] + " " + strings.Join(w.all(c.WaitingFor, c.Sayings), w.semicolon)
	if c.Provisional {
		said += w.comma + w.labels["provisional"]
	}
	return said
}

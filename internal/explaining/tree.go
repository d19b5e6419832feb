// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"strings"
	"time"
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
	rows := [][]string{{first + w.link(b.Kind, b.Name), b.standingIn(w) + b.reported(w), w.cite(b.standing()), b.waiting(w), ends(b.Until)}}
	leaves := len(b.Inputs)
	for i, in := range b.Inputs {
		line, _ := fork(i == leaves-1 && len(b.Beneath) == 0)
		rows = append(rows, []string{rest + line + w.labels["input"] + " " + string(in.Resource), in.state(w), w.cite(in.standing()), "", ""})
	}
	for i, below := range b.Beneath {
		line, bar := fork(i == len(b.Beneath)-1)
		rows = append(rows, below.rows(rest+line, rest+bar, w)...)
	}
	return rows
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
			row[i] = inLine(cell)
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

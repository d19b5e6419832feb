// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"
)

const (
	// columns is the width that prose is set in.
	columns = 92
	// shownLines is how much of a command's answer is shown, unless it is to be
	// brief: the twenty grants and their heading fit.
	shownLines = 26
	briefLines = 5
)

// story is what the audience reads.
type story struct {
	out    io.Writer
	colour bool // only where a person looks at it
	brief  bool // of the next answer, show only what it looks like
}

func newStory(out *os.File) *story {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return &story{out: out, colour: terminal && os.Getenv("NO_COLOR") == ""}
}

// The few looks that a line has, as terminals know them.
const (
	bold  = "1"
	faint = "2"
	red   = "31"
	green = "32"
	cyan  = "36"
)

func (t *story) paint(look, text string) string {
	if !t.colour {
		return text
	}
	return "\x1b[" + look + "m" + text + "\x1b[0m"
}

// line writes one line. Nobody can be told when that fails.
func (t *story) line(text string) { _, _ = fmt.Fprintln(t.out, text) }

func (t *story) chapter(number int, title string) {
	t.line("\n" + t.paint(bold, fmt.Sprintf("%d. %s", number, title)))
	t.line(t.paint(bold, strings.Repeat("=", min(columns, 3+width(title)))))
}

// say tells something in prose.
func (t *story) say(format string, args ...any) {
	t.line("\n" + wrap(fmt.Sprintf(format, args...)))
}

// check tells that something came as told.
func (t *story) check(format string, args ...any) {
	t.line(t.paint(green, "✓ "+strings.ReplaceAll(wrap(fmt.Sprintf(format, args...)), "\n", "\n  ")))
}

// command shows what a person types.
func (t *story) command(who, line string) {
	t.line("\n" + t.paint(cyan, who+" $ ") + t.paint(bold, line))
}

// answer shows what a command wrote, without empty lines and not too much of it.
func (t *story) answer(text string) {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
	most := shownLines
	if t.brief {
		most, t.brief = briefLines, false
	}
	left := len(lines) - most
	if left > 0 {
		lines = lines[:most]
	}
	for _, line := range lines {
		t.line("  " + line)
	}
	if left > 0 {
		t.line("  " + t.paint(faint, fmt.Sprintf("… and %d more lines", left)))
	}
}

// failure tells what was expected, what happened, and where to look.
func (t *story) failure(err error, s *stage) {
	t.line("\n" + t.paint(red, "✗ The demo stops here."))
	t.line("  " + strings.ReplaceAll(err.Error(), "\n", "\n  "))
	if s != nil {
		t.line("  Logs of every process: " + s.logs)
	}
}

// surprise is an answer that is not as told.
type surprise struct{ expected, happened string }

func (s surprise) Error() string {
	return "\nexpected: " + s.expected + "\nhappened: " + s.happened
}

func surprised(expected string, err error) error {
	happened := "nothing of the kind"
	if err != nil {
		happened = err.Error()
	}
	return surprise{expected: expected, happened: happened}
}

// wrap breaks prose into lines of at most columns.
func wrap(text string) string {
	var out strings.Builder
	used := 0
	for word := range strings.FieldsSeq(text) {
		w := width(word)
		switch {
		case used == 0:
		case used+1+w > columns:
			out.WriteByte('\n')
			used = 0
		default:
			out.WriteByte(' ')
			used++
		}
		out.WriteString(word)
		used += w
	}
	return out.String()
}

// width is the number of cells of a terminal that a text takes.
func width(text string) int {
	cells := 0
	for _, r := range text {
		cells++
		if unicode.Is(unicode.Han, r) {
			cells++
		}
	}
	return cells
}

// span is a duration as people read it: 14 ms, 1.8 s.
func span(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

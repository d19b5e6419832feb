// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package ordering

import (
	"fmt"
	"strings"
)

// Closed is the mark of a cut, the value of the annotation closed-by.
type Closed struct {
	// Cause names what stood against the link. Another act, or another state of
	// the objects, is another cause.
	Cause string
	// At is the newest version that cutoff had seen of any kind of ours; empty
	// where it is not told.
	At string
}

// at begins the version in a mark.
const at = " at "

// String is the mark as it is written.
func (c Closed) String() string {
	if c.At == "" {
		return c.Cause
	}
	return c.Cause + at + c.At
}

// ParseClosed reads a mark. The empty mark is the zero Closed.
func ParseClosed(mark string) Closed {
	cause, version, _ := cutLast(mark, at)
	return Closed{Cause: cause, At: version}
}

// Same says whether a mark that is there tells of the same cause, so that there
// is nothing to write.
func (c Closed) Same(mark string) bool {
	return mark != "" && ParseClosed(mark).Cause == c.Cause
}

// Opened is the mark of an opening, the value of the annotation opened-by.
type Opened struct {
	// At is a version at which, or later, all facts were read live. Empty, the
	// zero value, says that they were not read live, and answers no cut.
	At string
	// Facts are the newest of them, by kind.
	Facts Versions
	// Answers is the cut that the target carried, empty where it carried none.
	Answers Closed
}

const answers = "; answers "

// String is the mark as it is written.
func (o Opened) String() string {
	text := "facts " + o.Facts.String() + at + o.At
	if o.Answers == (Closed{}) {
		return text
	}
	return text + answers + o.Answers.String()
}

// ParseOpened reads a mark, as far as it can be read. What cannot is left out,
// and delays no cut.
func ParseOpened(mark string) Opened {
	text, answered, _ := strings.Cut(mark, answers)
	facts, version, _ := cutLast(text, at)
	return Opened{
		At: version, Facts: parseVersions(strings.TrimPrefix(facts, "facts ")),
		Answers: ParseClosed(answered),
	}
}

// MayAnswer says why an opening may not be made on a target that carries the
// mark of a cut: its facts are older than what ended access, or nobody can tell.
func (o Opened) MayAnswer(mark string) error {
	closed := ParseClosed(mark)
	if mark == "" || (o.At != "" && !Newer(closed.At, o.At)) {
		return nil
	}
	return &StaleError{Cut: closed, FactsAt: o.At}
}

// StaleError says that an opening rests on facts older than the cut it would
// undo.
type StaleError struct {
	// Cut is what the target carries.
	Cut Closed
	// FactsAt is the version the facts were read at.
	FactsAt string
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("the facts were read at version %q, and the cut %q is newer; nothing is opened until they are read again", e.FactsAt, e.Cut)
}

// cutLast cuts a text around the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

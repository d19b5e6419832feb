// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package finding answers: what stands against a link, and by which rule?
package finding

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/citing"
)

// Finding is one thing that stands against a link. A nil Finding is nothing.
type Finding struct {
	// Reason is one of the reasons of Active or Counts.
	Reason string
	// Message names the object, the field, the value, who is waited for and
	// what to do next. It is deterministic: no present time, no map order.
	Message string
	// Said is the message as it can be said in other languages too.
	Said Phrase
	// Basis cites the rule.
	Basis []v1alpha1.BasisID
	// Undecided says that a fact could not be read: the finding may keep
	// something closed, and is no ground for closing what is open.
	Undecided bool
}

// New is a finding that denies.
func New(reason string, basis []v1alpha1.BasisID, format string, args ...any) *Finding {
	said := Say(format, args...)
	return &Finding{Reason: reason, Message: said.String(), Said: said, Basis: basis}
}

// Equal says whether two findings are of one reason and one text. By which words
// they came to it makes no difference.
func (f *Finding) Equal(g *Finding) bool {
	if f == nil || g == nil {
		return f == g
	}
	return f.Reason == g.Reason && f.Message == g.Message && f.Undecided == g.Undecided && slices.Equal(f.Basis, g.Basis)
}

// Unread is the finding that an object could not be read. kind is its kind, or a
// Phrase that says what it is.
func Unread(kind any, name string) *Finding {
	found := New(v1alpha1.UndeterminedReason, nil, "%s %q could not be read; nothing is given until it is", kind, name)
	found.Undecided = true
	return found
}

// Text is the message followed by the clauses it rests on, each with its article.
func (f *Finding) Text() string {
	if len(f.Basis) == 0 {
		return f.Message
	}
	return f.Message + " [" + citing.InEnglish(f.Basis) + "]"
}

// First is the first finding that denies or, where none does, the first that
// is undecided: what could not be read never hides a reason to cut.
func First(findings ...*Finding) *Finding {
	var undecided *Finding
	for _, f := range findings {
		switch {
		case f == nil:
		case !f.Undecided:
			return f
		case undecided == nil:
			undecided = f
		}
	}
	return undecided
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package finding answers: what stands against a link, and by which rule?
package finding

import (
	"fmt"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Finding is one thing that stands against a link. A nil Finding is nothing.
type Finding struct {
	// Reason is one of the reasons of Active or Counts.
	Reason string
	// Message names the object, the field, the value, who is waited for and
	// what to do next. It is deterministic: no present time, no map order.
	Message string
	// Basis cites the rule.
	Basis []v1alpha1.BasisID
	// Undecided says that a fact could not be read: the finding may keep
	// something closed, and is no ground for closing what is open.
	Undecided bool
}

// New is a finding that denies.
func New(reason string, basis []v1alpha1.BasisID, format string, args ...any) *Finding {
	return &Finding{Reason: reason, Message: fmt.Sprintf(format, args...), Basis: basis}
}

// Unread is the finding that an object could not be read.
func Unread(kind, name string) *Finding {
	return &Finding{
		Reason:    v1alpha1.UndeterminedReason,
		Message:   fmt.Sprintf("%s %q could not be read; nothing is given until it is", kind, name),
		Undecided: true,
	}
}

// Text is the message followed by the clauses it rests on.
func (f *Finding) Text() string {
	if len(f.Basis) == 0 {
		return f.Message
	}
	cited := make([]string, len(f.Basis))
	for i, b := range f.Basis {
		cited[i] = string(b)
	}
	return f.Message + " [" + strings.Join(cited, ", ") + "]"
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

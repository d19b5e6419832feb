// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"cmp"
	"errors"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/publicdata-io/mandate/internal/finding"
)

// missed is that something of a kind could not be read.
type missed struct {
	kind, namespace string
	cause           error
}

// Error is what happened.
func (m *missed) Error() string { return m.cause.Error() }

// Unwrap is what happened.
func (m *missed) Unwrap() error { return m.cause }

// miss keeps of a failed read what it was of. What is not there was read.
func miss(err error, kind, namespace string) error {
	if err == nil || apierrors.IsNotFound(err) {
		return err
	}
	return &missed{kind, namespace, err}
}

// leaves are the errors that were joined into one.
func leaves(err error) []error {
	joined, several := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !several:
		return []error{err}
	}
	var found []error
	for _, of := range joined.Unwrap() {
		found = append(found, leaves(of)...)
	}
	return found
}

// notRead sums up what could not be read, each once: kinds that the person may not
// read, and other failures.
func notRead(failures ...error) []finding.Phrase {
	kinds, others := map[string]finding.Phrase{}, map[string]finding.Phrase{}
	for _, err := range failures {
		for _, leaf := range leaves(err) {
			if of := (*missed)(nil); apierrors.IsForbidden(leaf) && errors.As(leaf, &of) {
				said := of.phrase()
				kinds[said.String()] = said
			} else {
				others[leaf.Error()] = finding.Say("%s", leaf.Error())
			}
		}
	}
	var said []finding.Phrase
	if len(kinds) > 0 {
		said = append(said, finding.Say("you may not read %s", finding.All(", ", inOrder(kinds)...)))
	}
	return append(said, few(inOrder(others))...)
}

// few are the first of many failures, which are mostly of one cause.
func few(others []finding.Phrase) []finding.Phrase {
	if len(others) <= shown {
		return others
	}
	others[shown-1] = finding.Say("%s, and %d more such failures", others[shown-1], len(others)-shown)
	return others[:shown]
}

// shown bounds how many failures are told one by one.
const shown = 3

func inOrder(of map[string]finding.Phrase) []finding.Phrase {
	var said []finding.Phrase
	for _, phrase := range of {
		said = append(said, phrase)
	}
	slices.SortFunc(said, func(a, b finding.Phrase) int { return cmp.Compare(a.String(), b.String()) })
	return said
}

func (m *missed) phrase() finding.Phrase {
	if m.namespace == "" {
		return finding.Say("%ss", m.kind)
	}
	return finding.Say("%ss in namespace %s", m.kind, m.namespace)
}

// deciding are the failures that bear on who may act and what was done: not those
// to read what is merely served or counted.
func deciding(err error) []error {
	return slices.DeleteFunc(leaves(err), func(leaf error) bool {
		of := (*missed)(nil)
		return errors.As(leaf, &of) && slices.Contains([]string{"Service", "SandboxClass", "WorkCalendar"}, of.kind)
	})
}

// joined are phrases in one line.
func joined(said []finding.Phrase) finding.Phrase {
	return finding.Say("%s", finding.All("; ", said...))
}

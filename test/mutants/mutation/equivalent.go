// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package mutation

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Equivalents are the mutants that behave as the original does, by Key, each
// with the reason why no test can tell.
type Equivalents map[string]string

// ParseEquivalents reads a list in which every mutant is on a line of its own,
// below the reason that holds for it and for those that follow it:
//
//	# the reason
//	internal/calendar/calendar.go func begin: 2 => 3 in …
func ParseEquivalents(text string) (Equivalents, error) {
	list := Equivalents{}
	reason, more := "", false
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		comment, isReason := strings.CutPrefix(line, "#")
		comment = strings.TrimSpace(comment)
		switch {
		case line == "":
			reason = ""
		case isReason && more:
			reason += " " + comment
		case isReason:
			reason = comment
		case reason == "":
			return nil, fmt.Errorf("line %d: %s: no reason stands above it", n+1, line)
		case list[line] != "":
			return nil, fmt.Errorf("line %d: %s is listed twice", n+1, line)
		default:
			list[line] = reason
		}
		more = isReason
	}
	return list, nil
}

// Of are the mutants of the list whose Key an expression matches, or all where it
// is nil.
func (list Equivalents) Of(only *regexp.Regexp) Equivalents {
	some := maps.Clone(list)
	maps.DeleteFunc(some, func(key, _ string) bool { return only != nil && !only.MatchString(key) })
	return some
}

// Score is what the mutants of one package came to.
type Score struct {
	Killed, Total, Equivalent int
	// Left are the mutants that no test notices and that are not listed.
	Left []Result
}

// Percent is the share of the mutants that are killed, of those that are not
// listed as equivalent.
func (s Score) Percent() float64 {
	if s.Total == s.Equivalent {
		return 100
	}
	return 100 * float64(s.Killed) / float64(s.Total-s.Equivalent)
}

// Count adds up results of the package in a folder. It fails where the list of
// equivalent mutants has one of that folder that is killed or is none any more.
func (list Equivalents) Count(folder string, results []Result) (Score, error) {
	score := Score{Total: len(results)}
	var errs []error
	seen := map[string]bool{}
	for _, r := range results {
		key := r.Mutant.Key()
		seen[key] = true
		switch {
		case list[key] != "" && r.Outcome == Killed:
			errs = append(errs, fmt.Errorf("listed as equivalent, but a test tells it: %s", key))
		case list[key] != "":
			score.Equivalent++
		case r.Outcome == Killed:
			score.Killed++
		default:
			score.Left = append(score.Left, r)
		}
	}
	for key := range list {
		if strings.HasPrefix(key, strings.TrimPrefix(folder, "./")+"/") && !seen[key] {
			errs = append(errs, fmt.Errorf("listed as equivalent, but there is no such mutant: %s", key))
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return score, errors.Join(errs...)
}

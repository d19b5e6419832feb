// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"testing"

	"github.com/publicdata-io/mandate/internal/finding"
)

// TestAFaultLiesWhereItsFirstWordsSay: what is said after them, such as how an
// agreement of before could run on, moves it to no other field.
func TestAFaultLiesWhereItsFirstWordsSay(t *testing.T) {
	term := finding.Say("the term ends on %s", "2030-06-30")
	for want, found := range map[string]*finding.Finding{
		"spec.term":         finding.New("Unlawful", nil, "%s; were it signed before %s", finding.Say("%s; %s", term, term), "2025-04-01"),
		"spec":              finding.New("Unlawful", nil, "%s; %s", "text", term),
		"spec.jurisdiction": finding.New("RequirementMissing", nil, "nothing; %s", term),
	} {
		if got := lies(found); got != want {
			t.Errorf("%q lies at %s, want %s", found.Message, got, want)
		}
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package matrix_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// The counts that the matrix states of itself: by regulation, in the order of
// matrix.Regulations.
var wantCategories = map[string][6]int{
	"term cap":               {0, 1, 1, 4, 1, 1},
	"deadline":               {6, 1, 3, 10, 0, 3},
	"approval gate":          {13, 14, 7, 2, 14, 10},
	"required content":       {36, 65, 9, 85, 55, 30},
	"conflict-of-interest":   {7, 4, 0, 4, 2, 1},
	"isolation & export":     {9, 12, 7, 0, 14, 18},
	"registration":           {0, 4, 0, 34, 4, 2},
	"publicity & objection":  {3, 0, 1, 11, 0, 6},
	"disclosure & reporting": {3, 4, 1, 3, 3, 3},
	"evaluation":             {3, 4, 2, 2, 2, 3},
	"incident":               {5, 5, 0, 0, 0, 6},
	"pricing & revenue":      {4, 8, 4, 0, 5, 5},
	"retention & audit":      {3, 4, 1, 4, 4, 5},
	"roles":                  {8, 14, 14, 11, 14, 15},
	"scope & effect":         {3, 7, 5, 5, 9, 10},
	"authorisation mode":     {3, 0, 3, 0, 2, 3},
	"eligibility":            {4, 1, 4, 0, 1, 5},
	"data supply & quality":  {1, 3, 5, 1, 3, 5},

	"suspension-rectification-termination": {7, 5, 4, 7, 3, 14},
	"not machine-enforceable":              {9, 5, 3, 10, 8, 5},
}

func TestRowsAreCompleteAndUnique(t *testing.T) {
	got := map[string]int{}
	seen := map[string]bool{}
	for _, row := range matrix.Rows() {
		if seen[row.ID] {
			t.Errorf("two rows have the id %s", row.ID)
		}
		seen[row.ID] = true
		got[row.Regulation()]++
	}
	want := map[string]int{"NX": 127, "HA": 161, "SY": 74, "GS-REG": 193, "GS-OP": 144, "YZ": 150}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows by regulation (-want +got):\n%s", diff)
	}
	if len(seen) != 849 {
		t.Errorf("%d rows, the texts give 849", len(seen))
	}
}

func TestRowsCountByCategory(t *testing.T) {
	at := map[string]int{}
	for i, prefix := range matrix.Regulations {
		at[prefix] = i
	}
	got := map[string][6]int{}
	for _, row := range matrix.Rows() {
		counts := got[row.Category]
		counts[at[row.Regulation()]]++
		got[row.Category] = counts
	}
	if diff := cmp.Diff(wantCategories, got); diff != "" {
		t.Errorf("rows by category (-want +got):\n%s", diff)
	}
}

func TestRowsCountByMode(t *testing.T) {
	got := map[matrix.Mode]int{}
	for _, row := range matrix.Rows() {
		got[row.Mode]++
	}
	want := map[matrix.Mode]int{
		matrix.AdmissionReject: 370,
		matrix.Gate:            166,
		matrix.Timer:           49,
		matrix.Continuous:      52,
		matrix.ComputedReport:  31,
		matrix.Attestation:     136,
		matrix.OutOfReach:      45,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows by mode (-want +got):\n%s", diff)
	}
}

func TestRowsSayEverything(t *testing.T) {
	for _, row := range matrix.Rows() {
		for name, value := range map[string]string{
			"article": row.Article, "requirement": row.Requirement, "how": row.How, "proof": row.Proof,
		} {
			if strings.TrimSpace(value) == "" {
				t.Errorf("%s has no %s", row.ID, name)
			}
		}
		if len(row.Kinds) == 0 {
			t.Errorf("%s is about no kind", row.ID)
		}
	}
}

var id = regexp.MustCompile(`^(D|DRV-)[0-9]+$`)

func TestParametersCiteRows(t *testing.T) {
	all := matrix.Parameters()
	if len(all) != 108 {
		t.Errorf("%d parameters, want 108", len(all))
	}
	for _, p := range all {
		for _, regulation := range []string{"NX", "HA", "SY", "GS", "YZ"} {
			for _, cited := range p.Of(regulation).Rows() {
				if !matrix.Exists(cited) {
					t.Errorf("%s cites %s for %s, which is no row", p.ID, cited, regulation)
				}
			}
		}
	}
	if got := len(matrix.Readings()); got != 72+15 {
		t.Errorf("%d readings, want 72 of texts and 15 derived", got)
	}
	for _, r := range matrix.Readings() {
		if !id.MatchString(r.ID) || r.Reading == "" {
			t.Errorf("reading %q: %q", r.ID, r.Reading)
		}
	}
}

func TestSpan(t *testing.T) {
	tests := map[string]struct {
		row  string
		want matrix.Span
	}{
		"a longest span in working days": {"NX-14.2", matrix.Span{Bound: "≤", N: 5, Unit: matrix.WorkingDays}},
		"a shortest span":                {"NX-9.3c", matrix.Span{Bound: "≥", N: 5, Unit: matrix.WorkingDays}},
		"an exact term":                  {"SY-10.5", matrix.Span{Bound: "=", N: 2, Unit: matrix.Years}},
		"a cap in years":                 {"GS-OP-20.2", matrix.Span{Bound: "≤", N: 5, Unit: matrix.Years}},
		"a window in calendar days":      {"GS-REG-37.3", matrix.Span{N: 60, Unit: matrix.Days}},
		"a window in months":             {"YZ-3.退出.7", matrix.Span{N: 3, Unit: matrix.Months}},
		"a retention":                    {"GS-OP-37.1", matrix.Span{Bound: "≥", N: 20, Unit: matrix.Years}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, matrix.Row(tc.row).Span()); diff != "" {
				t.Errorf("span of %s (-want +got):\n%s", tc.row, diff)
			}
		})
	}
}

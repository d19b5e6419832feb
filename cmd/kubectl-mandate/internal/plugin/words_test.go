// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestPapersGetTheirDays reads the days of papers, each of one that the line gives.
func TestPapersGetTheirDays(t *testing.T) {
	tests := map[string]struct {
		words []string
		want  string
	}{
		"a day":               {[]string{"licence=2025-10-01"}, ""},
		"of another paper":    {[]string{"permit=2025-10-01"}, `--evidence-until "permit=2025-10-01" is no NAME=YYYY-MM-DD of a paper that --evidence names`},
		"without a day":       {[]string{"licence="}, `--evidence-until "licence=" is no`},
		"without a name":      {[]string{"2025-10-01"}, `--evidence-until "2025-10-01" is no`},
		"none that was given": {nil, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			papers := []v1alpha1.Evidence{{Name: "plan"}, {Name: "licence"}}
			err := dateEvidence(papers, "--evidence-until", tc.words, func(e *v1alpha1.Evidence, day *v1alpha1.Date) { e.ValidUntil = day })
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("it says %v, want %q", err, tc.want)
			}
			if got := papers[1].ValidUntil; tc.want == "" && len(tc.words) > 0 && (got == nil || *got != "2025-10-01") {
				t.Errorf("the paper is valid until %v, want 2025-10-01", got)
			}
			if papers[0].ValidUntil != nil {
				t.Error("another paper has the day too")
			}
		})
	}
}

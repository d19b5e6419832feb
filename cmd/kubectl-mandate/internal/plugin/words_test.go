// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"fmt"
	"os"
	"path/filepath"
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

// TestPapersGetTheirAddresses reads where papers can be read, each of one that the
// line gives, up to the first sign of equality.
func TestPapersGetTheirAddresses(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte("published"), 0o600); err != nil {
		t.Fatal(err)
	}
	const address = "https://www.nx.example/notices?id=2025-21"
	refused := func(word string) string {
		return fmt.Sprintf("--evidence-uri %q is no NAME=URI of an --evidence NAME=FILE", word)
	}
	tests := map[string]struct {
		words []string
		want  []string // of the plan and of the page
		says  string
	}{
		"none":             {nil, []string{"", ""}, ""},
		"of one":           {[]string{"noticePage=" + address}, []string{"", address}, ""},
		"of both":          {[]string{"noticePage=" + address, "plan=urn:plan"}, []string{"urn:plan", address}, ""},
		"of one, twice":    {[]string{"plan=urn:old", "plan=urn:new"}, []string{"urn:new", ""}, ""},
		"of another paper": {[]string{"minutes=" + address}, nil, refused("minutes=" + address)},
		"without a URI":    {[]string{"plan="}, nil, refused("plan=")},
		"without a sign":   {[]string{"plan"}, nil, refused("plan")},
		"without a name":   {[]string{"=" + address}, nil, refused("=" + address)},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			papers, err := readEvidence([]string{"plan=" + page, "noticePage=" + page}, tc.words)
			if tc.says == "" && err != nil || tc.says != "" && (err == nil || !strings.Contains(err.Error(), tc.says)) {
				t.Fatalf("it says %v, want %q", err, tc.says)
			}
			for i, want := range tc.want {
				if papers[i].URI != want {
					t.Errorf("%s can be read at %q, want %q", papers[i].Name, papers[i].URI, want)
				}
			}
		})
	}
}

// TestFindingsGetTheirScores, and remarks, each of a point that the line gives.
func TestFindingsGetTheirScores(t *testing.T) {
	tests := map[string]struct {
		scores, remarks []string
		en, zh          string
	}{
		"both":                     {[]string{"safety=87.5"}, []string{"safety=a=b"}, "", ""},
		"no number":                {[]string{"safety=good"}, nil, `--finding-score "safety=good" is no POINT=NUMBER`, "--finding-score“safety=good”不是"},
		"of another point":         {[]string{"price=1"}, nil, `--finding-score "price=1" is no`, "--finding-score"},
		"a remark that is none":    {nil, []string{"safety="}, `--finding-note "safety=" is no POINT=TEXT`, "--finding-note“safety=”不是"},
		"a remark without a point": {nil, []string{"good"}, `--finding-note "good" is no`, "--finding-note"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := &actOptions{scores: tc.scores, remarks: tc.remarks}
			o.order.Findings = []v1alpha1.PointFinding{{Point: "safety", Result: v1alpha1.PointClear}}
			err := o.readRemarks()
			if tc.en == "" {
				if f := o.order.Findings[0]; err != nil || f.Score != "87.5" || f.Note != "a=b" {
					t.Errorf("it reads %+v, %v", f, err)
				}
				return
			}
			if err == nil || !strings.Contains(In("en", err), tc.en) || !strings.Contains(In("zh", err), tc.zh) {
				t.Errorf("it says %v, want %s", err, tc.en)
			}
		})
	}
}

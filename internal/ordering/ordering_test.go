// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package ordering_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/publicdata-io/mandate/internal/ordering"
)

func TestNewer(t *testing.T) {
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"a larger number":                       {"10", "9", true},
		"a smaller one":                         {"9", "10", false},
		"the same":                              {"10", "10", false},
		"more digits than a machine word":       {"100000000000000000000000", "99999999999999999999999", true},
		"than nothing":                          {"1", "", true},
		"than what is no version":               {"1", "then", true},
		"nothing is newer than none":            {"", "1", false},
		"and not than itself":                   {"", "", false},
		"what is no version is newer than none": {"now", "1", false},
		"nor is the zero of an unread list":     {"0", "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := ordering.Newer(tc.a, tc.b); got != tc.want {
				t.Errorf("Newer(%q, %q) = %t", tc.a, tc.b, got)
			}
		})
	}
}

func TestACacheIsBehindWhenItLacksAnyFact(t *testing.T) {
	mark := "facts Decision=30,DeveloperGrant=20,Service=5 at 40; answers Suspended 1f at 25"
	tests := map[string]struct {
		mark string
		seen map[string]string
		want bool
	}{
		"it has all":                        {mark, map[string]string{"Decision": "30", "DeveloperGrant": "21", "Service": "5"}, false},
		"it lacks the Decision":             {mark, map[string]string{"Decision": "29", "DeveloperGrant": "21", "Service": "5"}, true},
		"a newer other kind makes up for 0": {mark, map[string]string{"Decision": "29", "DeveloperGrant": "99", "Service": "99"}, true},
		"it can tell nothing":               {mark, nil, false},
		"there is no mark":                  {"", map[string]string{"Decision": "1"}, false},
		"the mark is of an older version":   {"4711", map[string]string{"Decision": "1"}, false},
		"the mark is spoilt":                {"facts Decision=,=7,x at ; answers", map[string]string{"Decision": "1", "": "1"}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			opened := ordering.ParseOpened(tc.mark)
			if got := opened.Facts.NewerThan(func(kind string) string { return tc.seen[kind] }); got != tc.want {
				t.Errorf("behind: %t, want %t", got, tc.want)
			}
		})
	}
}

var (
	version = rapid.Custom(func(t *rapid.T) string { return strconv.Itoa(rapid.IntRange(1, 1<<40).Draw(t, "version")) })
	cause   = rapid.StringMatching(`[A-Z][a-zA-Z]{1,12} [0-9a-f]{1,16}`)
	kinds   = rapid.SampledFrom(ordering.Kinds)
)

// TestMarksAreReadAsTheyWereWritten draws marks, so that a reader never compares
// with anything else than what the writer meant.
func TestAnyMarkIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opened := ordering.Opened{At: version.Draw(t, "at"), Facts: ordering.Versions(rapid.MapOf(kinds, version).Draw(t, "facts"))}
		if rapid.Bool().Draw(t, "cut before") {
			opened.Answers = ordering.Closed{Cause: cause.Draw(t, "cause"), At: version.Draw(t, "cut at")}
		}
		if diff := cmp.Diff(opened, ordering.ParseOpened(opened.String())); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", opened, diff)
		}
	})
}

// TestWhoeverAnswersACutKnowsIt replays histories of one target: versions only
// rise, cuts tell how far they had seen, and openings when they read. Whatever
// the two do, an opening that MayAnswer lets through read later than the cut saw.
func TestWhoeverAnswersACutKnowsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, mark, sawAt := 1, "", 0
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now += rapid.IntRange(1, 5).Draw(t, "time")
			back := rapid.IntRange(0, now-1).Draw(t, "how long ago it was read")
			readAt := now - back
			if rapid.Bool().Draw(t, "cut") {
				mark, sawAt = ordering.Closed{Cause: "Suspended 1f", At: strconv.Itoa(readAt)}.String(), readAt
				continue
			}
			if (ordering.Opened{At: strconv.Itoa(readAt)}).MayAnswer(mark) != nil {
				continue
			}
			if readAt < sawAt {
				t.Fatalf("opened on facts of %d, and the cut had seen %d", readAt, sawAt)
			}
			mark, sawAt = "", 0
		}
	})
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// TestTheOutcomesOfOtherCodeAreRunAgain shows which plans are skipped, and that
// several files, also of before revisions were kept, are added up.
func TestTheOutcomesOfOtherCodeAreRunAgain(t *testing.T) {
	kept := func(name string, lines ...string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one := kept("one", `{"Plan":"twins/suspend/0","Revision":"`+Revision()+`"}`, `{"Plan":"twins/suspend/1","Revision":"other"}`, `{"Plan":"tw`)
	two := kept("two", `{"Plan":"twins/suspend/2"}`, `{"Plan":"twins/suspend/0","Revision":"other"}`, `{"Plan":"twins/suspend/3","Revision":"`+Revision()+`","Failed":"no"}`)
	results, err := OpenResults(one + "," + two)
	if err != nil {
		t.Fatal(err)
	}
	for plan, want := range map[string]bool{"twins/suspend/0": true, "twins/suspend/1": false, "twins/suspend/2": false, "twins/suspend/3": false} {
		if results.Has(plan) != want {
			t.Errorf("%s is skipped: %v, want %v", plan, !want, want)
		}
	}
	var told strings.Builder
	if !results.Tell(&told) {
		t.Errorf("nothing was violated:\n%s", &told)
	}
	for _, want := range []string{"of other: 2 plans", "of no revision: 1 plans", "of " + Revision() + ": 1 plans"} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("told:\n%s\nwant %s", &told, want)
		}
	}
	if _, err := OpenResults(one + "," + one + ".none"); err == nil {
		t.Error("a file that is not there was read")
	}
}

func TestTheRevisionSaysWhatWasChanged(t *testing.T) {
	commit := debug.BuildSetting{Key: "vcs.revision", Value: "abc"}
	tests := map[string]struct {
		settings []debug.BuildSetting
		want     string
	}{
		"a commit":           {[]debug.BuildSetting{commit, {Key: "vcs.modified", Value: "false"}}, "abc"},
		"and changes":        {[]debug.BuildSetting{commit, {Key: "vcs.modified", Value: "true"}}, "abc+"},
		"a build without it": {nil, unknownRevision},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := revisionOf(tc.settings); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

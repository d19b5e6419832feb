// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"strings"
	"testing"
)

// TestPairsAreOfAllLagsAndNotTooMany shows what is enumerated of a scenario in
// which a dozen kinds change: every single lag, every pair that was always there,
// and a share of the pairs of unlike lags and of lost events.
func TestPairsAreOfAllLagsAndNotTooMany(t *testing.T) {
	changed, watched := map[string]bool{}, map[string]bool{}
	for _, kind := range recorded[:12] {
		changed[kind], watched[kindOf(kind)] = true, true
	}
	ref := &reference{changed: []map[string]bool{changed, changed}, watched: map[string]map[string]bool{"operator": watched, "cutoff": watched}}
	counted := map[string]int{}
	for _, name := range enumerate(map[string]*reference{"suspend": ref}) {
		if _, err := ParsePlan(name); err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(name, "/")
		switch parts[0] {
		case "late":
			counted["single"]++
		case "pair":
			counted[string(howOf(parts[3]))+" "+string(howOf(parts[4]))]++
			counted["pairs"]++
		}
	}
	const seen, acts = 24, 2
	for name, want := range map[string]int{
		"single": 4 * seen * acts, "late late": seen * (seen - 1) * acts,
		"merged merged": seen * (seen - 1) / 2 * acts, "old old": seen * (seen - 1) / 2 * acts,
	} {
		if counted[name] != want {
			t.Errorf("%d plans of %s, want %d", counted[name], name, want)
		}
	}
	hows := []lateness{late, merged, unseen, old}
	for _, a := range hows {
		for _, b := range hows {
			if counted[string(a)+" "+string(b)] == 0 {
				t.Errorf("no pair of %s and %s", a, b)
			}
		}
	}
	if most := 2 * 2 * seen * (seen - 1) * acts; counted["pairs"] > most {
		t.Errorf("%d pairs, want %d at most", counted["pairs"], most)
	}
}

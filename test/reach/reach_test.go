// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import "testing"

// TestWhatAStolenTokenReaches tries everything with the tokens of both accounts
// and holds docs/reach.md to what went through. The last of it is real writes, for
// which nothing of Mandate runs that would undo them.
func TestWhatAStolenTokenReaches(t *testing.T) {
	places := build(t)
	all := resources(t)
	chapters := map[string]string{}
	for _, account := range []string{"operator", "cutoff"} {
		given := rights(t, stolen[account], all, places)
		x := newTrier(t, stolen[account], places)
		var outcomes []outcome
		for _, r := range placed(writers(given)) {
			outcomes = append(outcomes, x.try(r)...)
		}
		for _, what := range compact(x.unthought) {
			t.Errorf("the token of %s may %s, and nobody thought of what to try with it: add it to attempts_test.go", account, what)
		}
		t.Logf("%s: %d rights, %d writes tried", account, len(given), len(outcomes))
		chapters[account] = chapter(account, given, special(t, stolen[account], places), outcomes)
	}
	stopped(t)
	publish(t, head+chapters["operator"]+run(t, "operator")+chapters["cutoff"]+run(t, "cutoff"))
}

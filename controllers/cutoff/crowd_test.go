// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInACrowdTheRightsOfAllGoBeforeTheRestOfAny(t *testing.T) {
	c := newCutting(t)
	var leave []func()
	for range crowded - 1 { // with this one it is a crowd
		leave = append(leave, c.crowd.enter())
	}
	again, err := c.run(t.Context())
	if err != nil || again != behind {
		t.Errorf("looks again after %s, %v, want after %s", again, err, behind)
	}
	if diff := cmp.Diff(inOrder[:3], c.writes); diff != "" {
		t.Errorf("the writes before others (-want +got):\n%s", diff)
	}

	c.writes = nil
	if again, err = c.run(t.Context()); err != nil || again != podsLeft {
		t.Errorf("looks again after %s, %v, want after %s, in however great a crowd: it yields once", again, err, podsLeft)
	}
	if diff := cmp.Diff(append([]string{inOrder[0]}, inOrder[3:]...), c.writes); diff != "" { // this cache never shows its own write
		t.Errorf("the writes behind others (-want +got):\n%s", diff)
	}

	for _, end := range leave {
		end()
	}
	c.writes = nil
	if _, err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(c.writes) < 3 || c.writes[1] != inOrder[1] || c.writes[2] != inOrder[2] {
		t.Errorf("the writes are %q, want the rights taken again: what failed or was undone is not remembered", c.writes)
	}
}

func TestACutThatFailsInACrowdYieldsToNobody(t *testing.T) {
	for _, refused := range inOrder[:3] {
		c := newCutting(t)
		for range crowded {
			defer c.crowd.enter()()
		}
		c.refuses = refused
		if _, err := c.run(t.Context()); err == nil {
			t.Errorf("%s is refused: no error", refused)
		}
		if len(c.writes) != len(inOrder) {
			t.Errorf("%s is refused: the writes are %q, want all to be tried", refused, c.writes)
		}
	}
}

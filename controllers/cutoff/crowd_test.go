// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
)

func TestInACrowdTheRightsOfAllGoBeforeTheRestOfAny(t *testing.T) {
	c := newCutting(t)
	var leave []func()
	for range crowded - 1 { // with this one it is a crowd
		leave = append(leave, c.crowd.enter())
	}
	left, err := c.run(t.Context())
	if want := (unfinished{again: showsItself, behind: true}); err != nil || left != want {
		t.Errorf("it leaves %+v, %v, want %+v", left, err, want)
	}
	if diff := cmp.Diff(inOrder[:3], c.writes); diff != "" {
		t.Errorf("the writes before others (-want +got):\n%s", diff)
	}

	c.writes = nil
	if left, err = c.run(t.Context()); err != nil || left != (unfinished{again: podsLeft}) {
		t.Errorf("it leaves %+v, %v, want to look for pods after %s, in however great a crowd: it yields once", left, err, podsLeft)
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

// TestASandboxThatVanishesInACrowdIsForgotten goes the way of the queue: a cut
// yields, and comes back to find its sandbox gone.
func TestASandboxThatVanishesInACrowdIsForgotten(t *testing.T) {
	c := newCutting(t)
	for range crowded {
		defer c.crowd.enter()()
	}
	asked := ctrl.Request{NamespacedName: theGrant}
	result, err := c.Reconcile(t.Context(), asked)
	if err != nil || result.Priority == nil || *result.Priority != remains || result.RequeueAfter != showsItself {
		t.Fatalf("the cut is asked again by %+v, %v, want behind others after %s", result, err, showsItself)
	}
	if len(c.crowd.taken) != 1 {
		t.Errorf("it is remembered as %v, want the one cut whose rights are gone", c.crowd.taken)
	}
	box := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: boxName}}
	if err := c.Client.Delete(t.Context(), box); err != nil {
		t.Fatal(err)
	}
	if result, err := c.Reconcile(t.Context(), asked); err != nil || !result.IsZero() || len(c.crowd.taken) > 0 {
		t.Errorf("once the sandbox is gone: %+v, %v, remembered %v, want nothing left", result, err, c.crowd.taken)
	}
}

func TestTheRestOfSeveralSandboxesWaitsForOthersOnlyIfAllOfItDoes(t *testing.T) {
	behind := unfinished{again: showsItself, behind: true}
	tests := map[string]struct {
		one, other, want unfinished
	}{
		"nothing":                     {},
		"one yields, one is done":     {one: behind, want: behind},
		"one is done, one yields":     {other: behind, want: behind},
		"both yield":                  {one: behind, other: behind, want: behind},
		"one yields, one has pods":    {one: behind, other: unfinished{again: podsLeft}, want: unfinished{again: showsItself}},
		"a cache is waited for, pods": {one: unfinished{again: podsLeft}, other: unfinished{again: lookAgain}, want: unfinished{again: lookAgain}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.one.and(tc.other); got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
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

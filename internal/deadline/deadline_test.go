// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package deadline_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/publicdata-io/mandate/internal/deadline"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func after(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

func TestHeap(t *testing.T) {
	tests := map[string]struct {
		sets     func(h *deadline.Heap[string])
		wantNext time.Time
		wantDue  []string // ten seconds after noon
	}{
		"the zero heap is empty": {sets: func(*deadline.Heap[string]) {}},
		"what is due comes earliest first": {
			sets: func(h *deadline.Heap[string]) {
				h.Set("c", after(3))
				h.Set("a", after(1))
				h.Set("b", after(2))
			},
			wantNext: after(1), wantDue: []string{"a", "b", "c"},
		},
		"what is not due stays": {
			sets:     func(h *deadline.Heap[string]) { h.Set("a", after(1)); h.Set("later", after(11)) },
			wantNext: after(1), wantDue: []string{"a"},
		},
		"an instant that has come is due": {
			sets:     func(h *deadline.Heap[string]) { h.Set("a", after(10)) },
			wantNext: after(10), wantDue: []string{"a"},
		},
		"a key moved earlier": {
			sets:     func(h *deadline.Heap[string]) { h.Set("a", after(5)); h.Set("b", after(11)); h.Set("b", after(1)) },
			wantNext: after(1), wantDue: []string{"b", "a"},
		},
		"a key moved later": {
			sets:     func(h *deadline.Heap[string]) { h.Set("a", after(1)); h.Set("b", after(5)); h.Set("a", after(11)) },
			wantNext: after(5), wantDue: []string{"b"},
		},
		"a key taken out": {
			sets:     func(h *deadline.Heap[string]) { h.Set("a", after(1)); h.Set("b", after(5)); h.Set("a", time.Time{}) },
			wantNext: after(5), wantDue: []string{"b"},
		},
		"a key taken out that was never in": {
			sets: func(h *deadline.Heap[string]) { h.Set("a", time.Time{}) },
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var h deadline.Heap[string]
			tc.sets(&h)
			next, ok := h.Next()
			if !next.Equal(tc.wantNext) || ok == tc.wantNext.IsZero() {
				t.Errorf("next is %s, %t; want %s", next, ok, tc.wantNext)
			}
			if diff := cmp.Diff(tc.wantDue, h.Due(after(10))); diff != "" {
				t.Errorf("due (-want +got):\n%s", diff)
			}
			if again := h.Due(after(10)); len(again) > 0 {
				t.Errorf("%v are due twice", again)
			}
		})
	}
}

func TestAKeyThatWasDueCanBeSetAgain(t *testing.T) {
	var h deadline.Heap[string]
	h.Set("a", after(1))
	h.Due(after(1))
	h.Set("a", after(2))
	if diff := cmp.Diff([]string{"a"}, h.Due(after(2))); diff != "" {
		t.Errorf("due (-want +got):\n%s", diff)
	}
}

// The heap is a map of instants that knows its earliest.
func TestAHeapIsAMapOfInstants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h deadline.Heap[int]
		model := map[int]time.Time{}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "set") {
				key, at := rapid.IntRange(0, 8).Draw(t, "key"), time.Time{}
				delete(model, key)
				if rapid.Bool().Draw(t, "in") {
					at = after(rapid.IntRange(0, 30).Draw(t, "at"))
					model[key] = at
				}
				h.Set(key, at)
				continue
			}
			now := after(rapid.IntRange(0, 30).Draw(t, "now"))
			got := h.Due(now)
			if !slices.IsSortedFunc(got, func(a, b int) int { return model[a].Compare(model[b]) }) {
				t.Fatalf("due %v are not earliest first", got)
			}
			for key, at := range model {
				if due := !at.After(now); due != slices.Contains(got, key) {
					t.Fatalf("at %s key %d of %s is due: %t, by the heap %t", now, key, at, due, !due)
				}
			}
			for _, key := range got {
				delete(model, key)
			}
		}
		var earliest time.Time
		for _, at := range model {
			if earliest.IsZero() || at.Before(earliest) {
				earliest = at
			}
		}
		if next, ok := h.Next(); ok != (len(model) > 0) || !next.Equal(earliest) {
			t.Fatalf("next is %s, %t; want %s of %d", next, ok, earliest, len(model))
		}
	})
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"testing"
)

// What a process used while it worked is given back once, when it has come to
// rest, and again after it has worked again.
func TestMemoryIsGivenBackAtRest(t *testing.T) {
	const work, idle = 100 << 20, 1 << 20
	r, total := calm{}, uint64(0)
	looks := func(count int, grown uint64) (given []int) {
		for i := range count {
			if total += grown; r.come(total) {
				given = append(given, i+1)
			}
		}
		return given
	}
	for _, step := range []struct {
		what  string
		looks int
		grown uint64
		want  []int
	}{
		{"at work", 30, work, nil},
		{"not yet at rest", 9, idle, nil},
		{"at work once more", 1, work, nil},
		{"at rest, for an hour", 3600, idle, []int{10}},
		{"at work again", 5, work, nil},
		{"at rest again, with as much as may be allocated", 20, calmBelow, []int{10}},
	} {
		if got := looks(step.looks, step.grown); !slices.Equal(got, step.want) {
			t.Errorf("%s: memory was given back at looks %v, want %v", step.what, got, step.want)
		}
	}
}

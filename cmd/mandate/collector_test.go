// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
)

func TestHowMuchGarbageMayGather(t *testing.T) {
	for name, tc := range map[string]struct {
		live uint64
		want int
	}{
		"before anything was collected":   {0, mostGarbage},
		"a process without grants":        {8 << 20, mostGarbage},
		"a thousand grants":               {27 << 20, 110},
		"what the least is half of":       {64 << 20, usualGarbage},
		"ten thousand grants":             {119 << 20, usualGarbage},
		"more than a container would let": {1 << 40, usualGarbage},
	} {
		t.Run(name, func(t *testing.T) {
			if got := garbage(tc.live); got != tc.want {
				t.Errorf("beside %d MiB that live %d %% may gather, want %d", tc.live>>20, got, tc.want)
			}
		})
	}
}

func TestThePaceIsSet(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	runtime.GC()
	c := collector{}
	c.look()
	if got := debug.SetGCPercent(100); got != c.pace || got < usualGarbage || got > mostGarbage {
		t.Errorf("garbage is collected at %d %% of what lives, %d was said, want both between %d and %d", got, c.pace, usualGarbage, mostGarbage)
	}
	if c.look(); debug.SetGCPercent(100) != 100 {
		t.Error("the pace was set anew though it is the same")
	}
}

// What a process used while it worked is given back once, when it has come to
// rest, and again after it has worked again.
func TestMemoryIsGivenBackAtRest(t *testing.T) {
	const work, rest = 100 << 20, 1 << 20
	c, total := collector{}, uint64(0)
	looks := func(count int, grown uint64) (released []int) {
		for i := range count {
			total += grown
			if _, release := c.decide(64<<20, total); release {
				released = append(released, i+1)
			}
		}
		return released
	}
	for _, step := range []struct {
		what  string
		looks int
		grown uint64
		want  []int
	}{
		{"at work", 30, work, nil},
		{"not yet at rest", 9, rest, nil},
		{"at work once more", 1, work, nil},
		{"at rest, for an hour", 3600, rest, []int{10}},
		{"at work again", 5, work, nil},
		{"at rest again", 20, rest, []int{10}},
	} {
		if got := looks(step.looks, step.grown); !slices.Equal(got, step.want) {
			t.Errorf("%s: memory was given back at looks %v, want %v", step.what, got, step.want)
		}
	}
}

func TestThePaceOfTheAdministratorStands(t *testing.T) {
	t.Setenv("GOGC", "100")
	paceCollector(t.Context()) // it would go on until the context ends
}

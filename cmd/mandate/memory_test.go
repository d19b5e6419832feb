// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestWhatTheCollectorMayUse(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	for name, tc := range map[string]struct {
		container string
		set, want int64
		refused   bool
	}{
		"nothing is said":               {"", math.MaxInt64, math.MaxInt64, false},
		"a tenth is left":               {"536870912", math.MaxInt64, 483183821, false},
		"what the administrator set":    {"536870912", 1 << 28, 1 << 28, false},
		"a quantity instead of a count": {"512Mi", math.MaxInt64, math.MaxInt64, true},
		"none at all":                   {"0", math.MaxInt64, math.MaxInt64, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(memoryLimit, tc.container)
			debug.SetMemoryLimit(tc.set)
			if err := boundMemory(); (err != nil) != tc.refused {
				t.Errorf("%s=%q: %v, want it refused: %t", memoryLimit, tc.container, err, tc.refused)
			}
			if got := debug.SetMemoryLimit(-1); got != tc.want {
				t.Errorf("the limit is %d bytes, want %d", got, tc.want)
			}
		})
	}
}

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
	pace := repace(0)
	if got := debug.SetGCPercent(100); got != pace || pace < usualGarbage || pace > mostGarbage {
		t.Errorf("garbage is collected at %d %% of what lives, %d was said, want both between %d and %d", got, pace, usualGarbage, mostGarbage)
	}
	if repace(pace); debug.SetGCPercent(100) != 100 {
		t.Error("the pace was set anew though it is the same")
	}
}

func TestThePaceOfTheAdministratorStands(t *testing.T) {
	t.Setenv("GOGC", "100")
	paceCollector(t.Context()) // it would go on until the context ends
}

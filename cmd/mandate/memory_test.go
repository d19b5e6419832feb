// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
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

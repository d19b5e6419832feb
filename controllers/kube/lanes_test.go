// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"runtime"
	"testing"
	"testing/synctest"
)

func TestHalfOfTheCoresAreLeftFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lanes := NewLanes()
		var ends []func()
		for range max(1, runtime.GOMAXPROCS(0)/2) {
			ends = append(ends, lanes.Take())
		}
		taken := false
		go func() {
			defer lanes.Take()()
			taken = true
		}()
		synctest.Wait()
		if taken {
			t.Fatalf("with %d that look, one more looks on %d cores", len(ends), runtime.GOMAXPROCS(0))
		}
		for _, end := range ends {
			end()
		}
		synctest.Wait()
		if !taken {
			t.Error("nobody looks any more, and the next does not")
		}
	})
	(*Lanes)(nil).Take()() // who has none waits for nobody
}

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
		lanes, enough := NewLanes(), make(chan struct{})
		looking := max(1, runtime.GOMAXPROCS(0)/2)
		for range looking {
			go lanes.Look(func() { <-enough })
		}
		synctest.Wait()
		looked := false
		go lanes.Look(func() { looked = true })
		synctest.Wait()
		if looked {
			t.Errorf("with %d that look, one more looks on %d cores", looking, runtime.GOMAXPROCS(0))
		}
		close(enough)
		synctest.Wait()
		if !looked {
			t.Error("nobody looks any more, and the next does not")
		}
	})
}

func TestAPanicLeavesItsLaneFree(t *testing.T) {
	lanes := NewLanes()
	for range 2 * runtime.GOMAXPROCS(0) { // more than there are lanes
		func() {
			defer func() { _ = recover() }()
			lanes.Look(func() { panic("a look that fails") })
		}()
	}
	if len(lanes.free) != 0 {
		t.Errorf("%d lanes are taken for ever", len(lanes.free))
	}
	looked := false
	(*Lanes)(nil).Look(func() { looked = true })
	if !looked {
		t.Error("who has no lanes waits")
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
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

// TestLanesRestWhileSomethingIsTakenAway: who would begin to think then waits a moment,
// and what may end something does not.
func TestLanesRestWhileSomethingIsTakenAway(t *testing.T) {
	suspend := builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	tests := map[string]struct {
		news   client.Object
		listed bool
		rests  bool
	}{
		"a suspension":          {suspend, false, true},
		"one of the first list": {suspend, true, false},
		"what gives back":       {builder.Decision("l").Lifts(suspend).Obj(), false, false},
		"what is no Decision":   {builder.Grant("g").Obj(), false, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lanes := NewLanes()
				lanes.AtNews().Create(t.Context(), event.CreateEvent{Object: tc.news, IsInInitialList: tc.listed}, nil)
				for range cap(lanes.free) + 1 {
					if looks(lanes) == tc.rests {
						t.Errorf("it rests: %t, want %t", !tc.rests, tc.rests)
					}
				}
				if !looks(lanes.Awake()) {
					t.Error("what may end something waits for those who wait")
				}
				pause(resting)
				if !looks(lanes) {
					t.Errorf("after %s it rests still", resting)
				}
				pause(2 * resting)
			})
		})
	}
	(*Lanes)(nil).AtNews().Create(t.Context(), event.CreateEvent{Object: suspend}, nil)
	if (*Lanes)(nil).Awake() != nil {
		t.Error("who has no lanes has some that do not rest")
	}
}

// TestLanesRestHalfOfTheTime: however much is taken away, looks go on between.
func TestLanesRestHalfOfTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lanes := NewLanes()
		for round := range 3 {
			lanes.Rest()
			pause(resting - 1)
			lanes.Rest()
			if looks(lanes) {
				t.Errorf("round %d: it looks before %s are over", round, resting)
			}
			pause(1)
			lanes.Rest()
			if !looks(lanes) {
				t.Errorf("round %d: asked again at once it rests on", round)
			}
			pause(resting)
			synctest.Wait()
		}
	})
}

// looks says whether somebody who would look now does.
func looks(lanes *Lanes) bool {
	var looked atomic.Bool
	go lanes.Look(func() { looked.Store(true) })
	synctest.Wait()
	return looked.Load()
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

const (
	// leastGarbage gathers at least before it is collected, in bytes: a small heap
	// is cheap to hold and would be walked through all the time.
	leastGarbage = 32 << 20
	// mostGarbage and usualGarbage are percentages of what lives.
	mostGarbage, usualGarbage = 200, 50
	// pacedEvery is how often the pace follows what lives.
	pacedEvery = time.Second
	// calmBelow is how much a process that is at rest allocates between two looks
	// at most, in bytes, and calmFor how many looks in turn find it so before
	// what it used is given back.
	calmBelow = 4 << 20
	calmFor   = 10
)

// Metrics of the runtime: what the last collection left, and what was ever
// allocated, in bytes.
const (
	liveHeap  = "/gc/heap/live:bytes"
	allocated = "/gc/heap/allocs:bytes"
)

// paceCollector has garbage collected early where much lives, and gives memory
// back to the kernel once a process that worked is at rest. Nearly all that lives
// here are caches, of which nothing becomes garbage: by the default, ten thousand
// grants would have as much again beside them, for good. It goes on until the
// context ends. A pace that GOGC sets stands.
func paceCollector(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	c := collector{}
	wait.UntilWithContext(ctx, func(context.Context) { c.look() }, pacedEvery)
}

// collector is what is known of the heap. Its zero value is that of a process that
// begins.
type collector struct {
	// pace is how much garbage may gather, in percent of what lives.
	pace int
	// allocated is what was ever allocated at the last look, in bytes.
	allocated uint64
	// calm is how many looks in turn found the process at rest.
	calm int
}

// look sets the pace where it is another one, and gives memory back.
func (c *collector) look() {
	samples := []metrics.Sample{{Name: liveHeap}, {Name: allocated}}
	metrics.Read(samples)
	pace, release := c.decide(samples[0].Value.Uint64(), samples[1].Value.Uint64())
	if pace != c.pace {
		c.pace = pace
		debug.SetGCPercent(pace)
	}
	if release {
		debug.FreeOSMemory() // which collects once more
	}
}

// decide says at which pace garbage is to be collected, and whether memory is to
// be given back: once, when the process has come to rest.
func (c *collector) decide(live, total uint64) (pace int, release bool) {
	grown := total - c.allocated
	c.allocated = total
	if grown > calmBelow {
		c.calm = 0
		return garbage(live), false
	}
	c.calm++
	return garbage(live), c.calm == calmFor
}

// garbage is how much may gather beside so many bytes that live, in percent of
// them; in steps of ten, since each change halts the process for a moment.
func garbage(live uint64) int {
	if live == 0 {
		return mostGarbage
	}
	return int(min(mostGarbage, max(usualGarbage, leastGarbage*100/live/10*10)))
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// memoryLimit is the variable that tells the memory which the container may use,
// in bytes.
const memoryLimit = "MEMORY_LIMIT"

const (
	// leastGarbage gathers at least before it is collected, in bytes: a small heap
	// is cheap to hold and would be walked through all the time.
	leastGarbage = 32 << 20
	// mostGarbage and usualGarbage are percentages of what lives.
	mostGarbage, usualGarbage = 200, 50
	// pacedEvery is how often the pace follows what lives.
	pacedEvery = time.Second
)

// liveHeap is the metric of the runtime for what the last collection left.
const liveHeap = "/gc/heap/live:bytes"

// paceCollector has garbage collected early where much lives. Nearly all that
// lives here are caches, of which nothing becomes garbage: by the default, ten
// thousand grants would have as much again beside them. It goes on until the
// context ends. A pace that GOGC sets stands.
func paceCollector(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	pace := 0
	wait.UntilWithContext(ctx, func(context.Context) { pace = repace(pace) }, pacedEvery)
}

// repace sets the pace by what lives now, where it is another one.
func repace(was int) int {
	sample := []metrics.Sample{{Name: liveHeap}}
	metrics.Read(sample)
	pace := garbage(sample[0].Value.Uint64())
	if pace != was {
		debug.SetGCPercent(pace)
	}
	return pace
}

// garbage is how much may gather beside so many bytes that live, in percent of
// them; in steps of ten, since each change halts the process for a moment.
func garbage(live uint64) int {
	if live == 0 {
		return mostGarbage
	}
	return int(min(mostGarbage, max(usualGarbage, leastGarbage*100/live/10*10)))
}

// boundMemory has the collector work harder before the kernel would end the
// process. A tenth is left for what the kernel counts and the collector does not:
// stacks of the kernel, buffers of connections, pages of the program itself. A
// limit that GOMEMLIMIT sets stands.
func boundMemory() error {
	text := os.Getenv(memoryLimit)
	if text == "" || debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return nil
	}
	limit, err := strconv.ParseInt(text, 10, 64)
	if err != nil || limit <= 0 {
		return fmt.Errorf("%s=%q: write the memory that the container may use, in bytes, or nothing", memoryLimit, text)
	}
	debug.SetMemoryLimit(limit - limit/10)
	return nil
}

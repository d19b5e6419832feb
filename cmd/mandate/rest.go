// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

const (
	// lookedAt is how often a process asks itself whether it is at rest.
	lookedAt = time.Second
	// calmBelow is how much a process that is at rest allocates between two looks
	// at most, in bytes, and calmFor how many looks in turn find it so before what
	// it used is given back.
	calmBelow = 4 << 20
	calmFor   = 10
)

// allocated is the metric of the runtime for what was ever allocated, in bytes.
const allocated = "/gc/heap/allocs:bytes"

// giveBack gives memory back to the kernel once a process that worked is at rest,
// until the context ends. What a start or the end of ten thousand grants needed
// would stay resident for good: as much again as the caches, of which nothing
// becomes garbage. To collect more often while there is work would cost what a
// cut waits for.
func giveBack(ctx context.Context) {
	r := calm{}
	wait.UntilWithContext(ctx, func(context.Context) {
		sample := []metrics.Sample{{Name: allocated}}
		metrics.Read(sample)
		if r.come(sample[0].Value.Uint64()) {
			debug.FreeOSMemory() // which collects first
		}
	}, lookedAt)
}

// calm tells when a process has come to rest. Its zero value is that of one that
// begins.
type calm struct {
	// total is what was ever allocated at the last look, in bytes.
	total uint64
	// looks is how many in turn found the process at rest.
	looks int
}

// come says, once, that the process has come to rest.
func (r *calm) come(total uint64) bool {
	grown := total - r.total
	r.total = total
	if grown > calmBelow {
		r.looks = 0
		return false
	}
	r.looks++
	return r.looks == calmFor
}

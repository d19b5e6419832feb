// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import "runtime"

// Lanes lets looks that only think go one after the other, on half of the cores:
// when ten thousand are due at once, a news that comes meanwhile, and whoever it is
// handed on by, finds a core that is free. Whatever waits for the API server takes no lane.
type Lanes struct{ free chan struct{} }

// NewLanes are those of one process.
func NewLanes() *Lanes {
	return &Lanes{make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))}
}

// Look thinks once a lane is free, and leaves it free whatever becomes of that: a
// panic, which whoever runs controllers survives, keeps nobody from looking after
// it. A nil Lanes waits for nobody.
func (l *Lanes) Look(think func()) {
	if l != nil {
		l.free <- struct{}{}
		defer func() { <-l.free }()
	}
	think()
}

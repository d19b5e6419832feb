// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"time"

	"k8s.io/utils/clock"
)

// wrongClock is a local clock that is wrong by an offset.
type wrongClock struct {
	clock.RealClock
	offset time.Duration
}

var _ clock.Clock = wrongClock{}

func (c wrongClock) Now() time.Time { return c.RealClock.Now().Add(c.offset) }

func (c wrongClock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }

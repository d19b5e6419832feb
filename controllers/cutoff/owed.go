// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"errors"
	"sync"
	"time"

	"k8s.io/utils/clock"
)

// Owed are the looks at agreements and grants that were begun and whose close
// and room writes have not succeeded. What waits in a queue behind a cut of ten
// thousand is not among them: its rights are gone with the cohort.
type Owed struct {
	// Local tells how long something is owed.
	Local clock.PassiveClock

	mu    sync.Mutex
	since map[key]time.Time
}

// NewOwed owes nothing.
func NewOwed(local clock.PassiveClock) *Owed {
	return &Owed{Local: local, since: map[key]time.Time{}}
}

// Begin notes that a look has begun, or that one is due. What is owed already
// is owed since then.
func (o *Owed) Begin(k key) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, owed := o.since[k]; !owed {
		o.since[k] = o.Local.Now()
	}
}

// Done notes that a look is over, unless a write failed that takes entry. What
// else failed is tried again and keeps nobody from beating: entry is taken.
func (o *Owed) Done(k key, err error) {
	if failed := (entryError{}); errors.As(err, &failed) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.since, k)
}

// Longest is what has been owed for the longest time, and for how long.
func (o *Owed) Longest(now time.Time) (time.Duration, string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var longest time.Duration
	var of string
	for k, since := range o.since {
		if d := now.Sub(since); d >= longest {
			longest, of = d, k.name.String()
		}
	}
	return longest, of
}

// entryError is the failure of a write that takes entry: a close, or a room.
type entryError struct{ error }

// Unwrap is the failure itself.
func (e entryError) Unwrap() error { return e.error }

// entry marks the outcome of a write that takes entry.
func entry(err error) error {
	if err == nil {
		return nil
	}
	return entryError{err}
}

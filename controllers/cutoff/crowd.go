// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"sync"
	"time"
)

const (
	// crowded is how many cuts of sandboxes are under way at once where others
	// are taken to wait behind them: half of the workers.
	crowded = grantWorkers / 2
	// behind is how long a cut whose rights are gone waits at least, until the
	// cache shows what it wrote; what has it wait for others is its priority,
	// remains.
	behind = 100 * time.Millisecond
)

// crowd has the rights of all go before the rest of any where many sandboxes are
// cut at once, as after a start: of the eight requests of a cut, the first two
// refuse the developer. A cut that is alone goes through.
type crowd struct {
	mu       sync.Mutex
	underway int
	taken    map[string]string // by sandbox: the mark under which its rights were taken
}

// enter counts a cut that begins, and returns what counts its end.
func (c *crowd) enter() (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.underway++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.underway--
	}
}

// yields says whether the rest of a cut is to wait, now that its rights are
// gone. It says so once for each mark.
func (c *crowd) yields(sandbox, mark string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.underway < crowded {
		return false
	}
	if c.taken == nil {
		c.taken = map[string]string{}
	}
	c.taken[sandbox] = mark
	return true
}

// returns says whether a cut goes on whose rights are gone already. What it
// says is forgotten: a cut that has to be tried again takes them again.
func (c *crowd) returns(sandbox, mark string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken, is := c.taken[sandbox]
	delete(c.taken, sandbox)
	return is && taken == mark
}

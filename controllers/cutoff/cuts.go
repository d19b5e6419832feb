// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

// atOnce is how many writes of one cut are under way at once: an agreement
// whose grants end at a hundred instants is a hundred writes.
const atOnce = 16

// cuts are the writes of one cut, side by side. None waits for another to
// succeed.
type cuts struct {
	group errgroup.Group
	mu    sync.Mutex
	errs  []error
}

func newCuts() *cuts {
	c := &cuts{}
	c.group.SetLimit(atOnce)
	return c
}

func (c *cuts) add(write func() error) {
	c.group.Go(func() error {
		if err := write(); err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.errs = append(c.errs, err)
		}
		return nil
	})
}

// wait returns what failed once all writes are done.
func (c *cuts) wait() error {
	_ = c.group.Wait() // the writes keep their errors themselves
	return errors.Join(c.errs...)
}

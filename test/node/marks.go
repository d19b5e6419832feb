//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// mark is something that ends, and how that is waited for: its end is when it was
// last seen to go on, or first seen to be over.
type mark struct {
	what string
	end  func(context.Context) (time.Time, error)
}

// seen is when something ended; with an error when it went on.
type seen struct {
	what string
	at   time.Time
	err  error
}

// watchAll waits for all, at the same time, and tells them in their order.
func watchAll(ctx context.Context, marks []mark) <-chan []seen {
	all := make([]seen, len(marks))
	told := make(chan []seen, 1)
	var watchers sync.WaitGroup
	for i, m := range marks {
		watchers.Go(func() {
			at, err := m.end(ctx)
			all[i] = seen{m.what, at, err}
		})
	}
	go func() {
		watchers.Wait()
		told <- all
	}()
	return told
}

// until looks again and again, and returns when it first saw that it is done.
func until(ctx context.Context, done func(context.Context) (bool, error)) (time.Time, error) {
	tick := time.NewTicker(breath)
	defer tick.Stop()
	for {
		is, err := done(ctx)
		now := time.Now()
		if is {
			return now, nil
		}
		if err != nil && ctx.Err() == nil {
			return now, err
		}
		select {
		case <-ctx.Done():
			return now, fmt.Errorf("not yet: %w", context.Cause(ctx))
		case <-tick.C:
		}
	}
}

// judge notes how long each took from the answer, and fails where one took too
// long.
func judge(all []seen, from time.Time, figures *table) error {
	var errs []error
	for _, s := range all {
		took := s.at.Sub(from)
		if s.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.what, s.err))
			continue
		}
		figures.add(s.what, took)
		if took > tooLong {
			errs = append(errs, fmt.Errorf("%s: %s, which is more than %s", s.what, span(took), tooLong))
		}
	}
	return errors.Join(errs...)
}

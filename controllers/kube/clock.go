// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package kube is the plumbing between the pure packages and the API server:
// its time, reading facts, writing objects, reporting status.
package kube

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
)

// ServerClock tells the API server's time: the Date of its answers, which are
// whole seconds, carried on by the local monotonic clock. It tells the lower
// bound, so that it is never ahead of the server, and never runs backwards. The
// local wall clock has no part in it.
type ServerClock struct {
	local clock.PassiveClock

	mu   sync.Mutex
	base time.Time // the server's time at the local instant `at`, at least
	at   time.Time
}

var _ clock.PassiveClock = &ServerClock{}

// NewServerClock is a clock that has not heard from a server yet and tells the
// zero time, at which nothing is in force.
func NewServerClock(local clock.PassiveClock) *ServerClock {
	return &ServerClock{local: local}
}

// Now is the server's time, at least. It is zero until a server answered.
func (c *ServerClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now(c.local.Now())
}

func (c *ServerClock) now(local time.Time) time.Time {
	if c.base.IsZero() {
		return time.Time{}
	}
	return c.base.Add(local.Sub(c.at))
}

// Since is the time that passed on the server since an instant of its time.
func (c *ServerClock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }

// Hear takes note that an answer carried a date. An answer is never younger
// than its date, so that the latest bound of all answers is the best.
func (c *ServerClock) Hear(date time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	local := c.local.Now()
	if date.After(c.now(local)) {
		c.base, c.at = date.UTC(), local
	}
}

// Wrap makes every answer that passes a transport heard.
func (c *ServerClock) Wrap(next http.RoundTripper) http.RoundTripper {
	return listening{next: next, clock: c}
}

type listening struct {
	next  http.RoundTripper
	clock *ServerClock
}

// RoundTrip passes a request on and hears the date of its answer.
func (l listening) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(req)
	if err != nil {
		return resp, err
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		l.clock.Hear(date)
	}
	return resp, nil
}

// ErrNoDate says that the API server's answers carry no date.
var ErrNoDate = errors.New("the API server's answers carry no Date, so that no term can be told")

// Sync asks the API server for its time and version once, and waits RequestTime
// for the answer at most: deadlines are kept by who asks.
func (c *ServerClock) Sync(ctx context.Context, client rest.Interface) error {
	ctx, cancel := context.WithTimeout(ctx, RequestTime)
	defer cancel()
	if err := client.Get().AbsPath("/version").Do(ctx).Error(); err != nil {
		return fmt.Errorf("ask the API server for its time: %w", err)
	}
	if c.Now().IsZero() {
		return ErrNoDate
	}
	return nil
}

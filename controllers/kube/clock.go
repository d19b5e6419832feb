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
	// most is more than the server's time at the local instant `at`, by the last
	// answers. It tells when to ask and never the time.
	most time.Time
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
		c.carry(local)
		c.base = date.UTC()
	}
}

// carry moves the bounds on to a local instant.
func (c *ServerClock) carry(local time.Time) {
	passed := local.Sub(c.at)
	if !c.base.IsZero() {
		c.base = c.base.Add(passed)
	}
	if !c.most.IsZero() {
		c.most = c.most.Add(passed)
	}
	c.at = local
}

// answered takes note of an answer to a request that was sent at a local instant:
// its date is less than a second old when it is written, and that is after the
// request was sent.
func (c *ServerClock) answered(sent, date time.Time) {
	c.Hear(date)
	c.mu.Lock()
	defer c.mu.Unlock()
	local := c.local.Now()
	c.carry(local)
	most := date.UTC().Add(dated).Add(local.Sub(sent))
	if c.most.IsZero() || most.Before(c.most) {
		c.most = most
	}
	if !c.most.After(c.base) { // another server, or a local clock that is slow or fast: begin anew
		c.most = c.base.Add(dated)
	}
}

// dated is what a Date leaves open.
const dated = time.Second

// Aim is how long to wait, at least some time, until an answer tells most: until
// the middle of what the server's time may be is a full second. Each answer to a
// request that is sent then halves what is left open, down to what the request
// itself takes, whatever its date.
func (c *ServerClock) Aim(atLeast time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.carry(c.local.Now())
	middle := c.base.Add(c.most.Sub(c.base) / 2).Add(atLeast)
	return atLeast + middle.Truncate(dated).Add(dated).Sub(middle)
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
	sent := l.clock.local.Now()
	resp, err := l.next.RoundTrip(req)
	if err != nil {
		return resp, err
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		l.clock.answered(sent, date)
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

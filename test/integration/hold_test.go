// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"k8s.io/utils/clock"
)

// hold stands in the way of the requests of a process, as a process does that is
// stopped and continued between what it read and what it writes.
type hold struct {
	matches func(*http.Request) bool
	// Held takes a sign when the first request is held.
	Held chan struct{}

	mu       sync.Mutex
	armed    bool
	released chan struct{}
	// answers are what the held requests came to.
	answers []int
}

// holding is a hold that is armed.
func holding(matches func(*http.Request) bool) *hold {
	return &hold{matches: matches, armed: true, Held: make(chan struct{}, 1), released: make(chan struct{})}
}

// write matches one verb on a path.
func write(method, path string) func(*http.Request) bool {
	return func(req *http.Request) bool { return req.Method == method && req.URL.Path == path }
}

func (h *hold) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		h.mu.Lock()
		held := h.armed && h.matches(req)
		h.mu.Unlock()
		if !held {
			return next.RoundTrip(req)
		}
		select {
		case h.Held <- struct{}{}:
		default:
		}
		select {
		case <-h.released:
		case <-req.Context().Done():
			return nil, fmt.Errorf("held: %w", req.Context().Err())
		}
		resp, err := next.RoundTrip(req)
		if err == nil {
			h.mu.Lock()
			h.answers = append(h.answers, resp.StatusCode)
			h.mu.Unlock()
		}
		return resp, err
	})
}

// await waits until a request is held.
func (h *hold) await(t *testing.T) {
	t.Helper()
	select {
	case <-h.Held:
	case <-time.After(patience):
		t.Fatal("no such request was made")
	}
}

// release lets what is held go on, and holds nothing more.
func (h *hold) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.armed {
		h.armed = false
		close(h.released)
	}
}

// came is what the held requests came to.
func (h *hold) came() []int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.answers
}

// still makes the watch of one resource stand still: what the API server sends
// comes when it goes on. Lists are answered.
type still struct {
	resource string

	mu    sync.Mutex
	stood chan struct{} // closed when it goes on; nil while it runs
}

func (s *still) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if asked, ok := rightOf(req); err == nil && ok && asked.verb == "watch" && asked.resource == s.resource {
			resp.Body = &stillBody{ReadCloser: resp.Body, still: s, gone: req.Context().Done()}
		}
		return resp, err
	})
}

// stand lets nothing more through, and goes lets all through again.
func (s *still) stand() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stood = make(chan struct{})
}

func (s *still) goOn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stood != nil {
		close(s.stood)
		s.stood = nil
	}
}

type stillBody struct {
	io.ReadCloser
	still *still
	gone  <-chan struct{}
}

// Read hands on what came once the watch runs.
func (b *stillBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.still.mu.Lock()
	stood := b.still.stood
	b.still.mu.Unlock()
	if stood != nil {
		select {
		case <-stood:
		case <-b.gone:
		}
	}
	return n, err
}

// wrong is the clock of a machine that is wrong by some time.
type wrong struct {
	clock.RealClock
	by time.Duration
}

// Now is the wrong time; what passes is right.
func (w wrong) Now() time.Time { return w.RealClock.Now().Add(w.by) }

// Since is the time since a wrong time.
func (w wrong) Since(t time.Time) time.Duration { return w.Now().Sub(t) }

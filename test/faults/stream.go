// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
)

// stream is the answer to one watch request.
type stream struct {
	selection
	view *view

	// known are the objects that were shown, pending is what waits at the gate;
	// both guarded by the hub.
	known   map[string]bool
	pending []*change

	mu     sync.Mutex
	ready  *sync.Cond
	frames bytes.Buffer
	over   bool // nothing more comes: end of the stream once all was read
	closed bool // nobody reads any more
}

var _ io.ReadCloser = &stream{}

// collection splits the path of a list or watch into kind and namespace.
func collection(path string) (kind, namespace string) {
	before, after, found := strings.Cut(path, "/namespaces/")
	if !found {
		return path, ""
	}
	namespace, rest, ok := strings.Cut(after, "/")
	if !ok {
		return path, ""
	}
	return before + "/" + rest, namespace
}

// watch answers a watch request out of the hub.
func (v *view) watch(req *http.Request) (*http.Response, error) {
	query := req.URL.Query()
	selector, err := labels.Parse(query.Get("labelSelector"))
	if err != nil {
		return nil, fmt.Errorf("the hub cannot serve %s: %w", req.URL, err)
	}
	byField, err := fields.ParseSelector(query.Get("fieldSelector"))
	if err != nil {
		return nil, fmt.Errorf("the hub cannot serve %s: %w", req.URL, err)
	}
	s := &stream{view: v, known: map[string]bool{}}
	s.ready = sync.NewCond(&s.mu)
	s.kind, s.namespace = collection(req.URL.Path)
	s.selector, s.fields = selector, byField
	s.metadataOnly = strings.Contains(req.Header.Get("Accept"), "as=PartialObjectMetadata")
	v.hub.follow(s.kind)
	if query.Get("sendInitialEvents") == "true" {
		s.begin(0)
	} else {
		from, err := strconv.ParseUint(query.Get("resourceVersion"), 10, 64)
		if err != nil || from == 0 {
			return nil, fmt.Errorf("the hub cannot serve a watch without a beginning: %s", req.URL)
		}
		s.begin(from)
	}
	context.AfterFunc(req.Context(), func() { _ = s.Close() })
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: s, Request: req, ContentLength: -1,
	}, nil
}

// begin shows what exists, or with a revision what changed since, and follows.
func (s *stream) begin(from uint64) {
	h := s.view.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []*change
	for _, of := range []*history{h.domains[s.view.domain], h.shared} {
		if of != nil {
			of.streams[s] = true
			all = append(all, of.byKind[s.kind]...)
		}
	}
	slices.SortStableFunc(all, func(a, b *change) int { return int(int64(a.revision) - int64(b.revision)) })
	gate, at := s.view.gates[s.kind], from
	if from == 0 {
		at = h.newest
		if gate != nil {
			at = min(at, gate.at)
		}
	}
	for _, c := range fold(all, s.kind, at) {
		if !s.takes(c) {
			continue
		}
		s.known[c.key()] = true
		if from == 0 {
			s.send(c.frame("ADDED", s.metadataOnly))
		}
	}
	if from == 0 {
		s.send(s.initialEnd(at))
	}
	for _, c := range all {
		if c.revision > at {
			s.take(c)
		}
	}
}

// initialEnd says that the initial events are complete.
func (s *stream) initialEnd(at uint64) []byte {
	kind, version := "PartialObjectMetadata", "meta.k8s.io/v1"
	if !s.metadataOnly {
		kind, version = s.view.hub.typeOf(s.kind)
	}
	return frame("BOOKMARK", fmt.Appendf(nil, `{"kind":%q,"apiVersion":%q,"metadata":{"resourceVersion":"%d","annotations":{"k8s.io/initial-events-end":"true"}}}`, kind, version, max(at, 1)))
}

// take shows a change, or has it wait. The hub is locked.
func (s *stream) take(c *change) {
	if c.kind != s.kind {
		return
	}
	if s.view.gates[s.kind].holds(c) || s.view.stopped {
		s.pending = append(s.pending, c)
		return
	}
	s.show(c)
}

func (s *stream) show(c *change) {
	key := c.key()
	switch {
	case s.takes(c) && s.known[key]:
		s.send(c.frame("MODIFIED", s.metadataOnly))
	case s.takes(c):
		s.known[key] = true
		s.send(c.frame("ADDED", s.metadataOnly))
	case s.known[key]:
		delete(s.known, key)
		s.send(c.frame("DELETED", s.metadataOnly))
	}
}

// catchUp shows what waited, in order. The hub is locked.
func (s *stream) catchUp() {
	for _, c := range s.pending {
		s.show(c)
	}
	s.pending = nil
}

// expired is what an API server says to a watch that it cannot go on with.
const expired = `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410,"message":"the watch is too old"}`

// breakOff ends the stream; who reads it lists again. The hub is locked.
func (s *stream) breakOff() {
	s.pending = nil
	s.forget()
	s.send(frame("ERROR", []byte(expired)))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.ready.Broadcast()
}

// forget has the stream told of nothing more. The hub is locked.
func (s *stream) forget() {
	if of := s.view.hub.domains[s.view.domain]; of != nil {
		delete(of.streams, s)
	}
	delete(s.view.hub.shared.streams, s)
}

func (s *stream) send(frame []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames.Write(frame)
	s.ready.Broadcast()
}

// Read blocks until there is something to read.
func (s *stream) Read(into []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.frames.Len() == 0 && !s.over && !s.closed {
		s.ready.Wait()
	}
	if s.closed {
		return 0, io.ErrClosedPipe
	}
	return s.frames.Read(into)
}

// Close ends the stream from the reader's side.
func (s *stream) Close() error {
	s.view.hub.mu.Lock()
	s.forget()
	s.view.hub.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.ready.Broadcast()
	return nil
}

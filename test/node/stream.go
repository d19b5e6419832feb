//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"
)

const (
	sendEvery = 2 * time.Millisecond
	// silence is after how long without a byte a connection counts as ended: the
	// end of a pod takes its network away, and then nobody says goodbye.
	silence = 3 * time.Second
)

// stream is one connection of a pod to this machine. What we send comes back, so
// that the last byte that we receive tells of both directions.
type stream struct {
	listener net.Listener

	mu    sync.Mutex
	bytes int
	last  time.Time
	over  bool // the connection ended
}

// listen opens a port for one pod, at the machine's end of the cable.
func listen() (*stream, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(outerIP, "0"))
	if err != nil {
		return nil, fmt.Errorf("listen for a pod: %w", err)
	}
	s := &stream{listener: listener}
	go s.serve()
	return s, nil
}

func (s *stream) address() string { return s.listener.Addr().String() }

func (s *stream) serve() {
	connection, err := s.listener.Accept()
	_ = s.listener.Close()
	if err != nil {
		return
	}
	defer func() { _ = connection.Close() }()
	go send(connection)
	buffer := make([]byte, 4096)
	for {
		n, err := connection.Read(buffer)
		s.note(n, err)
		if err != nil {
			return
		}
	}
}

func send(connection net.Conn) {
	for n := 0; ; n++ {
		if _, err := fmt.Fprintln(connection, n); err != nil {
			return
		}
		time.Sleep(sendEvery)
	}
}

func (s *stream) note(n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = err != nil
	if n > 0 {
		s.bytes += n
		s.last = time.Now()
	}
}

func (s *stream) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes
}

// end waits until no byte comes any more and returns when the last one did. When
// the context ends before, that is an error.
func (s *stream) end(ctx context.Context) (time.Time, error) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		s.mu.Lock()
		last, over := s.last, s.over
		s.mu.Unlock()
		if over || time.Since(last) > silence {
			return last, nil
		}
		select {
		case <-ctx.Done():
			return last, fmt.Errorf("bytes still come: %w", context.Cause(ctx))
		case <-tick.C:
		}
	}
}

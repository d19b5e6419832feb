//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// follower is a kubectl that prints what a pod says, for as long as it is let.
type follower struct {
	what  string
	ended chan struct{}

	mu    sync.Mutex
	bytes int
	last  time.Time
}

// breakGlass is who may step into a sandbox at all: no class gives that.
var breakGlass = []string{"--as=rescuer", "--as-group=system:masters", "--as-group=mandate:break-glass"}

// follow starts the cluster's own kubectl, and waits until it prints something.
func (w *world) follow(ctx context.Context, what string, args ...string) (*follower, error) {
	f := &follower{what: what, ended: make(chan struct{})}
	args = append(append([]string{"--kubeconfig=" + w.mandate.AdminKubeconfig()}, breakGlass...), args...)
	cmd := exec.CommandContext(ctx, w.cluster.Kubectl(), args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var told said
	cmd.Stderr = &told
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	go func() {
		_, _ = io.Copy(f, out)
		_ = cmd.Wait() // however it ends
		close(f.ended)
	}()
	return f, w.await(ctx, what+" prints", func(context.Context) error {
		if f.count() == 0 {
			return fmt.Errorf("nothing yet; it says %q", told.String())
		}
		return nil
	})
}

// Write notes that something was printed, and when.
func (f *follower) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bytes += len(b)
	f.last = time.Now()
	return len(b), nil
}

func (f *follower) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bytes
}

// end waits until kubectl has ended and returns when it printed last.
func (f *follower) end(ctx context.Context) (time.Time, error) {
	var err error
	select {
	case <-ctx.Done():
		err = fmt.Errorf("%s goes on: %w", f.what, context.Cause(ctx))
	case <-f.ended:
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last, err
}

// said is what a command wrote, for whoever asks meanwhile.
type said struct {
	mu   sync.Mutex
	text []byte
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, b...)
	return len(b), nil
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.text)
}

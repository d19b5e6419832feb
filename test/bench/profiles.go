// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

// profileSeconds is how much of a phase a profile covers, from its beginning.
const profileSeconds = 20

// profile profiles Mandate's processes and the API server over the first
// seconds of a phase, if the command line asks for it. The function that it
// returns waits for the end.
func (b *bench) profile(ctx context.Context, phase string) func() error {
	if b.profiles == "" {
		return func() error { return nil }
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, p := range []*program{b.mandate.operator, b.mandate.cutoff} {
		group.Go(func() error { return p.profile(ctx, profileSeconds, b.profileFile(phase, p.name)) })
	}
	group.Go(func() error { return b.profileAPIServer(ctx, b.profileFile(phase, b.mandate.apiServer.name)) })
	return group.Wait
}

// profileOnceUp profiles a phase that begins with the start of the processes.
func (b *bench) profileOnceUp(ctx context.Context, phase string) func() error {
	if b.profiles == "" {
		return func() error { return nil }
	}
	for _, p := range []*program{b.mandate.operator, b.mandate.cutoff} {
		for !p.answers(ctx) {
			if err := pauseFor(ctx, 20*time.Millisecond); err != nil {
				return func() error { return err }
			}
		}
	}
	return b.profile(ctx, phase)
}

// answers says whether a process serves profiles yet.
func (p *program) answers(ctx context.Context) bool {
	body, err := get(ctx, p.profiles+"/debug/pprof/cmdline")
	if err != nil {
		return false
	}
	return body.Close() == nil
}

func (b *bench) profileFile(phase, process string) string {
	return filepath.Join(b.profiles, phase+"-"+process+".pprof")
}

func (b *bench) profileAPIServer(ctx context.Context, file string) error {
	clients, err := b.installed.Clientset()
	if err != nil {
		return err
	}
	data, err := clients.Discovery().RESTClient().Get().AbsPath("/debug/pprof/profile").
		Param("seconds", strconv.Itoa(profileSeconds)).DoRaw(ctx)
	if err != nil {
		return fmt.Errorf("profile the API server: %w", err)
	}
	return os.WriteFile(file, data, 0o600)
}

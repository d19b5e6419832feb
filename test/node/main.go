//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command node answers one question: on a real node, until when does what runs
// in a sandbox live after an act that takes away, to the last byte?
//
// It starts a control plane with Mandate on it, and beside it a kubelet with
// containerd and runc in namespaces of their own, runs pods in the sandboxes of
// the samples, takes away, and measures. It needs root and Linux, and leaves
// nothing running in whatever way it ends: what runs on the node ends with the
// first process of its namespace of processes, and that with us. What a kill
// leaves, empty cgroups and a folder of keys and logs, the next run removes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// limit bounds everything, and each further round of suspensions adds roundLimit:
// each wait has a bound of its own, far below.
const (
	limit      = 10 * time.Minute
	roundLimit = time.Minute
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == insideArgument {
		fmt.Fprintln(os.Stderr, inside(os.Args[2]))
		os.Exit(1)
	}
	options := options{}
	flag.StringVar(&options.programs, "programs", "bin/node", "folder of kubelet, containerd, containerd-shim-runc-v2, ctr and payload")
	flag.StringVar(&options.mandate, "mandate", "bin/mandate", "the program that is tried")
	flag.IntVar(&options.rounds, "rounds", 5, "how often a grant is suspended")
	flag.StringVar(&options.only, "only", "", "one of suspension, input and dead; empty for all")
	flag.Parse()
	if err := run(options); err != nil {
		fmt.Fprintln(os.Stderr, "\nFAILED:", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	programs, mandate, only string
	rounds                  int
}

func (o options) wants(scenario string) bool { return o.only == "" || o.only == scenario }

func run(o options) (err error) {
	if os.Geteuid() != 0 {
		return errors.New("a node makes namespaces, mounts and cgroups: run this as root")
	}
	told, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	ctx, cancelLimit := context.WithTimeoutCause(told, limit+time.Duration(o.rounds)*roundLimit, errors.New("not done in all the time that the rounds may take"))
	defer cancelLimit()
	w, err := newWorld(ctx, o)
	if w != nil { // nobody asks for the logs of what was interrupted
		defer func() { err = errors.Join(err, w.end(err != nil && told.Err() == nil)) }()
	}
	if err != nil {
		return err
	}
	return w.tells(ctx, o)
}

// tells runs the scenarios; the last of them kills all that is ours.
func (w *world) tells(ctx context.Context, o options) error {
	var errs []error
	for _, scenario := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"suspension", func(ctx context.Context) error { return w.suspends(ctx, o.rounds) }},
		{"input", w.losesInput},
		{"dead", w.dies},
	} {
		if !o.wants(scenario.name) {
			continue
		}
		if err := scenario.run(ctx); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", scenario.name, err))
		}
		if ctx.Err() != nil {
			return errors.Join(append(errs, context.Cause(ctx))...)
		}
	}
	return errors.Join(errs...)
}

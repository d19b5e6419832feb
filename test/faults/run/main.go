// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command run runs the fault plans of test/faults.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/publicdata-io/mandate/test/faults"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var errViolated = errors.New("a plan was violated, or could not be run")

func run() error {
	shard := flag.String("shard", "1/1", "which part of the plans, i/n")
	plan := flag.String("plan", "", "run this plan alone")
	only := flag.String("only", "", "an expression: the plans to run")
	scenarios := flag.String("scenarios", "", "names of scenarios, between which there are commas: learn and run these alone")
	profile := flag.String("profile", "", "file for a profile of the time that this process computes")
	path := flag.String("results", "", "files of outcomes, between which there are commas; what is in them, of this revision, is not run again, and the first is written to")
	atOnce := flag.Int("at-once", 24, "how many plans run beside each other")
	perHouse := flag.Int("per-control-plane", 400, "how many plans run on one control plane")
	limit := flag.Duration("for", 24*time.Hour, "how long at most")
	list := flag.Bool("list", false, "only print the names of the plans that are left")
	tell := flag.Bool("tell", false, "only print what the results add up to")
	flag.Parse()
	ctrl.SetLogger(logr.Discard())
	debug.SetGCPercent(300) // a tenth of what it computes, for some memory
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	results, err := faults.OpenResults(*path)
	if err != nil {
		return err
	}
	selected, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("read -only: %w", err)
	}
	if *profile != "" {
		end, err := profiled(*profile)
		if err != nil {
			return err
		}
		defer end()
	}
	r := &faults.Runner{AtOnce: *atOnce, PerHouse: *perHouse, Only: selected, Results: results, Out: os.Stdout}
	if *scenarios != "" {
		r.Scenarios = strings.Split(*scenarios, ",")
	}
	switch {
	case *plan != "":
		out, err := r.Again(ctx, *plan)
		if err != nil {
			return err
		}
		if err := results.Add(out); err != nil {
			return err
		}
	case *list:
		return sharded(*shard, func(i, n int) error { return r.List(ctx, i, n, os.Stdout) })
	case !*tell:
		if err := sharded(*shard, func(i, n int) error { return r.All(ctx, i, n) }); err != nil {
			return err
		}
	}
	if !results.Tell(os.Stdout) {
		return errViolated
	}
	return nil
}

// sharded does what is to be done with a shard, which is written i/n.
func sharded(shard string, do func(i, n int) error) error {
	var i, n int
	if _, err := fmt.Sscanf(shard, "%d/%d", &i, &n); err != nil || i < 1 || i > n {
		return fmt.Errorf("shard %s: want i/n with 1 <= i <= n", shard)
	}
	return do(i, n)
}

// profiled begins a profile, which end writes.
func profiled(path string) (end func(), err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("make the profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(fmt.Errorf("begin the profile: %w", err), file.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		if err := file.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "the profile:", err)
		}
	}, nil
}

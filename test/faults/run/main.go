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
	path := flag.String("results", "", "file of outcomes; what is in it is not run again")
	atOnce := flag.Int("at-once", 24, "how many plans run beside each other")
	perHouse := flag.Int("per-control-plane", 400, "how many plans run on one control plane")
	limit := flag.Duration("for", 24*time.Hour, "how long at most")
	tell := flag.Bool("tell", false, "only print what the results add up to")
	flag.Parse()
	ctrl.SetLogger(logr.Discard())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	results, err := faults.OpenResults(*path)
	if err != nil {
		return err
	}
	r := &faults.Runner{AtOnce: *atOnce, PerHouse: *perHouse, Results: results, Out: os.Stdout}
	switch {
	case *plan != "":
		out, err := r.Again(ctx, *plan)
		if err != nil {
			return err
		}
		if err := results.Add(out); err != nil {
			return err
		}
	case !*tell:
		var i, n int
		if _, err := fmt.Sscanf(*shard, "%d/%d", &i, &n); err != nil || i < 1 || i > n {
			return fmt.Errorf("shard %s: want i/n with 1 <= i <= n", *shard)
		}
		if err := r.All(ctx, i, n); err != nil {
			return err
		}
	}
	if !results.Tell(os.Stdout) {
		return errViolated
	}
	return nil
}

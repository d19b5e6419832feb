// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command bench answers one question: how fast does Mandate give and take
// away, beside what the API server itself can do on the same machine in the
// same minute?
//
// It starts a whole control plane, installs Mandate as it is shipped, and runs
// both processes under their own accounts. Beside every measurement it takes a
// floor: the same writes to the same objects by a bare client, while Mandate's
// processes stand still. The ratios of the two are the goals; milliseconds
// depend on the machine.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"
)

// options are what the command line says.
type options struct {
	grants   int
	samples  int
	rounds   int
	limit    time.Duration
	binary   string
	json     string
	profiles string
	logs     string
	goals    string
	idle     time.Duration
	flood    int
	each     time.Duration
	bounded  bool
}

func main() {
	o := options{}
	flag.IntVar(&o.grants, "n", 1000, "grants under one agreement")
	flag.IntVar(&o.samples, "samples", 50, "suspensions of one grant, and as many for the floor")
	flag.IntVar(&o.rounds, "rounds", 3, "suspensions of the agreement over all grants")
	flag.DurationVar(&o.limit, "limit", 2*time.Hour, "give up after this long")
	flag.StringVar(&o.binary, "binary", "bin/mandate", "the program mandate")
	flag.StringVar(&o.json, "json", "", "write the results with every sample to this file")
	flag.StringVar(&o.profiles, "pprof", "", "write CPU profiles of both processes and the API server to this folder")
	flag.StringVar(&o.logs, "logs", "", "keep the logs of all processes in this folder")
	flag.StringVar(&o.goals, "goals", "P6,P1,P2", "measure these alone, of P1 to P11 and steps (the parts of one cut); all for P1 to P10 and steps. Without P6 a bare client provisions most grants, which takes less time. With P11, the loading of a calendar year, grants go through Ningxia's procedure, nine Decisions each")
	flag.BoolVar(&o.bounded, "bounded", false, "P11: the edition also bounds operators, refuses the barred, and wants catalogue codes and data authorities unique, so that every verdict rests on other chains")
	flag.DurationVar(&o.idle, "idle", time.Minute, "P7: how long nothing happens, twice")
	flag.IntVar(&o.flood, "flood", 16, "P3: how many requests the tenant who floods the API has under way at once")
	flag.DurationVar(&o.each, "each", 30*time.Minute, "give up one of P3 to P10 after this long, and go on with the next")
	flag.Parse()
	ctrl.SetLogger(logr.Discard())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures and reports. A goal that is missed is a result and no error.
func run(ctx context.Context, o options) (err error) {
	if o.grants < 10 {
		return errors.New("-n must be at least 10")
	}
	if err := o.check(); err != nil {
		return err
	}
	if o.profiles != "" {
		if err := os.MkdirAll(o.profiles, 0o750); err != nil {
			return fmt.Errorf("make the folder of profiles: %w", err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, o.limit)
	defer cancel()
	b, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.cluster.Stop()) }()
	// What was measured before something went wrong is shown all the same.
	err = errors.Join(b.measure(ctx), b.mandate.failure(), b.report.write(os.Stdout))
	if err != nil || o.json == "" {
		return err
	}
	data, err := json.MarshalIndent(b.report, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the results: %w", err)
	}
	if err := os.WriteFile(o.json, data, 0o600); err != nil {
		return fmt.Errorf("write the results: %w", err)
	}
	return nil
}

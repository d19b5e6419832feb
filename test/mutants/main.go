// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command mutants answers one question: do the tests bite?
//
//	mutants faults     puts each seeded fault into a copy of the module and demands that the tests which it names fail
//	mutants mutations  changes the pure packages in every small way and demands that their tests notice
//	mutants check      says whether the seeded faults still fit the code; compiles nothing
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"strings"
	"syscall"
)

// options are what the command line says.
type options struct {
	root string
	only *regexp.Regexp
	// of is which mutants of a package to try; nil for all.
	of    *regexp.Regexp
	shard shard
	jobs  int
	out   io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	o := options{out: out, jobs: runtime.GOMAXPROCS(0)}
	flags.StringVar(&o.root, "root", ".", "the folder of the module")
	flags.IntVar(&o.jobs, "jobs", o.jobs, "how many mutants are run at once")
	flags.TextVar(&o.shard, "shard", shard{1, 1}, "which part to do, as i/n with i from 1")
	only := flags.String("only", "", "an expression: the faults, or packages, to try")
	of := flags.String("of", "", "an expression: the mutants to try, by their file, function and change; they are not measured then")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var err error
	if o.only, err = regexp.Compile(*only); err != nil {
		return fmt.Errorf("read -only: %w", err)
	}
	if *of != "" {
		if o.of, err = regexp.Compile(*of); err != nil {
			return fmt.Errorf("read -of: %w", err)
		}
	}
	switch strings.Join(flags.Args(), " ") {
	case "faults":
		return faults(ctx, &o)
	case "mutations":
		return mutations(ctx, &o)
	case "check":
		return check(&o)
	}
	return errors.New("say faults, mutations or check")
}

// shard is one of n parts of the work.
type shard struct{ i, n int }

// MarshalText implements encoding.TextMarshaler.
func (s shard) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%d/%d", s.i, s.n), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *shard) UnmarshalText(text []byte) error {
	if _, err := fmt.Sscanf(string(text), "%d/%d", &s.i, &s.n); err != nil || s.i < 1 || s.i > s.n {
		return fmt.Errorf("%q is no part: write i/n with i from 1 to n", text)
	}
	return nil
}

// has says whether the part holds the k-th piece of work, from 0.
func (s shard) has(k int) bool { return k%s.n == s.i-1 }

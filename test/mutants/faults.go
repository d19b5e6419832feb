// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/publicdata-io/mandate/test/mutants/seeded"
)

func (o *options) faults() ([]seeded.Fault, error) {
	return seeded.Read(filepath.Join(o.root, "test", "mutants", "faults"))
}

// check says of every fault whether it still fits the code, and whether its
// package has the tests that it names.
func check(o *options) error {
	all, err := o.faults()
	if err != nil {
		return err
	}
	var errs []error
	for i := range all {
		_, err := all[i].Patched(o.root)
		errs = append(errs, err, all[i].Named(o.root))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	fmt.Fprintf(o.out, "%d seeded faults fit the code\n", len(all))
	return nil
}

// faults tries the seeded faults of a part and prints which test caught which.
func faults(ctx context.Context, o *options) error {
	all, err := o.faults()
	if err != nil {
		return err
	}
	var part []seeded.Fault
	for i, f := range all {
		if o.shard.has(i) && o.only.MatchString(f.Name) {
			part = append(part, f)
		}
	}
	bench, err := seeded.NewBench(o.root)
	if err != nil {
		return err
	}
	start, tried, survived := time.Now(), 0, 0
	fmt.Fprintf(o.out, "%d of %d seeded faults, part %d of %d\n\n| fault | caught by | seconds |\n|---|---|---:|\n", len(part), len(all), o.shard.i, o.shard.n)
	for _, f := range part {
		if ctx.Err() != nil {
			break
		}
		tried++
		err := bench.Prove(ctx, f.Package, part)
		var outcome seeded.Outcome
		if err == nil {
			outcome = bench.Try(ctx, f)
			err = outcome.Err
		}
		if err != nil {
			survived++
			fmt.Fprintf(o.out, "| %s: %s | **NOT CAUGHT** | %.0f |\n\n%v\n\n", f.Name, f.Breaks, outcome.Took.Seconds(), err)
			continue
		}
		fmt.Fprintf(o.out, "| %s: %s | `%s` %s | %.0f |\n", f.Name, f.Breaks, f.Package, strings.Join(slices.Compact(outcome.Failed), ", "), outcome.Took.Seconds())
	}
	fmt.Fprintf(o.out, "\n%d caught, %d not caught, %d not tried, in %s\n", tried-survived, survived, len(part)-tried, time.Since(start).Round(time.Second))
	if survived > 0 {
		err = fmt.Errorf("%d seeded faults were not caught", survived)
	}
	return errors.Join(err, ctx.Err(), bench.Close())
}

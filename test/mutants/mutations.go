// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/publicdata-io/mandate/test/mutants/mutation"
)

// pure are the packages whose every small change the tests must notice: the
// verdict, the plan, the deadlines, guards, retention and the order of cuts and
// openings, with what they rest on; what an object has to say, how a rule is
// cited, whether a link is lawful, and what becomes of it by procedures.
var pure = []string{
	"./internal/calendar", "./internal/finding", "./internal/jurisdiction", "./internal/standing",
	"./internal/authorization", "./internal/sandbox", "./internal/conditions", "./internal/deadline",
	"./internal/beat", "./internal/guard", "./internal/ordering", "./internal/reference", "./internal/retention",
	"./internal/content", "./internal/citing", "./internal/lawful", "./internal/procedure",
}

// enough is the share of the mutants of a package that must be killed, in
// percent, of those that are not listed as equivalent.
const enough = 95

// mutations tries the mutants of the pure packages of a part.
func mutations(ctx context.Context, o *options) error {
	root, err := filepath.Abs(o.root)
	if err != nil {
		return fmt.Errorf("find the module: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(root, "test", "mutants", "equivalent.txt"))
	if err != nil {
		return fmt.Errorf("read the equivalent mutants: %w", err)
	}
	equivalents, err := mutation.ParseEquivalents(string(text))
	if err != nil {
		return fmt.Errorf("read equivalent.txt: %w", err)
	}
	start := time.Now()
	fmt.Fprint(o.out, "| package | mutants | equivalent | killed | seconds |\n|---|---:|---:|---:|---:|\n")
	var errs []error
	var left []mutation.Result
	for i, folder := range pure {
		if !o.shard.has(i) || !o.only.MatchString(folder) || ctx.Err() != nil {
			continue
		}
		began := time.Now()
		results, err := mutation.Run(ctx, root, folder, o.of, o.jobs)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		score, err := equivalents.Of(o.of).Count(folder, results)
		errs, left = append(errs, err), append(left, score.Left...)
		fmt.Fprintf(o.out, "| %s | %d | %d | %d = %.1f %% | %.0f |\n", folder[2:], score.Total, score.Equivalent, score.Killed, score.Percent(), time.Since(began).Seconds())
		if score.Percent() < enough && o.of == nil {
			errs = append(errs, fmt.Errorf("%s: %.1f %% of the mutants are killed, want %d %%", folder, score.Percent(), enough))
		}
	}
	fmt.Fprintf(o.out, "\nin %s\n", time.Since(start).Round(time.Second))
	for _, r := range left {
		what := "survived"
		if r.Outcome == mutation.Unreached {
			what = "unreached"
		}
		fmt.Fprintf(o.out, "%s: line %d: %s\n", what, r.Mutant.Line, r.Mutant.Key())
	}
	return errors.Join(append(errs, ctx.Err())...)
}

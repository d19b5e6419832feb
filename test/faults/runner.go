// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"sync"
	"time"
)

// Runner runs plans beside each other, a few hundred on each control plane: one
// that holds more is slow.
type Runner struct {
	// AtOnce is how many plans run beside each other.
	AtOnce int
	// PerHouse is how many run on one control plane.
	PerHouse int
	// Only selects plans by their names; nil takes all.
	Only *regexp.Regexp
	// Scenarios are those that plans are made of; none are all.
	Scenarios []string
	// Results keeps what was run, and what need not be run again.
	Results *Results
	// Out is told how it goes.
	Out io.Writer

	references map[string]*reference
	// unlearned are scenarios that are violated without a fault.
	unlearned error
}

// Learn runs every scenario, or those named, without a fault.
func (r *Runner) Learn(ctx context.Context, house *House, only ...string) error {
	if r.references == nil {
		r.references = map[string]*reference{}
	}
	var names []string
	for i := range scenarios {
		if len(only) == 0 || slices.Contains(only, scenarios[i].name) {
			names = append(names, "none/"+scenarios[i].name)
		}
	}
	var mu sync.Mutex
	var errs []error
	r.each(ctx, names, func(p *Plan) {
		out := house.Run(ctx, p, nil)
		mu.Lock()
		defer mu.Unlock()
		if out.Failed != "" || len(out.Violations) > 0 {
			errs = append(errs, fmt.Errorf("%s: %s %v", p.Name, out.Failed, out.Violations))
			return
		}
		r.references[p.scenario.name] = out.reference
	})
	return errors.Join(errs...)
}

// each runs plans beside each other.
func (r *Runner) each(ctx context.Context, names []string, run func(*Plan)) {
	todo := make(chan string)
	var workers sync.WaitGroup
	for range r.AtOnce {
		workers.Go(func() {
			for name := range todo {
				p, err := ParsePlan(name)
				if err != nil {
					panic(err) // names that were made here
				}
				run(p)
			}
		})
	}
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		todo <- name
	}
	close(todo)
	workers.Wait()
}

// Plans are all plans of a shard, i of n, that were not run yet.
func (r *Runner) Plans(i, n int) []string {
	return slices.DeleteFunc(enumerate(r.references), func(name string) bool {
		return !r.takes(name, i, n)
	})
}

// takes says whether a plan is of a shard, i of n, is selected, and was not run
// yet.
func (r *Runner) takes(name string, i, n int) bool {
	ours := int(digestOf(name)%uint64(n)) == i-1 //nolint:gosec // shards are few
	return ours && (r.Only == nil || r.Only.MatchString(name)) && !r.Results.Has(name)
}

// Run runs plans until they or the time are at an end.
func (r *Runner) Run(ctx context.Context, house *House, names []string) {
	began, done := house.spent(), 0
	var mu sync.Mutex
	r.each(ctx, names, func(p *Plan) {
		out := house.Run(ctx, p, r.references[p.scenario.name])
		if ctx.Err() != nil {
			return // cut off by the end of the time
		}
		mu.Lock()
		defer mu.Unlock()
		if err := r.Results.Add(out); err != nil {
			_, _ = fmt.Fprintln(r.Out, err)
		}
		done++
		if len(out.Violations) > 0 || out.Failed != "" {
			_, _ = fmt.Fprintf(r.Out, "%s %s %v\n", out.Plan, out.Failed, out.Violations)
		}
		if done%50 == 0 {
			_, _ = fmt.Fprintf(r.Out, "%s: %d plans of %d, in %d domains, %s\n", time.Now().Format(time.TimeOnly), done, len(names), house.domains.Load(), house.spent().since(began, done))
		}
	})
}

// All runs all plans of a shard, on as many control planes as that takes.
func (r *Runner) All(ctx context.Context, shard, of int) error {
	for ctx.Err() == nil {
		more, err := r.one(ctx, shard, of)
		if err != nil {
			return err
		}
		if !more {
			return errors.Join(r.shaken(ctx, shard, of), r.unlearned)
		}
	}
	return r.unlearned
}

// rounds is how often each scenario runs on a control plane that is restarted.
const rounds = 4

// shaken runs the scenarios on a control plane that is restarted meanwhile.
func (r *Runner) shaken(ctx context.Context, shard, of int) (err error) {
	var names []string
	for i := range scenarios {
		for round := range rounds {
			name := fmt.Sprintf("restart/%s/%d", scenarios[i].name, round)
			if r.references[scenarios[i].name] != nil && r.takes(name, shard, of) {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 || ctx.Err() != nil {
		return nil
	}
	// An API server that has just started has nothing of the past in its cache,
	// and the record is of every revision: it goes on where etcd does.
	house, err := open(ctx, "--watch-cache=false")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	house.shaky = true
	shaking, enough := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		restarts, err := house.shake(shaking)
		_, _ = fmt.Fprintf(r.Out, "%d restarts of API server and etcd under %d plans\n", restarts, len(names))
		ended <- err
	}()
	r.Run(ctx, house, names)
	enough()
	return <-ended
}

// one runs plans on one control plane, and says whether there are more.
func (r *Runner) one(ctx context.Context, shard, of int) (more bool, err error) {
	house, err := Open(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	if r.references == nil {
		if err := r.Learn(ctx, house, r.Scenarios...); err != nil { // the others are run all the same
			_, _ = fmt.Fprintf(r.Out, "without a fault: %v\n", err)
			r.unlearned = err
		}
	}
	left := r.Plans(shard, of)
	_, _ = fmt.Fprintf(r.Out, "%s: %d plans are left\n", time.Now().Format(time.TimeOnly), len(left))
	r.Run(ctx, house, left[:min(len(left), r.PerHouse)])
	return len(left) > r.PerHouse, house.hub.failure()
}

// List writes the names of the plans of a shard that are left, and runs none.
func (r *Runner) List(ctx context.Context, shard, of int, to io.Writer) (err error) {
	house, err := Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	if err := r.Learn(ctx, house, r.Scenarios...); err != nil {
		return err
	}
	for _, name := range r.Plans(shard, of) {
		if _, err := fmt.Fprintln(to, name); err != nil {
			return fmt.Errorf("list the plans: %w", err)
		}
	}
	return nil
}

// Again runs one plan, against what its scenario does without a fault.
func (r *Runner) Again(ctx context.Context, name string) (out Outcome, err error) {
	p, err := ParsePlan(name)
	if err != nil {
		return out, err
	}
	house, err := Open(ctx)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	if err := r.Learn(ctx, house, p.scenario.name); err != nil {
		return out, err
	}
	return house.Run(ctx, p, r.references[p.scenario.name]), nil
}

// Known are the scenarios that were run without a fault, and their writes.
func (r *Runner) Known() []string { return slices.Sorted(maps.Keys(r.references)) }

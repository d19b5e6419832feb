// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// known are the goals by their ids, and steps, the parts of one cut.
var known = []string{"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "steps"}

// check refuses goals that do not exist.
func (o options) check() error {
	for goal := range strings.SplitSeq(o.goals, ",") {
		if goal != "all" && !slices.Contains(known, goal) {
			return fmt.Errorf("-goals names %q, which is none of %s", goal, strings.Join(known, ", "))
		}
	}
	return nil
}

// wants says whether a goal is to be measured.
func (o options) wants(goal string) bool {
	asked := strings.Split(o.goals, ",")
	return slices.Contains(asked, goal) || (slices.Contains(asked, "all") && goal != "P11")
}

// procedures says whether grants go through Ningxia's procedure, nine Decisions
// each, and not through none.
func (o options) procedures() bool {
	return slices.Contains(strings.Split(o.goals, ","), "P11")
}

// further measures what stands on the grants that are there. Those come first
// that leave everything as they found it; the expiry of all grants, which is
// final, comes last. What goes wrong with one ends that one alone.
func (b *bench) further(ctx context.Context) error {
	var errs []error
	for _, g := range []struct {
		goal    string
		measure func(context.Context) error
	}{
		{"steps", b.steps}, {"P4", b.cleanUps}, {"P3", b.underLoad}, {"P11", b.calendarYear}, {"P10", b.kills}, {"P9", b.coldStarts},
		{"P7", b.idling}, {"P8", b.weighAtTheEnd}, {"P5", b.expiries},
	} {
		if !b.wants(g.goal) || ctx.Err() != nil {
			continue
		}
		if err := b.within(ctx, g.goal, g.measure); err != nil {
			b.progress("%s: %v", g.goal, err)
			errs = append(errs, fmt.Errorf("measure %s: %w", g.goal, err))
		}
	}
	return errors.Join(errs...)
}

// busyGoals keep all processes alive and at work from their beginning on: it
// tells something to profile them.
var busyGoals = []string{"P3", "P4"}

// within bounds one goal in time. Mandate goes on running however it ends.
func (b *bench) within(ctx context.Context, goal string, measure func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, b.each)
	defer cancel()
	profiled := func() error { return nil }
	if slices.Contains(busyGoals, goal) {
		profiled = b.profile(ctx, goal)
	}
	return errors.Join(measure(ctx), b.mandate.resume(), profiled())
}

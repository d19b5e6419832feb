// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

const (
	// victims is how many processes are killed.
	victims = 9
	// mostKilled is what P10 allows.
	mostKilled = time.Second
)

// killed is P1 again at the moment at which a process is killed.
type killed struct {
	// Operator are cuts as the operator dies, Cutoff as one of two cutoffs does.
	Operator, Cutoff times
}

// kills measures P10: a second cutoff runs, and again and again one of the
// three processes is killed while a grant is suspended.
func (b *bench) kills(ctx context.Context) error {
	process, second, err := b.startSecond(ctx)
	if err != nil {
		return err
	}
	defer func() { process.Kill() }() // whichever it is by then
	reader, err := newReader(b.cluster.Config())
	if err != nil {
		return err
	}
	if err := second.inStep(ctx, "cutoff-grant", b.observed.count()); err != nil {
		return err
	}
	samples := min(b.samples, victims)
	b.progress("P10: killing one of three processes %d times", samples)
	k := &b.report.Kills
	var acts []*v1alpha1.Decision
	for i := range samples {
		victim, late := b.mandate.cutoffOne, &k.Cutoff
		switch i % 3 {
		case 1:
			victim = process
		case 2:
			victim, late = b.mandate.operatorProcess, &k.Operator
		}
		grant := b.observed.grant(newGrants(large, i*(b.options.grants/samples), 1)[0].Name)
		act, took, err := b.suspendAndKill(ctx, reader, grant, victim, time.Duration(i)*5*time.Millisecond)
		if err != nil {
			return err
		}
		*late = append(*late, took.Answered)
		acts = append(acts, act)
		switch i % 3 {
		case 0:
			err = b.mandate.startCutoff(ctx)
		case 1:
			process, second, err = b.startSecond(ctx)
		case 2:
			err = b.mandate.startOperator(ctx)
		}
		if err := errors.Join(err, b.inStep(ctx), second.inStep(ctx, "cutoff-grant", b.observed.count())); err != nil {
			return err
		}
	}
	b.progress("P10: cut %s after the suspension at the latest", milliseconds(max(k.Cutoff.high(), k.Operator.high())))
	return errors.Join(b.mandate.quiet(ctx), b.liftAll(ctx, acts))
}

func (b *bench) startSecond(ctx context.Context) (*cluster.Process, *program, error) {
	return b.mandate.start(ctx, "cutoff-2", "cutoff", install.CutoffAccount)
}

// suspendAndKill kills a process a moment after the reading has begun.
func (b *bench) suspendAndKill(ctx context.Context, reader *reader, grant *v1alpha1.DeveloperGrant, victim *cluster.Process, after time.Duration) (*v1alpha1.Decision, latency, error) {
	strike := time.AfterFunc(after, victim.Kill)
	act, took, err := b.suspendRaced(ctx, reader, nil, grant)
	strike.Stop()
	victim.Kill()
	return act, took, err
}

func (r *report) survived() []row {
	k := r.Kills
	if len(k.Cutoff) == 0 {
		return nil
	}
	worst := max(k.Cutoff.high(), k.Operator.high())
	return []row{
		{fmt.Sprintf("P10 one of our processes killed, %d times: cut <= 1 s", len(k.Cutoff)+len(k.Operator)), milliseconds(worst), "", "", met(float64(worst), float64(mostKilled))},
		{"    one of two cutoffs, the operator: p50", milliseconds(k.Cutoff.median()) + ", " + milliseconds(k.Operator.median()), "", "", ""},
	}
}

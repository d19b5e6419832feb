// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

const (
	// mostGrants are those that are evaluated anew in memory, and mostTaken is
	// how long that may take.
	mostGrants = 10_000
	mostTaken  = 5 * time.Second
)

// yearLoaded is what it takes to load a calendar year.
type yearLoaded struct {
	// Evaluated grants took Pure in memory, and PureCPU of processors: what
	// others do on the machine is in the one and not in the other.
	Evaluated     int
	Pure, PureCPU time.Duration
	// Looked is how long the operator took to look at all grants of the cluster.
	Looked times
	// Suspensions are P1 again, beside it.
	Suspensions times
}

// calendarYear measures P11: a calendar year is loaded, and every grant that
// counts by it is evaluated anew, without disturbing a suspension.
func (b *bench) calendarYear(ctx context.Context) error {
	if len(b.report.Suspensions.Mandate) == 0 { // idle is what the suspensions are compared with
		if err := b.suspensions(ctx); err != nil {
			return err
		}
	}
	if err := b.evaluateAll(ctx); err != nil {
		return err
	}
	reader, err := newReader(b.cluster.Config())
	if err != nil {
		return err
	}
	samples := max(1, min(b.samples, b.options.grants/2, 10))
	b.progress("P11: loading %d calendar years, and suspending a grant beside each", samples)
	var acts []*v1alpha1.Decision
	for i := range samples {
		act, err := b.loadYear(ctx, reader, i, b.options.grants/samples)
		if err != nil {
			return err
		}
		acts = append(acts, act)
	}
	r := b.report.Year
	b.progress("P11: %d grants in memory %s of processors; %d on the cluster %s; P1 beside it p50 %s", r.Evaluated, milliseconds(r.PureCPU), b.options.grants, milliseconds(r.Looked.median()), milliseconds(r.Suspensions.median()))
	return b.liftAll(ctx, acts)
}

// loadYear changes the calendar and suspends a grant while all are looked at.
func (b *bench) loadYear(ctx context.Context, reader *reader, i, step int) (*v1alpha1.Decision, error) {
	before, err := b.mandate.operator.total(ctx, "controller_runtime_reconcile_total", "controller", "developergrant")
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := b.patchYear(ctx); err != nil {
		return nil, err
	}
	act, took, err := b.suspendRaced(ctx, reader, nil, b.observed.grant(newGrants(large, i*step, 1)[0].Name))
	if err != nil {
		return nil, err
	}
	b.report.Year.Suspensions = append(b.report.Year.Suspensions, took.Answered)
	for {
		looked, err := b.mandate.operator.total(ctx, "controller_runtime_reconcile_total", "controller", "developergrant")
		if err != nil {
			return nil, err
		}
		if looked-before >= float64(b.options.grants) {
			break
		}
		if err := pauseFor(ctx, 20*time.Millisecond); err != nil {
			return nil, err
		}
	}
	b.report.Year.Looked = append(b.report.Year.Looked, time.Since(begun))
	return act, b.mandate.quiet(ctx)
}

// patchYear loads one more year of the calendar.
func (b *bench) patchYear(ctx context.Context) error {
	calendar := &v1alpha1.WorkCalendar{}
	if err := b.installed.Admin.Get(ctx, types.NamespacedName{Name: "china"}, calendar); err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	loaded := calendar.DeepCopy()
	last := &loaded.Spec.Years[len(loaded.Spec.Years)-1]
	next := v1alpha1.CalendarYear{Year: last.Year + 1, Document: last.Document, Holidays: []v1alpha1.Holiday{{
		Name: "元旦", DaysOff: []v1alpha1.Date{v1alpha1.Date(fmt.Sprintf("%d-01-01", last.Year+1))},
	}}}
	loaded.Spec.Years = append(loaded.Spec.Years, next)
	if err := b.installed.Admin.Patch(ctx, loaded, client.MergeFrom(calendar)); err != nil {
		return fmt.Errorf("load the year %d: %w", next.Year, err)
	}
	return nil
}

// evaluateAll evaluates as many grants as the goal is about, over those that
// are there, as the operator does: the verdict, and what status shows.
func (b *bench) evaluateAll(ctx context.Context) error {
	over := &bareOperator{admin: b.installed.Admin, proceedings: b.proceedings}
	grants := newGrants(large, 0, b.options.grants)
	facts := make([]*authorization.Facts, len(grants))
	for i := range grants {
		var err error
		if facts[i], err = over.factsOn(ctx, b.observed.grant(grants[i].Name)); err != nil {
			return err
		}
	}
	begun, used := time.Now(), processors()
	for i := range mostGrants {
		f := facts[i%len(facts)].Remembering()
		now := begun.Add(time.Duration(i) * time.Millisecond)
		v := authorization.DecideGrant(f, now)
		_ = f.Proceedings(v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: v1alpha1.ObjectName(f.Grant.Name)}, now)
		if v.Force != authorization.InForce {
			return fmt.Errorf("grant %s is not in force: %s", f.Grant.Name, v.Message())
		}
	}
	b.report.Year.Evaluated, b.report.Year.Pure, b.report.Year.PureCPU = mostGrants, time.Since(begun), processors()-used
	return nil
}

// processors is the time on processors of this process so far, or zero.
func processors() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func (r *report) years() []row {
	y := r.Year
	if y.Evaluated == 0 {
		return nil
	}
	rows := []row{{fmt.Sprintf("P11 a calendar year: %d grants evaluated anew in memory, of processors <= 5 s", y.Evaluated), milliseconds(y.PureCPU), "", "", met(float64(y.PureCPU), float64(mostTaken))}}
	if len(y.Looked) > 0 {
		beside, idle := y.Suspensions.median(), r.Suspensions.Mandate.median()
		rows = append(rows,
			row{fmt.Sprintf("P11 and %d grants on the cluster <= 5 s", r.Grants), milliseconds(y.Looked.median()), "", "", met(float64(y.Looked.median()), float64(mostTaken))},
			row{"P11 P1's p50 beside it <= 2 x idle", milliseconds(beside), "", fmt.Sprintf("%.2f of idle", ratio(beside, idle)), met(ratio(beside, idle), 2)})
	}
	return rows
}

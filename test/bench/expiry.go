// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	// short is the agreement whose grants end during the run.
	short = "short"
	// mostEnds is how many grants end one by one, a second apart, and
	// skewedEnds under a wrong local clock.
	mostEnds   = 30
	skewedEnds = 8
	// unready is how long before an end the sandboxes must be there.
	unready = 10 * time.Second
	// ahead is how long before the end the reading begins.
	ahead = 400 * time.Millisecond
	// lateOne and lateMany are what P5 allows.
	lateOne  = 50 * time.Millisecond
	lateMany = time.Second
)

// expired is how late, by the clock that the API server and the bench share,
// the first read was denied after an end.
type expired struct {
	// One are ends of single grants; Fast and Slow the same with a cutoff whose
	// local clock is an hour ahead and an hour behind.
	One, Fast, Slow times
	// Early are all ends at which a read was denied before.
	Early int
	// Many is the end of all grants in one second, until the last of the sampled
	// reads was denied, and ManyGrants their number.
	Many       times
	ManyGrants int
	numbered   int
}

// expiries measures P5: single grants end, then some with a wrong local clock,
// then all grants in the same second, which is final.
func (b *bench) expiries(ctx context.Context) error {
	agreement := builder.Agreement(short).Over("visits", "labs", "drugs").Term(from, until).Obj()
	if err := b.installed.Admin.Create(ctx, agreement); err != nil {
		return fmt.Errorf("create agreement %s: %w", short, err)
	}
	e := &b.report.Expiries
	one, err := b.expireSome(ctx, min(b.samples, mostEnds))
	e.One = one
	if err != nil {
		return err
	}
	b.progress("P5: single ends p99 %s late", milliseconds(one.high()))
	if err := b.skewedExpiries(ctx); err != nil {
		return err
	}
	return b.expireAll(ctx)
}

// expireSome makes grants that end a second apart and reads each sandbox from
// a little before its end until it is denied.
func (b *bench) expireSome(ctx context.Context, count int) (times, error) {
	first := time.Now().Add(b.provisionable(2 * count)).Truncate(time.Second)
	grants := newGrants(short, b.report.Expiries.numbered, count)
	b.report.Expiries.numbered += count
	for i, grant := range grants {
		grant.Spec.Term = nil
		grant.Spec.Window = lasting(first.Add(time.Duration(i) * time.Second))
	}
	if err := b.create(ctx, grants); err != nil {
		return nil, err
	}
	if _, err := b.observed.every(ctx, grants, v1alpha1.OpenReason); err != nil {
		return nil, err
	}
	reader, err := newReader(b.cluster.Config())
	if err != nil {
		return nil, err
	}
	var late times
	for _, grant := range grants {
		r := reading{reader, []string{sandbox.NamespaceName(b.observed.grant(grant.Name).UID)}}
		took, err := b.expire(ctx, r, grant.Spec.Window.NotAfter.Time)
		if errors.Is(err, errTooSlow) { // the end before came so late that nobody read at this one
			b.progress("P5: grant %s: %v", grant.Name, err)
			continue
		}
		if err != nil {
			return late, fmt.Errorf("let grant %s end: %w", grant.Name, err)
		}
		late = append(late, took)
	}
	return late, nil
}

// expire reads around an end and tells by how much the last denied read was
// late.
func (b *bench) expire(ctx context.Context, r reading, end time.Time) (time.Duration, error) {
	if err := pauseFor(ctx, time.Until(end.Add(-ahead))); err != nil {
		return 0, err
	}
	if left := time.Until(end); left < 0 {
		return 0, fmt.Errorf("nobody read when it ended, %s ago: %w", seconds(-left), errTooSlow)
	}
	if _, err := r.until(ctx, true); err != nil {
		return 0, err
	}
	denied, err := r.until(ctx, false)
	if err != nil {
		return 0, err
	}
	if denied.Before(end) {
		b.report.Expiries.Early++
	}
	return denied.Sub(end), nil
}

// lasting is a window that is open and ends at an instant.
func lasting(end time.Time) *v1alpha1.Window {
	return &v1alpha1.Window{NotBefore: metav1.NewTime(builder.Instant(from + "T00:00:00Z")), NotAfter: metav1.NewTime(end.UTC())}
}

// expireAll shortens the agreement over all grants, so that all of them end in
// one second, waits until every sandbox is bound to the new end, and reads when
// it comes.
func (b *bench) expireAll(ctx context.Context) error {
	grants := newGrants(large, 0, b.options.grants)
	for i := range grants {
		grants[i] = b.observed.grant(grants[i].Name)
	}
	agreement, err := b.agreement(ctx, large)
	if err != nil {
		return err
	}
	end := time.Now().Add(2*unready + b.provisionable(len(grants))).Truncate(time.Second)
	b.progress("P5: shortening agreement %s, so that its %d grants end at %s", large, len(grants), end.Format(time.TimeOnly))
	agreement.Spec.Term, agreement.Spec.Window = nil, lasting(end)
	if err := b.installed.Admin.Update(ctx, agreement); err != nil {
		return fmt.Errorf("shorten agreement %s: %w", large, err)
	}
	if err := b.awaitEnd(ctx, grants, end); err != nil {
		return err
	}
	r, err := b.sample(grants)
	if err != nil {
		return err
	}
	late, err := b.expire(ctx, r, end)
	if err != nil {
		return fmt.Errorf("let %d grants end: %w", len(grants), err)
	}
	e := &b.report.Expiries
	e.Many, e.ManyGrants = append(e.Many, late), len(grants)
	b.progress("P5: %d grants ended, all sampled reads denied %s late", len(grants), milliseconds(late))
	return nil
}

// provisionable is long enough for some sandboxes to come up, or to be bound to
// another end, which is less work.
func (b *bench) provisionable(count int) time.Duration {
	rate := max(1, middle(b.report.Provisioning.Mandate))
	return unready + time.Duration(float64(count)/rate*float64(time.Second))
}

// awaitEnd waits until every grant reports the end, with its sandbox open.
func (b *bench) awaitEnd(ctx context.Context, grants []*v1alpha1.DeveloperGrant, end time.Time) error {
	for left := grants; len(left) > 0; {
		seen := b.observed.grant(left[0].Name)
		effective := seen.Status.Effective
		if effective != nil && effective.NotAfter.Time.Equal(end) && b.observed.reason(seen.Name) == v1alpha1.OpenReason {
			left = left[1:]
			continue
		}
		if time.Now().After(end) {
			return fmt.Errorf("%d of %d sandboxes were not bound to the new end when it came: %w", len(left), len(grants), errTooSlow)
		}
		if err := pauseFor(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
	return b.mandate.quiet(ctx)
}

// errTooSlow says that a measurement could not be made on this machine.
var errTooSlow = errors.New("the machine is too slow for it")

func (r *report) ended() []row {
	e := r.Expiries
	if len(e.One) == 0 {
		return nil
	}
	count := len(e.One) + len(e.Fast) + len(e.Slow) + len(e.Many)
	rows := []row{
		{fmt.Sprintf("P5  ends denied early, of %d: 0", count), fmt.Sprint(e.Early), "", "", met(float64(e.Early), 0)},
		{fmt.Sprintf("P5  a grant ends, first denied read: p99 <= 50 ms late, %d ends", len(e.One)), milliseconds(e.One.high()), "", "", met(float64(e.One.high()), float64(lateOne))},
		{"    p50", milliseconds(e.One.median()), "", "", ""},
	}
	if len(e.Fast) > 0 && len(e.Slow) > 0 {
		rows = append(rows, row{"P5  p99 with cutoff's local clock an hour ahead, an hour behind <= 1 s", milliseconds(e.Fast.high()) + ", " + milliseconds(e.Slow.high()), "", "", met(float64(max(e.Fast.high(), e.Slow.high())), float64(lateMany))})
	}
	if len(e.Many) > 0 {
		rows = append(rows, row{fmt.Sprintf("P5  %d grants end in one second: %d reads deny <= 1 s late", e.ManyGrants, sampled), milliseconds(e.Many.high()), "", "", met(float64(e.Many.high()), float64(lateMany))})
	}
	return rows
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	// busy is the agreement of the grants that are made beside P3.
	busy = "busy"
	// resyncEvery is how often everything is made to be looked at again.
	resyncEvery = 2 * time.Second
	// inFlight is how many new grants wait for their sandbox at once.
	inFlight = 4
	// between is how long a sandbox is left to its clean-up before the next one
	// is suspended.
	between = 200 * time.Millisecond
)

// loaded is P1 again while others keep the API server and Mandate at work.
type loaded struct {
	Suspensions compared
	// Flood is the number of requests of the tenant, Provisioned of sandboxes
	// that came up, and Looked of looks at a grant by either process, each a
	// second.
	Flood, Provisioned, Looked float64
}

// load is what goes on beside P3, until it is stopped.
type load struct {
	stop                func()
	group               *errgroup.Group
	begun               time.Time
	flood, provisioned  atomic.Int64
	resyncs             atomic.Int64
	created, looksSince int
}

// underLoad measures P3: as P1, while all grants are looked at again and again,
// new ones are provisioned, and a tenant reads as fast as it can.
func (b *bench) underLoad(ctx context.Context) error {
	if len(b.report.Suspensions.Mandate) == 0 { // idle is what P3 is compared with
		if err := b.suspensions(ctx); err != nil {
			return err
		}
	}
	reader, err := newReader(b.cluster.Config())
	if err != nil {
		return err
	}
	bare, err := newBareCutoff(ctx, b)
	if err != nil {
		return err
	}
	l, err := b.startLoad(ctx)
	if err != nil {
		return err
	}
	acts, err := b.suspendUnder(ctx, reader, bare)
	if err := errors.Join(err, b.stopLoad(ctx, l)); err != nil {
		return err
	}
	r := b.report.Loaded
	b.progress("P3: p99 %s, floor %s; %.0f requests of the tenant, %.1f new sandboxes and %.0f looks at grants a second",
		milliseconds(r.Suspensions.Mandate.high()), milliseconds(r.Suspensions.Floor.high()), r.Flood, r.Provisioned, r.Looked)
	return errors.Join(b.mandate.quiet(ctx), b.liftAll(ctx, acts))
}

// suspendUnder suspends grants one by one, in turn by Mandate and for the
// floor.
func (b *bench) suspendUnder(ctx context.Context, reader *reader, bare *bareCutoff) ([]*v1alpha1.Decision, error) {
	samples := min(b.samples, b.options.grants/2)
	b.progress("P3: suspending %d grants under load, and %d for the floor", samples, samples)
	step := b.options.grants / (2 * samples)
	var acts []*v1alpha1.Decision
	for i := range samples {
		for turn, bare := range []*bareCutoff{nil, bare} {
			grant := b.observed.grant(newGrants(large, (2*i+turn)*step, 1)[0].Name)
			act, took, err := b.suspendRaced(ctx, reader, bare, grant)
			if err != nil {
				return acts, err
			}
			acts = append(acts, act)
			b.report.Loaded.Suspensions.add(took, bare != nil)
			if err := pauseFor(ctx, between); err != nil {
				return acts, err
			}
		}
	}
	return acts, nil
}

// suspendRaced suspends one grant, and reads until it is denied.
func (b *bench) suspendRaced(ctx context.Context, reader *reader, bare *bareCutoff, grant *v1alpha1.DeveloperGrant) (*v1alpha1.Decision, latency, error) {
	box := &corev1.Namespace{}
	if err := b.installed.Admin.Get(ctx, types.NamespacedName{Name: sandbox.NamespaceName(grant.UID)}, box); err != nil {
		return nil, latency{}, fmt.Errorf("read the sandbox of grant %s: %w", grant.Name, err)
	}
	act, took, err := race{
		kind: v1alpha1.OnDeveloperGrant, name: grant.Name,
		reading: reading{reader, []string{box.Name}},
		bare:    bare,
		barely: func(ctx context.Context, knife cutoff.Knife) error {
			if err := knife.Close(ctx, box, floorCause); err != nil {
				return err
			}
			return knife.TakeRights(ctx, box.Name)
		},
	}.run(ctx, b)
	if err != nil {
		return nil, latency{}, fmt.Errorf("suspend grant %s: %w", grant.Name, err)
	}
	return act, took, nil
}

// startLoad begins to keep the cluster at work.
func (b *bench) startLoad(ctx context.Context) (*load, error) {
	agreement := builder.Agreement(busy).Over("visits", "labs", "drugs").Term(from, until).Obj()
	if err := b.installed.Admin.Create(ctx, agreement); err != nil {
		return nil, fmt.Errorf("create agreement %s: %w", busy, err)
	}
	looks, err := b.looks(ctx)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	group, ctx := errgroup.WithContext(ctx)
	l := &load{stop: stop, group: group, begun: time.Now(), looksSince: looks}
	group.Go(func() error { return b.resync(ctx, l) })
	group.Go(func() error { return b.provisionOn(ctx, l) })
	tenant := sandbox.NamespaceName(b.observed.grant(newGrants(small, 0, 1)[0].Name).UID)
	for range b.flood {
		reader, err := newReader(b.cluster.Config())
		if err != nil {
			stop()
			return nil, errors.Join(err, group.Wait())
		}
		group.Go(func() error { return floods(ctx, reader, tenant, l) })
	}
	return l, nil
}

// stopLoad ends what startLoad began and notes how much it was.
func (b *bench) stopLoad(ctx context.Context, l *load) error {
	took := time.Since(l.begun).Seconds()
	looks, err := b.looks(ctx)
	l.stop()
	waited := l.group.Wait()
	if errors.Is(waited, context.Canceled) {
		waited = nil
	}
	r := &b.report.Loaded
	r.Flood, r.Provisioned, r.Looked = float64(l.flood.Load())/took, float64(l.provisioned.Load())/took, float64(looks-l.looksSince)/took
	return errors.Join(err, waited)
}

// resync touches what every grant refers to: each process then looks at every
// grant again, as after a lost watch.
func (b *bench) resync(ctx context.Context, l *load) error {
	for {
		edition := builder.Jurisdiction("demo", 1).Obj()
		patch := fmt.Appendf(nil, `{"metadata":{"annotations":{"bench":"%d"}}}`, l.resyncs.Add(1))
		if err := b.installed.Admin.Patch(ctx, edition, client.RawPatch(types.MergePatchType, patch)); err != nil {
			return err
		}
		if err := pauseFor(ctx, resyncEvery); err != nil {
			return err
		}
	}
}

// provisionOn makes new grants, some at a time, each after the sandbox of
// another came up.
func (b *bench) provisionOn(ctx context.Context, l *load) error {
	for {
		grants := newGrants(busy, l.created, inFlight)
		l.created += inFlight
		if err := b.create(ctx, grants); err != nil {
			return err
		}
		for left := grants; len(left) > 0; {
			if b.observed.reason(left[0].Name) == v1alpha1.OpenReason {
				l.provisioned.Add(1)
				left = left[1:]
				continue
			}
			if err := pauseFor(ctx, 10*time.Millisecond); err != nil {
				return err
			}
		}
	}
}

// floods reads the tenant's own sandbox as fast as the API server answers.
// Refusals for want of room are what a flood asks for.
func floods(ctx context.Context, r *reader, namespace string, l *load) error {
	for ctx.Err() == nil {
		if _, err := r.allowed(ctx, namespace); err == nil {
			l.flood.Add(1)
		}
	}
	return nil
}

// looks is how often both processes looked at a grant so far.
func (b *bench) looks(ctx context.Context) (int, error) {
	const reconciles = "controller_runtime_reconcile_total"
	operator, err := b.mandate.operator.total(ctx, reconciles, "controller", "developergrant")
	if err != nil {
		return 0, err
	}
	cutoff, err := b.mandate.cutoff.total(ctx, reconciles, "controller", "cutoff-grant")
	return int(operator + cutoff), err
}

// reason is the latest reason seen of a grant's sandbox.
func (o *observed) reason(name string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.reasons[name]
}

func (r *report) loaded() []row {
	l := r.Loaded
	if len(l.Suspensions.Floor) == 0 {
		return nil
	}
	p99, idle := l.Suspensions.Mandate.high(), r.Suspensions.Mandate.high()
	return []row{
		{"P3  P1's p99 under load <= 2 x idle", milliseconds(p99), milliseconds(l.Suspensions.Floor.high()), fmt.Sprintf("%.2f of idle", ratio(p99, idle)), met(ratio(p99, idle), 2)},
		{"    its p50", milliseconds(l.Suspensions.Mandate.median()), milliseconds(l.Suspensions.Floor.median()), fmt.Sprintf("%.2f", ratio(l.Suspensions.Mandate.median(), l.Suspensions.Floor.median())), ""},
		{"    the load, each a second", fmt.Sprintf("%.0f reads of a tenant, %.1f sandboxes, %.0f looks at grants", l.Flood, l.Provisioned, l.Looked), "", "", ""},
	}
}

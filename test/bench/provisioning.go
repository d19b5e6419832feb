// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/install"
)

const (
	// writers is how many sandboxes the bare client makes at once: as many as
	// the operator does.
	writers = 16
	// turns is how often Mandate and the bare client take turns, and batch the
	// most grants of a turn: the watches of processes that stand still must not
	// overflow.
	turns = 5
	batch = 500
)

// warmUp opens the sandboxes of the two smaller agreements: connections, caches
// and compiled policies are warm when the measuring begins.
func (b *bench) warmUp(ctx context.Context) error {
	b.progress("warming up with %d grants", smallGrants+b.hundredEndsGrants())
	grants := append(newGrants(small, 0, smallGrants), newGrants(hundredEnds, 0, b.hundredEndsGrants())...)
	if err := b.create(ctx, grants); err != nil {
		return err
	}
	if _, err := b.observed.every(ctx, grants, v1alpha1.OpenReason); err != nil {
		return err
	}
	return b.mandate.quiet(ctx)
}

func (b *bench) create(ctx context.Context, grants []*v1alpha1.DeveloperGrant) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for _, grant := range grants {
		group.Go(func() error {
			if err := b.installed.Admin.Create(ctx, grant); err != nil {
				return fmt.Errorf("create grant %s: %w", grant.Name, err)
			}
			if b.proceedings != nil {
				return b.proceedings.decide(ctx, b.officer, grant)
			}
			return nil
		})
	}
	return group.Wait()
}

// provisioning measures P6. Batches of grants are made while Mandate stands
// still; then the one batch is Mandate's to provision and the next the bare
// client's, so that both meet the same number of sandboxes that are there.
// Where P6 is not asked, Mandate provisions the first, by which the bare client
// reports on all others: the goals that follow begin sooner.
func (b *bench) provisioning(ctx context.Context) error {
	config, err := b.installed.AccountConfig(ctx, install.OperatorAccount)
	if err != nil {
		return err
	}
	writer, err := newClient(config, b.installed.Admin.Scheme())
	if err != nil {
		return err
	}
	bare := &bareOperator{client: writer, admin: b.installed.Admin, proceedings: b.proceedings}
	size := max(1, min(batch, b.options.grants/(2*turns)))
	b.report.Provisioning.Batch, b.report.Provisioning.Compared = size, b.wants("P6")
	profiled := b.profile(ctx, "P6")
	for first, mandates := 0, true; first < b.options.grants; first, mandates = first+size, b.report.Provisioning.Compared && !mandates {
		grants := newGrants(large, first, min(size, b.options.grants-first))
		if err := b.turn(ctx, grants, mandates, bare); err != nil {
			return err
		}
	}
	return profiled()
}

// turn provisions a batch, by Mandate or by the bare client.
func (b *bench) turn(ctx context.Context, grants []*v1alpha1.DeveloperGrant, mandates bool, bare *bareOperator) error {
	before, err := b.mandate.operator.requests(ctx)
	if err != nil {
		return err
	}
	if err := b.mandate.pause(); err != nil {
		return err
	}
	if err := b.create(ctx, grants); err != nil {
		return err
	}
	if !mandates {
		if err := b.bareTurn(ctx, grants, bare); err != nil {
			return err
		}
		return b.mandate.quiet(ctx)
	}
	used, begun := b.mandate.cpuTime(), time.Now()
	if err := b.mandate.resume(); err != nil {
		return err
	}
	done, err := b.observed.every(ctx, grants, v1alpha1.OpenReason)
	if err != nil {
		return err
	}
	rate := b.report.Provisioning.mandate(len(grants), done.Sub(begun), used, b.mandate.cpuTime())
	if err := b.mandate.quiet(ctx); err != nil {
		return err
	}
	after, err := b.mandate.operator.requests(ctx)
	if err != nil {
		return err
	}
	b.report.Provisioning.sent(before, after)
	b.progress("P6: %d sandboxes by Mandate, %.0f a second", len(grants), rate)
	return nil
}

func (b *bench) bareTurn(ctx context.Context, grants []*v1alpha1.DeveloperGrant, bare *bareOperator) error {
	plans, err := bare.plan(ctx, grants, b.observed)
	if err != nil {
		return err
	}
	used, begun := b.mandate.cpuTime(), time.Now()
	if err := bare.write(ctx, plans); err != nil {
		return err
	}
	rate := b.report.Provisioning.floor(len(grants), time.Since(begun), used, b.mandate.cpuTime())
	b.report.Provisioning.Planned = plans[0].writes()
	b.progress("P6: %d sandboxes by the bare client, %.0f a second", len(grants), rate)
	return b.mandate.resume()
}

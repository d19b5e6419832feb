// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/test/builder"
)

// latency is how long a cut took until the last denied read: from the sending
// of the Decision, and from the API server's answer to it.
type latency struct{ Sent, Answered time.Duration }

// reading is a reader and the sandboxes that it reads.
type reading struct {
	reader     *reader
	namespaces []string
}

func (r reading) until(ctx context.Context, answer bool) (time.Time, error) {
	return r.reader.until(ctx, answer, r.namespaces)
}

// race is one suspension of a link of the chain, raced by one who reads the
// sandboxes that hang on it.
type race struct {
	kind    v1alpha1.SubjectLinkKind
	name    string
	reading reading
	// bare cuts by barely in place of Mandate, which stands still; nil lets
	// Mandate cut.
	bare   *bareCutoff
	barely func(context.Context, cutoff.Knife) error
}

// run returns when every sandbox denied the reader, whom each has let in
// before.
func (r race) run(ctx context.Context, b *bench) (*v1alpha1.Decision, latency, error) {
	if _, err := r.reading.until(ctx, true); err != nil {
		return nil, latency{}, err
	}
	act := builder.Decision(b.decisionName()).Suspends(r.kind, r.name).ActedOn(acted).Obj()
	group, running := errgroup.WithContext(ctx)
	if r.bare != nil {
		if err := b.mandate.pause(); err != nil {
			return nil, latency{}, err
		}
		defer func() { _ = b.mandate.resume() }() // it fails only with the process, which is asked for
		group.Go(func() error { return r.bare.on(running, act.Name, r.barely) })
	}
	var denied time.Time
	group.Go(func() (err error) {
		denied, err = r.reading.until(running, false)
		return err
	})
	sent := time.Now()
	if err := b.officer.Create(ctx, act); err != nil {
		return nil, latency{}, err
	}
	answered := time.Now()
	if err := group.Wait(); err != nil {
		return nil, latency{}, err
	}
	return act, latency{Sent: denied.Sub(sent), Answered: denied.Sub(answered)}, nil
}

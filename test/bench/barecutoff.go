// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/test/install"
)

// bareCutoff makes cutoff's first writes, under cutoff's account, as soon as
// its watch shows a Decision. It decides nothing.
type bareCutoff struct {
	knife cutoff.Knife
	// seen are the names of the Decisions that were made, in their order.
	seen chan string
}

// seenDecisions is more Decisions than a run makes.
const seenDecisions = 1 << 14

func newBareCutoff(ctx context.Context, b *bench) (*bareCutoff, error) {
	config, err := b.installed.AccountConfig(ctx, install.CutoffAccount)
	if err != nil {
		return nil, err
	}
	c, err := newClient(config, b.installed.Admin.Scheme())
	if err != nil {
		return nil, err
	}
	var now v1alpha1.DecisionList
	if err := c.List(ctx, &now); err != nil {
		return nil, fmt.Errorf("list Decisions: %w", err)
	}
	since := &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: now.ResourceVersion}}
	decisions, err := c.Watch(ctx, &v1alpha1.DecisionList{}, since)
	if err != nil {
		return nil, fmt.Errorf("watch Decisions: %w", err)
	}
	bare := &bareCutoff{knife: cutoff.Knife{Client: c, Live: c}, seen: make(chan string, seenDecisions)}
	go bare.follow(decisions)
	return bare, nil
}

func (c *bareCutoff) follow(decisions watch.Interface) {
	defer close(c.seen)
	for event := range decisions.ResultChan() {
		if d, ok := event.Object.(*v1alpha1.Decision); ok && event.Type == watch.Added {
			c.seen <- d.Name
		}
	}
}

// on cuts when the watch shows a Decision.
func (c *bareCutoff) on(ctx context.Context, decision string, cut func(context.Context, cutoff.Knife) error) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case name, open := <-c.seen:
			if !open {
				return errors.New("the watch of Decisions ended")
			}
			if name == decision {
				return cut(ctx, c.knife)
			}
		}
	}
}

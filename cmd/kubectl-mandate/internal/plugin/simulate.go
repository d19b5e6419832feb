// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/explaining"
)

// newSimulate is `kubectl mandate simulate --at DATE`.
func newSimulate(version string, streams genericiooptions.IOStreams) *cobra.Command {
	command, _ := asking("simulate", "simulate --at DATE", "  kubectl mandate simulate --at 2026-12-31 -n demo-health",
		"the day (YYYY-MM-DD, to its end) or instant until which time passes",
		version, streams, func(o *whyOptions, ctx context.Context, _ []string) error { return o.simulate(ctx) })
	command.Args = cobra.NoArgs
	_ = command.MarkFlagRequired("at") // it is defined there
	return command
}

// simulate lets time pass over the namespace.
func (o *whyOptions) simulate(ctx context.Context) error {
	now := time.Now()
	if until, err := lastInstantOf(o.at, time.UTC); err != nil {
		return err
	} else if until.Before(now.Add(-24 * time.Hour)) {
		return wrong("--at %s lies in the past: what is and was, kubectl mandate tree --at says", o.at)
	}
	observed, namespace, err := o.reach()
	if err != nil {
		return err
	}
	chain, err := observed.chain(ctx, namespace)
	if err != nil {
		return err
	}
	changes := []explaining.Change{}
	links := observed.links(ctx, namespace, chain.Subjects())
	links = append(links, observed.parties(ctx, links)...)
	o.unread(links...)
	for _, l := range links {
		until, _ := lastInstantOf(o.at, l.zone) // read above
		changes = append(changes, explaining.Passing(now, until, l.zone, l.explain)...)
		if call := l.facts.Selections[l.subject.Name].Get(); l.subject.Kind == v1alpha1.OnSelection && call != nil && call.Spec.ApplicationWindow != nil {
			if closes := explaining.Closing(now, until, l.zone, l.explain(now), call.Spec.ApplicationWindow.To); closes != nil {
				changes = append(changes, *closes)
			}
		}
	}
	explaining.InOrder(changes)
	if o.output == "" {
		_, err = io.WriteString(o.Out, explaining.Changed(changes, languageOf(o.lang)))
		return err
	}
	return o.encode(changes)
}

// lastInstantOf reads --at, of a day the instant at which it has ended.
func lastInstantOf(word string, zone *time.Location) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, word, zone); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	return instantOf(word, zone)
}

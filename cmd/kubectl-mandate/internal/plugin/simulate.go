// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/explaining"
)

// newSimulate is `kubectl mandate simulate --at DATE`.
func newSimulate(version string, streams genericiooptions.IOStreams) *cobra.Command {
	o := &whyOptions{IOStreams: streams, flags: newFlags(), version: version}
	language := languageOf("")
	command := &cobra.Command{
		Use:     "simulate --at DATE",
		Short:   acting.Text(language, "simulate.short", nil),
		Long:    acting.Text(language, "simulate.long", nil),
		Example: "  kubectl mandate simulate --at 2026-12-31 -n demo-health",
		Args:    cobra.NoArgs,
		RunE:    func(command *cobra.Command, _ []string) error { return o.simulate(command.Context()) },
	}
	own := command.Flags()
	own.StringVar(&o.lang, "lang", "", "en or zh (default: by LC_ALL, LC_MESSAGES, LANG)")
	own.StringVarP(&o.output, "output", "o", "", "json: write the changes so")
	own.StringVar(&o.at, "at", "", "the day (YYYY-MM-DD, to its end) or instant until which time passes")
	_ = command.MarkFlagRequired("at") // it is defined above
	o.flags.AddFlags(own)
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
	links := observed.links(ctx, namespace, chain.Subjects(), o.unread)
	for _, l := range append(links, observed.parties(ctx, links, o.unread)...) {
		until, _ := lastInstantOf(o.at, l.zone) // read above
		changes = append(changes, explaining.Passing(now, until, l.zone, l.explain)...)
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

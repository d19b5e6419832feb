// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// asking is a command that answers and changes nothing: where it asks, in which
// language and in which form it answers, and of which day, is said alike for all.
func asking(name, use, example, day string, version string, streams genericiooptions.IOStreams, run func(*whyOptions, context.Context, []string) error) (*cobra.Command, *whyOptions) {
	o := &whyOptions{IOStreams: streams, flags: newFlags(), version: version}
	command := &cobra.Command{
		Use: use, Annotations: worded(name, ""), Example: example,
		RunE: func(command *cobra.Command, args []string) error { return run(o, command.Context(), args) },
	}
	own := command.Flags()
	own.StringVar(&o.lang, "lang", "", langUsage)
	own.StringVarP(&o.output, "output", "o", "", "json: write the answer so")
	own.StringVar(&o.at, "at", "", day)
	o.flags.AddFlags(own)
	return command, o
}

// asOf is what --at says where it is one instant that is answered for.
const asOf = "the day (YYYY-MM-DD, from its beginning) or instant to answer for, if nothing but time passes; of the past, by the acts up to then (default: now)"

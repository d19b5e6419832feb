// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"strings"
)

// sumsUp shows the times, and says what nobody has seen here.
func (s *stage) sumsUp(context.Context) error {
	s.story.say("Measured just now, on this machine, with everything (API server, etcd, our processes and whoever reads) sharing it:")
	s.story.line("")
	longest := 0
	for _, f := range s.figures {
		longest = max(longest, width(f.what))
	}
	for _, f := range s.figures {
		s.story.line("  " + f.what + strings.Repeat(" ", longest-width(f.what)) + "   " + f.value)
	}
	s.story.say("Not shown: this cluster has no node. Pods are stored and never run, so no packet is filtered and no connection cut; " +
		"network policies are shown as they are written. That is for a cluster with a real node. Also not shown: with all our " +
		"processes dead, a token given earlier reads on until its own end, at most ten minutes, since nobody is left to empty the room.")
	s.story.say("To try it yourself on the same cluster: make run")
	return nil
}

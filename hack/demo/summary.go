// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// sumsUp shows the times, and says what nobody has seen here.
func (s *stage) sumsUp(context.Context) error {
	s.story.say("Measured just now on this machine (%s), which API server, etcd, our processes and whoever reads share:", machine())
	s.story.line("")
	longest := 0
	for _, f := range s.figures {
		longest = max(longest, width(f.what))
	}
	for _, f := range s.figures {
		s.story.line("  " + f.what + strings.Repeat(" ", longest-width(f.what)) + "   " + f.value)
	}
	s.story.say("Not shown: this cluster has no node. Pods are stored and never run, so no packet is filtered and no connection cut; " +
		"network policies are shown as they are written. That is for a cluster with a real node. With all our processes dead, nobody is left " +
		"to empty a room: a token given earlier is good until it ends by itself, within ten minutes and seventy seconds, and a suspension " +
		"waits for the processes to come back.")
	s.story.say("To try it yourself on the same cluster: make run")
	return nil
}

// machine says what the times are to be judged by: how many processors there
// are, and how many programs want one. Where nobody tells that, it is left out.
func machine() string {
	said := fmt.Sprintf("%d processors", runtime.NumCPU())
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return said
	}
	minute, _, _ := strings.Cut(string(load), " ")
	return said + ", load average " + minute
}

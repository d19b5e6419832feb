// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

const (
	aloneGrant = "half-a-minute"
	aloneLife  = 30 * time.Second
)

// diesAndRefuses kills everything of ours and asks the API server alone.
func (s *stage) diesAndRefuses(ctx context.Context) error {
	s.story.say("What if all of Mandate is dead when a term ends? Admission policies live in the API server and read its own clock. One "+
		"more grant, for %d seconds, and then all our processes are killed, by force.", int(aloneLife.Seconds()))
	notAfter, err := s.makesGrant(ctx, aloneGrant, aloneLife, "")
	if err != nil {
		return err
	}
	namespace, err := s.sandbox(ctx, aloneGrant)
	if err != nil {
		return err
	}
	s.kills()
	as := " --as=system:serviceaccount:" + namespace + ":developer"
	pod := func(name string) string {
		return strings.Replace(podManifest(name, ""), "kubectl create", "kubectl -n "+namespace+as+" create", 1)
	}
	s.story.say("Before the end, the sandbox still works:")
	if _, err := s.allowed(ctx, admin, pod("before"), "pod/before created"); err != nil {
		return err
	}
	left := max(0, time.Until(notAfter))
	s.story.say("Its term ends at %s, in %s.", notAfter.UTC().Format(time.RFC3339), span(left))
	if err := s.waits(ctx, left+time.Second); err != nil {
		return err
	}
	if err := s.refused(ctx, admin, pod("after"), "ValidatingAdmissionPolicy", "the term ended at"); err != nil {
		return err
	}
	return s.refusesToken(ctx, namespace)
}

// kills ends our processes as a crash would.
func (s *stage) kills() {
	s.story.command(admin, "kill -KILL "+s.pids())
	for _, process := range s.processes {
		process.Kill()
	}
	s.story.check("Dead: %d of %d processes of ours.", len(s.processes), len(s.processes))
	s.processes = nil // that they are dead is no longer a surprise
}

func (s *stage) pids() string {
	var pids []string
	for _, process := range s.processes {
		pids = append(pids, fmt.Sprint(process.PID()))
	}
	return strings.Join(pids, " ")
}

// refusesToken asks for a token of the ended grant, and, as the control, of one
// that is in force.
func (s *stage) refusesToken(ctx context.Context, namespace string) error {
	if err := s.refused(ctx, developer, "kubectl -n "+namespace+" create token developer --duration=10m", "ValidatingAdmissionPolicy", "The grant is over"); err != nil {
		return err
	}
	s.story.say("The same person's grant that runs until 2035 still has its door, with our processes dead:")
	open, err := s.grant(ctx, medtechGrant)
	if err != nil {
		return err
	}
	if _, err := s.allowed(ctx, developer, "kubectl -n "+open.Status.Sandbox.Namespace+" create token developer --duration=10m | cut -c1-24", "eyJ"); err != nil {
		return err
	}
	s.story.check("After the end of a term no pod starts and no token is given, by the API server alone.")
	return nil
}

func (s *stage) waits(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

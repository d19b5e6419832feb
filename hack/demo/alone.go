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
	if err := s.termEndsAlone(ctx, namespace, notAfter); err != nil {
		return err
	}
	if err := s.switchFalls(ctx); err != nil {
		return err
	}
	return s.readsEnd(ctx)
}

// asDeveloper is a command that is run with the rights of a sandbox's developer
// account.
func asDeveloper(namespace, command string) string {
	return strings.Replace(command, "kubectl create", "kubectl -n "+namespace+" --as=system:serviceaccount:"+namespace+":developer create", 1)
}

// termEndsAlone shows a term end with everything of ours dead.
func (s *stage) termEndsAlone(ctx context.Context, namespace string, notAfter time.Time) error {
	s.story.say("Before the end, the sandbox still works, and its pod is told when it ends, by the API server. A person with another grant, " +
		"that runs until 2035, still gets a token:")
	if _, err := s.allowed(ctx, admin, asDeveloper(namespace, podManifest("before", "")), "pod/before created"); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, "kubectl -n "+namespace+` get pod before -o jsonpath='{"activeDeadlineSeconds: "}{.spec.activeDeadlineSeconds}{"\n"}'`, "activeDeadlineSeconds: "); err != nil {
		return err
	}
	if err := s.takesToken(ctx); err != nil {
		return err
	}
	left := max(0, time.Until(notAfter))
	s.story.say("The term of the short one ends at %s, in %s.", notAfter.UTC().Format(time.RFC3339), span(left))
	if err := s.waits(ctx, left+time.Second); err != nil {
		return err
	}
	if err := s.refused(ctx, admin, asDeveloper(namespace, podManifest("after", "")), "ValidatingAdmissionPolicy", "the term ended at"); err != nil {
		return err
	}
	if err := s.refused(ctx, developer, "kubectl -n "+namespace+" create token developer --duration=10m", "ValidatingAdmissionPolicy", "The grant is over"); err != nil {
		return err
	}
	s.story.check("After the end of a term no pod starts and no token is given, by the API server alone.")
	return nil
}

// kills ends our processes as a crash would.
func (s *stage) kills() {
	s.story.command(admin, "kill -KILL "+s.pids())
	for _, process := range s.processes {
		process.Kill()
	}
	s.story.check("Dead: %d of %d processes of ours.", len(s.processes), len(s.processes))
	s.killed = time.Now()
	s.processes = nil // that they are dead is no longer a surprise
}

func (s *stage) pids() string {
	var pids []string
	for _, process := range s.processes {
		pids = append(pids, fmt.Sprint(process.PID()))
	}
	return strings.Join(pids, " ")
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

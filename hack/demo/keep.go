// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// keepUp brings the cluster up and keeps it until Ctrl-C.
func (s *stage) keepUp(ctx context.Context) error {
	if err := s.stand(ctx); err != nil {
		return err
	}
	if err := s.mandate.ApplySamples(ctx); err != nil {
		return err
	}
	if _, err := s.sandbox(ctx, medtechGrant); err != nil {
		return err
	}
	s.story.check("The samples of config/samples are applied. Logs: %s", s.logs)
	s.story.say("In another terminal:")
	s.story.line(s.invitation())
	s.story.say("It stays up until Ctrl-C, and then nothing is left of it.")
	s.watchProcesses(ctx)
	<-ctx.Done()
	s.story.say("Taking it down.")
	return nil
}

// watchProcesses tells when one of our processes ends, since nobody starts it
// again here, as a kubelet would.
func (s *stage) watchProcesses(ctx context.Context) {
	for _, process := range s.processes {
		go func() {
			select {
			case <-ctx.Done():
			case <-process.Ended():
				if ctx.Err() == nil {
					s.story.line(process.Failure().Error())
				}
			}
		}()
	}
}

// invitation is what there is to try.
func (s *stage) invitation() string {
	folder := s.peopleFolder()
	lines := []string{
		"",
		"  export KUBECONFIG=" + s.people[admin].kubeconfig,
		fmt.Sprintf("  export PATH=%s/bin:%s:$PATH", s.root, filepath.Dir(s.cluster.Kubectl())),
		"",
		"  # what there is",
		"  kubectl -n demo-health get mandate",
		"  kubectl explain developergrant.spec",
		"",
		"  # as a developer of demo-medtech, through the door",
		fmt.Sprintf(`  eval "$(KUBECONFIG=%s/%s.kubeconfig kubectl mandate login %s -n demo-health -o %s/sandbox.kubeconfig)"`, folder, developer, medtechGrant, folder),
		"  kubectl auth can-i --list",
		"",
		"  # as an officer: suspend that grant, and see the developer refused",
		fmt.Sprintf("  KUBECONFIG=%s/%s.kubeconfig kubectl create -f config/samples/decisions/suspend-drug-safety.yaml", folder, agency),
		"  kubectl get pods",
		"",
		fmt.Sprintf("  # others in %s: %s keeps the chain, %s and %s are officers", folder, editor, source, authority),
	}
	return strings.Join(lines, "\n")
}

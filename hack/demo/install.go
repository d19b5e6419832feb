// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"path/filepath"
	"time"

	"github.com/publicdata-io/mandate/test/install"
)

// installs starts the control plane and puts Mandate on it.
func (s *stage) installs(ctx context.Context) error {
	s.story.say("Governments hold data that others could use: hospital visits, settlements of insurers. " +
		"They may authorise an operator to run such data (公共数据资源授权运营), and developers to work on it, " +
		"for one purpose, for a time, in a closed room. Mandate keeps that chain of authority in a Kubernetes " +
		"cluster and makes the cluster obey it.")
	s.story.say("Every command below is run for real as the person in its prompt, its answer is checked, and the demo ends " +
		"with exit code 1 at the first one that is not as told. First: etcd, kube-apiserver and kube-controller-manager " +
		"are started on this machine.")
	if err := s.stand(ctx); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, admin, "kubectl api-resources --api-group=mandate.publicdata.io",
		"developergrants", "operationagreements", "decisions"); err != nil {
		return err
	}
	return s.cannotGive(ctx)
}

// stand brings up control plane, installation and processes.
func (s *stage) stand(ctx context.Context) error {
	began := time.Now()
	if err := s.start(ctx); err != nil {
		return err
	}
	up := time.Since(began)
	s.story.check("A control plane is up after %s.", span(up))
	s.measured("control plane: from nothing to ready", up)

	s.story.say("Mandate is custom resources, roles and admission policies, installed as on any cluster.")
	s.story.command(admin, "kubectl apply --server-side -k config/default")
	began = time.Now()
	var err error
	s.mandate, err = install.Apply(ctx, s.cluster, install.Options{Binary: filepath.Join(s.root, "bin", "mandate")})
	if err != nil {
		return err
	}
	installed := time.Since(began)
	s.story.check("Applied, and every admission policy refuses what it is there to refuse, after %s.", span(installed))
	s.measured("installation: until every policy bites", installed)
	return s.run(ctx)
}

// cannotGive shows under which rights our processes run.
func (s *stage) cannotGive(ctx context.Context) error {
	s.story.say("Two kinds of processes run: the operator, which gives, and cutoff, which takes away (here two of it, as in " +
		"its Deployment). Each runs under its own ServiceAccount with only the rights just installed. Cutoff can take " +
		"rights away but not give any; the operator cannot get a token to enter a sandbox itself.")
	const as = " --as=system:serviceaccount:mandate-system:mandate-"
	if _, err := s.allowed(ctx, admin, "kubectl auth can-i delete rolebindings -A"+as+"cutoff", "yes"); err != nil {
		return err
	}
	for _, question := range []string{
		"kubectl auth can-i create rolebindings -A" + as + "cutoff",
		"kubectl auth can-i create serviceaccounts --subresource=token -A" + as + "operator",
	} {
		if err := s.refused(ctx, admin, question, "no"); err != nil {
			return err
		}
	}
	for _, process := range s.processes {
		if err := process.Failure(); err != nil {
			return err
		}
	}
	s.story.check("Our processes run: %s.", s.pids())
	return nil
}

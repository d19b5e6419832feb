// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package reach answers one question: what can somebody do who has stolen the
// token of the operator or of cutoff?
//
// Discovery names every resource and subresource that the API server has. Each
// is tried with every verb in a sandbox, a data domain, the registry, the system
// namespace, a foreign namespace, kube-system, default and the whole cluster: first
// RBAC is asked, then each write that RBAC lets through is sent, as a dry run, with
// what the process itself writes and with what would widen it, and some writes for
// real, one after another. What is reached is docs/reach.md.
package reach

import (
	"context"
	"errors"
	"flag"
	"testing"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// What the tests of this package share.
var (
	controlPlane *cluster.Cluster
	installed    *install.Installation
	// admin is a member of system:masters.
	admin client.Client
	// stolen are the tokens of the two accounts.
	stolen = map[string]*rest.Config{}
	// running are the processes of Mandate.
	running []*cluster.Process
)

// update writes down what was reached, in place of comparing it.
var update = flag.Bool("update", false, "rewrite docs/reach.md")

func TestMain(m *testing.M) {
	install.Suite{Begin: func(ctx context.Context, c *cluster.Cluster, i *install.Installation) (func(int) error, error) {
		controlPlane, installed, admin = c, i, i.Admin
		operator, cutoff, err := i.StartBoth(ctx)
		for name, account := range map[string]string{"operator": install.OperatorAccount, "cutoff": install.CutoffAccount} {
			config, tokenErr := i.AccountConfig(ctx, account)
			stolen[name], err = config, errors.Join(err, tokenErr)
		}
		running = []*cluster.Process{operator, cutoff}
		return func(code int) error { return install.Failures(running...)(code) }, err
	}}.Main(m)
}

// stopped ends the processes, which must have run until now.
func stopped(t *testing.T) {
	t.Helper()
	if err := install.Failures(running...)(0); err != nil {
		t.Error(err)
	}
	for _, p := range running {
		p.Kill()
	}
	running = nil
}

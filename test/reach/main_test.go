// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package reach answers one question: what can somebody do who has stolen the
// token of the operator or of cutoff?
//
// Discovery names every resource and subresource that the API server has. Each
// is tried with every verb in a sandbox, a data domain, the registry, the system
// namespace, a foreign namespace and the whole cluster: first RBAC is asked, then
// each write that RBAC lets through is sent, as a dry run, with what the process
// itself writes and with what would widen it. What is reached is docs/reach.md.
package reach

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
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
)

// update writes down what was reached, in place of comparing it.
var update = flag.Bool("update", false, "rewrite docs/reach.md")

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	ctrl.SetLogger(logr.Discard())
	if controlPlane, err = cluster.Start(ctx, cluster.Options{Fast: true, LogDir: os.Getenv("MANDATE_TEST_LOG")}); err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, controlPlane.Stop()) }()
	if installed, err = install.Apply(ctx, controlPlane, install.Options{}); err != nil {
		return 1, err
	}
	admin = installed.Admin
	operator, err := installed.StartOperator(ctx, "operator")
	if err != nil {
		return 1, err
	}
	cutoff, err := installed.StartCutoff(ctx, "cutoff")
	if err != nil {
		return 1, err
	}
	for name, account := range map[string]string{"operator": install.OperatorAccount, "cutoff": install.CutoffAccount} {
		if stolen[name], err = installed.AccountConfig(ctx, account); err != nil {
			return 1, err
		}
	}
	code = m.Run()
	return code, errors.Join(operator.Failure(), cutoff.Failure())
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package integration answers one question: do the operator and cutoff, under
// the restricted accounts they are shipped with, keep a real cluster at what
// the chain of authority says, whatever happens to it?
//
// Both processes run inside the test, wired as cmd/mandate wires them. Each
// test works in a domain of its own; those that stop a process or ask that
// nothing else moves are not parallel, so that they run alone.
package integration

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// What the tests of this package share.
var (
	// admin is a member of system:masters, whom RBAC refuses nothing; admission
	// policies do.
	admin client.Client
	// adminConfig is its access.
	adminConfig *rest.Config
	// operator and cutoff are the two processes.
	operator, cutoff *process
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// run starts a control plane, installs Mandate and runs both processes. After
// the tests it asks whether every right of the processes was needed.
func run(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	ctrl.SetLogger(funcr.New(logLine, funcr.Options{}))
	controlPlane, err := cluster.Start(ctx, cluster.Options{Fast: true})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, controlPlane.Stop()) }()
	installed, err := install.Apply(ctx, controlPlane, install.Options{})
	if err != nil {
		return 1, err
	}
	admin, adminConfig = installed.Admin, controlPlane.Config()
	if err := appoint(ctx); err != nil {
		return 1, err
	}
	operator = &process{account: install.OperatorAccount, wire: wireOperator}
	cutoff = &process{account: install.CutoffAccount, wire: wireCutoff}
	for _, p := range []*process{operator, cutoff} {
		if p.config, err = installed.AccountConfig(ctx, p.account); err != nil {
			return 1, err
		}
		if err := p.start(); err != nil {
			return 1, err
		}
	}
	if err := awaitBeat(ctx); err != nil {
		return 1, fmt.Errorf("await the first beat: %w", err)
	}
	code = m.Run()
	for _, p := range []*process{operator, cutoff} {
		err = errors.Join(err, p.stop())
	}
	if code == 0 && wholePackage() {
		err = errors.Join(err, rightsAreNeeded(installed.Root))
	}
	return code, err
}

// logs says whether the processes write what they log.
var logs = os.Getenv("MANDATE_TEST_LOG")

func logLine(prefix, args string) {
	if logs != "" {
		fmt.Fprintln(os.Stderr, time.Now().Format(time.StampMilli), prefix, args)
	}
}

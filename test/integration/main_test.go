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

// TestMain runs both processes. After the tests it asks whether every right of
// theirs was needed.
func TestMain(m *testing.M) {
	install.Suite{Log: funcr.New(logLine, funcr.Options{}), Begin: begin}.Main(m)
}

func begin(ctx context.Context, c *cluster.Cluster, i *install.Installation) (func(int) error, error) {
	admin, adminConfig = i.Admin, c.Config()
	if err := appoint(ctx); err != nil {
		return nil, err
	}
	operator = &process{account: install.OperatorAccount, wire: wireOperator}
	cutoff = &process{account: install.CutoffAccount, wire: wireCutoff}
	for _, p := range []*process{operator, cutoff} {
		var err error
		if p.config, err = i.AccountConfig(ctx, p.account); err != nil {
			return nil, err
		}
		if err := p.start(); err != nil {
			return nil, err
		}
	}
	if err := awaitBeat(ctx); err != nil {
		return nil, fmt.Errorf("await the first beat: %w", err)
	}
	return func(code int) error {
		err := errors.Join(operator.stop(), cutoff.stop())
		if code == 0 && wholePackage() {
			err = errors.Join(err, rightsAreNeeded(i.Root))
		}
		return err
	}, nil
}

// logs says whether the processes write what they log.
var logs = os.Getenv("MANDATE_TEST_LOG")

func logLine(prefix, args string) {
	if logs != "" {
		fmt.Fprintln(os.Stderr, time.Now().Format(time.StampMilli), prefix, args)
	}
}

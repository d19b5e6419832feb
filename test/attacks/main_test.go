// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package attacks answers one question: is each way out of a sandbox that the
// API server decides closed, and by which one object?
//
// Each row of the table is an attack by somebody with a real identity on a
// sandbox in force. It is refused; and once the one object that the row names
// is taken away, with all else in place that does not close the same way, it
// works. So no row passes because the attack was written wrongly, and no object
// is thought to protect what it does not.
package attacks

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr"
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
	// operator gives, and mends what was touched; it stands still while
	// controls run.
	operator *cluster.Process
)

// update writes down what the tests saw, in place of comparing it.
var update = flag.Bool("update", false, "rewrite docs/isolation.md and testdata/refusals.golden")

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
	if operator, err = installed.StartOperator(ctx, "operator"); err != nil {
		return 1, err
	}
	cutoff, err := installed.StartCutoff(ctx, "cutoff")
	if err != nil {
		return 1, err
	}
	code = m.Run()
	return code, errors.Join(operator.Failure(), cutoff.Failure())
}

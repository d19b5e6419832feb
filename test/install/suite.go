// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install

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

	"github.com/publicdata-io/mandate/test/cluster"
)

// startTime is how long a control plane with all that a suite begins may take,
// on a crowded machine.
const startTime = 5 * time.Minute

// Suite is the tests of one package on a control plane with Mandate.
type Suite struct {
	// Cluster is the control plane. Its parts log into the folder of the
	// environment variable MANDATE_TEST_LOG, where that is set.
	Cluster cluster.Options
	// Log takes what is logged inside the test binary; the zero Logger is nobody.
	Log logr.Logger
	// Begin starts what the tests share. It returns what is still to be done and
	// said after them, which is told their exit code.
	Begin func(ctx context.Context, c *cluster.Cluster, i *Installation) (end func(code int) error, err error)
}

// Main runs the tests and exits.
func (s Suite) Main(m *testing.M) {
	flag.Parse()
	code, err := s.run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func (s Suite) run(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	ctrl.SetLogger(s.Log)
	s.Cluster.Fast, s.Cluster.LogDir = true, os.Getenv("MANDATE_TEST_LOG")
	c, err := cluster.Start(ctx, s.Cluster)
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, c.Stop()) }()
	installed, err := Apply(ctx, c, Options{})
	if err != nil {
		return 1, err
	}
	end, err := s.Begin(ctx, c, installed)
	if err != nil {
		return 1, err
	}
	code = m.Run()
	return code, end(code)
}

// StartBoth runs both processes. What it returns first is the operator.
func (i *Installation) StartBoth(ctx context.Context) (operator, cutoff *cluster.Process, err error) {
	if operator, err = i.StartOperator(ctx, "operator"); err != nil {
		return nil, nil, err
	}
	cutoff, err = i.StartCutoff(ctx, "cutoff")
	return operator, cutoff, err
}

// Failures says which of some processes failed, for the end of a Suite.
func Failures(processes ...*cluster.Process) func(code int) error {
	return func(int) error {
		var errs []error
		for _, p := range processes {
			errs = append(errs, p.Failure())
		}
		return errors.Join(errs...)
	}
}

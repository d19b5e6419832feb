// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package leaves answers one question: is there a value of any field of any
// kind that is accepted and then stuck?
//
// Every leaf of every spec, found by walking the CRDs, is given its least and
// its greatest value, none, and a wrong one, is taken away, and is put back. Each
// such object is either refused, in words that name the field, or looked at by
// the operator to the end: kstatus says that it is done, or what it waits for,
// and nothing is written any more. All objects go through at once.
package leaves

import (
	"context"
	"errors"
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
	installed *install.Installation
	// admin is a member of system:masters.
	admin client.Client
	// beater is a member of mandate:break-glass, too.
	beater client.Client
	// logs is the folder of the processes' logs.
	logs string
)

func TestMain(m *testing.M) {
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
	controlPlane, err := cluster.Start(ctx, cluster.Options{Fast: true, LogDir: os.Getenv("MANDATE_TEST_LOG")})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, controlPlane.Stop()) }()
	if installed, err = install.Apply(ctx, controlPlane, install.Options{}); err != nil {
		return 1, err
	}
	admin, logs = installed.Admin, controlPlane.LogDir()
	if beater, err = install.Beater(controlPlane.Config()); err != nil {
		return 1, err
	}
	operator, err := installed.StartOperator(ctx, "operator")
	if err != nil {
		return 1, err
	}
	cutoff, err := installed.StartCutoff(ctx, "cutoff")
	if err != nil {
		return 1, err
	}
	code = m.Run()
	return code, errors.Join(operator.Failure(), cutoff.Failure())
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package samples answers one question: does a real API server take everything
// that we tell people to apply, and refuse what we tell them it refuses?
package samples

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// root is the repository, seen from this package's folder.
const root = "../.."

// admin runs kubectl as the cluster's administrator.
var admin kubectl

type kubectl struct{ installation *install.Installation }

// run returns what kubectl writes; its error holds what kubectl says.
func (k kubectl) run(stdin string, args ...string) (string, error) {
	return k.installation.Kubectl(context.Background(), stdin, args...)
}

func TestMain(m *testing.M) {
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// runAll starts the control plane, installs config/default on it as a user
// would, applies the samples, and runs the tests. Nothing of ours runs on it.
func runAll(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	c, err := cluster.Start(ctx, cluster.Options{Fast: true, WithoutControllerManager: true})
	if err != nil {
		return 0, fmt.Errorf("start the control plane: %w", err)
	}
	defer func() { err = errors.Join(err, c.Stop()) }()
	if admin.installation, err = install.Apply(ctx, c, install.Options{}); err != nil {
		return 0, err
	}
	_, err = admin.run("", "apply", "--server-side", "--validate=strict", "-k", "config/samples")
	if err != nil {
		return 0, err
	}
	return m.Run(), nil
}

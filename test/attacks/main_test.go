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
	"flag"
	"testing"

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
	install.Suite{Begin: func(ctx context.Context, c *cluster.Cluster, i *install.Installation) (func(int) error, error) {
		controlPlane, installed, admin = c, i, i.Admin
		var cutoff *cluster.Process
		var err error
		operator, cutoff, err = i.StartBoth(ctx)
		// Controls begin another operator: it is the last one that must be well.
		return func(code int) error { return install.Failures(operator, cutoff)(code) }, err
	}}.Main(m)
}

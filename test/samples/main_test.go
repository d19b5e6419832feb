// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package samples answers one question: does a real API server take everything
// that we tell people to apply, and refuse what we tell them it refuses?
package samples

import (
	"context"
	"testing"

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

// TestMain applies the samples to config/default, installed as a user would.
// Nothing of ours runs there.
func TestMain(m *testing.M) {
	install.Suite{
		Cluster: cluster.Options{WithoutControllerManager: true},
		Begin: func(_ context.Context, _ *cluster.Cluster, i *install.Installation) (func(int) error, error) {
			admin.installation = i
			_, err := admin.run("", "apply", "--server-side", "--validate=strict", "-k", "config/samples")
			return install.Failures(), err
		},
	}.Main(m)
}

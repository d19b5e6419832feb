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
	"testing"

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
	install.Suite{Begin: func(ctx context.Context, c *cluster.Cluster, i *install.Installation) (func(int) error, error) {
		installed, admin, logs = i, i.Admin, c.LogDir()
		var err error
		if beater, err = install.Beater(c.Config()); err != nil {
			return nil, err
		}
		operator, cutoff, err := i.StartBoth(ctx)
		return install.Failures(operator, cutoff), err
	}}.Main(m)
}

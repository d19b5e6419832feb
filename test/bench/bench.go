// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// bench is a control plane with Mandate on it, and those who use it.
type bench struct {
	options
	cluster   *cluster.Cluster
	installed *install.Installation
	mandate   *mandate
	officer   client.Client
	observed  *observed
	report    *report
	decisions int
	// proceedings are the acts on grants; nil where the edition asks for none.
	proceedings *proceedings
}

// prepare brings everything up, with the domain and without grants.
func prepare(ctx context.Context, o options) (*bench, error) {
	b := &bench{options: o, report: newReport(o)}
	b.progress("starting the control plane")
	c, err := cluster.Start(ctx, cluster.Options{LogDir: o.logs})
	if err != nil {
		return nil, err
	}
	b.cluster = c
	if err := b.install(ctx); err != nil {
		_ = c.Stop() // the first error says what went wrong
		return nil, err
	}
	return b, nil
}

func (b *bench) install(ctx context.Context) (err error) {
	b.progress("installing config/default")
	if b.installed, err = install.Apply(ctx, b.cluster, install.Options{}); err != nil {
		return err
	}
	if b.mandate, err = startMandate(ctx, b.cluster, b.installed, b.binary); err != nil {
		return err
	}
	if err := createDomain(ctx, b.installed.Admin, b.options); err != nil {
		return err
	}
	if b.procedures() {
		if b.proceedings, err = readProceedings(ctx, b.installed.Admin); err != nil {
			return err
		}
	}
	if b.officer, err = newOfficer(b.cluster, b.installed.Admin.Scheme()); err != nil {
		return err
	}
	b.observed, err = observe(ctx, b.cluster.Config(), b.installed.Admin.Scheme())
	return err
}

// measure measures the goals. Grants are provisioned first, since the others
// need them.
func (b *bench) measure(ctx context.Context) error {
	if err := b.warmUp(ctx); err != nil {
		return err
	}
	if err := b.weigh(ctx, "before the grants were provisioned"); err != nil {
		return err
	}
	if err := b.provisioning(ctx); err != nil {
		return err
	}
	if err := b.weigh(ctx, "after the grants were provisioned"); err != nil {
		return err
	}
	if b.wants("P1") {
		if err := b.suspensions(ctx); err != nil {
			return err
		}
	}
	if b.wants("P2") {
		if err := b.agreements(ctx); err != nil {
			return err
		}
	}
	return b.further(ctx)
}

// progress says what is being done: a run takes minutes.
func (b *bench) progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s  %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
}

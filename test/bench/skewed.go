// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"k8s.io/client-go/discovery"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/install"
)

// skewed is a local clock that is wrong.
type skewed struct {
	clock.RealClock
	by time.Duration
}

// Now is as wrong as the clock.
func (s skewed) Now() time.Time { return s.RealClock.Now().Add(s.by) }

// Since is right, as that of a clock which is wrong by the same all the time.
func (s skewed) Since(t time.Time) time.Duration { return s.Now().Sub(t) }

// skewedExpiries lets grants end while the only cutoff is one in this process
// whose local clock is wrong.
func (b *bench) skewedExpiries(ctx context.Context) error {
	b.mandate.cutoffOne.Kill()
	e := &b.report.Expiries
	var errs []error
	for _, wrong := range []struct {
		by   time.Duration
		late *times
	}{{time.Hour, &e.Fast}, {-time.Hour, &e.Slow}} {
		late, err := b.expireSkewed(ctx, wrong.by)
		*wrong.late = late
		if err != nil {
			errs = append(errs, fmt.Errorf("with a local clock that is wrong by %s: %w", wrong.by, err))
			continue
		}
		b.progress("P5: with a local clock that is wrong by %s, p99 %s late", wrong.by, milliseconds(late.high()))
	}
	return errors.Join(append(errs, b.mandate.startCutoff(ctx), b.inStep(ctx))...)
}

func (b *bench) expireSkewed(ctx context.Context, by time.Duration) (times, error) {
	running, stop := context.WithCancel(ctx)
	mgr, err := b.skewedCutoff(running, by)
	if err != nil {
		stop()
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(running) }()
	late, err := b.expireSome(ctx, min(b.samples, skewedEnds))
	stop()
	return late, errors.Join(err, <-ended)
}

// skewedCutoff is `mandate cutoff` with another clock.
func (b *bench) skewedCutoff(ctx context.Context, by time.Duration) (manager.Manager, error) {
	access, err := b.installed.AccountConfig(ctx, install.CutoffAccount)
	if err != nil {
		return nil, err
	}
	local := skewed{by: by}
	now := kube.NewServerClock(local)
	access = apart(access)
	access.Wrap(func(next http.RoundTripper) http.RoundTripper { return now.Wrap(next) })
	api, err := discovery.NewDiscoveryClientForConfig(access)
	if err != nil {
		return nil, fmt.Errorf("connect to the API server: %w", err)
	}
	if err := now.Sync(ctx, api.RESTClient()); err != nil {
		return nil, err
	}
	mgr, err := ctrl.NewManager(access, manager.Options{
		Scheme: b.installed.Admin.Scheme(), Cache: kube.CutoffCacheOptions(clock.RealClock{}),
		Metrics: metricsserver.Options{BindAddress: "0"}, HealthProbeBindAddress: "0",
		// A process that starts again in one program names its controllers again.
		Controller: config.Controller{SkipNameValidation: new(true)},
	})
	if err != nil {
		return nil, fmt.Errorf("prepare the manager: %w", err)
	}
	if err := now.Floor(ctx, mgr.GetAPIReader()); err != nil {
		return nil, err
	}
	return mgr, cutoff.Setup(ctx, mgr, cutoff.NewDeadlines(now, local, api.RESTClient()))
}

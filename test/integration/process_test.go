// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/publicdata-io/mandate/controllers"
	cutoffcontrollers "github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/install"
)

// process is one of Mandate's two processes, run inside the test under its own
// account. It can be stopped and started again, with nothing remembered.
type process struct {
	account string
	config  *rest.Config
	wire    func(ctx context.Context, mgr manager.Manager, now *kube.ServerClock, api rest.Interface) error
	// requests are those of all its runs.
	requests journal
	// through is a way that its requests take, or nil.
	through func(http.RoundTripper) http.RoundTripper
	// local is the clock of its machine, or nil for that of the test's.
	local clock.PassiveClock

	cancel context.CancelFunc
	ended  chan error
}

func wireOperator(ctx context.Context, mgr manager.Manager, now *kube.ServerClock, _ rest.Interface) error {
	return controllers.Setup(ctx, mgr, now)
}

func wireCutoff(ctx context.Context, mgr manager.Manager, now *kube.ServerClock, api rest.Interface) error {
	return cutoffcontrollers.Setup(ctx, mgr, cutoffcontrollers.NewDeadlines(now, clock.RealClock{}, api))
}

// start runs the process as cmd/mandate does, but for flags, metrics and the
// election of a leader: there is one operator.
func (p *process) start() error {
	ctx, cancel := context.WithCancel(context.Background())
	mgr, err := p.prepare(ctx)
	if err != nil {
		cancel()
		return fmt.Errorf("start %s: %w", p.account, err)
	}
	p.cancel, p.ended = cancel, make(chan error, 1)
	go func() { p.ended <- mgr.Start(ctx) }()
	return nil
}

func (p *process) prepare(ctx context.Context) (manager.Manager, error) {
	cfg := rest.CopyConfig(p.config)
	now := kube.NewServerClock(clock.RealClock{})
	if p.local != nil {
		now = kube.NewServerClock(p.local)
	}
	cfg.Wrap(func(next http.RoundTripper) http.RoundTripper {
		if p.through != nil {
			next = p.through(next)
		}
		return now.Wrap(p.requests.wrap(next))
	})
	cfg.QPS, cfg.Burst = -1, -1
	api, err := discovery.NewDiscoveryClientForConfig(cfg)
	if err != nil {
		return nil, err
	}
	if err := now.Sync(ctx, api.RESTClient()); err != nil {
		return nil, err
	}
	scheme, err := kube.NewScheme()
	if err != nil {
		return nil, err
	}
	cached := kube.CacheOptions()
	if p.account == install.CutoffAccount {
		cached = kube.CutoffCacheOptions(clock.RealClock{})
	}
	mgr, err := ctrl.NewManager(cfg, manager.Options{
		Scheme:                 scheme,
		Cache:                  cached,
		Metrics:                metricsserver.Options{BindAddress: "0"},
		HealthProbeBindAddress: "0",
		// A process that starts again in one program names its controllers again.
		Controller: config.Controller{SkipNameValidation: new(true)},
	})
	if err != nil {
		return nil, err
	}
	if err := now.Floor(ctx, mgr.GetAPIReader()); err != nil {
		return nil, err
	}
	return mgr, p.wire(ctx, mgr, now, api.RESTClient())
}

// stop ends the process and waits until it is gone.
func (p *process) stop() error {
	if p.cancel == nil {
		return nil
	}
	p.cancel()
	err := <-p.ended
	p.cancel = nil
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("run %s: %w", p.account, err)
	}
	return nil
}

// stopFor stops the process until the test is over, or until resume is called.
// Such a test must not be parallel.
func (p *process) stopFor(t *testing.T) (resume func()) {
	t.Helper()
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	resume = func() {
		if p.cancel == nil {
			if err := p.start(); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Cleanup(resume)
	return resume
}

// restart stops the process and starts it with nothing remembered.
func (p *process) restart(t *testing.T) {
	t.Helper()
	p.stopFor(t)()
}

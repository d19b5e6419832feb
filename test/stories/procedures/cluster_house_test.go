// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	clocks "k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/publicdata-io/mandate/controllers"
	"github.com/publicdata-io/mandate/controllers/cutoff"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// house is a control plane with the operator and cutoff, wired as cmd/mandate
// wires them and under the accounts they are shipped with, but for the time:
// they are told that of the stories, and hear no other.
type house struct {
	admin client.Client
	rest  *rest.Config
	// operator and cutoff are the times of the two processes.
	operator, cutoff *kube.ServerClock
	// officers are the clients of those who act, by their user names.
	officers map[string]client.Client
	// kubeconfig is the administrator's, and assets is where kubectl is.
	kubeconfig, assets string
}

// opened is a house at an instant, which stands until the test is over.
func opened(t *testing.T, begins time.Time) *house {
	t.Helper()
	ctrl.SetLogger(logr.Discard())
	c, err := cluster.Start(t.Context(), cluster.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	installed, err := install.Apply(t.Context(), c, install.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{admin: installed.Admin, rest: c.Config(), officers: map[string]client.Client{}}
	h.kubeconfig, h.assets = installed.AdminKubeconfig(), filepath.Dir(c.Kubectl())
	h.operator, h.cutoff = stopped(begins), stopped(begins)
	h.run(t, installed, install.OperatorAccount, kube.CacheOptions(), func(ctx context.Context, mgr manager.Manager, _ rest.Interface) error {
		return controllers.Setup(ctx, mgr, h.operator)
	})
	h.run(t, installed, install.CutoffAccount, kube.CutoffCacheOptions(brisk{}), func(ctx context.Context, mgr manager.Manager, api rest.Interface) error {
		return cutoff.Setup(ctx, mgr, cutoff.NewDeadlines(h.cutoff, brisk{}, api))
	})
	return h
}

// stopped is a clock that stands still until it is stepped.
func stopped(at time.Time) *kube.ServerClock {
	c := kube.NewServerClock(still{})
	c.Hear(at)
	return c
}

// still is a local clock by which no time passes.
type still struct{}

func (still) Now() time.Time                { return time.Time{} }
func (still) Since(time.Time) time.Duration { return 0 }

// brisk is the time by which a process paces its sleeps, cut short: it reads the
// time again soon after a step.
type brisk struct{ clocks.RealClock }

const nap = 50 * time.Millisecond

func (c brisk) NewTimer(d time.Duration) clocks.Timer { return c.RealClock.NewTimer(min(d, nap)) }

// step moves the time of both processes on. It never runs backwards.
func (h *house) step(to time.Time) {
	h.cutoff.Hear(to)
	h.operator.Hear(to)
}

type wiring func(ctx context.Context, mgr manager.Manager, api rest.Interface) error

// run runs one process until the test is over.
func (h *house) run(t *testing.T, installed *install.Installation, account string, cached cache.Options, wire wiring) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	access, err := installed.AccountConfig(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	api, err := discovery.NewDiscoveryClientForConfig(access)
	if err != nil {
		t.Fatal(err)
	}
	mgr, err := ctrl.NewManager(access, manager.Options{
		Scheme: h.admin.Scheme(), Cache: cached,
		Metrics: metricsserver.Options{BindAddress: "0"}, HealthProbeBindAddress: "0",
		Controller: config.Controller{SkipNameValidation: new(true)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := wire(ctx, mgr, api.RESTClient()); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("run %s: %v", account, err)
		}
	})
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap/zapcore"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/publicdata-io/mandate/controllers/kube"
)

// process is what every process of Mandate shares.
type process struct {
	kubeconfig, metrics, probes, profiles string
	log                                   zap.Options
	level                                 zapcore.Level
}

func (p *process) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.kubeconfig, "kubeconfig", "", "kubeconfig file; inside a cluster none is needed")
	cmd.Flags().StringVar(&p.metrics, "metrics-bind-address", ":8080", "address of the metrics; 0 for none")
	cmd.Flags().StringVar(&p.probes, "health-probe-bind-address", ":8081", "address of /healthz and /readyz; 0 for none")
	cmd.Flags().StringVar(&p.profiles, "pprof-bind-address", "", "address of /debug/pprof, for whoever may reach it; empty for none")
	cmd.Flags().TextVar(&p.level, "log-level", zapcore.InfoLevel, "debug, info or error")
	cmd.Flags().BoolVar(&p.log.Development, "log-development", false, "log for people rather than for machines")
}

// manager connects to the API server, hears its time and prepares a manager.
func (p *process) manager(ctx context.Context, change func(*manager.Options)) (manager.Manager, *kube.ServerClock, discovery.DiscoveryInterface, error) {
	p.log.Level = p.level
	ctrl.SetLogger(zap.New(zap.UseFlagOptions(&p.log), zap.WriteTo(os.Stderr)))
	cfg, err := p.config()
	if err != nil {
		return nil, nil, nil, err
	}
	now := kube.NewServerClock(clock.RealClock{})
	cfg.Wrap(func(next http.RoundTripper) http.RoundTripper { return now.Wrap(next) })
	api, err := discovery.NewDiscoveryClientForConfig(cfg)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("connect to the API server: %w", err)
	}
	if err := now.Sync(ctx, api.RESTClient()); err != nil {
		return nil, nil, nil, err
	}
	scheme, err := kube.NewScheme()
	if err != nil {
		return nil, nil, nil, err
	}
	options := manager.Options{
		Scheme:                 scheme,
		Cache:                  kube.CacheOptions(),
		Metrics:                metricsserver.Options{BindAddress: p.metrics},
		HealthProbeBindAddress: p.probes,
		PprofBindAddress:       p.profiles,
		Client:                 client.Options{Cache: &client.CacheOptions{}},
		// What is under way has time to end, and the lease to be released.
		GracefulShutdownTimeout: new(lastBreath / 2),
	}
	change(&options)
	mgr, err := ctrl.NewManager(cfg, options)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("prepare the manager: %w", err)
	}
	if err := mgr.AddHealthzCheck("ping", healthz.Ping); err != nil {
		return nil, nil, nil, fmt.Errorf("add the health check: %w", err)
	}
	if err := mgr.AddReadyzCheck("caches", synced(mgr)); err != nil {
		return nil, nil, nil, fmt.Errorf("add the readiness check: %w", err)
	}
	return mgr, now, api, nil
}

// errNotSynced says that a process has not seen the cluster yet.
var errNotSynced = errors.New("the caches are not filled yet")

// synced is ready once the process has seen the whole cluster: a rolling update
// must not end who cuts before the next one can.
func synced(mgr manager.Manager) healthz.Checker {
	return func(req *http.Request) error {
		ctx, cancel := context.WithTimeout(req.Context(), 100*time.Millisecond)
		defer cancel()
		if !mgr.GetCache().WaitForCacheSync(ctx) {
			return errNotSynced
		}
		return nil
	}
}

// config has no limit of its own on requests: API Priority and Fairness is
// where load is shaped, and a cut must not wait in its own client.
func (p *process) config() (*rest.Config, error) {
	var cfg *rest.Config
	var err error
	if p.kubeconfig != "" {
		cfg, err = clientcmd.BuildConfigFromFlags("", p.kubeconfig)
	} else {
		cfg, err = ctrl.GetConfig()
	}
	if err != nil {
		return nil, fmt.Errorf("read the kubeconfig: %w", err)
	}
	cfg.QPS, cfg.Burst = -1, -1
	cfg.UserAgent = "mandate/" + version
	return cfg, nil
}

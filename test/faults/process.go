// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
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
)

// askedCache is how long a live read waits for the cache: most plans give it
// nothing to come as far by.
const askedCache = 20 * time.Millisecond

// process is an operator or a cutoff of one plan. It runs again whenever it was
// killed, with nothing remembered.
type process struct {
	name  string
	world *world

	mu      sync.Mutex
	current *run
	stopped bool
	gates   map[string]*gate // with which the next run begins
	ended   sync.WaitGroup
	err     error
}

// run is one life of a process.
type run struct {
	view   *view
	cancel context.CancelFunc

	mu     sync.Mutex
	dead   bool
	paused chan struct{} // closed when it goes on; nil while it runs
}

func (r *run) isDead() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dead
}

// kill ends the process as a signal would: nothing more is sent.
func (r *run) kill() {
	r.mu.Lock()
	r.dead = true
	r.mu.Unlock()
	r.cancel()
}

// pause stops every request of the process and shows it nothing more, and
// resume lets it go on.
func (r *run) pause() {
	r.view.stop()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.paused == nil {
		r.paused = make(chan struct{})
	}
}

func (r *run) resume() {
	r.view.goOn()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.paused != nil {
		close(r.paused)
		r.paused = nil
	}
}

// wait returns at once unless the process is stopped or dead.
func (r *run) wait(ctx context.Context) error {
	r.mu.Lock()
	paused, dead := r.paused, r.dead
	r.mu.Unlock()
	switch {
	case dead:
		return errDead
	case paused == nil:
		return nil
	}
	select {
	case <-paused:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

const (
	// starts is how often a process is started that does not come to run, as where
	// the API server does not answer: a node starts it again.
	starts = 20
	// startAgain is when it is.
	startAgain = time.Second
)

// start begins the process and keeps it running until stop.
func (p *process) start() error {
	p.mu.Lock()
	gates := p.gates
	p.gates = nil
	p.mu.Unlock()
	err := p.startOnce(gates)
	for tried := 1; err != nil && tried < starts && !p.isStopped(); tried++ {
		<-time.After(startAgain)
		err = p.startOnce(gates)
	}
	return err
}

func (p *process) isStopped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopped
}

func (p *process) startOnce(gates map[string]*gate) error {
	ctx, cancel := context.WithCancel(context.Background())
	r := &run{view: newView(p.world.house.hub, p.world.name), cancel: cancel}
	if gates != nil {
		r.view.gates = gates
	}
	mgr, err := p.prepare(ctx, r)
	if err != nil {
		cancel()
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		cancel()
		return nil
	}
	p.current = r
	p.ended.Go(func() { p.live(ctx, mgr, r) })
	return nil
}

// live is one life of a process; where it was killed, the next one follows.
func (p *process) live(ctx context.Context, mgr manager.Manager, r *run) {
	err := begin(ctx, mgr)
	p.mu.Lock()
	again := !p.stopped
	if err != nil && !errors.Is(err, context.Canceled) && !r.isDead() {
		p.err = errors.Join(p.err, fmt.Errorf("run %s: %w", p.name, err))
	}
	p.mu.Unlock()
	if !again {
		return
	}
	if err := p.start(); err != nil {
		p.mu.Lock()
		p.err = errors.Join(p.err, err)
		p.mu.Unlock()
	}
}

// lastBreath is how long a life that was ended may take to end.
const lastBreath = 10 * time.Second

// begin runs a manager until it has ended. One that is told to end while its
// caches begin never does: controller-runtime goes on waiting for them. It can
// write nothing any more, as its requests fail, and is left behind.
func begin(ctx context.Context, mgr manager.Manager) error {
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(lastBreath):
		return context.Canceled
	}
}

// restart kills the process; its next life begins with the gates.
func (p *process) restart(gates map[string]*gate) {
	p.mu.Lock()
	p.gates = gates
	current := p.current
	p.mu.Unlock()
	current.kill()
}

// stop ends the process for good.
func (p *process) stop() error {
	p.mu.Lock()
	p.stopped = true
	current := p.current
	p.mu.Unlock()
	if current != nil {
		current.resume()
		current.kill()
	}
	p.ended.Wait()
	return p.err
}

func (p *process) now() *run {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.current
}

// kindOfProcess is operator or cutoff: replicas are one process in two places,
// with one account.
func kindOfProcess(name string) string {
	kind, _, _ := strings.Cut(name, "-")
	return kind
}

func (p *process) isOperator() bool { return kindOfProcess(p.name) == "operator" }

// prepare makes the manager as cmd/mandate does, but for flags, metrics and the
// election of a leader.
func (p *process) prepare(ctx context.Context, r *run) (manager.Manager, error) {
	house := p.world.house
	access := house.cutoff
	if p.isOperator() {
		access = house.operator
	}
	now := kube.NewServerClock(p.world.clock)
	cfg := &rest.Config{
		Host: house.host, QPS: -1, Burst: -1, Transport: now.Wrap(wire{process: p, run: r, base: access}),
		// So that what is written can be read here.
		ContentConfig: rest.ContentConfig{ContentType: "application/json", AcceptContentTypes: "application/json"},
	}
	api, err := discovery.NewDiscoveryClientForConfig(cfg)
	if err != nil {
		return nil, err
	}
	if err := now.Sync(ctx, api.RESTClient()); err != nil {
		return nil, err
	}
	cached := kube.CutoffCacheOptions(p.world.clock)
	if p.isOperator() {
		cached = kube.CacheOptions()
	}
	mgr, err := ctrl.NewManager(cfg, manager.Options{
		Scheme: house.admin.Scheme(),
		MapperProvider: func(*rest.Config, *http.Client) (meta.RESTMapper, error) {
			return house.admin.RESTMapper(), nil
		},
		Cache:                  cached,
		Metrics:                metricsserver.Options{BindAddress: "0"},
		HealthProbeBindAddress: "0",
		Controller:             config.Controller{SkipNameValidation: new(true)},
		// Who is killed does not end its work, and the next life waits for this one.
		GracefulShutdownTimeout: new(time.Second),
	})
	if err != nil {
		return nil, err
	}
	if p.isOperator() {
		// However few Decisions a plan has, the cache is asked as it is where there are many.
		return mgr, controllers.Setup(ctx, mgr, now, controllers.AskCache(0, askedCache))
	}
	return mgr, cutoffcontrollers.Setup(ctx, mgr, cutoffcontrollers.NewDeadlines(now, p.world.clock.(clock.Clock), api.RESTClient()))
}

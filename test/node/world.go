//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/util/wait"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// patience bounds each wait for something that takes seconds.
const patience = 90 * time.Second

// world is a cluster with Mandate and a node, and what is going on in it.
type world struct {
	began     time.Time
	papers    papers // keys and logs
	cluster   *cluster.Cluster
	mandate   *install.Installation
	processes []*cluster.Process // of Mandate
	node      *node
	acts      int // Decisions that were made
}

// newWorld brings everything up. What is returned has to be ended, also with an
// error.
func newWorld(ctx context.Context, o options) (*world, error) {
	ctrl.SetLogger(logr.Discard())
	if err := removeLeft(); err != nil {
		return nil, err
	}
	if err := isFree(); err != nil {
		return nil, err
	}
	papers, err := makePapers()
	if err != nil {
		return nil, err
	}
	w := &world{began: time.Now(), papers: papers}
	for _, step := range []func(context.Context, options) error{w.startCluster, w.install, w.startNode} {
		if err := step(ctx, o); err != nil {
			return w, err
		}
	}
	return w, nil
}

// say writes a line of what is going on.
func (w *world) say(format string, args ...any) {
	fmt.Fprintf(os.Stdout, "%6.1f s  %s\n", time.Since(w.began).Seconds(), fmt.Sprintf(format, args...))
}

func (w *world) startCluster(ctx context.Context, _ options) error {
	w.say("Starting etcd, kube-apiserver and kube-controller-manager.")
	if err := writeAPIServerKeys(w.papers.keys()); err != nil {
		return err
	}
	var err error
	w.cluster, err = cluster.Start(ctx, cluster.Options{LogDir: w.papers.logs(), APIServerArgs: []string{
		"--kubelet-preferred-address-types=InternalIP",
		"--kubelet-client-certificate=" + filepath.Join(w.papers.keys(), "api-server.crt"),
		"--kubelet-client-key=" + filepath.Join(w.papers.keys(), "api-server.key"),
	}})
	return err
}

func (w *world) install(ctx context.Context, o options) error {
	w.say("Installing config/default and config/samples, and starting the operator and two cutoffs.")
	var err error
	if w.mandate, err = install.Apply(ctx, w.cluster, install.Options{Binary: o.mandate}); err != nil {
		return err
	}
	for name, start := range map[string]func(context.Context, string) (*cluster.Process, error){
		"operator": w.mandate.StartOperator, "cutoff-1": w.mandate.StartCutoff, "cutoff-2": w.mandate.StartCutoff,
	} {
		p, err := start(ctx, name)
		if err != nil {
			return err
		}
		w.processes = append(w.processes, p)
	}
	return w.mandate.ApplySamples(ctx)
}

func (w *world) startNode(ctx context.Context, o options) error {
	w.say("Starting a node: kubelet, containerd and runc, in namespaces of their own.")
	var err error
	if w.node, err = newNode(filepath.Join(w.cluster.Dir(), "node"), o.programs); err != nil {
		return err
	}
	if err := w.node.start(w.cluster, w.papers.keys()); err != nil {
		return err
	}
	if err := w.node.imports(ctx, w); err != nil {
		return err
	}
	if err := schedule(ctx, w.cluster); err != nil {
		return err
	}
	if err := w.await(ctx, "the node is ready", func(ctx context.Context) error { return w.node.isReady(ctx, w.mandate.Admin) }); err != nil {
		return err
	}
	w.say("The node is ready. Its network is a bridge, which enforces no policy: what is shown is what deleting pods ends.")
	return nil
}

// end takes everything down, the last first.
func (w *world) end(failed bool) error {
	var errs []error
	if w.node != nil {
		if failed {
			errs = append(errs, w.keepNodeLogs())
		}
		errs = append(errs, w.node.stop())
	}
	if w.cluster != nil {
		errs = append(errs, w.cluster.Stop())
	}
	kept, err := w.papers.end(failed)
	if kept != "" {
		w.say("The logs are kept in %s.", kept)
	}
	return errors.Join(append(errs, err)...)
}

// keepNodeLogs takes the logs out of the folder that goes with the cluster.
func (w *world) keepNodeLogs() error {
	var errs []error
	for _, name := range []string{"inside.log", "containerd.log", "kubelet.log"} {
		content, err := os.ReadFile(w.node.settings.in("logs/" + name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		errs = append(errs, err, os.WriteFile(filepath.Join(w.papers.logs(), "node-"+name), content, 0o600))
	}
	return errors.Join(errs...)
}

// await calls the probe until it returns nil. It gives up early when a process
// has ended: nothing comes any more.
func (w *world) await(ctx context.Context, expected string, probe func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		err := probe(ctx)
		if ctx.Err() == nil {
			last = err // and not that the time was over
		}
		return err == nil, w.failure()
	})
	if err != nil {
		return fmt.Errorf("expected within %s: %s: %w", patience, expected, errors.Join(last, err))
	}
	return nil
}

// failure says which process has ended that should not have.
func (w *world) failure() error {
	var errs []error
	for _, p := range w.processes {
		errs = append(errs, p.Failure())
	}
	if w.node != nil {
		errs = append(errs, w.node.failure())
	}
	return errors.Join(errs...)
}

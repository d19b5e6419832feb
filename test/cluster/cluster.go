// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package cluster answers one question: how do the demo, the tests and the
// benchmarks get a whole Kubernetes control plane for themselves, and how is
// none of it left behind afterwards?
//
// Start runs a real etcd, kube-apiserver and kube-controller-manager on the
// loopback. The three belong to one process group that a small shell, the
// keeper, watches over: when the program that called Start ends in whatever
// way, the keeper ends them and removes their data.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"k8s.io/client-go/rest"
)

// Options say what kind of control plane Start makes. The zero value is a
// whole one, with an etcd that syncs to disk as a real one does.
type Options struct {
	// Assets is the folder that holds etcd, kube-apiserver,
	// kube-controller-manager and kubectl. Empty means what FindAssets finds.
	Assets string
	// LogDir receives one log file a component and is kept. Empty means
	// logs that go with the data.
	LogDir string
	// Fast lets etcd skip fsync, and all components use more memory to
	// compute less: for tests that measure nothing.
	Fast bool
	// WithoutControllerManager leaves out kube-controller-manager. Then no
	// namespace is ever deleted, nothing is collected as garbage, and no
	// quota or service account is filled in.
	WithoutControllerManager bool
	// APIServerArgs and ControllerManagerArgs are added after our own flags,
	// so that they win. Paths in them must be absolute.
	APIServerArgs         []string
	ControllerManagerArgs []string
}

// spacious has the collector of garbage come by less often than by default: it
// took an eighth of what an API server of a test computes.
const spacious = "GOGC=300"

// Cluster is a running control plane. Its methods may be called from several
// goroutines at once.
type Cluster struct {
	assets    string
	dir       string // certificates, keys, etcd's data and sockets; removed by Stop
	authority *authority
	server    string
	group     *group
	stop      func() error
}

// Start brings a control plane up and returns when it can be used: the API
// server is ready, the namespace default exists, and the controller manager
// has given it its service account and root certificate. ctx bounds the
// starting only. On an error nothing is left running, and the error ends with
// the last lines of the log of the component that failed.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	assets, err := o.assets()
	if err != nil {
		return nil, err
	}
	c, err := prepare(assets, o.LogDir)
	if err != nil {
		return nil, err
	}
	if err := c.run(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("start control plane from %s: %w", assets, err), c.Stop())
	}
	return c, nil
}

// prepare makes the data folder, the keys in it, and the keeper of both.
func prepare(assets, logDir string) (*Cluster, error) {
	dir, err := os.MkdirTemp("", "mandate-cluster-")
	if err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	c := &Cluster{assets: assets, dir: dir}
	c.stop = sync.OnceValue(c.shutDown)
	if c.group, err = newGroup(dir, logDir); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	if c.authority, err = newAuthority(); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// run starts the components in the order in which they need each other.
func (c *Cluster) run(ctx context.Context, o Options) error {
	port, release, err := reservePort()
	if err != nil {
		return err
	}
	defer release()
	c.server = fmt.Sprintf("https://127.0.0.1:%d", port)
	if o.Fast {
		c.group.settings = []string{spacious}
	}
	if err := c.writeKeys(); err != nil {
		return err
	}
	if err := c.startComponent("etcd", etcdArgs(o)); err != nil {
		return err
	}
	if err := c.startComponent("kube-apiserver", apiServerArgs(port, o)); err != nil {
		return err
	}
	if err := c.await(ctx, c.apiServerIsReady); err != nil {
		return err
	}
	if o.WithoutControllerManager {
		return nil
	}
	if err := c.startComponent("kube-controller-manager", controllerManagerArgs(o)); err != nil {
		return err
	}
	return c.await(ctx, c.controllersWork)
}

func (c *Cluster) startComponent(name string, args []string) error {
	_, err := c.group.start(name, filepath.Join(c.assets, name), args)
	return err
}

// Config returns the administrator's access, without a limit on the rate of
// requests on the client's side.
func (c *Cluster) Config() *rest.Config {
	return rest.CopyConfig(c.authority.admin(c.server))
}

// Kubectl returns the path of a kubectl of the same version as the cluster.
func (c *Cluster) Kubectl() string { return filepath.Join(c.assets, "kubectl") }

// PIDs returns the process id of every component by its name, for those who
// measure memory or test what a dead component does.
func (c *Cluster) PIDs() map[string]int { return c.group.pids() }

// Stop ends the control plane and removes its data. It may be called more
// than once, and returns the same error each time.
func (c *Cluster) Stop() error { return c.stop() }

func (c *Cluster) shutDown() error {
	if c.group == nil { // not even the keeper came up
		return os.RemoveAll(c.dir)
	}
	c.group.kill()
	removed := os.RemoveAll(c.dir)
	return errors.Join(removed, c.group.dismiss())
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// mandate are Mandate's two processes and those of the control plane.
type mandate struct {
	operator, cutoff           *program
	apiServer, etcd, manager   *program
	operatorProcess, cutoffOne *cluster.Process

	cluster   *cluster.Cluster
	installed *install.Installation
	binary    string
}

// startMandate runs the program under both of its accounts. Only what a
// measurement needs differs from the Deployments: ports on the loopback, and
// no leader election, since an operator that is made to stand still for the
// floor would lose its Lease.
func startMandate(ctx context.Context, c *cluster.Cluster, i *install.Installation, binary string) (*mandate, error) {
	path, err := filepath.Abs(binary)
	if err != nil {
		return nil, fmt.Errorf("find mandate: %w", err)
	}
	pids := c.PIDs()
	m := &mandate{
		apiServer: &program{name: "kube-apiserver", pid: pids["kube-apiserver"]},
		etcd:      &program{name: "etcd", pid: pids["etcd"]},
		manager:   &program{name: "kube-controller-manager", pid: pids["kube-controller-manager"]},
		cluster:   c, installed: i, binary: path,
	}
	return m, errors.Join(m.startOperator(ctx), m.startCutoff(ctx))
}

// startOperator runs the operator, in the place of one that was killed.
func (m *mandate) startOperator(ctx context.Context) (err error) {
	m.operatorProcess, m.operator, err = m.start(ctx, "operator", "operator", install.OperatorAccount, "--leader-elect=false")
	return err
}

// startCutoff runs cutoff, in the place of one that was killed.
func (m *mandate) startCutoff(ctx context.Context) (err error) {
	m.cutoffOne, m.cutoff, err = m.start(ctx, "cutoff", "cutoff", install.CutoffAccount)
	return err
}

// start runs a command under an account; name is that of its log.
func (m *mandate) start(ctx context.Context, name, command, account string, more ...string) (*cluster.Process, *program, error) {
	kubeconfig, err := m.installed.AccountKubeconfig(ctx, account)
	if err != nil {
		return nil, nil, err
	}
	ports, err := freePorts(2)
	if err != nil {
		return nil, nil, err
	}
	process, err := m.cluster.StartProcess(name, m.binary, append([]string{command, "--kubeconfig", kubeconfig,
		"--metrics-bind-address", ports[0], "--pprof-bind-address", ports[1], "--health-probe-bind-address", "0"}, more...)...)
	if err != nil {
		return nil, nil, err
	}
	return process, &program{name: name, pid: process.PID(), metrics: "http://" + ports[0], profiles: "http://" + ports[1]}, nil
}

// freePorts are addresses on the loopback that nobody listens on now.
func freePorts(n int) ([]string, error) {
	addresses := make([]string, n)
	for i := range addresses {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		defer func() { _ = listener.Close() }()
		addresses[i] = listener.Addr().String()
	}
	return addresses, nil
}

func (m *mandate) failure() error {
	return errors.Join(m.operatorProcess.Failure(), m.cutoffOne.Failure())
}

// pause makes both processes stand still, so that a floor is taken of the API
// server alone.
func (m *mandate) pause() error { return errors.Join(m.operator.pause(), m.cutoff.pause()) }

func (m *mandate) resume() error { return errors.Join(m.cutoff.resume(), m.operator.resume()) }

const (
	quietWindow  = 250 * time.Millisecond
	quietWindows = 6 // longer than any event is held back on purpose
	quietCPU     = 30 * time.Millisecond
	quietLimit   = time.Minute
)

// quiet waits until nobody works off what was measured before: Mandate and the
// controllers of the cluster use hardly any CPU for longer than a second.
func (m *mandate) quiet(ctx context.Context) error {
	last, calm := m.idleCPU(), 0
	for deadline := time.Now().Add(quietLimit); calm < quietWindows && time.Now().Before(deadline); {
		if err := pauseFor(ctx, quietWindow); err != nil {
			return err
		}
		now := m.idleCPU()
		if now-last > quietCPU {
			calm = 0
		} else {
			calm++
		}
		last = now
	}
	return nil
}

func (m *mandate) idleCPU() time.Duration { return m.operator.cpu() + m.cutoff.cpu() + m.manager.cpu() }

// cpuTime is the CPU time that each process has used.
func (m *mandate) cpuTime() map[string]time.Duration {
	used := map[string]time.Duration{"bench": selfCPU()}
	for _, p := range []*program{m.operator, m.cutoff, m.apiServer, m.etcd, m.manager} {
		used[p.name] = p.cpu()
	}
	return used
}

func pauseFor(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

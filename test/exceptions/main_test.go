// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package exceptions answers one question: whom do the guards of sandboxes let
// through beside Mandate, what for, and does everybody else stay out?
//
// The controllers of the cluster are the real ones, run in both ways there are:
// each under an account of its own, and all as system:kube-controller-manager.
// What is shown is a table of docs/isolation.md, and no policy names anybody who
// is not in it.
package exceptions

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// update writes down what the tests saw, in place of comparing it.
var update = flag.Bool("update", false, "rewrite the table of exceptions in docs/isolation.md")

// The two ways in which controllers of the cluster run.
var (
	// apart gives each controller an account of its own.
	apart = &side{}
	// together lets all be system:kube-controller-manager.
	together = &side{oneName: true}
)

// hasty lets the cluster give up a node soon.
var hasty = []string{"--node-monitor-period=1s", "--node-monitor-grace-period=6s"}

// side is a control plane with Mandate's policies on it and no process of ours.
type side struct {
	oneName      bool
	controlPlane *cluster.Cluster
	installed    *install.Installation
	// root is a member of system:masters, whom RBAC refuses nothing.
	root client.Client
	// box is a sandbox with all that is in one.
	box, domain string
}

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ctrl.SetLogger(logr.Discard())
	starting, done := context.WithTimeout(ctx, 4*time.Minute)
	defer done()
	defer func() { err = errors.Join(err, apart.stop(), together.stop()) }()
	group, starting := errgroup.WithContext(starting)
	for _, s := range []*side{apart, together} {
		group.Go(func() error { return s.start(ctx, starting) })
	}
	if err := group.Wait(); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// start brings the control plane up. ctx outlives the start.
func (s *side) start(ctx, starting context.Context) (err error) {
	s.controlPlane, err = cluster.Start(starting, cluster.Options{Fast: true, ControllerManagerArgs: hasty, WithoutControllerManager: s.oneName})
	if err != nil {
		return err
	}
	if s.oneName {
		if err := s.startControllers(); err != nil {
			return err
		}
	}
	if s.installed, err = install.Apply(starting, s.controlPlane, install.Options{}); err != nil {
		return err
	}
	s.root = s.installed.Admin
	beater, err := install.Beater(s.controlPlane.Config())
	if err != nil {
		return err
	}
	return install.KeepBeating(ctx, beater)
}

// startControllers runs all controllers under one name, which RBAC gives too
// little by itself.
func (s *side) startControllers() error {
	const kubeconfig = "controllers.kubeconfig"
	if err := s.controlPlane.KubeconfigFor(filepath.Join(s.controlPlane.Dir(), kubeconfig), "system:kube-controller-manager", "system:masters"); err != nil {
		return err
	}
	program := filepath.Join(filepath.Dir(s.controlPlane.Kubectl()), "kube-controller-manager")
	args := append([]string{
		"--kubeconfig=" + kubeconfig, "--secure-port=0", "--leader-elect=false", "--kube-api-qps=500", "--kube-api-burst=1000",
		"--service-account-private-key-file=service-account.key", "--root-ca-file=ca.crt",
	}, hasty...)
	_, err := s.controlPlane.StartProcess("controllers", program, args...)
	return err
}

func (s *side) stop() error {
	if s.controlPlane == nil {
		return nil
	}
	return s.controlPlane.Stop()
}

// as is the access of somebody whom RBAC refuses nothing, so that what refuses is
// a policy.
func (s *side) as(user string, groups ...string) client.Client {
	config := rest.CopyConfig(s.controlPlane.Config())
	config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: append([]string{"system:masters"}, groups...)}
	c, err := client.New(config, client.Options{Scheme: s.root.Scheme(), Mapper: s.root.RESTMapper()})
	if err != nil {
		panic(err) // the same as of the client that is there
	}
	return c
}

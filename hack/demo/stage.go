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

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// domain is the namespace of the samples.
const domain = "demo-health"

// patience bounds each wait for something that takes a second or two.
const patience = 90 * time.Second

// stage is where the story plays: a cluster, our processes and the people.
type stage struct {
	story     *story
	root      string // of the repository
	logs      string // folder, kept when something went wrong
	cluster   *cluster.Cluster
	mandate   *install.Installation
	processes []*cluster.Process
	people    map[string]person
	window    *window
	figures   []figure
	failed    bool

	// waitsForReads says whether the story waits until the last token dies.
	waitsForReads bool
	last          *lastToken
	killed        time.Time // when everything of ours was
}

// figure is a line of the closing table.
type figure struct{ what, value string }

func newStage(out *story) (*stage, error) {
	root, err := cluster.RepositoryRoot()
	if err != nil {
		return nil, err
	}
	logs, err := os.MkdirTemp("", "mandate-demo-logs-")
	if err != nil {
		return nil, fmt.Errorf("make folder for logs: %w", err)
	}
	own, err := os.Create(filepath.Join(logs, "demo.log"))
	if err != nil {
		return nil, fmt.Errorf("open own log: %w", err)
	}
	ctrl.SetLogger(zap.New(zap.WriteTo(own)))
	return &stage{story: out, root: root, logs: logs, people: map[string]person{}}, nil
}

// strike takes the stage down. The logs stay when somebody will ask for them.
func (s *stage) strike() error {
	var err error
	if s.cluster != nil {
		err = s.cluster.Stop()
	}
	if s.failed || err != nil {
		return err
	}
	return os.RemoveAll(s.logs)
}

// start brings up the control plane.
func (s *stage) start(ctx context.Context) error {
	var err error
	if s.cluster, err = cluster.Start(ctx, cluster.Options{LogDir: s.logs}); err != nil {
		return err
	}
	return s.cast()
}

// run starts our processes, each as its own ServiceAccount.
func (s *stage) run(ctx context.Context) error {
	for _, part := range []struct {
		name  string
		start func(context.Context, string) (*cluster.Process, error)
	}{
		{"operator", s.mandate.StartOperator},
		{"cutoff-1", s.mandate.StartCutoff},
		{"cutoff-2", s.mandate.StartCutoff},
	} {
		process, err := part.start(ctx, part.name)
		if err != nil {
			return err
		}
		s.processes = append(s.processes, process)
	}
	return nil
}

// dead returns an error that names those of our processes that have ended.
func (s *stage) dead() error {
	var ended []error
	for _, process := range s.processes {
		ended = append(ended, process.Failure())
	}
	return errors.Join(ended...)
}

func (s *stage) measured(what string, value time.Duration) {
	s.figures = append(s.figures, figure{what: what, value: span(value)})
}

// await calls the probe until it returns nil. It gives up early when a process
// of ours has ended: nothing comes any more.
func (s *stage) await(ctx context.Context, expected string, probe func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		err := probe(ctx)
		if ctx.Err() == nil {
			last = err // and not that the time was over
		}
		if s.dead() != nil {
			return false, errors.New("a process of ours has ended")
		}
		return err == nil, nil
	})
	if err != nil {
		return surprised(fmt.Sprintf("%s, within %s", expected, patience), errors.Join(last, err))
	}
	return nil
}

func (s *stage) grant(ctx context.Context, name string) (*v1alpha1.DeveloperGrant, error) {
	grant := &v1alpha1.DeveloperGrant{}
	err := s.mandate.Admin.Get(ctx, types.NamespacedName{Namespace: domain, Name: name}, grant)
	if err != nil {
		return nil, fmt.Errorf("read DeveloperGrant %s: %w", name, err)
	}
	return grant, nil
}

func (s *stage) grants(ctx context.Context) ([]v1alpha1.DeveloperGrant, error) {
	var list v1alpha1.DeveloperGrantList
	if err := s.mandate.Admin.List(ctx, &list, client.InNamespace(domain)); err != nil {
		return nil, fmt.Errorf("list DeveloperGrants: %w", err)
	}
	return list.Items, nil
}

// sandbox returns the namespace of a grant that is in force and ready.
func (s *stage) sandbox(ctx context.Context, name string) (string, error) {
	var namespace string
	err := s.await(ctx, "DeveloperGrant "+name+" is active and its sandbox ready", func(ctx context.Context) error {
		grant, err := s.grant(ctx, name)
		if err != nil {
			return err
		}
		if grant.Status.Sandbox != nil {
			namespace = grant.Status.Sandbox.Namespace
		}
		return isOpen(grant)
	})
	return namespace, err
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package install answers one question: how does a control plane without nodes
// come to run the whole of Mandate, as it is shipped and under its own
// restricted accounts?
//
// Apply installs config/default with the real kubectl, as a user would. The
// pods of its Deployments never run, since there is no node; StartOperator and
// StartCutoff run the same program as processes beside the control plane, with
// the rights of the same ServiceAccounts.
package install

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/test/cluster"
)

// Options say what is installed. The zero value is what tests want.
type Options struct {
	// Binary is the program mandate. Empty means that it is built from the
	// sources as they are now, so that nobody tests an old one.
	Binary string
}

// Installation is Mandate on a control plane.
type Installation struct {
	// Admin reads and writes all kinds of ours and the cluster's as a member
	// of system:masters, without a cache.
	Admin client.Client
	// Root is the folder of the repository.
	Root string

	cluster *cluster.Cluster
	options Options
	binary  func() (string, error)
}

// Apply installs config/default and returns once every admission policy bites.
func Apply(ctx context.Context, c *cluster.Cluster, o Options) (*Installation, error) {
	root, err := cluster.RepositoryRoot()
	if err != nil {
		return nil, err
	}
	scheme, err := kube.NewScheme()
	if err != nil {
		return nil, err
	}
	admin, err := client.New(c.Config(), client.Options{Scheme: scheme})
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	i := &Installation{Admin: admin, Root: root, cluster: c, options: o}
	i.binary = sync.OnceValues(i.findBinary)
	if err := c.Kubeconfig(i.AdminKubeconfig()); err != nil {
		return nil, err
	}
	for _, args := range [][]string{
		{"apply", "--server-side", "-k", filepath.Join(root, "config", "default")},
		{"wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"},
	} {
		if _, err := i.Kubectl(ctx, "", args...); err != nil {
			return nil, fmt.Errorf("install config/default: %w", err)
		}
	}
	return i, i.awaitPolicies(ctx)
}

// ApplySamples applies config/samples: organisations, classes, an agreement
// over three data resources and twenty grants under it.
func (i *Installation) ApplySamples(ctx context.Context) error {
	_, err := i.Kubectl(ctx, "", "apply", "--server-side", "-k", filepath.Join(i.Root, "config", "samples"))
	if err != nil {
		return fmt.Errorf("apply config/samples: %w", err)
	}
	return nil
}

// AdminKubeconfig is the path of the administrator's kubeconfig.
func (i *Installation) AdminKubeconfig() string {
	return filepath.Join(i.cluster.Dir(), "admin.kubeconfig")
}

// StartOperator runs `mandate operator` as the ServiceAccount mandate-operator,
// logging into <name>.log. It returns as soon as the process runs; what it
// does shows in the cluster. No port is opened.
func (i *Installation) StartOperator(ctx context.Context, name string) (*cluster.Process, error) {
	return i.start(ctx, name, "operator", OperatorAccount)
}

// StartCutoff runs `mandate cutoff` as the ServiceAccount mandate-cutoff,
// logging into <name>.log. Any number may run at once, each with its own name.
func (i *Installation) StartCutoff(ctx context.Context, name string) (*cluster.Process, error) {
	return i.start(ctx, name, "cutoff", CutoffAccount)
}

func (i *Installation) start(ctx context.Context, name, command, account string) (*cluster.Process, error) {
	binary, err := i.binary()
	if err != nil {
		return nil, err
	}
	kubeconfig, err := i.AccountKubeconfig(ctx, account)
	if err != nil {
		return nil, err
	}
	return i.cluster.StartProcess(name, binary, command, "--kubeconfig", kubeconfig,
		"--metrics-bind-address", "0", "--health-probe-bind-address", "0")
}

// findBinary returns the program that Options name, or builds it. The Go tool
// caches: building what has not changed takes a moment.
func (i *Installation) findBinary() (string, error) {
	if i.options.Binary != "" {
		path, err := filepath.Abs(i.options.Binary)
		if err != nil {
			return "", fmt.Errorf("find mandate: %w", err)
		}
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("find mandate, which `make build` builds: %w", err)
		}
		return path, nil
	}
	path := filepath.Join(i.cluster.Dir(), "mandate")
	build := exec.Command("go", "build", "-o", path, "./cmd/mandate")
	build.Dir = i.Root
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build mandate: %w\n%s", err, out)
	}
	return path, nil
}

// Clientset returns the administrator's typed client.
func (i *Installation) Clientset() (kubernetes.Interface, error) {
	clients, err := kubernetes.NewForConfig(i.cluster.Config())
	return clients, wrap("make client", err)
}

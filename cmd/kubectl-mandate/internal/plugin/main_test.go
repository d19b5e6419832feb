// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
)

// root is the repository, seen from this package's folder.
const root = "../../../.."

// world is what the tests share: a real API server, the administrator's client
// of it, and a folder that holds the built plugin.
var world struct {
	cluster *cluster.Cluster
	admin   client.Client
	bin     string
}

func TestMain(m *testing.M) {
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func runAll(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if world.bin, err = os.MkdirTemp("", "mandate-plugin-"); err != nil {
		return 0, fmt.Errorf("make a folder for the plugin: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(world.bin)) }()
	if err := run(ctx, "go", "build", "-o", filepath.Join(world.bin, "kubectl-mandate"), root+"/cmd/kubectl-mandate"); err != nil {
		return 0, err
	}
	if world.cluster, err = cluster.Start(ctx, cluster.Options{Fast: true, WithoutControllerManager: true}); err != nil {
		return 0, fmt.Errorf("start the control plane: %w", err)
	}
	defer func() { err = errors.Join(err, world.cluster.Stop()) }()
	if err := install(ctx); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// install applies what the door is made of, and the domain namespace.
func install(ctx context.Context) error {
	kubeconfig := filepath.Join(world.bin, "admin.kubeconfig")
	if err := world.cluster.Kubeconfig(kubeconfig); err != nil {
		return err
	}
	for _, step := range [][]string{
		{"apply", "--server-side", "-k", root + "/config/crd"},
		{"apply", "-f", root + "/config/rbac/door.yaml", "-f", root + "/config/rbac/viewer.yaml", "-f", root + "/config/policy/sandbox-tokens.yaml"},
		{"create", "namespace", domain},
		{"create", "rolebinding", "readers", "-n", domain, "--clusterrole=mandate-viewer", "--group=" + readers},
		{"wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"},
	} {
		if err := run(ctx, world.cluster.Kubectl(), append([]string{"--kubeconfig", kubeconfig}, step...)...); err != nil {
			return err
		}
	}
	scheme := runtime.NewScheme()
	if err := errors.Join(clientgoscheme.AddToScheme(scheme), v1alpha1.AddToScheme(scheme)); err != nil {
		return err
	}
	var err error
	if world.admin, err = client.New(world.cluster.Config(), client.Options{Scheme: scheme}); err != nil {
		return fmt.Errorf("make the administrator's client: %w", err)
	}
	return nil
}

func run(ctx context.Context, program string, args ...string) error {
	if out, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %w: %s", program, args, err, out)
	}
	return nil
}

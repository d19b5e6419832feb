// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package samples answers one question: does a real API server take everything
// that we tell people to apply, and refuse what we tell them it refuses?
package samples

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/publicdata-io/mandate/test/cluster"
)

// root is the repository, seen from this package's folder.
const root = "../.."

// kubectl runs the cluster's own kubectl as its administrator.
type kubectl struct {
	path, kubeconfig string
}

var admin kubectl

func TestMain(m *testing.M) {
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// runAll starts the control plane, installs config/default on it as a user
// would, applies the samples, and runs the tests.
func runAll(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	c, err := cluster.Start(ctx, cluster.Options{Fast: true, WithoutControllerManager: true})
	if err != nil {
		return 0, fmt.Errorf("start the control plane: %w", err)
	}
	defer func() { err = errors.Join(err, c.Stop()) }()
	dir, err := os.MkdirTemp("", "mandate-samples-")
	if err != nil {
		return 0, fmt.Errorf("make a folder for the kubeconfig: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	admin = kubectl{path: c.Kubectl(), kubeconfig: filepath.Join(dir, "kubeconfig")}
	if err := c.Kubeconfig(admin.kubeconfig); err != nil {
		return 0, err
	}
	if err := install(ctx); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

func install(ctx context.Context) error {
	for _, step := range [][]string{
		{"apply", "--server-side", "-k", root + "/config/default"},
		{"wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"},
	} {
		if _, err := admin.run("", step...); err != nil {
			return err
		}
	}
	if err := policiesBite(ctx); err != nil {
		return err
	}
	if err := grantsAreTaken(ctx); err != nil {
		return err
	}
	_, err := admin.run("", "apply", "--server-side", "--validate=strict", "-k", root+"/config/samples")
	return err
}

// policiesBite waits until a Decision in somebody else's name is refused: the
// API server takes up a new policy a moment after it was applied.
func policiesBite(ctx context.Context) error {
	const forged = `{"apiVersion": "mandate.publicdata.io/v1alpha1", "kind": "Decision",
		"metadata": {"name": "forged", "namespace": "mandate-registry"},
		"spec": {"subject": {"kind": "Organization", "name": "x"}, "action": "Disqualify",
		"organization": "x", "actedOn": "2025-01-01", "decidedBy": "somebody-else"}}`
	err := wait.PollUntilContextCancel(ctx, 100*time.Millisecond, true, func(context.Context) (bool, error) {
		_, err := admin.run(forged, "create", "--dry-run=server", "-f", "-")
		return err != nil && strings.Contains(err.Error(), "ValidatingAdmissionPolicy"), nil
	})
	if err != nil {
		return fmt.Errorf("wait until the admission policies bite: %w", err)
	}
	return nil
}

// grantsAreTaken waits until the API server can stamp a grant: until it knows
// the type of the new kind, its mutating policies refuse every object of it.
func grantsAreTaken(ctx context.Context) error {
	const grant = `{"apiVersion": "mandate.publicdata.io/v1alpha1", "kind": "DeveloperGrant",
		"metadata": {"name": "probe", "namespace": "mandate-registry"},
		"spec": {"jurisdiction": "x.1", "agreement": "x", "holder": "x", "scenario": {"name": "x", "description": "x"},
		"inputs": [{"resource": "x", "necessity": "x"}], "term": {"from": "2025-01-01", "to": "2025-01-01"}, "sandbox": {"class": "x"}}}`
	var last error
	err := wait.PollUntilContextCancel(ctx, 100*time.Millisecond, true, func(context.Context) (bool, error) {
		_, last = admin.run(grant, "create", "--dry-run=server", "-f", "-")
		return last == nil, nil
	})
	if err != nil {
		return fmt.Errorf("wait until grants are taken: %w", errors.Join(err, last))
	}
	return nil
}

// run returns what kubectl writes; its error holds what kubectl says.
func (k kubectl) run(stdin string, args ...string) (string, error) {
	command := exec.Command(k.path, append([]string{"--kubeconfig", k.kubeconfig}, args...)...)
	command.Stdin = strings.NewReader(stdin)
	var out, told bytes.Buffer
	command.Stdout, command.Stderr = &out, &told
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, told.String())
	}
	return out.String(), nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
)

const (
	// startLimit is far above the three seconds that a component needs on an
	// idle machine: tests of other packages run at the same time.
	startLimit  = 2 * time.Minute
	probeEvery  = 50 * time.Millisecond
	probeLimit  = 5 * time.Second
	leastServer = "1.36.0"
)

// await calls the probe until it succeeds. It gives up early when a component
// has ended, since a dead component never becomes ready.
func (c *Cluster) await(ctx context.Context, probe func(context.Context, kubernetes.Interface) error) error {
	client, err := kubernetes.NewForConfig(c.Config())
	if err != nil {
		return fmt.Errorf("make client: %w", err)
	}
	var unready error
	err = wait.PollUntilContextTimeout(ctx, probeEvery, startLimit, true, func(ctx context.Context) (bool, error) {
		if failed := c.group.failure(); failed != nil {
			return false, failed
		}
		ctx, cancel := context.WithTimeout(ctx, probeLimit)
		defer cancel()
		unready = probe(ctx, client)
		return unready == nil, permanent(unready)
	})
	if wait.Interrupted(err) {
		return errors.Join(fmt.Errorf("wait for the control plane: %w", err), unready)
	}
	return err
}

// tooOldError is the one answer of a probe that waiting does not change.
type tooOldError struct{ found string }

func (e tooOldError) Error() string {
	return fmt.Sprintf("kube-apiserver is %s, and Mandate needs at least v%s", e.found, leastServer)
}

func permanent(err error) error {
	if tooOld, ok := errors.AsType[tooOldError](err); ok {
		return tooOld
	}
	return nil
}

func (c *Cluster) apiServerIsReady(ctx context.Context, client kubernetes.Interface) error {
	if _, err := client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx); err != nil {
		return fmt.Errorf("ask kube-apiserver whether it is ready: %w", err)
	}
	if _, err := client.CoreV1().Namespaces().Get(ctx, metav1.NamespaceDefault, metav1.GetOptions{}); err != nil {
		return fmt.Errorf("look for the namespace default: %w", err)
	}
	server, err := client.Discovery().ServerVersion()
	if err != nil {
		return fmt.Errorf("ask kube-apiserver for its version: %w", err)
	}
	found, err := version.ParseSemantic(server.GitVersion)
	if err != nil || !found.AtLeast(version.MustParseSemantic(leastServer)) {
		return tooOldError{found: server.GitVersion}
	}
	return nil
}

// controllersWork judges the controller manager by what it has done.
func (c *Cluster) controllersWork(ctx context.Context, client kubernetes.Interface) error {
	core := client.CoreV1()
	if _, err := core.ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{}); err != nil {
		return fmt.Errorf("look for the default service account: %w", err)
	}
	if _, err := core.ConfigMaps(metav1.NamespaceDefault).Get(ctx, "kube-root-ca.crt", metav1.GetOptions{}); err != nil {
		return fmt.Errorf("look for the root certificate: %w", err)
	}
	return nil
}

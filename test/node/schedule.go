//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"

	"github.com/publicdata-io/mandate/test/cluster"
)

// schedule gives every pod of a sandbox to the one node that there is, with the
// rights of kube-scheduler, until the context ends. What fails shows in pods that
// stay without a node.
func schedule(ctx context.Context, c *cluster.Cluster) error {
	access, err := c.AddUser("system:kube-scheduler")
	if err != nil {
		return err
	}
	clients, err := kubernetes.NewForConfig(access)
	if err != nil {
		return fmt.Errorf("make client: %w", err)
	}
	go func() {
		for ctx.Err() == nil {
			scheduleUntilWatchEnds(ctx, clients.CoreV1())
		}
	}()
	return nil
}

func scheduleUntilWatchEnds(ctx context.Context, clients corev1client.CoreV1Interface) {
	// Without a version, the watch begins with all that there are.
	events, err := clients.Pods("").Watch(ctx, metav1.ListOptions{FieldSelector: "spec.nodeName="})
	if err != nil {
		return
	}
	defer events.Stop()
	for event := range events.ResultChan() {
		pod, ok := event.Object.(*corev1.Pod)
		if !ok || !strings.HasPrefix(pod.Namespace, "sandbox-") || pod.Spec.NodeName != "" {
			continue
		}
		_ = clients.Pods(pod.Namespace).Bind(ctx, &corev1.Binding{
			ObjectMeta: metav1.ObjectMeta{Name: pod.Name, Namespace: pod.Namespace, UID: pod.UID},
			Target:     corev1.ObjectReference{Kind: "Node", Name: nodeName},
		}, metav1.CreateOptions{})
	}
}

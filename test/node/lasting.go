//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// refusesToLast tries what would let a pod go on after the end of the term by the
// word of its node alone, as a developer may: a deletion that gives it an hour,
// and a new pod with a hook, or a probe, for which its node waits.
func refusesToLast(ctx context.Context, by client.Client, namespace, running string) error {
	long := &corev1.ExecAction{Command: []string{payload}}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: running}}
	asks := func(change func(*corev1.Container)) error {
		another := makePod(namespace, "lasting", talks, "nowhere")
		change(&another.Spec.Containers[0])
		return by.Create(ctx, another)
	}
	return errors.Join(
		isRefused(by.Delete(ctx, pod, client.GracePeriodSeconds(hour)), "with gracePeriodSeconds 3600 is refused"),
		isRefused(asks(func(c *corev1.Container) {
			c.Lifecycle = &corev1.Lifecycle{PostStart: &corev1.LifecycleHandler{Exec: long}}
		}), "lifecycle.postStart of container main is refused"),
		isRefused(asks(func(c *corev1.Container) {
			c.LivenessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: long}, TerminationGracePeriodSeconds: new(int64(hour))}
		}), "livenessProbe.terminationGracePeriodSeconds 3600 of container main is more than 5"),
	)
}

func isRefused(err error, says string) error {
	switch {
	case err == nil:
		return fmt.Errorf("it is let in, want a refusal that says %q", says)
	case !apierrors.IsForbidden(err), !strings.Contains(err.Error(), says):
		return fmt.Errorf("want a refusal that says %q: %w", says, err)
	}
	return nil
}

//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// How a pod takes it that it is told to end.
const (
	talks  = "talk" // it ends
	defies = "defy" // it goes on until it is killed, and asks for an hour until then
	// It defies, too, and has a hook at the end that never ends.
	lingers = "linger"
)

// payload is the program of the image: by itself it does nothing until it is told
// to end.
const payload = "/payload"

// hour is what a pod that defies asks for: an API server takes any such figure.
const hour = 3600

// running is a pod with the connection that it keeps to a listener of ours.
type running struct {
	pod    *corev1.Pod
	stream *stream
}

// runs makes a pod and waits until bytes go both ways.
func (w *world) runs(ctx context.Context, by client.Client, namespace, name, manner string) (*running, error) {
	s, err := listen()
	if err != nil {
		return nil, err
	}
	pod := makePod(namespace, name, manner, s.address())
	if err := by.Create(ctx, pod); err != nil {
		return nil, fmt.Errorf("make pod %s: %w", name, err)
	}
	err = w.await(ctx, "pod "+name+" runs and talks", func(ctx context.Context) error {
		if s.count() > 0 {
			return nil
		}
		found := &corev1.Pod{}
		if err := w.mandate.Admin.Get(ctx, client.ObjectKeyFromObject(pod), found); err != nil {
			return err
		}
		return fmt.Errorf("it is %s on node %q: %v", found.Status.Phase, found.Spec.NodeName, found.Status.ContainerStatuses)
	})
	return &running{pod: pod, stream: s}, err
}

// makePod is a pod as the sandboxes want it.
func makePod(namespace, name, manner, address string) *corev1.Pod {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace},
		Spec: corev1.PodSpec{
			ServiceAccountName: "workload",
			RestartPolicy:      corev1.RestartPolicyNever,
			SecurityContext: &corev1.PodSecurityContext{
				RunAsNonRoot: new(true), RunAsUser: new(int64(65532)),
				SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
			Containers: []corev1.Container{{
				Name: "main", Image: image, ImagePullPolicy: corev1.PullNever, Args: []string{manner, address},
				// Little, so that all fit on any machine.
				Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m")}},
				SecurityContext: &corev1.SecurityContext{
					AllowPrivilegeEscalation: new(false),
					Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				},
			}},
		},
	}
	if manner == talks {
		return pod
	}
	pod.Spec.TerminationGracePeriodSeconds = new(int64(hour))
	main := &pod.Spec.Containers[0]
	main.Args[0] = defies
	if manner == lingers {
		main.Lifecycle = &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Exec: &corev1.ExecAction{Command: []string{payload}}}}
	}
	return pod
}

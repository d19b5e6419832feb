// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// reader reads one sandbox over and over, as its developer would.
type reader struct {
	grant string
	pods  corev1client.PodInterface
}

// readsAs returns a reader with the given access.
func readsAs(access *rest.Config, grant, namespace string) (reader, error) {
	clients, err := corev1client.NewForConfig(access)
	if err != nil {
		return reader{}, fmt.Errorf("make client: %w", err)
	}
	return reader{grant: grant, pods: clients.Pods(namespace)}, nil
}

// readsInside returns a reader who came in through the door: with the very
// kubeconfig that the plugin wrote, and so with a token of the door.
func (s *stage) readsInside(namespace string) (reader, error) {
	access, err := clientcmd.BuildConfigFromFlags("", s.people[inside].kubeconfig)
	if err != nil {
		return reader{}, fmt.Errorf("read kubeconfig of the sandbox: %w", err)
	}
	access.QPS = -1
	return readsAs(access, medtechGrant, namespace)
}

// readsFor returns a reader who is given the name of a sandbox's developer
// account, and so its rights, by the administrator.
func (s *stage) readsFor(grant, namespace string) (reader, error) {
	access := s.cluster.Config()
	access.Impersonate.UserName = "system:serviceaccount:" + namespace + ":developer"
	return readsAs(access, grant, namespace)
}

// answer is what a reader was told, and when.
type answer struct {
	at      time.Time
	refusal string // the API server's words; empty when the read was allowed
}

// read reads once. Any error but a refusal is one.
func (r reader) read(ctx context.Context) (answer, error) {
	_, err := r.pods.List(ctx, metav1.ListOptions{Limit: 1})
	now := time.Now()
	switch {
	case err == nil:
		return answer{at: now}, nil
	case apierrors.IsForbidden(err):
		return answer{at: now, refusal: err.Error()}, nil
	}
	return answer{}, fmt.Errorf("read the sandbox of %s: %w", r.grant, err)
}

// breath is the pause between two reads. Without it, whoever watches a cut would
// take the processor from whoever makes it.
const breath = 2 * time.Millisecond

// until reads again and again until a read is allowed or refused, as wanted, and
// returns that answer.
func (r reader) until(ctx context.Context, allowed bool) (answer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, surprise{
		expected: fmt.Sprintf("the sandbox of %s can be read: %t, within %s", r.grant, allowed, patience), happened: "it stayed as it was",
	})
	defer cancel()
	tick := time.NewTicker(breath)
	defer tick.Stop()
	for ; ; <-tick.C {
		got, err := r.read(ctx)
		switch {
		case ctx.Err() != nil:
			return got, context.Cause(ctx)
		case err != nil:
			return got, err
		case (got.refusal == "") == allowed:
			return got, nil
		}
	}
}

// later is an answer that is waited for while something else is done.
type later struct {
	answers []answer
	err     error
}

// soon begins to wait for the answers in the background.
func soon(wait func() ([]answer, error)) <-chan later {
	told := make(chan later, 1)
	go func() {
		answers, err := wait()
		told <- later{answers, err}
	}()
	return told
}

// readersAtOnce is how many sandboxes are read at the same time: enough to see
// all within milliseconds, too few to slow down what they measure.
const readersAtOnce = 2

// allUntil reads all sandboxes until each has been answered as wanted, and
// returns these answers, in the order of time.
func allUntil(ctx context.Context, readers []reader, allowed bool) ([]answer, error) {
	answered, failed := make([]answer, len(readers)), make([]error, len(readers))
	var workers sync.WaitGroup
	for worker := range readersAtOnce {
		workers.Go(func() {
			for i := worker; i < len(readers); i += readersAtOnce {
				answered[i], failed[i] = readers[i].until(ctx, allowed)
			}
		})
	}
	workers.Wait()
	slices.SortFunc(answered, func(a, b answer) int { return a.at.Compare(b.at) })
	return answered, errors.Join(failed...)
}

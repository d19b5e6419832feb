//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// settles is how long a pod that may stay is looked at.
const settles = 3 * time.Second

// losesInput takes one input of two. The pods that may hold connections to it
// go, and new ones run on what is left.
func (w *world) losesInput(ctx context.Context) error {
	w.say("One input of two is suspended. Pods that were made before may hold connections to it and go; new ones stay.")
	namespace, err := w.sandbox(ctx, grantOfTwo)
	if err != nil {
		return err
	}
	inside, err := w.enters(ctx, namespace)
	if err != nil {
		return err
	}
	var marks []mark
	for _, manner := range []string{talks, defies} {
		r, err := w.runs(ctx, inside, namespace, "older-"+manner, manner)
		if err != nil {
			return err
		}
		marks = append(marks, w.goes(r.pod), mark{"last byte of a pod that " + doing[manner], r.stream.end})
	}
	watching, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	over := watchAll(watching, marks)
	answered, _, err := w.decides(ctx, source, fmt.Sprintf(`{subject: {kind: DeveloperGrant, name: %s}, action: Suspend, organization: demo-insurance-bureau,
		actedOn: "2025-09-01", scope: {inputs: [%s]}, ground: shown on a node, decidedBy: wang.fang}`, grantOfTwo, lostInput))
	if err != nil {
		return err
	}
	time.AfterFunc(watchFor, func() { cancel(fmt.Errorf("%s after the answer", watchFor)) })
	figures := newTable()
	err = judge(<-over, answered, figures)
	if err == nil {
		err = w.newOnesStay(ctx, inside, namespace, answered, figures)
	}
	figures.print("From the answer to Suspend of one input to")
	return err
}

// goes waits until a pod is not there any more.
func (w *world) goes(pod *corev1.Pod) mark {
	return mark{"pod gone from the API", func(ctx context.Context) (time.Time, error) {
		return until(ctx, func(ctx context.Context) (bool, error) {
			found := &corev1.Pod{}
			err := w.mandate.Admin.Get(ctx, client.ObjectKeyFromObject(pod), found)
			return apierrors.IsNotFound(err), ignore(err, apierrors.IsNotFound)
		})
	}}
}

// newOnesStay shows that the rest of the grant is of use.
func (w *world) newOnesStay(ctx context.Context, inside client.Client, namespace string, answered time.Time, figures *table) error {
	r, err := w.runs(ctx, inside, namespace, "newer", talks)
	if err != nil {
		return err
	}
	figures.add("bytes of a new pod, which stays", time.Since(answered))
	watching, cancel := context.WithTimeout(ctx, settles)
	defer cancel()
	if _, err := r.stream.end(watching); err == nil {
		return errors.New("a pod that was made after the input was lost ended, too")
	}
	return w.mandate.Admin.Get(ctx, client.ObjectKeyFromObject(r.pod), &corev1.Pod{})
}

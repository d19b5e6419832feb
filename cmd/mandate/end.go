// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/manager"
)

const (
	// lastBreath is how long a process that was told to end goes on at most: less
	// than the ten seconds that its pod is given (config/manager).
	lastBreath = 8 * time.Second
	// begun is how long one goes on whose caches were not seen to be filled: they
	// are asked every 100 ms, and may have been filled since.
	begun = time.Second
)

// errHeld says that something kept a process from ending.
var errHeld = errors.New("told to end, and still at work")

// until runs what ends with the context, and leaves it behind where it goes on
// for longer than that. A process that is told to end before it has begun has
// done nothing wrong.
func until(ctx context.Context, breath time.Duration, run func(context.Context) error) error {
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	select {
	case err := <-ended:
		return unlessTold(ctx, err)
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return unlessTold(ctx, err)
	case <-time.After(breath):
		return fmt.Errorf("%w after %s", errHeld, breath)
	}
}

// unlessTold is no error where it is the answer to the end of the context.
func unlessTold(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// start runs a manager until the context ends. One that is told to end while its
// caches are being filled waits for them all the same, and for ever where the API
// server does not answer or lacks a kind. Nothing runs before they are filled, no
// controller and no election, so there is nothing to bring to an end.
func start(ctx context.Context, mgr manager.Manager) error {
	filled := make(chan struct{})
	go func() {
		if mgr.GetCache().WaitForCacheSync(ctx) {
			close(filled)
		}
	}()
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case <-filled:
		return <-ended // in order, within the manager's own bound
	case err := <-ended:
		return err
	case <-time.After(begun):
		return nil
	}
}

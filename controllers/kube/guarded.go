// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// Guarded is a source that enqueues every object of a list when what is known
// of the guards changes. A process that gives begins with none of them before
// the guards were first looked at: it would report as unknown what is proven a
// moment later.
type Guarded struct {
	Watch *GuardWatch
	// Reader lists from the cache into New.
	Reader client.Reader
	New    func() client.ObjectList
	// Add enqueues; nil adds plainly.
	Add func(workqueue.TypedRateLimitingInterface[reconcile.Request], []reconcile.Request)
}

// Start asks to be told of changes.
func (g Guarded) Start(_ context.Context, q workqueue.TypedRateLimitingInterface[reconcile.Request]) error {
	g.Watch.mu.Lock()
	defer g.Watch.mu.Unlock()
	g.Watch.tell = append(g.Watch.tell, func(ctx context.Context) {
		requests := g.all(ctx)
		if g.Add != nil {
			g.Add(q, requests)
			return
		}
		for _, request := range requests {
			q.Add(request)
		}
	})
	return nil
}

// WaitForSync waits for the first look where the process gives.
func (g Guarded) WaitForSync(ctx context.Context) error {
	if !g.Watch.Gives {
		return nil
	}
	select {
	case <-g.Watch.looked:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g Guarded) all(ctx context.Context) []reconcile.Request {
	list := g.New()
	if err := g.Reader.List(ctx, list, client.UnsafeDisableDeepCopy); err != nil {
		return nil // the cache ends with the process
	}
	var requests []reconcile.Request
	err := meta.EachListItem(list, func(item runtime.Object) error {
		object, err := meta.Accessor(item)
		if err == nil {
			requests = append(requests, request(object.GetNamespace(), object.GetName())...)
		}
		return err
	})
	if err != nil {
		return nil // every list of ours is one of objects
	}
	return requests
}

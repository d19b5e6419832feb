// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// RequestTime is how long one request of a cut may take. A request that hangs is
// then given up, and the next write of the same cut goes out.
const RequestTime = 5 * time.Second

// Bounded gives each write of a client a time of its own: one that hangs keeps
// nobody from the others. Reads are the client's own, which for a manager's
// client come from the cache.
type Bounded struct {
	client.Client
	Each time.Duration
}

// Create makes an object.
func (b Bounded) Create(ctx context.Context, obj client.Object, opts ...client.CreateOption) error {
	ctx, cancel := context.WithTimeout(ctx, b.Each)
	defer cancel()
	return b.Client.Create(ctx, obj, opts...)
}

// Update replaces an object.
func (b Bounded) Update(ctx context.Context, obj client.Object, opts ...client.UpdateOption) error {
	ctx, cancel := context.WithTimeout(ctx, b.Each)
	defer cancel()
	return b.Client.Update(ctx, obj, opts...)
}

// Patch changes an object.
func (b Bounded) Patch(ctx context.Context, obj client.Object, patch client.Patch, opts ...client.PatchOption) error {
	ctx, cancel := context.WithTimeout(ctx, b.Each)
	defer cancel()
	return b.Client.Patch(ctx, obj, patch, opts...)
}

// Delete deletes an object.
func (b Bounded) Delete(ctx context.Context, obj client.Object, opts ...client.DeleteOption) error {
	ctx, cancel := context.WithTimeout(ctx, b.Each)
	defer cancel()
	return b.Client.Delete(ctx, obj, opts...)
}

// BoundedReader gives each live read a time of its own.
type BoundedReader struct {
	client.Reader
	Each time.Duration
}

// Get reads an object.
func (b BoundedReader) Get(ctx context.Context, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
	ctx, cancel := context.WithTimeout(ctx, b.Each)
	defer cancel()
	return b.Reader.Get(ctx, key, obj, opts...)
}

// List reads a list.
func (b BoundedReader) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	ctx, cancel := context.WithTimeout(ctx, b.Each)
	defer cancel()
	return b.Reader.List(ctx, list, opts...)
}

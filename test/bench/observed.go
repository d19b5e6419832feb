// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// observed is what the operator reports of each grant's sandbox: the reason of
// SandboxReady, as it arrives by a watch.
type observed struct {
	mu      sync.Mutex
	reasons map[string]string
	objects map[string]*v1alpha1.DeveloperGrant
	news    chan struct{} // one who waits hears of changes
}

func observe(ctx context.Context, config *rest.Config, scheme *runtime.Scheme) (*observed, error) {
	o := &observed{reasons: map[string]string{}, objects: map[string]*v1alpha1.DeveloperGrant{}, news: make(chan struct{}, 1)}
	c, err := cache.New(apart(config), cache.Options{Scheme: scheme, DefaultTransform: cache.TransformStripManagedFields()})
	if err != nil {
		return nil, fmt.Errorf("watch grants: %w", err)
	}
	go func() { _ = c.Start(ctx) }() // it ends with the context
	informer, err := c.GetInformer(ctx, &v1alpha1.DeveloperGrant{})
	if err != nil {
		return nil, fmt.Errorf("watch grants: %w", err)
	}
	_, err = informer.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
		AddFunc:    o.see,
		UpdateFunc: func(_, object any) { o.see(object) },
	})
	if err != nil {
		return nil, fmt.Errorf("watch grants: %w", err)
	}
	return o, nil
}

func (o *observed) see(object any) {
	grant, ok := object.(*v1alpha1.DeveloperGrant)
	if !ok {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.objects[grant.Name] = grant
	if c := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.SandboxReadyCondition); c != nil {
		o.reasons[grant.Name] = c.Reason
	}
	select {
	case o.news <- struct{}{}:
	default:
	}
}

// grant is the latest seen of a grant.
func (o *observed) grant(name string) *v1alpha1.DeveloperGrant {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.objects[name]
}

// every waits until all grants have the reason, and returns when that was.
func (o *observed) every(ctx context.Context, grants []*v1alpha1.DeveloperGrant, reason string) (time.Time, error) {
	left := grants
	for {
		o.mu.Lock()
		for len(left) > 0 && o.reasons[left[0].Name] == reason {
			left = left[1:]
		}
		o.mu.Unlock()
		if len(left) == 0 {
			return time.Now(), nil
		}
		select {
		case <-o.news:
		case <-ctx.Done():
			return time.Time{}, errors.Join(ctx.Err(), fmt.Errorf("%d of %d sandboxes, %s first, are not %s", len(left), len(grants), left[0].Name, reason))
		}
	}
}

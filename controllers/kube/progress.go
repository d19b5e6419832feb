// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/ordering"
)

// Progress tells how far the caches of the kinds that verdicts rest on have
// come. What it tells is never ahead of what the cache shows.
type Progress struct {
	stores map[string]store
}

// store is the part of an informer's store that tells its version.
type store interface {
	LastStoreSyncResourceVersion() string
}

// NewProgress follows the informers of a cache, which need not run yet.
func NewProgress(ctx context.Context, informers cache.Cache) (*Progress, error) {
	kinds := map[string]client.Object{
		ordering.KindJurisdiction: &v1alpha1.Jurisdiction{},
		ordering.KindOrganization: &v1alpha1.Organization{},
		ordering.KindClass:        &v1alpha1.SandboxClass{},
		ordering.KindResource:     &v1alpha1.DataResource{},
		ordering.KindAgreement:    &v1alpha1.OperationAgreement{},
		ordering.KindGrant:        &v1alpha1.DeveloperGrant{},
		ordering.KindDecision:     &v1alpha1.Decision{},
		ordering.KindService:      &corev1.Service{},
		ordering.KindPlan:         &v1alpha1.ImplementationPlan{},
		ordering.KindSelection:    &v1alpha1.Selection{},
		ordering.KindObjection:    &v1alpha1.Objection{},
		ordering.KindCalendar:     &v1alpha1.WorkCalendar{},
	}
	p := &Progress{stores: map[string]store{}}
	for kind, object := range kinds {
		informer, err := informers.GetInformer(ctx, object, cache.BlockUntilSynced(false))
		if err != nil {
			return nil, fmt.Errorf("follow the cache of %s: %w", kind, err)
		}
		if shared, ok := informer.(toolscache.SharedIndexInformer); ok {
			p.stores[kind] = shared.GetStore()
		}
	}
	return p, nil
}

// Seen is the newest version of a kind that the cache shows, or empty where it
// cannot be told.
func (p *Progress) Seen(kind string) string {
	if p == nil || p.stores[kind] == nil {
		return ""
	}
	return p.stores[kind].LastStoreSyncResourceVersion()
}

// Newest is the newest version of any kind of ours that the cache shows.
func (p *Progress) Newest() string {
	newest := ""
	if p == nil {
		return newest
	}
	for kind := range p.stores {
		if version := p.Seen(kind); kind != ordering.KindService && ordering.Newer(version, newest) {
			newest = version
		}
	}
	return newest
}

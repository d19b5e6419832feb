// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package gauges answers, for whoever watches a cluster: how many links are in
// force or why not, what is awaited, due and overdue of their procedures and
// duties? It counts what status says, out of the cache and whenever it is asked,
// so that nothing is left of a link that is gone.
package gauges

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// patience bounds how long one collection waits for the cache.
const patience = 5 * time.Second

// Collector collects the gauges of all links.
type Collector struct {
	// Reader reads from the cache.
	Reader client.Reader
}

// registering is held by who takes the place of another: of two at once both would
// find the place free, and one of them be refused.
var registering sync.Mutex

// Register makes the operator's metrics show the gauges; those of an operator
// that ran before in this process give way.
func Register(reader client.Reader) error {
	c := &Collector{Reader: reader}
	registering.Lock()
	defer registering.Unlock()
	metrics.Registry.Unregister(c)
	return metrics.Registry.Register(c)
}

// Describe describes all gauges.
func (c *Collector) Describe(descriptions chan<- *prometheus.Desc) {
	for _, of := range families {
		descriptions <- of.description
	}
}

// Collect counts. While the cache cannot be read there are no gauges.
func (c *Collector) Collect(found chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	counted, err := c.count(ctx)
	if err != nil {
		return
	}
	counted.send(found)
}

func (c *Collector) count(ctx context.Context) (*tally, error) {
	var editions v1alpha1.JurisdictionList
	if err := c.Reader.List(ctx, &editions, client.UnsafeDisableDeepCopy); err != nil {
		return nil, err
	}
	counted := newTally(editions.Items)
	var errs []error
	for _, list := range []client.ObjectList{
		&v1alpha1.OrganizationList{}, &v1alpha1.DataResourceList{}, &v1alpha1.ImplementationPlanList{}, &v1alpha1.SelectionList{},
		&v1alpha1.ObjectionList{}, &v1alpha1.OperationAgreementList{}, &v1alpha1.DeveloperGrantList{},
	} {
		if err := c.Reader.List(ctx, list, client.UnsafeDisableDeepCopy); err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, meta.EachListItem(list, func(o runtime.Object) error {
			counted.add(kube.ToldOf(o))
			return nil
		}))
	}
	return counted, errors.Join(errs...)
}

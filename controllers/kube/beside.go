// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// served is what a domain holds that tells what is served from where. It is only
// read: it may be the cache's own.
type served struct {
	resources []v1alpha1.DataResource
	services  map[string]*corev1.Service
}

// Places are where the resources of a domain are served, as far as that could be read.
// The resources are only to be read: they may be the cache's own.
func Places(ctx context.Context, reader client.Reader, namespace string) ([]sandbox.Place, error) {
	s, err := servedIn(ctx, reader, namespace)
	return s.places(), err
}

// servedIn lists what a domain holds, as far as it could be read. Services are asked
// for only where a resource names one and is not alone.
func servedIn(ctx context.Context, reader client.Reader, namespace string) (*served, error) {
	var list v1alpha1.DataResourceList
	if err := reader.List(ctx, &list, client.InNamespace(namespace), client.UnsafeDisableDeepCopy); err != nil {
		return &served{}, fmt.Errorf("list the DataResources of %s, which may be served from one place: %w", namespace, err)
	}
	s := &served{list.Items, map[string]*corev1.Service{}}
	if len(list.Items) < 2 || len(s.by("")) == 0 {
		return s, nil
	}
	var all corev1.ServiceList
	if err := reader.List(ctx, &all, client.InNamespace(namespace), client.UnsafeDisableDeepCopy); err != nil {
		return s, fmt.Errorf("list the Services of %s, which tell what is served from one place: %w", namespace, err)
	}
	for i := range all.Items {
		s.services[all.Items[i].Name] = &all.Items[i]
	}
	return s, nil
}

// by are the resources that a Service serves, or any Service.
func (s *served) by(service string) []*v1alpha1.DataResource {
	var of []*v1alpha1.DataResource
	for i := range s.resources {
		if endpoint := s.resources[i].Spec.Endpoint.Service; endpoint != nil && (service == "" || endpoint.Name == service) {
			of = append(of, &s.resources[i])
		}
	}
	return of
}

func (s *served) service(name string) *corev1.Service { return s.services[name] }

func (s *served) places() []sandbox.Place {
	places := make([]sandbox.Place, len(s.resources))
	for i := range s.resources {
		places[i] = sandbox.PlaceOf(&s.resources[i], s.service)
	}
	return places
}

// Beside are the other resources that are served from the place of one which changed
// or is gone, or of those that a Service which changed serves, as it was or as it is.
func (a Affected) Beside(ctx context.Context, o client.Object) []reconcile.Request {
	s, err := servedIn(ctx, a.Reader, o.GetNamespace())
	if err != nil {
		return nil
	}
	var of []*v1alpha1.DataResource
	switch o := o.(type) {
	case *v1alpha1.DataResource:
		of = append(of, o)
	case *corev1.Service:
		s.services[o.Name] = o
		of = s.by(o.Name)
	}
	var requests distinct
	places := s.places()
	for _, resource := range of {
		for _, name := range sandbox.PlaceOf(resource, s.service).Beside(places) {
			requests.add(request(resource.Namespace, string(name))...)
		}
	}
	return requests.all
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
)

// newClient is a client of what the plugin reads and writes.
func newClient(config *rest.Config) (client.Client, error) {
	scheme, err := newScheme()
	if err != nil {
		return nil, err
	}
	over, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("make HTTP client: %w", err)
	}
	asked, err := apiutil.NewDynamicRESTMapper(config, over)
	if err != nil {
		return nil, fmt.Errorf("make REST mapper: %w", err)
	}
	c, err := client.New(config, client.Options{Scheme: scheme, HTTPClient: over, Mapper: mapper{asked}})
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	return c, nil
}

// mapper asks the API server where a kind is served, but knows it of Services: they
// are read for a warning alone, within a moment, and to be asked no moment ends.
type mapper struct{ meta.RESTMapper }

func (m mapper) RESTMapping(kind schema.GroupKind, versions ...string) (*meta.RESTMapping, error) {
	if core := corev1.SchemeGroupVersion; kind == core.WithKind("Service").GroupKind() {
		return &meta.RESTMapping{Resource: core.WithResource("services"), GroupVersionKind: core.WithKind("Service"), Scope: meta.RESTScopeNamespace}, nil
	}
	return m.RESTMapper.RESTMapping(kind, versions...) //nolint:wrapcheck // it says so itself
}

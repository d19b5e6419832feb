// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestNobodyClearsAnothersDataUnderAName applies resources beside three that are
// there, one served by pods, one by a Service and one by addresses: of another
// source unit or origin they may not be what one of the three is served from.
func TestNobodyClearsAnothersDataUnderAName(t *testing.T) {
	domain := newDomain(t)
	const apart = "mandate-data-endpoints-apart"
	port := func(number int64, protocol ...any) any {
		p := map[string]any{"port": number}
		if len(protocol) > 0 {
			p["protocol"] = protocol[0]
		}
		return []any{p}
	}
	pods := func(ports any, labels map[string]any) map[string]any {
		return map[string]any{"pods": map[string]any{"matchLabels": labels, "ports": ports}, "otherConsumers": []any{}}
	}
	service := func(name string, number int64) map[string]any {
		return map[string]any{"service": map[string]any{"name": name, "port": number}, "otherConsumers": []any{}}
	}
	block := func(addresses string, ports any) map[string]any {
		return map[string]any{"cidr": map[string]any{"block": addresses, "ports": ports}}
	}
	of := func(namespace, name, unit string, endpoint map[string]any) *unstructured.Unstructured {
		return edited(parse(t, resourceText), set("metadata.namespace", namespace), set("metadata.name", name), set("spec.sourceUnit", unit), set("spec.endpoint", endpoint))
	}
	byPods := of(domain, "visits", "hospital", pods(port(5432), map[string]any{"app": "visits", "tier": "db"}))
	byService := of(newDomain(t), "settlements", "bureau", service("settlements", 5432))
	byBlock := of(newDomain(t), "journeys", "company", block("10.20.0.0/24", port(5432)))
	for _, there := range []*unstructured.Unstructured{byPods, byService, byBlock} {
		create(t, root, there)
	}
	beside := func(there *unstructured.Unstructured, endpoint map[string]any) *unstructured.Unstructured {
		return of(there.GetNamespace(), "mine", "mine", endpoint)
	}
	var (
		samePods    = beside(byPods, pods(port(5432), map[string]any{"app": "visits"}))
		sameService = beside(byService, service("settlements", 5432))
	)
	for name, tc := range map[string]struct {
		made *unstructured.Unstructured
		want []string
	}{
		"the same pods, by fewer labels": {samePods, []string{
			"DataResource mine of mine: spec.endpoint.pods may select what DataResource visits of hospital (Public data) is served from, so that whoever clears the one would open the other: select by a label that both have, with another value, or by a port of its own",
		}},
		"pods by a label that the other does not have": {beside(byPods, pods(port(5432), map[string]any{"role": "primary"})), []string{apart, "DataResource visits of hospital"}},
		"pods by another value of one label":           {beside(byPods, pods(port(5432), map[string]any{"app": "visits", "tier": "cache"})), nil},
		"the same pods on another port":                {beside(byPods, pods(port(8080), map[string]any{"app": "visits"})), nil},
		"the same pods on that port by UDP":            {beside(byPods, pods(port(5432, "UDP"), map[string]any{"app": "visits"})), nil},
		"the same pods on that port, TCP in words":     {beside(byPods, pods(port(5432, "TCP"), map[string]any{"app": "visits"})), []string{apart}},
		"a Service beside pods": {beside(byPods, service("reports", 5432)), []string{
			"spec.endpoint.service may be what DataResource visits of hospital", "as nobody sees here which pods a Service selects: select its pods",
		}},
		"pods beside a Service":           {beside(byService, pods(port(8080), map[string]any{"app": "x"})), []string{"spec.endpoint.pods may be what DataResource settlements of bureau", "name a Service of its own"}},
		"the same Service":                {sameService, []string{"spec.endpoint.service settlements is what DataResource settlements of bureau (Public data) is served from", "name a Service or a port of its own"}},
		"the same Service, another port":  {beside(byService, service("settlements", 5433)), nil},
		"another Service":                 {beside(byService, service("reports", 5432)), nil},
		"narrower addresses":              {beside(byBlock, block("10.20.0.128/25", port(5432))), []string{"spec.endpoint.cidr 10.20.0.128/25 overlaps what DataResource journeys of company", "give addresses or ports of its own"}},
		"wider addresses":                 {beside(byBlock, block("10.0.0.0/8", port(5432))), []string{apart}},
		"other addresses":                 {beside(byBlock, block("10.20.1.0/24", port(5432))), nil},
		"those addresses on another port": {beside(byBlock, block("10.20.0.0/24", port(5433))), nil},
		"addresses beside pods":           {beside(byPods, block("10.20.0.0/24", port(5432))), nil},
		"of the same unit":                {edited(samePods, set("spec.sourceUnit", "hospital")), nil},
		"of the same unit, as social data": {
			edited(samePods, set("spec.sourceUnit", "hospital"), set("spec.origin", "Social")), []string{apart},
		},
		"in another domain": {edited(samePods, set("metadata.namespace", newDomain(t))), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.want != nil { // what is there becomes known to the policy within milliseconds
				_ = eventually(t.Context(), func(context.Context) error {
					if !refusedBy(dryCreate(t, root, tc.made), apart) {
						return errors.New("the policy does not know the other resource yet")
					}
					return nil
				})
			}
			wants(t, dryCreate(t, root, tc.made), tc.want...)
		})
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Services tell a Service of the domain by its name: nil where none is there, or
// where it is not known.
type Services func(name string) *corev1.Service

// Place is where a resource is served, as far as it can be told from the resource
// and its Service.
type Place struct {
	// Resource is what is served there.
	Resource *v1alpha1.DataResource
	target   Target
	known    bool
}

// PlaceOf is the place of a resource.
func PlaceOf(resource *v1alpha1.DataResource, services Services) Place {
	target, known := targetOf(resource, services)
	return Place{resource, target, known}
}

// Beside are the names of the other resources among places that are certainly
// served from this one in whole or in part, so that no network tells the two apart:
// in order.
func (p Place) Beside(places []Place) []v1alpha1.ObjectName {
	var names []v1alpha1.ObjectName
	for i := range places {
		if other := &places[i]; other.Resource.Name != p.Resource.Name && p.meets(other) {
			names = append(names, v1alpha1.ObjectName(other.Resource.Name))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// meets says that two places certainly have something in common: one port of one
// Service, whatever that leads to; or a port of the same pods, of which the one
// selects all that the other does, or of overlapping addresses. Of selectors that
// neither agree nor contradict each other nobody can tell, nor of a port by name and
// one by number, nor of addresses and pods.
func (p Place) meets(other *Place) bool {
	if mine, theirs := p.Resource.Spec.Endpoint.Service, other.Resource.Spec.Endpoint.Service; mine != nil && theirs != nil && *mine == *theirs {
		return true
	}
	return p.known && other.known && p.target.meets(&other.target)
}

func (t *Target) meets(other *Target) bool {
	if !slices.ContainsFunc(t.Ports, func(p networkingv1.NetworkPolicyPort) bool { return opens(other.Ports, p) }) {
		return false
	}
	if t.CIDR == "" && other.CIDR == "" {
		return holds(t.MatchLabels, other.MatchLabels) || holds(other.MatchLabels, t.MatchLabels)
	}
	mine, err := netip.ParsePrefix(t.CIDR)
	theirs, also := netip.ParsePrefix(other.CIDR)
	return err == nil && also == nil && mine.Overlaps(theirs)
}

// opens says that a port is among those of a target, all of which name theirs.
func opens(ports []networkingv1.NetworkPolicyPort, one networkingv1.NetworkPolicyPort) bool {
	return slices.ContainsFunc(ports, func(p networkingv1.NetworkPolicyPort) bool {
		return *p.Protocol == *one.Protocol && *p.Port == *one.Port
	})
}

// holds says that whatever carries the labels carries some others too.
func holds(labels, some map[string]string) bool {
	for k, v := range some {
		if got, ok := labels[k]; !ok || got != v {
			return false
		}
	}
	return true
}

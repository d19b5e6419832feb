// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// Target is where a resource is served, as network policies see it: the pods
// behind it, or a block of addresses outside.
type Target struct {
	// MatchLabels select the pods of the domain namespace; empty with CIDR.
	MatchLabels map[string]string
	// CIDR is the block of addresses; empty with pods.
	CIDR string
	// Ports are the ports on those pods or addresses.
	Ports []networkingv1.NetworkPolicyPort
}

// TargetOf resolves where a resource is served; ok is false while its Service
// is missing or unfit, and where pods or ports are left open: to a network
// policy none named means all.
func TargetOf(f *authorization.Facts, resource *v1alpha1.DataResource) (target Target, ok bool) {
	return targetOf(resource, func(name string) *corev1.Service { return f.Services[name].Get() })
}

func targetOf(resource *v1alpha1.DataResource, services Services) (target Target, ok bool) {
	target, ok = resolve(resource, services)
	if !ok || len(target.Ports) == 0 || (len(target.MatchLabels) == 0) == (target.CIDR == "") {
		return Target{}, false
	}
	return target, true
}

func resolve(resource *v1alpha1.DataResource, services Services) (Target, bool) {
	endpoint := resource.Spec.Endpoint
	switch {
	case endpoint.Pods != nil:
		return Target{MatchLabels: endpoint.Pods.MatchLabels, Ports: policyPorts(endpoint.Pods.Ports)}, true
	case endpoint.CIDR != nil:
		return Target{CIDR: endpoint.CIDR.Block, Ports: policyPorts(endpoint.CIDR.Ports)}, true
	case endpoint.Service != nil:
		return serviceTarget(services(endpoint.Service.Name), endpoint.Service.Port)
	}
	return Target{}, false
}

func serviceTarget(service *corev1.Service, number int32) (Target, bool) {
	if service == nil || service.Spec.Type == corev1.ServiceTypeExternalName || len(service.Spec.Selector) == 0 {
		return Target{}, false
	}
	port := authorization.ServicePort(service, number)
	if port == nil {
		return Target{}, false
	}
	onPod := port.TargetPort
	if onPod == (intstr.IntOrString{}) {
		onPod = intstr.FromInt32(port.Port)
	}
	protocol := port.Protocol
	if protocol == "" {
		protocol = corev1.ProtocolTCP
	}
	return Target{
		MatchLabels: service.Spec.Selector,
		Ports:       []networkingv1.NetworkPolicyPort{{Protocol: &protocol, Port: &onPod}},
	}, true
}

func policyPorts(ports []v1alpha1.EndpointPort) []networkingv1.NetworkPolicyPort {
	out := make([]networkingv1.NetworkPolicyPort, 0, len(ports))
	for _, p := range ports {
		protocol, port := corev1.ProtocolTCP, intstr.FromInt32(p.Port)
		if p.Protocol != "" {
			protocol = corev1.Protocol(p.Protocol)
		}
		out = append(out, networkingv1.NetworkPolicyPort{Protocol: &protocol, Port: &port})
	}
	return out
}

// key tells two targets' pods apart, so that a protection that was put on the
// old pods of a Service stays when its selector moves.
func (t Target) key() string {
	keys := make([]string, 0, len(t.MatchLabels))
	for k, v := range t.MatchLabels {
		keys = append(keys, k+"="+v)
	}
	slices.Sort(keys)
	return digest(keys...)
}

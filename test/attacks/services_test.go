// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/internal/sandbox"
)

// services are the ways out by what is published, or led elsewhere by hand.
func (w *world) services() []row {
	services, endpoints, quota := policy("sandbox-services"), policy("sandbox-endpoints"), w.quota()
	leading := func(change func(*corev1.ServiceSpec)) *corev1.Service {
		s := service(w.box, "attack")
		change(&s.Spec)
		return s
	}
	var rows []row
	for _, kind := range []corev1.ServiceType{corev1.ServiceTypeLoadBalancer, corev1.ServiceTypeNodePort} {
		counted := "services." + strings.ToLower(string(kind)) + "s"
		attack := creating(leading(func(s *corev1.ServiceSpec) { s.Type = kind }))
		rows = append(rows,
			row{way: string(kind), who: developer, attack: attack, closed: services, beside: []layer{quota},
				says: []string{"Service attack in sandbox " + w.box, "spec.type " + string(kind)}},
			row{way: string(kind), who: developer, attack: attack, closed: quota, beside: []layer{services}, says: []string{counted}})
	}
	slice := &discoveryv1.EndpointSlice{
		ObjectMeta:  metav1.ObjectMeta{Namespace: w.box, Name: "attack", Labels: map[string]string{discoveryv1.LabelServiceName: "work"}},
		AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints:   []discoveryv1.Endpoint{{Addresses: []string{"203.0.113.7"}}},
	}
	old := thing("v1", "Endpoints", w.box, "attack", fields{"subsets": []any{fields{"addresses": []any{fields{"ip": "203.0.113.7"}}}}})
	return append(rows,
		row{way: "ExternalName", who: developer, closed: services, says: []string{"spec.type ExternalName"},
			attack: creating(leading(func(s *corev1.ServiceSpec) {
				s.Type, s.ExternalName, s.Selector = corev1.ServiceTypeExternalName, "drop.attacker.net", nil
			}))},
		row{way: "externalIPs", who: developer, closed: services, says: []string{"spec.externalIPs 203.0.113.7"},
			attack: creating(leading(func(s *corev1.ServiceSpec) { s.ExternalIPs = []string{"203.0.113.7"} }))},
		row{way: "a Service turned into a NodePort", who: developer, closed: services, beside: []layer{quota},
			attack: patching(service(w.box, "work"), fields{"spec": fields{"type": "NodePort"}}), says: []string{"spec.type NodePort"}},
		row{way: "hand-made EndpointSlice", who: developer, attack: creating(slice), beside: []layer{endpoints},
			closed: w.unless(developer, rule("discovery.k8s.io", "endpointslices", "create"))},
		row{way: "hand-made EndpointSlice", who: tenant, attack: creating(slice), closed: endpoints,
			says: []string{"EndpointSlice attack in sandbox " + w.box, "addresses given by hand lead out of the sandbox"}},
		row{way: "hand-made Endpoints", who: developer, attack: creating(old), beside: []layer{endpoints},
			closed: w.unless(developer, rule("", "endpoints", "create"))},
		row{way: "hand-made Endpoints", who: tenant, attack: creating(old), closed: endpoints, says: []string{"Endpoints attack in sandbox " + w.box}},
	)
}

// routes are the ways out by Ingress and the Gateway API.
func (w *world) routes() []row {
	routes, quota := policy("sandbox-routes"), w.quota()
	ingress := &networkingv1.Ingress{
		ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: "attack"},
		Spec: networkingv1.IngressSpec{DefaultBackend: &networkingv1.IngressBackend{
			Service: &networkingv1.IngressServiceBackend{Name: "work", Port: networkingv1.ServiceBackendPort{Name: "http"}},
		}},
	}
	var rows []row
	for _, way := range []struct {
		group, resource string
		object          client.Object
	}{
		{"networking.k8s.io", "ingresses", ingress},
		{gatewayGroup, "httproutes", thing(gatewayGroup+"/v1", "HTTPRoute", w.box, "attack", nil)},
		{gatewayGroup, "referencegrants", thing(gatewayGroup+"/v1", "ReferenceGrant", w.box, "attack", nil)},
	} {
		kind := way.object.GetObjectKind().GroupVersionKind().Kind
		if kind == "" {
			kind = "Ingress"
		}
		attack := creating(way.object)
		rows = append(rows,
			row{way: kind, who: developer, attack: attack, beside: []layer{routes, quota},
				closed: w.unless(developer, rule(way.group, way.resource, "create"))},
			row{way: kind, who: tenant, attack: attack, closed: routes, beside: []layer{quota},
				says: []string{kind + " attack in sandbox " + w.box, "nothing is published from a sandbox"}},
			row{way: kind, who: tenant, attack: attack, closed: quota, beside: []layer{routes},
				says: []string{"count/" + way.resource + "." + way.group}})
	}
	return rows
}

// network are the ways out by what network policies say.
func (w *world) network() []row {
	network := policy("sandbox-network")
	open := &networkingv1.NetworkPolicy{
		ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: "attack"},
		Spec: networkingv1.NetworkPolicySpec{
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress},
			Egress:      []networkingv1.NetworkPolicyEgressRule{{}},
		},
	}
	deny := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: sandbox.DefaultDenyName}}
	all := func(way string, verb string, attack attempt) []row {
		return []row{
			{way: way, who: developer, attack: attack, beside: []layer{network},
				closed: w.unless(developer, rule("networking.k8s.io", "networkpolicies", verb))},
			{way: way, who: tenant, attack: attack, closed: network, says: []string{"in sandbox " + w.box, "what a sandbox may reach follows from its grant alone"}},
		}
	}
	rows := all("a NetworkPolicy of one's own", "create", creating(open))
	rows = append(rows, all("the default-deny opened", "patch", patching(deny, fields{"spec": fields{"egress": []any{fields{}}}}))...)
	rows = append(rows, all("the default-deny deleted", "delete", deleting(deny))...)
	return append(rows, all("all NetworkPolicies deleted as a collection", "deletecollection", clearing(deny))...)
}

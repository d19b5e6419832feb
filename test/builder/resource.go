// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// ResourceBuilder makes a DataResource.
type ResourceBuilder struct{ resource v1alpha1.DataResource }

// Resource begins a resource of SourceUnit, served on port 5432 by the pods of
// the domain that carry the label app with its name.
func Resource(name string) *ResourceBuilder {
	b := &ResourceBuilder{v1alpha1.DataResource{
		ObjectMeta: meta("DataResource", Domain, name),
		Spec: v1alpha1.DataResourceSpec{
			Jurisdiction:   Edition,
			SourceUnit:     SourceUnit,
			Catalogue:      v1alpha1.Catalogue{Code: "990000-" + name, Name: name},
			Classification: v1alpha1.Classification{Level: "General3", Standard: "GB/T 43697-2024"},
		},
	}}
	return b.Pods(map[string]string{"app": name}, 5432)
}

// In puts the resource into a domain; its UID follows.
func (b *ResourceBuilder) In(domain string) *ResourceBuilder {
	b.resource.Namespace = domain
	b.resource.UID = UIDOf("DataResource", domain, b.resource.Name)
	return b
}

// UID gives the resource a UID, as if it were made again.
func (b *ResourceBuilder) UID(uid types.UID) *ResourceBuilder {
	b.resource.UID = uid
	return b
}

// Edition pins an edition.
func (b *ResourceBuilder) Edition(name string) *ResourceBuilder {
	b.resource.Spec.Jurisdiction = v1alpha1.ObjectName(name)
	return b
}

// SuppliedBy names the source unit.
func (b *ResourceBuilder) SuppliedBy(organization string) *ResourceBuilder {
	b.resource.Spec.SourceUnit = v1alpha1.ObjectName(organization)
	return b
}

// Fields lists the fields of the data.
func (b *ResourceBuilder) Fields(fields ...string) *ResourceBuilder {
	for _, name := range fields {
		b.resource.Spec.Fields = append(b.resource.Spec.Fields, v1alpha1.Field{Name: name})
	}
	return b
}

// Pods serves the data from pods of the domain.
func (b *ResourceBuilder) Pods(labels map[string]string, ports ...int32) *ResourceBuilder {
	b.resource.Spec.Endpoint = v1alpha1.Endpoint{
		Pods:           &v1alpha1.PodsEndpoint{MatchLabels: labels, Ports: endpointPorts(ports)},
		OtherConsumers: &[]networkingv1.NetworkPolicyPeer{},
	}
	return b
}

// Service serves the data through a Service of the domain.
func (b *ResourceBuilder) Service(name string, port int32) *ResourceBuilder {
	b.resource.Spec.Endpoint = v1alpha1.Endpoint{
		Service:        &v1alpha1.ServiceEndpoint{Name: name, Port: port},
		OtherConsumers: &[]networkingv1.NetworkPolicyPeer{},
	}
	return b
}

// CIDR serves the data from outside the cluster.
func (b *ResourceBuilder) CIDR(block string, ports ...int32) *ResourceBuilder {
	b.resource.Spec.Endpoint = v1alpha1.Endpoint{CIDR: &v1alpha1.CIDREndpoint{Block: block, Ports: endpointPorts(ports)}}
	return b
}

// OtherConsumers lists the owner's other readers.
func (b *ResourceBuilder) OtherConsumers(peers ...networkingv1.NetworkPolicyPeer) *ResourceBuilder {
	b.resource.Spec.Endpoint.OtherConsumers = &peers
	return b
}

// BeingDeleted gives the resource a deletion timestamp (RFC 3339).
func (b *ResourceBuilder) BeingDeleted(at string) *ResourceBuilder {
	b.resource.DeletionTimestamp = deletion(at)
	return b
}

// Obj is the resource.
func (b *ResourceBuilder) Obj() *v1alpha1.DataResource { return b.resource.DeepCopy() }

func endpointPorts(numbers []int32) []v1alpha1.EndpointPort {
	ports := make([]v1alpha1.EndpointPort, len(numbers))
	for i, number := range numbers {
		ports[i] = v1alpha1.EndpointPort{Port: number}
	}
	return ports
}

// ServiceBuilder makes a Service of the domain that serves a resource.
type ServiceBuilder struct{ service corev1.Service }

// Service begins a Service whose port 5432 leads to the same port of the pods
// that carry the label app with its name.
func Service(name string) *ServiceBuilder {
	return &ServiceBuilder{corev1.Service{
		ObjectMeta: meta("Service", Domain, name),
		Spec: corev1.ServiceSpec{
			Selector: map[string]string{"app": name},
			Ports:    []corev1.ServicePort{{Port: 5432}},
		},
	}}
}

// Port leads a port to one of the pods, in place of what was said before.
func (b *ServiceBuilder) Port(port int32, onPod intstr.IntOrString, protocol corev1.Protocol) *ServiceBuilder {
	b.service.Spec.Ports = []corev1.ServicePort{{Port: port, TargetPort: onPod, Protocol: protocol}}
	return b
}

// Selecting selects pods; nil selects none.
func (b *ServiceBuilder) Selecting(labels map[string]string) *ServiceBuilder {
	b.service.Spec.Selector = labels
	return b
}

// External makes the Service an ExternalName.
func (b *ServiceBuilder) External(name string) *ServiceBuilder {
	b.service.Spec.Type = corev1.ServiceTypeExternalName
	b.service.Spec.ExternalName = name
	return b
}

// Obj is the Service.
func (b *ServiceBuilder) Obj() *corev1.Service { return b.service.DeepCopy() }

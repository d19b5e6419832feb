// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	networkingv1 "k8s.io/api/networking/v1"
)

// Protocol is a transport protocol.
//
// +kubebuilder:validation:Enum=TCP;UDP
type Protocol string

// EndpointPort is a port and its protocol.
type EndpointPort struct {
	// port is the port number on the pods or hosts that serve the data.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=65535
	Port int32 `json:"port,omitempty"`

	// protocol is TCP when absent.
	// +optional
	Protocol Protocol `json:"protocol,omitempty"`
}

// PodsEndpoint serves the data from pods of the domain namespace.
type PodsEndpoint struct {
	// matchLabels select the pods, by all of the labels.
	// +required
	// +kubebuilder:validation:MinProperties=1
	// +kubebuilder:validation:MaxProperties=16
	MatchLabels map[string]string `json:"matchLabels,omitempty"`

	// ports are the ports the pods serve the data on.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Ports []EndpointPort `json:"ports,omitempty"`
}

// ServiceEndpoint serves the data through a Service of the domain namespace.
// The Service must have a selector and must not be of type ExternalName.
type ServiceEndpoint struct {
	// name names the Service.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	Name string `json:"name,omitempty"`

	// port is a port of the Service.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=65535
	Port int32 `json:"port,omitempty"`
}

// CIDREndpoint serves the data from addresses outside the cluster.
type CIDREndpoint struct {
	// block is the addresses, such as 10.20.0.0/24 (/8 or longer for IPv4, /16
	// or longer for IPv6). Link-local, loopback, multicast and cloud metadata
	// addresses are refused.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:XValidation:rule="isCIDR(self)",messageExpression="'block ' + self + ' is not a CIDR such as 10.20.0.0/24'"
	// +kubebuilder:validation:XValidation:rule="!isCIDR(self) || cidr(self).prefixLength() >= (cidr(self).ip().family() == 4 ? 8 : 16)",messageExpression="'block ' + self + ' is too wide for a data endpoint: /8 or longer for IPv4, /16 or longer for IPv6'"
	// +kubebuilder:validation:XValidation:rule="!isCIDR(self) || !(['169.254.0.0/16','127.0.0.0/8','224.0.0.0/4','0.0.0.0/8','fe80::/10','::1/128','ff00::/8','fd00:ec2::/32','100.100.100.200/32','168.63.129.16/32'].exists(b, cidr(b).containsCIDR(cidr(self)) || cidr(self).containsCIDR(cidr(b))))",messageExpression="'block ' + self + ' overlaps link-local, loopback, multicast, unspecified or cloud metadata addresses, which are no data endpoint'"
	Block string `json:"block,omitempty"`

	// ports are the ports the addresses serve the data on.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Ports []EndpointPort `json:"ports,omitempty"`
}

// Endpoint is where the data is served: exactly one of pods, service, cidr.
//
// +kubebuilder:validation:XValidation:rule="[has(self.pods), has(self.service), has(self.cidr)].filter(x, x).size() == 1",message="exactly one of pods, service and cidr is given",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.cidr) != has(self.otherConsumers)",message="otherConsumers is required with pods or service ([] declares that there are none) and has no meaning with cidr",fieldPath=".otherConsumers",reason="FieldValueInvalid"
type Endpoint struct {
	// pods serve the data directly.
	// +optional
	Pods *PodsEndpoint `json:"pods,omitempty"`

	// service serves the data.
	// +optional
	Service *ServiceEndpoint `json:"service,omitempty"`

	// cidr serves the data from outside the cluster. The cluster then guards
	// only the sandbox's side.
	// +optional
	CIDR *CIDREndpoint `json:"cidr,omitempty"`

	// otherConsumers are the owner's other readers of the same pods, as peers
	// of a network policy; [] declares that there are none. They are let in, and
	// everybody else is denied, from the moment the resource is in force; with
	// [], everybody is denied from the moment it is declared.
	// +optional
	// +nullable
	// +listType=atomic
	// +kubebuilder:validation:MinItems=0
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:XValidation:rule="self.all(p, has(p.ipBlock) || has(p.podSelector) || has(p.namespaceSelector))",message="every peer has an ipBlock, a podSelector or a namespaceSelector",reason="FieldValueInvalid"
	OtherConsumers *[]networkingv1.NetworkPolicyPeer `json:"otherConsumers,omitempty"`
}

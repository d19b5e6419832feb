// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// NetworkEngine is what enforces network policies on the cluster's nodes.
//
// +kubebuilder:validation:Enum=Kubernetes;Cilium
type NetworkEngine string

// IsolationDemand says whether a class asks for a proof that its network
// engine isolates.
//
// +kubebuilder:validation:Enum=Proven;Unproven
type IsolationDemand string

// The demands.
const (
	// IsolationProven gives nothing until the engine was seen to isolate.
	IsolationProven IsolationDemand = "Proven"
	// IsolationUnproven takes the engine on trust.
	IsolationUnproven IsolationDemand = "Unproven"
)

// PodSecurityLevel is a Pod Security Standard.
//
// +kubebuilder:validation:Enum=restricted;baseline
type PodSecurityLevel string

// PodSecurity pins a Pod Security Standard.
type PodSecurity struct {
	// level is the standard; raw data calls for restricted.
	// +required
	Level PodSecurityLevel `json:"level,omitempty"`

	// version pins the standard's version, such as v1.36, so that an upgrade
	// of the cluster does not move it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=16
	// +kubebuilder:validation:Pattern=`^v1\.[0-9]{1,3}$`
	Version string `json:"version,omitempty"`
}

// Quota bounds what one sandbox may use in all.
type Quota struct {
	// cpu is the sum of CPU requests, and of limits.
	// +required
	// +kubebuilder:validation:XValidation:rule="sign(quantity(string(self))) >= 0",messageExpression="'cpu ' + string(self) + ' is negative: a quota is zero or more'"
	CPU resource.Quantity `json:"cpu,omitzero"`

	// memory is the sum of memory requests, and of limits.
	// +required
	// +kubebuilder:validation:XValidation:rule="sign(quantity(string(self))) >= 0",messageExpression="'memory ' + string(self) + ' is negative: a quota is zero or more'"
	Memory resource.Quantity `json:"memory,omitzero"`

	// pods is the number of pods.
	// +required
	// +kubebuilder:validation:XValidation:rule="sign(quantity(string(self))) >= 0",messageExpression="'pods ' + string(self) + ' is negative: a quota is zero or more'"
	// +kubebuilder:validation:XValidation:rule="quantity(string(self)).isInteger()",messageExpression="'pods ' + string(self) + ' is no whole number'"
	Pods resource.Quantity `json:"pods,omitzero"`

	// storage is the sum of storage requests of the class's storage classes.
	// +required
	// +kubebuilder:validation:XValidation:rule="sign(quantity(string(self))) >= 0",messageExpression="'storage ' + string(self) + ' is negative: a quota is zero or more'"
	Storage resource.Quantity `json:"storage,omitzero"`
}

// Limits are what a container gets that asks for nothing.
type Limits struct {
	// cpu is the default limit and request of a container.
	// +required
	// +kubebuilder:validation:XValidation:rule="sign(quantity(string(self))) >= 0",messageExpression="'cpu ' + string(self) + ' is negative: a limit is zero or more'"
	CPU resource.Quantity `json:"cpu,omitzero"`

	// memory is the default limit and request of a container.
	// +required
	// +kubebuilder:validation:XValidation:rule="sign(quantity(string(self))) >= 0",messageExpression="'memory ' + string(self) + ' is negative: a limit is zero or more'"
	Memory resource.Quantity `json:"memory,omitzero"`
}

// RuleVerb is a verb that developers can be given. There is no watch: a watch
// is authorised once and outlives the cut.
//
// +kubebuilder:validation:Enum=get;list;create;update;patch;delete
type RuleVerb string

// DeveloperRule gives developers verbs on resources of one API group. What it
// can give is a fixed list, never more: no exec, attach, port-forward, proxy,
// ephemeral containers, Secrets, policies, roles, tokens or namespaces.
//
// +kubebuilder:validation:XValidation:rule="self.resources.all(r, r in (self.apiGroup.size() == 0 ? ['pods','pods/log','configmaps','services','persistentvolumeclaims','events','resourcequotas','limitranges'] : self.apiGroup == 'apps' ? ['deployments','statefulsets','replicasets'] : self.apiGroup == 'batch' ? ['jobs','cronjobs'] : []))",messageExpression="'resources ' + self.resources.join(', ') + ' of API group \"' + self.apiGroup + '\" go beyond the fixed maximum: pods, pods/log, configmaps, services, persistentvolumeclaims, events, resourcequotas, limitranges; deployments, statefulsets, replicasets of apps; jobs, cronjobs of batch'",fieldPath=".resources",reason="FieldValueForbidden"
// +kubebuilder:validation:XValidation:rule="self.resources.all(r, !(r in ['pods/log','events','resourcequotas','limitranges','replicasets'])) || self.verbs.all(v, v in ['get','list'])",messageExpression="'verbs ' + self.verbs.join(', ') + ' go beyond the fixed maximum: pods/log, events, resourcequotas, limitranges and replicasets can only be read (get, list)'",fieldPath=".verbs",reason="FieldValueForbidden"
type DeveloperRule struct {
	// apiGroup is the API group of the resources; "" is the core group.
	// +required
	// +kubebuilder:validation:Enum="";apps;batch
	APIGroup *string `json:"apiGroup,omitempty"`

	// resources are the resources, subresources written `pods/log`.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=64
	Resources []string `json:"resources,omitempty"`

	// verbs are the verbs on each of the resources.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	Verbs []RuleVerb `json:"verbs,omitempty"`
}

// SandboxClassSpec says what a sandbox of the class is.
//
// +kubebuilder:validation:XValidation:rule="quantity(string(self.limits.cpu)).compareTo(quantity(string(self.quota.cpu))) <= 0",messageExpression="'limits.cpu ' + string(self.limits.cpu) + ' is more than quota.cpu ' + string(self.quota.cpu) + ': no container that asks for nothing would start'",fieldPath=".limits.cpu",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="quantity(string(self.limits.memory)).compareTo(quantity(string(self.quota.memory))) <= 0",messageExpression="'limits.memory ' + string(self.limits.memory) + ' is more than quota.memory ' + string(self.quota.memory) + ': no container that asks for nothing would start'",fieldPath=".limits.memory",reason="FieldValueInvalid"
type SandboxClassSpec struct {
	// networkEngine enforces the sandbox's network policies.
	// +required
	NetworkEngine NetworkEngine `json:"networkEngine,omitempty"`

	// isolation says whether grants wait for a proof that the engine isolates.
	// +required
	Isolation IsolationDemand `json:"isolation,omitempty"`

	// podSecurity pins the Pod Security Standard of the namespace.
	// +required
	PodSecurity PodSecurity `json:"podSecurity,omitzero"`

	// quota bounds what one sandbox may use.
	// +required
	Quota Quota `json:"quota,omitzero"`

	// limits are what a container gets that asks for nothing.
	// +required
	Limits Limits `json:"limits,omitzero"`

	// rules are what developers may do in the sandbox; absent, nothing.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Rules []DeveloperRule `json:"rules,omitempty"`

	// registries are the image registries, host[:port][/path], that pods may
	// use; absent, none.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=255
	// +kubebuilder:validation:items:Pattern=`^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*$`
	Registries []string `json:"registries,omitempty"`

	// storageClasses are the storage classes that claims may use; absent,
	// none.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	StorageClasses []ObjectName `json:"storageClasses,omitempty"`

	// retentionDays is how long a frozen sandbox is kept before it may be
	// disposed of.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=36500
	RetentionDays int32 `json:"retentionDays,omitempty"`
}

// SandboxClassStatus is what the operator reports of a class.
type SandboxClassStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	UsageStatus `json:",inline"`
}

// SandboxClass 沙箱规格 says what a sandbox may use and what developers may do
// in it. It is immutable: a new class has a new name.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=sbc,categories=mandate
// +kubebuilder:printcolumn:name="Engine",type=string,JSONPath=`.spec.networkEngine`
// +kubebuilder:printcolumn:name="Isolation",type=string,JSONPath=`.spec.isolation`
// +kubebuilder:printcolumn:name="Security",type=string,JSONPath=`.spec.podSecurity.level`
// +kubebuilder:printcolumn:name="CPU",type=string,JSONPath=`.spec.quota.cpu`
// +kubebuilder:printcolumn:name="Memory",type=string,JSONPath=`.spec.quota.memory`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`
type SandboxClass struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec says what a sandbox of the class is. It never changes.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="a class is immutable, so that no sandbox changes under its grant: apply a new class under a new name",reason="FieldValueForbidden"
	Spec SandboxClassSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status SandboxClassStatus `json:"status,omitzero"`
}

// SandboxClassList is a list of SandboxClasses.
//
// +kubebuilder:object:root=true
type SandboxClassList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []SandboxClass `json:"items"`
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

const (
	// HeartbeatName is the name of the one Heartbeat.
	HeartbeatName = "operator"
	// CanaryRole is the ClusterRole on which cutoff proves that it can cut. It
	// gives nothing to anybody, and is bound to nobody.
	CanaryRole = "mandate-canary"
)

// Canary 探针 is a cut that cutoff asks of itself: the ClusterRole
// mandate-canary is to be emptied by the very way that empties cohorts.
type Canary struct {
	// asked is when it was asked, by the API server's time, in microseconds.
	// Another way of writing it could not be read, and cutoff would never beat again.
	// +required
	// +kubebuilder:validation:Type=string
	// +kubebuilder:validation:Pattern=`^[0-9-]{10}T[0-9:]{8}\.[0-9]{6}Z$`
	Asked metav1.MicroTime `json:"asked,omitzero"`

	// by is the replica that asked.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	By string `json:"by,omitempty"`
}

// HeartbeatSpec is written by cutoff alone. Until the first beat all of it is
// absent, and then no pod and no token is let into any sandbox.
type HeartbeatSpec struct {
	// renewTime is the last beat, in whole seconds of the API server's time: the
	// instant of its writing at the latest.
	// +optional
	// +kubebuilder:validation:Type=string
	// +kubebuilder:validation:Pattern=`^[0-9-]{10}T[0-9:]{8}Z$`
	RenewTime *metav1.Time `json:"renewTime,omitempty"`

	// holder is the replica that beat last.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Holder string `json:"holder,omitempty"`

	// canary is the proof that was asked for last. A beat follows only once it
	// went through watch, queue and write.
	// +optional
	Canary *Canary `json:"canary,omitempty"`
}

// HeartbeatStatus is what the operator reports of the heartbeat. It has no
// observedGeneration: each beat is another generation, and the conditions tell
// of the beats, not of the last one.
type HeartbeatStatus struct {
	// conditions are Ready: cutoff beats.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// Heartbeat 心跳 is the dead-man's switch: while cutoff can cut, it beats every
// ten seconds; once the last beat is older than sixty, the API server lets no pod
// and no token into any sandbox, with all of Mandate dead. There is one, operator.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=hb,categories=mandate
// +kubebuilder:validation:XValidation:rule="self.metadata.name == 'operator'",message="there is one Heartbeat, operator"
// +kubebuilder:printcolumn:name="Beat",type=date,JSONPath=`.spec.renewTime`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Holder",type=string,priority=1,JSONPath=`.spec.holder`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`
type Heartbeat struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is written by cutoff.
	// +optional
	Spec HeartbeatSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={conditions: {{type: "Ready", status: "Unknown", reason: "BeatMissing", message: "cutoff has not beaten yet", lastTransitionTime: "1970-01-01T00:00:00Z"}}}
	Status HeartbeatStatus `json:"status,omitzero"`
}

// HeartbeatList is a list of Heartbeats.
//
// +kubebuilder:object:root=true
type HeartbeatList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Heartbeat `json:"items"`
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ObjectionSubject is what an Objection is against.
type ObjectionSubject struct {
	// kind is the kind of what is under publicity.
	// +required
	// +kubebuilder:validation:XValidation:rule="self in ['ImplementationPlan', 'Selection', 'OperationAgreement', 'DeveloperGrant']",messageExpression="'\"' + self + '\" is under no publicity: an objection is against an ImplementationPlan, a Selection, an OperationAgreement or a DeveloperGrant'",reason="FieldValueInvalid"
	Kind LinkKind `json:"kind,omitempty"`

	// name is its name, in the Objection's namespace.
	// +required
	Name ObjectName `json:"name,omitempty"`
}

// Objector is who raises an Objection, by real name.
type Objector struct {
	// name is the objector's name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Name string `json:"name,omitempty"`

	// organization is the objector as an Organization, where it is one.
	// +optional
	Organization ObjectName `json:"organization,omitempty"`

	// identity names the document that proves who the objector is.
	// +optional
	Identity ObjectName `json:"identity,omitempty"`
}

// ObjectionSpec is an objection 异议. It never changes but by a new one.
//
// +kubebuilder:validation:XValidation:rule="!has(self.objector.identity) || has(self.documents) && self.documents.exists(d, d.name == self.objector.identity)",message="objector.identity names an entry of documents",fieldPath=".objector",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.evidence) || has(self.documents) && self.evidence.all(e, self.documents.exists(d, d.name == e))",message="evidence names entries of documents",fieldPath=".evidence",reason="FieldValueInvalid"
type ObjectionSpec struct {
	// against is what is objected to.
	// +required
	Against ObjectionSubject `json:"against,omitzero"`

	// regarding is the Publish under which it is published.
	// +optional
	Regarding *DecisionReference `json:"regarding,omitempty"`

	// objector is who objects.
	// +required
	Objector Objector `json:"objector,omitzero"`

	// raisedOn is the legal day on which it was raised.
	// +required
	RaisedOn ActDay `json:"raisedOn,omitempty"`

	// ground is why.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	Ground string `json:"ground,omitempty"`

	// evidence names the documents that prove it.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Evidence []ObjectName `json:"evidence,omitempty"`

	// documents are the papers.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Documents []Document `json:"documents,omitempty"`
}

// ObjectionStatus is what the operator reports of an objection.
type ObjectionStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active (it is open), DutiesDone and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	ProcedureReport `json:",inline"`
}

// Objection 异议 is raised against what is under publicity. While it is open it
// keeps the publicity from being complete, where the edition says so.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=objn,categories=mandate
// +kubebuilder:selectablefield:JSONPath=`.spec.against.kind`
// +kubebuilder:selectablefield:JSONPath=`.spec.against.name`
// +kubebuilder:printcolumn:name="Kind",type=string,JSONPath=`.spec.against.kind`
// +kubebuilder:printcolumn:name="Against",type=string,JSONPath=`.spec.against.name`
// +kubebuilder:printcolumn:name="Objector",type=string,JSONPath=`.spec.objector.name`
// +kubebuilder:printcolumn:name="Raised",type=string,JSONPath=`.spec.raisedOn`
// +kubebuilder:printcolumn:name="Open",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Waiting for",type=string,JSONPath=`.status.waitingFor`
// +kubebuilder:printcolumn:name="Due",type=string,priority=1,JSONPath=`.status.due`
// +kubebuilder:printcolumn:name="Overdue",type=string,priority=1,JSONPath=`.status.overdue`
// +kubebuilder:printcolumn:name="Duties",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="DutiesDone")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
type Objection struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the objection.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="an Objection is immutable: raise another one",reason="FieldValueForbidden"
	Spec ObjectionSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status ObjectionStatus `json:"status,omitzero"`
}

// ObjectionList is a list of Objections.
//
// +kubebuilder:object:root=true
type ObjectionList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Objection `json:"items"`
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// OperationAgreementSpec is the agreement between those who authorise and the
// operator.
//
// +kubebuilder:validation:XValidation:rule="has(self.term) != has(self.window)",message="exactly one of term and window is given",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.clauses) || self.clauses.all(c, has(self.documents) && self.documents.exists(d, d.name == c.document))",message="every clause cites an entry of documents",fieldPath=".clauses",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="(has(self.level) && self.level == 2) == has(self.under)",message="under names the agreement of level 1 that an agreement of level 2 stands under",fieldPath=".under",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.revises) == has(oldSelf.revises)",message="revises is immutable: a change is a new agreement that revises the old one",fieldPath=".revises",reason="FieldValueForbidden"
// +kubebuilder:validation:XValidation:rule="has(self.coGrantors) == has(oldSelf.coGrantors)",message="coGrantors are immutable: parties change by a new agreement",reason="FieldValueForbidden"
type OperationAgreementSpec struct {
	// jurisdiction is the edition the agreement is made under.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'jurisdiction is immutable (was ' + oldSelf + '): make a new agreement under the other edition'",reason="FieldValueForbidden"
	Jurisdiction ObjectName `json:"jurisdiction,omitempty"`

	// title is the title of the agreement.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Title string `json:"title,omitempty"`

	// grantor is the Organization that authorises.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'grantor is immutable (was ' + oldSelf + '): parties change by a new agreement'",reason="FieldValueForbidden"
	Grantor ObjectName `json:"grantor,omitempty"`

	// coGrantors are the Organizations that authorise together with it: they do
	// what the edition asks of {ref: CoGrantor}, such as to sign. An edition that
	// asks nothing of them lets nobody authorise beside the grantor.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="coGrantors are immutable: parties change by a new agreement",reason="FieldValueForbidden"
	CoGrantors []ObjectName `json:"coGrantors,omitempty"`

	// operator is the Organization that is authorised (运营机构).
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'operator is immutable (was ' + oldSelf + '): parties change by a new agreement'",reason="FieldValueForbidden"
	Operator ObjectName `json:"operator,omitempty"`

	// division is the GB/T 2260 code of the territory; that of the plan when
	// absent, and of the edition without one.
	// +optional
	// +kubebuilder:validation:MinLength=6
	// +kubebuilder:validation:MaxLength=6
	// +kubebuilder:validation:Pattern=`^[1-9][0-9]{5}$`
	Division string `json:"division,omitempty"`

	// plan is the ImplementationPlan that the agreement carries out.
	// +optional
	Plan ObjectName `json:"plan,omitempty"`

	// selection is the Selection in which the operator was chosen.
	// +optional
	Selection ObjectName `json:"selection,omitempty"`

	// mode is the mode of authorisation.
	// +optional
	Mode Mode `json:"mode,omitempty"`

	// field is the field of work of a by-field agreement, such as `health`.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Field string `json:"field,omitempty"`

	// level is 2 for an agreement under another one; 1 when absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=2
	Level int32 `json:"level,omitempty"`

	// under is the agreement of level 1 that one of level 2 stands under.
	// +optional
	Under ObjectName `json:"under,omitempty"`

	// revises is the agreement between the same parties that this one replaces
	// once it is in force; until then the old one holds, and from then on it
	// never does again. Grants under the old one are applied for anew.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'revises is immutable (was ' + oldSelf + ')'",reason="FieldValueForbidden"
	Revises ObjectName `json:"revises,omitempty"`

	// renews is the agreement whose term this one follows.
	// +optional
	Renews ObjectName `json:"renews,omitempty"`

	// products are those to be offered.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=128
	Products []PlannedProduct `json:"products,omitempty"`

	// dataResources are the DataResources under the agreement. One that does
	// not exist yet comes under it when it appears.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=256
	DataResources []ObjectName `json:"dataResources,omitempty"`

	// term is the agreement's term in civil dates.
	// +optional
	Term *Term `json:"term,omitempty"`

	// window is the agreement's term in instants.
	// +optional
	Window *Window `json:"window,omitempty"`

	// documents are the papers that clauses cite.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Documents []Document `json:"documents,omitempty"`

	// clauses cite the required content.
	// +optional
	// +listType=map
	// +listMapKey=key
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Clauses []Clause `json:"clauses,omitempty"`
}

// OperationAgreementStatus is what the operator reports of an agreement.
type OperationAgreementStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active, DutiesDone and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// effective is the term as instants.
	// +optional
	Effective *Interval `json:"effective,omitempty"`

	// inputs say for each data resource whether it is in force under the
	// agreement.
	// +optional
	// +listType=map
	// +listMapKey=resource
	Inputs []InputStatus `json:"inputs,omitempty"`

	ProcedureReport `json:",inline"`
	UsageStatus     `json:",inline"`
}

// InputStatus says whether one input is in force, and why not.
type InputStatus struct {
	// resource is the DataResource.
	// +required
	Resource ObjectName `json:"resource,omitempty"`

	// inForce says whether it may be worked on now.
	// +required
	InForce *bool `json:"inForce,omitempty"`

	// reason is one of the reasons of Active.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Reason string `json:"reason,omitempty"`

	// message says what stands against it and what to do.
	// +optional
	// +kubebuilder:validation:MaxLength=4096
	Message string `json:"message,omitempty"`
}

// OperationAgreement 授权运营协议 authorises an operator to run data resources
// for a term.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=oa,categories=mandate
// +kubebuilder:printcolumn:name="Operator",type=string,JSONPath=`.spec.operator`
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Waiting for",type=string,JSONPath=`.status.waitingFor`
// +kubebuilder:printcolumn:name="Due",type=string,priority=1,JSONPath=`.status.due`
// +kubebuilder:printcolumn:name="Overdue",type=string,priority=1,JSONPath=`.status.overdue`
// +kubebuilder:printcolumn:name="Duties",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="DutiesDone")].reason`
// +kubebuilder:printcolumn:name="Until",type=string,JSONPath=`.status.effective.notAfter`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
// +kubebuilder:selectablefield:JSONPath=`.spec.revises`
type OperationAgreement struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the agreement.
	// +required
	Spec OperationAgreementSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status OperationAgreementStatus `json:"status,omitzero"`
}

// OperationAgreementList is a list of OperationAgreements.
//
// +kubebuilder:object:root=true
type OperationAgreementList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []OperationAgreement `json:"items"`
}

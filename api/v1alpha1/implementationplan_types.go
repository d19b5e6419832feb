// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// PlannedProduct is a data product or service that is to be offered.
type PlannedProduct struct {
	// name is its name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Name string `json:"name,omitempty"`

	// form is what it is, such as Interface, Model or Report.
	// +required
	// +kubebuilder:validation:Enum=DataSet;Interface;Model;Report;Application;Service
	Form string `json:"form,omitempty"`

	// class says whether it is for public governance, public benefit or
	// industry.
	// +optional
	// +kubebuilder:validation:Enum=Governance;PublicBenefit;Industry
	Class string `json:"class,omitempty"`

	// standard is the technical standard that it follows.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Standard string `json:"standard,omitempty"`
}

// ImplementationPlanSpec is the plan 实施方案 for authorised operation.
//
// +kubebuilder:validation:XValidation:rule="!has(self.clauses) || self.clauses.all(c, has(self.documents) && self.documents.exists(d, d.name == c.document))",message="every clause cites an entry of documents",fieldPath=".clauses",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.revises) == has(oldSelf.revises)",message="revises is immutable: a change is a new plan that revises the old one",fieldPath=".revises",reason="FieldValueForbidden"
type ImplementationPlanSpec struct {
	// jurisdiction is the edition the plan is made under.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'jurisdiction is immutable (was ' + oldSelf + '): make a new plan under the other edition'",reason="FieldValueForbidden"
	Jurisdiction ObjectName `json:"jurisdiction,omitempty"`

	// division is the GB/T 2260 code of the territory it is for.
	// +required
	// +kubebuilder:validation:MinLength=6
	// +kubebuilder:validation:MaxLength=6
	// +kubebuilder:validation:Pattern=`^[1-9][0-9]{5}$`
	Division string `json:"division,omitempty"`

	// title is the plan's title.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Title string `json:"title,omitempty"`

	// mode is the mode of authorisation.
	// +optional
	Mode Mode `json:"mode,omitempty"`

	// field is the field of work of a by-field plan, such as `health`.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Field string `json:"field,omitempty"`

	// drafter is the Organization that drafted it.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'drafter is immutable (was ' + oldSelf + '): make a new plan'",reason="FieldValueForbidden"
	Drafter ObjectName `json:"drafter,omitempty"`

	// term is the authorised operation's term in civil dates.
	// +optional
	Term *Term `json:"term,omitempty"`

	// dataResources are the DataResources under authorisation.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=256
	DataResources []ObjectName `json:"dataResources,omitempty"`

	// products are those to be offered.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=128
	Products []PlannedProduct `json:"products,omitempty"`

	// revises is the plan of the same drafter that this one replaces once it is
	// in force; until then the old one holds, and from then on it never does
	// again. What was complete under the old one goes on under this one.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'revises is immutable (was ' + oldSelf + ')'",reason="FieldValueForbidden"
	Revises ObjectName `json:"revises,omitempty"`

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
	// +kubebuilder:validation:MaxItems=96
	Clauses []Clause `json:"clauses,omitempty"`
}

// ImplementationPlanStatus is what the operator reports of a plan.
type ImplementationPlanStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active, DutiesDone and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	ProcedureReport `json:",inline"`
	UsageStatus     `json:",inline"`
}

// ImplementationPlan 实施方案 says what data is to be operated, by whom, how and
// for how long, before anybody is selected.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=plan,categories=mandate
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Waiting for",type=string,JSONPath=`.status.waitingFor`
// +kubebuilder:printcolumn:name="Due",type=string,priority=1,JSONPath=`.status.due`
// +kubebuilder:printcolumn:name="Overdue",type=string,priority=1,JSONPath=`.status.overdue`
// +kubebuilder:printcolumn:name="Duties",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="DutiesDone")].reason`
// +kubebuilder:printcolumn:name="Until",type=string,JSONPath=`.spec.term.to`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Title",type=string,JSONPath=`.spec.title`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
// +kubebuilder:selectablefield:JSONPath=`.spec.revises`
type ImplementationPlan struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the plan.
	// +required
	Spec ImplementationPlanSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status ImplementationPlanStatus `json:"status,omitzero"`
}

// ImplementationPlanList is a list of ImplementationPlans.
//
// +kubebuilder:object:root=true
type ImplementationPlanList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []ImplementationPlan `json:"items"`
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Catalogue is the entry of the public data catalogue.
type Catalogue struct {
	// code is the entry's code.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Code string `json:"code,omitempty"`

	// name is the entry's name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Name string `json:"name,omitempty"`
}

// ClassificationLevel is the level of data, general levels numbered as in
// GB/T 43697-2024.
//
// +kubebuilder:validation:Enum=General1;General2;General3;General4;Important;Core
type ClassificationLevel string

// Classification is the result of classifying and grading the data.
type Classification struct {
	// level is the grade.
	// +required
	Level ClassificationLevel `json:"level,omitempty"`

	// standard is the standard applied, such as GB/T 43697-2024.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Standard string `json:"standard,omitempty"`
}

// Field is one field of the data.
type Field struct {
	// name is the field's name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Name string `json:"name,omitempty"`

	// description says what the field holds.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Description string `json:"description,omitempty"`
}

// Origin is whose data it is.
//
// +kubebuilder:validation:Enum=Public;Social
type Origin string

// The origins.
const (
	// OriginPublic 公共数据 is data that a public body collects or produces.
	OriginPublic Origin = "Public"
	// OriginSocial 社会数据 is data that a developer obtained elsewhere, to fuse it
	// with public data.
	OriginSocial Origin = "Social"
)

// DataResourceSpec describes a body of data and where it is served.
//
// +kubebuilder:validation:XValidation:rule="!has(self.clauses) || self.clauses.all(c, has(self.documents) && self.documents.exists(d, d.name == c.document))",message="every clause cites an entry of documents",fieldPath=".clauses",reason="FieldValueInvalid"
type DataResourceSpec struct {
	// jurisdiction is the edition the resource was cleared under.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'jurisdiction is immutable (was ' + oldSelf + ')'",reason="FieldValueForbidden"
	Jurisdiction ObjectName `json:"jurisdiction,omitempty"`

	// sourceUnit is the Organization that supplies the data (数源单位).
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",messageExpression="'sourceUnit is immutable (was ' + oldSelf + ')'",reason="FieldValueForbidden"
	SourceUnit ObjectName `json:"sourceUnit,omitempty"`

	// origin says that the data is social data 社会数据, which a developer
	// obtained lawfully elsewhere (Social); public data when absent. sourceUnit is
	// then who supplies it, and catalogue the entry of its own list. What a public
	// body supplied or shared is public data all the same, and the resource then
	// unlawful: a state organ, a public institution, a source unit, or one of a
	// sourceClass that the edition lists. Where the edition does not say who
	// confirms it, all is asked of it that is asked of public data.
	// +optional
	Origin Origin `json:"origin,omitempty"`

	// catalogue is the entry of the public data catalogue.
	// +required
	Catalogue Catalogue `json:"catalogue,omitzero"`

	// classification is the result of classifying and grading.
	// +required
	Classification Classification `json:"classification,omitzero"`

	// sector is the field of work the data belongs to, such as `health`.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Sector string `json:"sector,omitempty"`

	// desensitised says that the data was stripped of what identifies persons
	// before it is served (脱敏).
	// +optional
	Desensitised *bool `json:"desensitised,omitempty"`

	// sharedFrom are the Organizations whose data was shared into the resource.
	// Each must consent before the resource is operated, where the edition
	// says so.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	SharedFrom []ObjectName `json:"sharedFrom,omitempty"`

	// division is the GB/T 2260 code of the territory; that of the source unit
	// when absent.
	// +optional
	// +kubebuilder:validation:MinLength=6
	// +kubebuilder:validation:MaxLength=6
	// +kubebuilder:validation:Pattern=`^[1-9][0-9]{5}$`
	Division string `json:"division,omitempty"`

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

	// fields are the fields of the data; absent, grants name none.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=512
	Fields []Field `json:"fields,omitempty"`

	// endpoint is where the data is served. It never changes: the policy that
	// protects the old place must not be pulled away by an edit.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="endpoint is immutable, so that no edit pulls the protection off data in use: apply another DataResource",reason="FieldValueForbidden"
	Endpoint Endpoint `json:"endpoint,omitzero"`
}

// DataResourceStatus is what the operator reports of a resource.
type DataResourceStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Active (may be worked on), DutiesDone and Ready (protected).
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	ProcedureReport `json:",inline"`
	UsageStatus     `json:",inline"`
}

// DataResource 数据资源 is a body of public data: what it is, who supplies it
// and where it is served.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=dr,categories=mandate
// +kubebuilder:printcolumn:name="Source",type=string,JSONPath=`.spec.sourceUnit`
// +kubebuilder:printcolumn:name="Level",type=string,JSONPath=`.spec.classification.level`
// +kubebuilder:printcolumn:name="Active",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Active")].reason`
// +kubebuilder:printcolumn:name="Waiting for",type=string,JSONPath=`.status.waitingFor`
// +kubebuilder:printcolumn:name="Due",type=string,priority=1,JSONPath=`.status.due`
// +kubebuilder:printcolumn:name="Overdue",type=string,priority=1,JSONPath=`.status.overdue`
// +kubebuilder:printcolumn:name="Duties",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="DutiesDone")].reason`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Catalogue name",type=string,JSONPath=`.spec.catalogue.name`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Unused",type=boolean,priority=1,JSONPath=`.status.unused`
// +kubebuilder:printcolumn:name="Used by",type=string,priority=1,JSONPath=`.status.usedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Active")].message`
type DataResource struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec describes the data and where it is served.
	// +required
	Spec DataResourceSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status DataResourceStatus `json:"status,omitzero"`
}

// DataResourceList is a list of DataResources.
//
// +kubebuilder:object:root=true
type DataResourceList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []DataResource `json:"items"`
}

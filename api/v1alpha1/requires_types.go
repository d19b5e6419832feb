// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Requires is what must hold of other objects before a procedure has its
// effect: all that are given.
//
// +kubebuilder:validation:XValidation:rule="!has(self.grounds) || has(self.rectification)",message="grounds are those of an order to rectify: rectification says where it must stand",fieldPath=".grounds",reason="FieldValueInvalid"
// +kubebuilder:validation:MinProperties=1
type Requires struct {
	// plan InForce is the plan that the subject names.
	// +optional
	Plan RequiredForce `json:"plan,omitempty"`

	// selection Selected is the Selection that the subject names, in which the
	// subject's operator or holder was chosen.
	// +optional
	Selection RequiredSelection `json:"selection,omitempty"`

	// method Competitive is a Selection by tender or negotiation among several.
	// +optional
	Method RequiredMethod `json:"method,omitempty"`

	// grantor is an effect that the grantor must have, such as
	// `Appointed:ImplementingAgency`.
	// +optional
	Grantor Effect `json:"grantor,omitempty"`

	// operator is an effect that the operator must have.
	// +optional
	Operator Effect `json:"operator,omitempty"`

	// holder is an effect that the holder must have, such as
	// `Recognised:Developer`.
	// +optional
	Holder Effect `json:"holder,omitempty"`

	// rectification is where the order to rectify must stand that the run
	// regards.
	// +optional
	Rectification RequiredRectification `json:"rectification,omitempty"`

	// grounds are those on which that order must rest, ids of `grounds` of the
	// edition for an Order; any when absent.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=64
	Grounds []string `json:"grounds,omitempty"`
}

// RequiredForce is that a link is in force.
//
// +kubebuilder:validation:Enum=InForce
type RequiredForce string

// RequiredInForce is that it is.
const RequiredInForce RequiredForce = "InForce"

// RequiredSelection is that a Selection has ended in a choice.
//
// +kubebuilder:validation:Enum=Selected
type RequiredSelection string

// RequiredSelected is that it has.
const RequiredSelected RequiredSelection = "Selected"

// RequiredMethod is a class of methods of selection.
//
// +kubebuilder:validation:Enum=Competitive
type RequiredMethod string

// RequiredCompetitive is any method in which several may compete.
const RequiredCompetitive RequiredMethod = "Competitive"

// RequiredRectification is where an order to rectify must stand.
//
// +kubebuilder:validation:Enum=Accepted;Overdue;OverdueOrReturned
type RequiredRectification string

// Where an order to rectify must stand.
const (
	RectificationAccepted RequiredRectification = "Accepted"
	// RectificationOverdue is that its last day has passed and nothing was
	// accepted: a report that was returned leaves the days that remain.
	RectificationOverdue           RequiredRectification = "Overdue"
	RectificationOverdueOrReturned RequiredRectification = "OverdueOrReturned"
)

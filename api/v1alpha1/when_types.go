// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// When is a closed condition on the subject: all that are given must hold.
//
// +kubebuilder:validation:MinProperties=1
type When struct {
	// revision says that the subject revises another one, or that it does not.
	// +optional
	Revision *bool `json:"revision,omitempty"`

	// renewal says that the subject renews another one, or that it does not.
	// +optional
	Renewal *bool `json:"renewal,omitempty"`

	// level is the level of the agreement.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=2
	Level int32 `json:"level,omitempty"`

	// divisionLevel is the administrative level of the subject's division.
	// +optional
	DivisionLevel DivisionLevel `json:"divisionLevel,omitempty"`

	// mode is the mode of authorisation.
	// +optional
	Mode Mode `json:"mode,omitempty"`

	// tier is the tier of the grant.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=9
	Tier int32 `json:"tier,omitempty"`

	// registeredIn says where the subject or holder is registered.
	// +optional
	RegisteredIn RegisteredIn `json:"registeredIn,omitempty"`

	// drafter is a role of the organisation that drafted the plan.
	// +optional
	Drafter Role `json:"drafter,omitempty"`

	// seeks is whom the Selection seeks.
	// +optional
	Seeks Role `json:"seeks,omitempty"`

	// inputs says whether the grant asks for inputs outside the agreement
	// (OutsideAgreement, or InsideAgreement), that an agreement has data which the
	// one in whose place it comes does not hold (Added), or that some of the data
	// are social data, or none (Social, Public): of a DataResource, whether it is.
	// +optional
	Inputs InputScope `json:"inputs,omitempty"`

	// shared says that the resource holds data shared by others, or that it
	// does not.
	// +optional
	Shared *bool `json:"shared,omitempty"`
}

// DivisionLevel is an administrative level.
//
// +kubebuilder:validation:Enum=Province;City;County
type DivisionLevel string

// The administrative levels.
const (
	DivisionProvince DivisionLevel = "Province"
	DivisionCity     DivisionLevel = "City"
	DivisionCounty   DivisionLevel = "County"
)

// RegisteredIn is where an organisation is registered, seen from the
// edition's division.
//
// +kubebuilder:validation:Enum=Inside;OutsideOrAtRegionLevel
type RegisteredIn string

// Where an organisation is registered.
const (
	// RegisteredInside is in a city or county of the edition's division.
	RegisteredInside RegisteredIn = "Inside"
	// RegisteredOutside is at the level of the edition's division itself, or
	// outside of it (D61).
	RegisteredOutside RegisteredIn = "OutsideOrAtRegionLevel"
)

// InputScope is which inputs a rule is for.
//
// +kubebuilder:validation:Enum=InsideAgreement;OutsideAgreement;Added;Social;Public
type InputScope string

// Which inputs a rule is for.
const (
	InputsInsideAgreement  InputScope = "InsideAgreement"
	InputsOutsideAgreement InputScope = "OutsideAgreement"
	// InputsAdded are, in procedures of an OperationAgreement, those that the
	// agreement in whose place it comes does not hold: of those that it revises,
	// one after another, the nearest whose procedures brought it into force,
	// without what was taken from that one before the first act on the later one. Where
	// there is none, all are added. A step for each input is then for these alone.
	InputsAdded InputScope = "Added"
	// InputsSocial are such of which some are of the origin Social, and
	// InputsPublic such of which none is. Of what could not be read both hold.
	InputsSocial InputScope = "Social"
	InputsPublic InputScope = "Public"
)

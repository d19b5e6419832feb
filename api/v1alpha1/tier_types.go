// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// HolderRole is who may hold a grant of a tier.
//
// +kubebuilder:validation:Enum=Operator;Developer
type HolderRole string

// The holders of a tier.
const (
	// HolderOperator is the operator of the grant's own agreement.
	HolderOperator HolderRole = "Operator"
	// HolderDeveloper is an organisation with the role Developer that is not
	// the operator of the grant's agreement.
	HolderDeveloper HolderRole = "Developer"
)

// InputKind is what a tier's grants may work on:
// Resource is a DataResource; Product:1 is a product of tier 1.
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=16
// +kubebuilder:validation:Pattern=`^(Resource|Product:[1-9])$`
type InputKind string

// InputResource is a DataResource.
const InputResource InputKind = "Resource"

// Tier says who may hold a grant and over what.
type Tier struct {
	// tier is its number: 1 works on raw resources first.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=9
	Tier int32 `json:"tier,omitempty"`

	// holder is who may hold a grant of the tier.
	// +required
	Holder HolderRole `json:"holder,omitempty"`

	// inputs are what grants of the tier may work on.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=4
	Inputs []InputKind `json:"inputs,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// Years is a span of whole years.
type Years struct {
	// years is the number of years.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	Years int32 `json:"years,omitempty"`
}

// TermCounting says whether the first day counts in a span of years.
//
// +kubebuilder:validation:Enum=StartDayIncluded;StartDayExcluded
type TermCounting string

// The ways to count.
const (
	// StartDayIncluded ends three years from 2025-01-01 on 2027-12-31 (D8).
	StartDayIncluded TermCounting = "StartDayIncluded"
	// StartDayExcluded ends them on 2028-01-01.
	StartDayExcluded TermCounting = "StartDayExcluded"
)

// TermRule bounds the term of one kind.
//
// +kubebuilder:validation:XValidation:rule="has(self.max) != has(self.exact)",message="exactly one of max and exact is given",reason="FieldValueInvalid"
type TermRule struct {
	// max is the longest term; equal is allowed (D9).
	// +optional
	Max *Years `json:"max,omitempty"`

	// exact is the only term (D11).
	// +optional
	Exact *Years `json:"exact,omitempty"`

	// count says whether the first day counts; StartDayIncluded when absent,
	// the reading that ends earlier.
	// +optional
	Count TermCounting `json:"count,omitempty"`

	// exception Allowed admits another term by an Excepted procedure, where the
	// text says 原则上 (D10); never when absent.
	// +optional
	// +kubebuilder:validation:Enum=Allowed;Never
	Exception string `json:"exception,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// TermRules are the term rules by kind; a kind left out is not bounded.
//
// +kubebuilder:validation:MinProperties=1
type TermRules struct {
	// OperationAgreement bounds agreements.
	// +optional
	OperationAgreement *TermRule `json:"OperationAgreement,omitempty"`

	// DeveloperGrant bounds grants.
	// +optional
	DeveloperGrant *TermRule `json:"DeveloperGrant,omitempty"`
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// ContentItem is one item of content that the edition requires. A key that
// stands for a typed field is fulfilled by that field and by nothing else; any
// other key is fulfilled by a clause.
type ContentItem struct {
	// key is the key of the clause or the typed field.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:Pattern=`^[a-z][A-Za-z0-9]*$`
	Key string `json:"key,omitempty"`

	// part is the part of a grant that the item belongs to; All when absent.
	// +optional
	Part Part `json:"part,omitempty"`

	// when says for which subjects the item is required; absent, for all.
	// +optional
	When *When `json:"when,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// ContentRules are the required contents by kind.
//
// +kubebuilder:validation:MinProperties=1
type ContentRules struct {
	// ImplementationPlan is what plans must contain.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=96
	ImplementationPlan []ContentItem `json:"ImplementationPlan,omitempty"`

	// Selection is what calls must contain.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=96
	Selection []ContentItem `json:"Selection,omitempty"`

	// OperationAgreement is what agreements must contain.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=96
	OperationAgreement []ContentItem `json:"OperationAgreement,omitempty"`

	// DataResource is what resources must state.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=96
	DataResource []ContentItem `json:"DataResource,omitempty"`

	// DeveloperGrant is what applications and contracts must contain.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=96
	DeveloperGrant []ContentItem `json:"DeveloperGrant,omitempty"`
}

// CheckName names a check of content that the engine knows. An edition switches
// it on and gives it parameters; it brings no code.
//
// +kubebuilder:validation:Enum=DataWithinAgreement;DataWithinPlan;TermWithinPlan;GrantWithinAgreement;RedevelopmentBan;GuidancePrice;Desensitised;LegalForm;SourceClass;OperatorNotDeveloper;NotBarred;PlanMode;Territory;DataAuthorityUnique;CatalogueCodeUnique;SelectedOperator;SectorsWithinField;PartyAmong;FeeStated
type CheckName string

// The checks.
const (
	// CheckDataWithinAgreement keeps a grant's inputs inside its agreement.
	CheckDataWithinAgreement CheckName = "DataWithinAgreement"
	// CheckDataWithinPlan keeps an agreement's resources inside its plan.
	CheckDataWithinPlan CheckName = "DataWithinPlan"
	// CheckTermWithinPlan keeps an agreement's term inside its plan's.
	CheckTermWithinPlan CheckName = "TermWithinPlan"
	// CheckGrantWithinAgreement keeps a grant's term inside its agreement's
	// (DRV-1).
	CheckGrantWithinAgreement CheckName = "GrantWithinAgreement"
	// CheckRedevelopmentBan keeps operators, and by `affiliates` those
	// affiliated with them, from developing (D43).
	CheckRedevelopmentBan CheckName = "RedevelopmentBan"
	// CheckGuidancePrice asks for the document of a fee's guidance price, and
	// keeps the fee to that price.
	CheckGuidancePrice CheckName = "GuidancePrice"
	// CheckDesensitised asks that resources are desensitised.
	CheckDesensitised CheckName = "Desensitised"
	// CheckLegalForm bounds the legal form of the party `of`.
	CheckLegalForm CheckName = "LegalForm"
	// CheckSourceClass keeps the party `of` to the kinds of bodies whose data is
	// public data.
	CheckSourceClass CheckName = "SourceClass"
	// CheckOperatorNotDeveloper keeps an operator of level 1 from level 2
	// (D40).
	CheckOperatorNotDeveloper CheckName = "OperatorNotDeveloper"
	// CheckNotBarred refuses what a barred organisation submits (D15).
	CheckNotBarred CheckName = "NotBarred"
	// CheckPlanMode keeps an agreement to the mode of its plan.
	CheckPlanMode CheckName = "PlanMode"
	// CheckTerritory keeps the parties `of` inside the edition's division.
	CheckTerritory CheckName = "Territory"
	// CheckDataAuthorityUnique allows one data authority per division.
	CheckDataAuthorityUnique CheckName = "DataAuthorityUnique"
	// CheckCatalogueCodeUnique allows one resource per code of the catalogue.
	CheckCatalogueCodeUnique CheckName = "CatalogueCodeUnique"
	// CheckSelectedOperator keeps an agreement to who was selected.
	CheckSelectedOperator CheckName = "SelectedOperator"
	// CheckSectorsWithinField keeps a by-field agreement to its field.
	CheckSectorsWithinField CheckName = "SectorsWithinField"
	// CheckPartyAmong keeps the party `of` to those that any of `among`
	// designates, such as a drafter to two roles.
	CheckPartyAmong CheckName = "PartyAmong"
	// CheckFeeStated keeps a grant from a fee of which its agreement has no
	// clause `serviceFee`.
	CheckFeeStated CheckName = "FeeStated"
)

// AffiliateRule is what becomes of those affiliated.
//
// +kubebuilder:validation:Enum=Deny;Flag
type AffiliateRule string

// What becomes of those affiliated.
const (
	AffiliatesDeny AffiliateRule = "Deny"
	AffiliatesFlag AffiliateRule = "Flag"
)

// CheckRule switches a check on.
//
// +kubebuilder:validation:XValidation:rule="(self.check == 'PartyAmong') == has(self.among) && (!has(self.among) || has(self.of))",messageExpression="'check ' + self.check + ': PartyAmong, and no other check, gives of and among'",fieldPath=".check",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="(self.check == 'LegalForm') == has(self.legalForms)",messageExpression="'check ' + self.check + ': LegalForm, and no other check, gives legalForms'",fieldPath=".check",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="(self.check == 'SourceClass') == has(self.sourceClasses) && (!has(self.sourceClasses) || has(self.of))",messageExpression="'check ' + self.check + ': SourceClass, and no other check, gives sourceClasses, and says of whom'",fieldPath=".check",reason="FieldValueInvalid"
type CheckRule struct {
	// check is its name.
	// +required
	Check CheckName `json:"check,omitempty"`

	// when says for which subjects the check is made; absent, for all.
	// +optional
	When *When `json:"when,omitempty"`

	// of is the party that the check is about, where it is about one.
	// +optional
	Of PartyRef `json:"of,omitempty"`

	// scope says what a RedevelopmentBan covers: all developing inside the
	// scope of the agreement, or of delivered products alone.
	// +optional
	// +kubebuilder:validation:Enum=AllInScope;DeliveredProducts
	Scope string `json:"scope,omitempty"`

	// affiliates says what becomes of those affiliated; they pass when absent.
	// +optional
	Affiliates AffiliateRule `json:"affiliates,omitempty"`

	// legalForms are the forms that a LegalForm check allows.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=4
	LegalForms []LegalForm `json:"legalForms,omitempty"`

	// sourceClasses are the classes that a SourceClass check allows.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=4
	SourceClasses []SourceClass `json:"sourceClasses,omitempty"`

	// among are the parties that a PartyAmong check allows: any of them.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	Among []PartyChoice `json:"among,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

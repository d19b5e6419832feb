// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Mode is a mode of authorisation 授权模式.
//
// +kubebuilder:validation:Enum=Whole;Comprehensive;ByField;ByScenario
type Mode string

// The modes.
const (
	// ModeWhole 整体授权 authorises a region's data as a whole.
	ModeWhole Mode = "Whole"
	// ModeComprehensive 综合授权 authorises data of all fields together.
	ModeComprehensive Mode = "Comprehensive"
	// ModeByField 分领域授权 authorises the data of one field.
	ModeByField Mode = "ByField"
	// ModeByScenario 依场景授权 authorises data for one scenario.
	ModeByScenario Mode = "ByScenario"
)

// ModeRules are the modes that the edition allows, by kind.
type ModeRules struct {
	// OperationAgreement are the modes of agreements and of their plans.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=4
	OperationAgreement []Mode `json:"OperationAgreement,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// GrantorRule says who may authorise.
type GrantorRule struct {
	// mode is the mode of agreements that the rule is about; all when absent.
	// +optional
	Mode Mode `json:"mode,omitempty"`

	// level is the level of agreements that the rule is about; all when absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=2
	Level int32 `json:"level,omitempty"`

	// role is the role that the grantor has.
	// +required
	Role Role `json:"role,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// CountPer is what a number of operators is counted per.
//
// +kubebuilder:validation:Enum=Grantor;Field;Division
type CountPer string

// What operators are counted per.
const (
	PerGrantor  CountPer = "Grantor"
	PerField    CountPer = "Field"
	PerDivision CountPer = "Division"
)

// OperatorsRule bounds the number of operators at one time. Of two agreements
// that exceed it, the one that was signed later is not in force.
type OperatorsRule struct {
	// mode is the mode of agreements that the rule is about; all when absent.
	// +optional
	Mode Mode `json:"mode,omitempty"`

	// level is the level of agreements that the rule is about; all when absent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=2
	Level int32 `json:"level,omitempty"`

	// max is the largest number of operators.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1000
	Max int32 `json:"max,omitempty"`

	// per is what they are counted per; the edition's code as a whole when
	// absent.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=3
	Per []CountPer `json:"per,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// AgreementLevel is a level of agreements. An agreement of level 2 stands under
// one of level 1, whose operator grants it.
type AgreementLevel struct {
	// level is its number.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=2
	Level int32 `json:"level,omitempty"`

	// grantor is the role of the grantor.
	// +required
	Grantor Role `json:"grantor,omitempty"`

	// operator is the role of the operator.
	// +required
	Operator Role `json:"operator,omitempty"`

	// modes are those that agreements of the level may have.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=4
	Modes []Mode `json:"modes,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// BoundDeclaration is a yes that the edition says, with its basis.
type BoundDeclaration struct {
	// value is the answer.
	// +required
	Value *bool `json:"value,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// RetentionRule says for how long records are kept, from the later of the end
// of the term and the last recorded event (D24).
type RetentionRule struct {
	// years are the years, the last day inclusive.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	Years int32 `json:"years,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// Validity is for how long the regulation itself is in force.
type Validity struct {
	// years are the years, counted from effectiveFrom.
	// +required
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	Years int32 `json:"years,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// TransitionRule lets agreements run on that were signed, and whose term began,
// before the rules held. A procedure with the effect Adopted says who says so, by
// which dated paper: it stands in place of what Enter asks, and what the agreement
// lacks under the edition is shown and denies nothing.
type TransitionRule struct {
	// before is the day from which what is signed follows the edition: of a later
	// edition of a regulation that of its first. effectiveFrom when absent.
	// +optional
	Before *Date `json:"before,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// Instrument is what the regulation is and rests on, for readers.
type Instrument struct {
	// status is how the text calls itself, such as 管理办法（试行）.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Status string `json:"status,omitempty"`

	// draft says that the text is a consultation draft 征求意见稿 (D57).
	// +optional
	Draft *bool `json:"draft,omitempty"`

	// legalBasis are the superior instruments that the text cites.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	LegalBasis []string `json:"legalBasis,omitempty"`

	// principles are value standards without a measure.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	Principles []string `json:"principles,omitempty"`

	// interpretationBody is who interprets the text.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	InterpretationBody string `json:"interpretationBody,omitempty"`

	// prevailing are the rules that the text lets prevail over itself.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	Prevailing []string `json:"prevailing,omitempty"`

	// basis cites the rules.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Basis []BasisID `json:"basis,omitempty"`
}

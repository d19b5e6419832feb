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
// +kubebuilder:validation:Enum=DataWithinAgreement;DataWithinPlan;TermWithinPlan;GrantWithinAgreement;RedevelopmentBan;GuidancePrice;Desensitised;LegalForm;OperatorNotDeveloper;NotBarred;PlanMode;Territory;DataAuthorityUnique;SelectedOperator;SectorsWithinField;PartyAmong
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
	// CheckGuidancePrice asks for the price document of a fee.
	CheckGuidancePrice CheckName = "GuidancePrice"
	// CheckDesensitised asks that resources are desensitised.
	CheckDesensitised CheckName = "Desensitised"
	// CheckLegalForm bounds the legal form of the party `of`.
	CheckLegalForm CheckName = "LegalForm"
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
	// CheckSelectedOperator keeps an agreement to who was selected.
	CheckSelectedOperator CheckName = "SelectedOperator"
	// CheckSectorsWithinField keeps a by-field agreement to its field.
	CheckSectorsWithinField CheckName = "SectorsWithinField"
	// CheckPartyAmong keeps the party `of` to those that any of `among`
	// designates, such as a drafter to two roles.
	CheckPartyAmong CheckName = "PartyAmong"
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

// Bar is how long an organisation may not apply anew. With neither field there
// is no bar.
//
// +kubebuilder:validation:XValidation:rule="has(self.years) != has(self.byDecision)",message="exactly one of years and byDecision is given",reason="FieldValueInvalid"
type Bar struct {
	// years are counted from the day after the act; the last barred day is the
	// anniversary (D15).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	Years *int32 `json:"years,omitempty"`

	// byDecision says that only an explicit Bar bars.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self",message="byDecision must be true, or left out"
	ByDecision *bool `json:"byDecision,omitempty"`
}

// Ground is a reason that the edition names for an act.
type Ground struct {
	// id is the row that names it; Decisions give it as their ground.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	ID string `json:"id,omitempty"`

	// act is the act that may rest on it.
	// +required
	Act Action `json:"act,omitempty"`

	// of is the kind acted on; every kind when absent.
	// +optional
	Of LinkKind `json:"of,omitempty"`

	// title says it in a line.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Title string `json:"title,omitempty"`

	// bar is the bar that follows; none when absent.
	// +optional
	Bar *Bar `json:"bar,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// Occurrence is what a consequence follows from.
//
// +kubebuilder:validation:Enum=RectificationOverdue;RectificationReturned;MajorRiskFound
type Occurrence string

// The occurrences.
const (
	OnRectificationOverdue  Occurrence = "RectificationOverdue"
	OnRectificationReturned Occurrence = "RectificationReturned"
	OnMajorRiskFound        Occurrence = "MajorRiskFound"
)

// Consequence is what happens by itself, or what somebody must then do.
//
// +kubebuilder:validation:XValidation:rule="has(self.duty) == has(self.by)",message="by names those whose duty the effect is: duty and by are given together",reason="FieldValueInvalid"
type Consequence struct {
	// on is what it follows from.
	// +required
	On Occurrence `json:"on,omitempty"`

	// of is the kind of the link.
	// +required
	Of LinkKind `json:"of,omitempty"`

	// effect is what comes: Suspended comes by itself, and Terminated is always
	// a duty of somebody.
	// +required
	// +kubebuilder:validation:Enum=Suspended;Terminated
	Effect Effect `json:"effect,omitempty"`

	// scope Inputs covers the inputs that the order named.
	// +optional
	Scope EffectScope `json:"scope,omitempty"`

	// duty says that the effect does not come by itself: those in `by` must
	// act.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self",message="duty must be true, or left out"
	Duty *bool `json:"duty,omitempty"`

	// by are those whose duty it is.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	By []Party `json:"by,omitempty"`

	// confirmBy are those who confirm or lift what came by itself (D34).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	ConfirmBy []Party `json:"confirmBy,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// DutyUntil is what fulfils a duty that is no act.
//
// +kubebuilder:validation:Enum=SandboxReady
type DutyUntil string

// UntilSandboxReady is the grant's sandbox being open.
const UntilSandboxReady DutyUntil = "SandboxReady"

// Duty is an act or a state that follows an event within a deadline.
//
// +kubebuilder:validation:XValidation:rule="has(self.act) != has(self.until)",message="exactly one of act and until is given",reason="FieldValueInvalid"
type Duty struct {
	// name is how messages and Decisions (`<name>`) refer to it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	Name string `json:"name,omitempty"`

	// of is the kind of the link.
	// +required
	Of LinkKind `json:"of,omitempty"`

	// on is the step whose completion starts the clock.
	// +required
	On StepReference `json:"on,omitempty"`

	// act is the act that fulfils it.
	// +optional
	Act Action `json:"act,omitempty"`

	// until is the state that fulfils it.
	// +optional
	Until DutyUntil `json:"until,omitempty"`

	// due is by when, counted from `on`.
	// +required
	Due DutyDue `json:"due,omitzero"`

	// dutyOf is whose duty it is.
	// +required
	DutyOf Party `json:"dutyOf,omitzero"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// DutyDue is a maximum deadline of a duty.
//
// +kubebuilder:validation:XValidation:rule="[has(self.workingDays), has(self.days), has(self.months), has(self.soft)].filter(x, x).size() == 1",message="exactly one of workingDays, days, months and soft is given",reason="FieldValueInvalid"
type DutyDue struct {
	// workingDays is the number of working days.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1000
	WorkingDays *int32 `json:"workingDays,omitempty"`

	// days is the number of calendar days.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=10000
	Days *int32 `json:"days,omitempty"`

	// months is the number of calendar months.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1200
	Months *int32 `json:"months,omitempty"`

	// soft is true where the text gives no number.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self",message="soft must be true, or left out"
	Soft *bool `json:"soft,omitempty"`
}

// RenewalRule says when and to whom a renewal is applied for. Expiry wins over
// a pending application (D54).
type RenewalRule struct {
	// months is the length of the window that closes at the end of the term;
	// where the text gives none it stays unset, and any day of the term will
	// do.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=120
	Months *int32 `json:"months,omitempty"`

	// early Hold keeps an application made before the window until it opens
	// (D14).
	// +optional
	// +kubebuilder:validation:Enum=Hold
	Early string `json:"early,omitempty"`

	// of are the kinds that are renewed.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=4
	Of []LinkKind `json:"of,omitempty"`

	// to is who is applied to.
	// +required
	To Party `json:"to,omitzero"`

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

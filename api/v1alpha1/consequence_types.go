// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Bar is how long an organisation may not apply anew. With neither field there
// is no bar.
//
// +kubebuilder:validation:XValidation:rule="has(self.years) != has(self.byDecision)",message="exactly one of years and byDecision is given",reason="FieldValueInvalid"
// +kubebuilder:validation:MinProperties=1
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
	// OnMajorRiskFound is an act of an order to rectify, such as the order
	// itself, that judges the point majorRisk as NotClear.
	OnMajorRiskFound Occurrence = "MajorRiskFound"
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

	// grounds are those of the orders that it follows, ids of `grounds` of the
	// edition for an Order; every order when absent.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=64
	Grounds []string `json:"grounds,omitempty"`

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
// +kubebuilder:validation:MinProperties=1
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

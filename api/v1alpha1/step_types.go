// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Each is what a step is repeated over.
//
// +kubebuilder:validation:Enum=Applicant;Input
type Each string

// What a step is repeated over.
const (
	EachApplicant Each = "Applicant"
	// EachInput asks who owns an input, and the department of its own sector. An
	// act that names no input is on all that its organisation may act for.
	EachInput Each = "Input"
)

// RejectNeed is what an act that rejects must carry.
//
// +kubebuilder:validation:Enum=Reason;Ground
type RejectNeed string

// What an act that rejects must carry.
const (
	RejectNeedsReason RejectNeed = "Reason"
	RejectNeedsGround RejectNeed = "Ground"
)

// Requirement says that something is required.
//
// +kubebuilder:validation:Enum=Required
type Requirement string

// RequirementRequired says that it is.
const RequirementRequired Requirement = "Required"

// StepWindow is a span in which a step's acts may be done.
//
// +kubebuilder:validation:Enum=ApplicationWindow;RenewalWindow
type StepWindow string

// The windows.
const (
	// WindowApplication is spec.applicationWindow of a Selection.
	WindowApplication StepWindow = "ApplicationWindow"
	// WindowRenewal is the edition's window before the end of the term.
	WindowRenewal StepWindow = "RenewalWindow"
)

// Lateness is what becomes of an act after the window.
//
// +kubebuilder:validation:Enum=Exclude
type Lateness string

// LateExclude gives it no effect.
const LateExclude Lateness = "Exclude"

// Publicity 公示 is a minimum period for which an act is published.
type Publicity struct {
	// workingDays are the whole working days that must pass (D6). Where the
	// text is silent it stays unset, and the step waits until a child edition
	// sets it (D41).
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=365
	WorkingDays *int32 `json:"workingDays,omitempty"`

	// channel is where it is published, such as OfficialWebsite.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Channel string `json:"channel,omitempty"`

	// openObjections Block keeps the step incomplete while an Objection
	// against it is open; Record shows them only (D17).
	// +required
	OpenObjections ObjectionRule `json:"openObjections,omitempty"`
}

// ObjectionRule is what open objections do.
//
// +kubebuilder:validation:Enum=Block;Record
type ObjectionRule string

// What open objections do.
const (
	ObjectionsBlock  ObjectionRule = "Block"
	ObjectionsRecord ObjectionRule = "Record"
)

// Due is a maximum deadline. The start day is excluded, and an act on the last
// day is on time (D4, D5).
//
// +kubebuilder:validation:XValidation:rule="[has(self.workingDays), has(self.days), has(self.months), has(self.at), has(self.soft)].filter(x, x).size() == 1",message="exactly one of workingDays, days, months, at and soft is given",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.at) || has(self.from)",message="from names the step that starts the clock",fieldPath=".from",reason="FieldValueInvalid"
// +kubebuilder:validation:MinProperties=1
type Due struct {
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

	// months is the number of calendar months, clamped to the month's end.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1200
	Months *int32 `json:"months,omitempty"`

	// from is the step whose completion starts the clock.
	// +optional
	From StepReference `json:"from,omitempty"`

	// at is a day that another act states, as `<step>.dueDate`.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=140
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9/]*[a-z0-9])?[.]dueDate$`
	At string `json:"at,omitempty"`

	// dutyOf is whose duty the deadline is, where it is not that of `by`.
	// +optional
	DutyOf *Party `json:"dutyOf,omitempty"`

	// soft is true where the text gives no number (及时): the elapsed working
	// days are shown, and nothing is ever overdue (D18).
	// +optional
	// +kubebuilder:validation:XValidation:rule="self",message="soft must be true, or left out"
	Soft *bool `json:"soft,omitempty"`
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Step is one act that a procedure asks for.
//
// +kubebuilder:validation:XValidation:rule="!has(self.receipt) || has(self.to)",messageExpression="'step ' + self.name + ' asks for a receipt and names nobody in to who would give it'",fieldPath=".receipt",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.late) || has(self.window)",messageExpression="'step ' + self.name + ' says what is late and has no window'",fieldPath=".late",reason="FieldValueInvalid"
type Step struct {
	// name is how Decisions refer to the step, as `<procedure>/<step>`.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	Name string `json:"name,omitempty"`

	// act is the action that a Decision on the step has.
	// +required
	Act Action `json:"act,omitempty"`

	// by are the parties that act: all of them.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	By []Party `json:"by,omitempty"`

	// after are the steps that must be complete first, of this procedure or of
	// another one of the subject or of the plan, selection or agreement that it
	// refers to.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	After []StepReference `json:"after,omitempty"`

	// before are steps of the same procedure, or of another one of its kind as
	// `<procedure>/<step>`, once one of which is complete an act on this one has no
	// effect: it can undo nothing that rests on them. What counts is when it was
	// recorded, and not the day of its paper.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	Before []StepReference `json:"before,omitempty"`

	// when says for which subjects the step is asked for; absent, for all.
	// +optional
	When *When `json:"when,omitempty"`

	// each asks for the acts of `by` once for every applicant of a Selection,
	// each regarding the Apply that it judges, or, with the receipts of `to`,
	// once for every input, which scope.inputs names: by its source unit, or the
	// department of its sector. An act that names none is on every input that its
	// organisation may act for.
	// +optional
	Each Each `json:"each,omitempty"`

	// covers is the part whose digest the acts carry: Application or All; All
	// when absent. A contract has no digest of its own.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self != 'Contract'",message="covers cannot be Contract: who signs a contract signs the whole grant; write All, or leave covers out"
	Covers Part `json:"covers,omitempty"`

	// outcomes are those an act may have; absent, it has none and is
	// affirmative.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=3
	Outcomes []Outcome `json:"outcomes,omitempty"`

	// rejectNeeds is what an act with the outcome Reject or Return must carry.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=2
	RejectNeeds []RejectNeed `json:"rejectNeeds,omitempty"`

	// once says that only the first act of an organisation counts, such as a
	// one-time notice 一次性告知.
	// +optional
	Once *bool `json:"once,omitempty"`

	// restarts names the steps that begin anew, with their deadlines, when
	// this one is done.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	Restarts []StepReference `json:"restarts,omitempty"`

	// points are those on which the acts must carry a finding; a step is
	// complete when each has the result Clear.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Points []PointName `json:"points,omitempty"`

	// evidence are the papers that the acts must carry.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Evidence []PointName `json:"evidence,omitempty"`

	// dated are those of `evidence` that say on which day they were issued, not
	// after the act.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Dated []PointName `json:"dated,omitempty"`

	// expires are those of `evidence` that say until when they are valid, and that
	// must be: the act is done while they are, and once one has run out the
	// condition DutiesDone is False until whoever acted acts again with another. Of
	// a step on which applicants act they must be on the day of the act alone.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Expires []PointName `json:"expires,omitempty"`

	// addressed are those of `evidence` that say by their uri where they can be
	// read, such as a page as it was published.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Addressed []PointName `json:"addressed,omitempty"`

	// grounds are those an act may rest on, ids of `grounds` of the edition or
	// words of its own.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=64
	Grounds []string `json:"grounds,omitempty"`

	// dueDate Required says that an act must carry a day by which it is to be
	// answered (D18).
	// +optional
	DueDate Requirement `json:"dueDate,omitempty"`

	// to are the parties who are told: all of them.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	To []Party `json:"to,omitempty"`

	// receipt Required says that the step is complete when each of `to` has
	// recorded a Receive regarding the act.
	// +optional
	Receipt Requirement `json:"receipt,omitempty"`

	// publicity says for how long the act is published before the step is
	// complete.
	// +optional
	Publicity *Publicity `json:"publicity,omitempty"`

	// window is when acts may be done; an act before it is held, one after it
	// is late.
	// +optional
	Window StepWindow `json:"window,omitempty"`

	// late Exclude says that an act after the window has no effect.
	// +optional
	Late Lateness `json:"late,omitempty"`

	// due is by when. Lateness is shown and kept; it never approves (DRV-13).
	// +optional
	Due *Due `json:"due,omitempty"`

	// gate false makes the step a duty with a flag: the effect does not wait
	// for it. True when absent.
	// +optional
	Gate *bool `json:"gate,omitempty"`

	// collective asks for the paper of a collective decision 三重一大: number,
	// date, body and sha256 of `document` (D59).
	// +optional
	Collective *bool `json:"collective,omitempty"`

	// distinctFrom are the parties that may not act here, nor may any
	// organisation affiliated with them (DRV-7).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=8
	DistinctFrom []PartyRef `json:"distinctFrom,omitempty"`

	// basis cites the rule.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

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
	// workingDays are the whole working days that must pass (D6), all of them in
	// years that the calendar lists (D2). Where the text is silent it stays
	// unset, and the step waits until a child edition sets it (D41).
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

	// soft is true where the text gives no number (及时): nothing is ever
	// overdue. The status says since when it waits, and kubectl mandate why how
	// many working days have passed (D18).
	// +optional
	// +kubebuilder:validation:XValidation:rule="self",message="soft must be true, or left out"
	Soft *bool `json:"soft,omitempty"`
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Action is an act of an organisation. In lower case it is the RBAC verb that
// the deciding user must hold on the Organization by name.
//
// +kubebuilder:validation:Enum=Submit;Apply;Forward;Guide;Assess;Approve;Consent;Sign;File;Receive;Publish;Select;Appoint;Recognise;Authorise;Clear;Attest;Request;Order;Accept;Suspend;Halt;Release;Lift;Terminate;Disqualify;Bar;Except;Annul;Dispose
type Action string

// The actions that take away and those that answer them.
const (
	// ActionSuspend takes away until lifted.
	ActionSuspend Action = "Suspend"
	// ActionLift gives back what one Suspend took.
	ActionLift Action = "Lift"
	// ActionHalt is a safety stop: immediate, with nobody's consent (D33).
	ActionHalt Action = "Halt"
	// ActionRelease gives back what one Halt stopped.
	ActionRelease Action = "Release"
	// ActionTerminate ends an agreement or a grant for good, or a call that has not
	// ended in a choice.
	ActionTerminate Action = "Terminate"
	// ActionDisqualify ends an organisation's standing for good.
	ActionDisqualify Action = "Disqualify"
	// ActionBar refuses what an organisation submits, until its dueDate.
	ActionBar Action = "Bar"
	// ActionOrder orders the rectification 整改 of a subject, by its dueDate.
	ActionOrder Action = "Order"
	// ActionDispose lets a frozen sandbox be purged once its retention is over,
	// or a retained record be deleted once that is.
	ActionDispose Action = "Dispose"
)

// The actions of procedures.
const (
	ActionSubmit    Action = "Submit"
	ActionApply     Action = "Apply"
	ActionForward   Action = "Forward"
	ActionGuide     Action = "Guide"
	ActionAssess    Action = "Assess"
	ActionApprove   Action = "Approve"
	ActionConsent   Action = "Consent"
	ActionSign      Action = "Sign"
	ActionFile      Action = "File"
	ActionReceive   Action = "Receive"
	ActionPublish   Action = "Publish"
	ActionSelect    Action = "Select"
	ActionAppoint   Action = "Appoint"
	ActionRecognise Action = "Recognise"
	ActionAuthorise Action = "Authorise"
	ActionClear     Action = "Clear"
	ActionAttest    Action = "Attest"
	ActionRequest   Action = "Request"
	ActionAccept    Action = "Accept"
	ActionExcept    Action = "Except"
	// ActionAnnul takes an earlier act back, by who did it. An act that takes
	// away is never annulled, but lifted.
	ActionAnnul Action = "Annul"
)

// SubjectLinkKind is a kind that Decisions of this version act on.
//
// +kubebuilder:validation:Enum=ImplementationPlan;Selection;OperationAgreement;DeveloperGrant;DataResource;Organization;Objection;Namespace
type SubjectLinkKind string

// The kinds of subjects.
const (
	OnOperationAgreement SubjectLinkKind = "OperationAgreement"
	OnDeveloperGrant     SubjectLinkKind = "DeveloperGrant"
	OnDataResource       SubjectLinkKind = "DataResource"
	OnOrganization       SubjectLinkKind = "Organization"
	OnImplementationPlan SubjectLinkKind = "ImplementationPlan"
	OnSelection          SubjectLinkKind = "Selection"
	OnObjection          SubjectLinkKind = "Objection"
	// OnNamespace is a sandbox, of which a Dispose is and nothing else.
	OnNamespace SubjectLinkKind = "Namespace"
)

// DecisionSubject is what a Decision acts on. A taking-away act binds the name,
// whatever the content, also after the object is deleted and made again.
type DecisionSubject struct {
	// kind is the subject's kind.
	// +required
	Kind SubjectLinkKind `json:"kind,omitempty"`

	// name is the subject's name, in the Decision's namespace where the kind
	// is namespaced.
	// +required
	Name ObjectName `json:"name,omitempty"`
}

// ActSubject is what an act is on and, for an act of a procedure, of what
// content.
//
// +kubebuilder:validation:XValidation:rule="!has(self.part) || has(self.digest)",message="part is given with its digest",fieldPath=".part",reason="FieldValueInvalid"
// +kubebuilder:validation:MinProperties=2
type ActSubject struct {
	DecisionSubject `json:",inline"`

	// part is the part that a giving act covers; All when absent.
	// +optional
	Part Part `json:"part,omitempty"`

	// digest is that of the part, from status.digests of the subject. A giving
	// act binds to it; a taking-away act binds the name alone.
	// +optional
	Digest Digest `json:"digest,omitempty"`
}

// PointResult is how a point was judged.
//
// +kubebuilder:validation:Enum=Clear;NotClear;NotApplicable
type PointResult string

// How a point was judged.
const (
	PointClear         PointResult = "Clear"
	PointNotClear      PointResult = "NotClear"
	PointNotApplicable PointResult = "NotApplicable"
)

// PointMajorRisk is the point of a finding that, judged NotClear by an act of an
// order to rectify, is the occurrence MajorRiskFound.
const PointMajorRisk PointName = "majorRisk"

// PointFinding is the judgement on one point.
type PointFinding struct {
	// point is the point of the step, such as stateSecrets.
	// +required
	Point PointName `json:"point,omitempty"`

	// result is how it was judged.
	// +required
	Result PointResult `json:"result,omitempty"`

	// score is what a review gave, a decimal number.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=16
	// +kubebuilder:validation:Pattern=`^[0-9]{1,6}([.][0-9]{1,4})?$`
	Score string `json:"score,omitempty"`

	// note is for readers.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Note string `json:"note,omitempty"`
}

// Evidence is a paper that an act carries.
//
// +kubebuilder:validation:XValidation:rule="!has(self.issuedOn) || !has(self.validUntil) || self.issuedOn <= self.validUntil",messageExpression="'evidence ' + self.name + ': validUntil ' + self.validUntil + ' lies before issuedOn ' + self.issuedOn",fieldPath=".validUntil",reason="FieldValueInvalid"
type Evidence struct {
	// name is what it is evidence of, such as emergencyPlan.
	// +required
	Name PointName `json:"name,omitempty"`

	// sha256 is the digest of its bytes, 64 hexadecimal digits.
	// +required
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{64}$`
	// +kubebuilder:validation:MinLength=64
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256,omitempty"`

	// uri is where it is kept, or, of what is published, where it can be read.
	// Mandate never fetches it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	URI string `json:"uri,omitempty"`

	// issuedOn is the day on which it was issued. A step asks for it in `dated`.
	// +optional
	IssuedOn *Date `json:"issuedOn,omitempty"`

	// validUntil is the last day on which it is valid. A step asks for it in
	// `expires`; once that day is over, DutiesDone is False until another act on
	// the step carries one that is valid.
	// +optional
	ValidUntil *Date `json:"validUntil,omitempty"`
}

// DecisionReference names the Decision that another one answers.
type DecisionReference struct {
	// name is its name, in the same namespace.
	// +required
	Name ObjectName `json:"name,omitempty"`

	// uid is its UID, or the one it had before it was restored.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	UID string `json:"uid,omitempty"`
}

// DecisionDocument is the paper of the act.
type DecisionDocument struct {
	// number is the document's number, such as 宁卫数函〔2025〕18号.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	Number string `json:"number,omitempty"`

	// issuedOn is its date.
	// +optional
	IssuedOn *Date `json:"issuedOn,omitempty"`

	// body is the body that issued it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Body string `json:"body,omitempty"`

	// sha256 is the digest of its bytes, 64 hexadecimal digits.
	// +optional
	// +kubebuilder:validation:Pattern=`^[0-9a-f]{64}$`
	// +kubebuilder:validation:MinLength=64
	// +kubebuilder:validation:MaxLength=64
	SHA256 string `json:"sha256,omitempty"`
}

// DecisionScope narrows a taking-away act to some inputs.
type DecisionScope struct {
	// inputs are the DataResources taken away; the rest stays in force.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Inputs []ObjectName `json:"inputs,omitempty"`
}

// ActDay is the legal day of an act (YYYY-MM-DD), or its instant (RFC 3339).
//
// +kubebuilder:validation:MinLength=10
// +kubebuilder:validation:MaxLength=35
// +kubebuilder:validation:Pattern=`^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?$`
// +kubebuilder:validation:XValidation:rule="size(self) < 10 || !format.date().validate(self.substring(0, 10)).hasValue()",messageExpression="self + ' is no day of the calendar: write an existing day as YYYY-MM-DD, or an instant as YYYY-MM-DDThh:mm:ssZ'"
type ActDay string

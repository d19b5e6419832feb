// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

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
	// ActionTerminate ends an agreement or a grant for good.
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

	// uri is where it is kept. Mandate never fetches it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	URI string `json:"uri,omitempty"`
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

// DecisionSpec is one act of one organisation on one subject. It is immutable.
//
// +kubebuilder:validation:XValidation:rule="!(self.action in ['Lift','Release','Annul','Receive']) || has(self.regarding)",messageExpression="'regarding is required: ' + self.action + ' names the act it answers, by name and uid'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.regarding) || has(self.step) || self.action in ['Lift','Release','Annul']",messageExpression="'regarding has no meaning for ' + self.action + ' without a step'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.outcome) || has(self.step)",messageExpression="'outcome ' + self.outcome + ' is given with a step: a ' + self.action + ' without one is affirmative'",fieldPath=".outcome",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Order' || has(self.dueDate)",message="dueDate is required: an Order says by which day it is to be fulfilled (D18)",fieldPath=".dueDate",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.scope) || (self.subject.kind in ['OperationAgreement','DeveloperGrant'] && (has(self.step) || self.action in ['Suspend','Halt']))",messageExpression="'scope narrows a Suspend or Halt of an OperationAgreement or DeveloperGrant, not a ' + self.action + ' of a ' + self.subject.kind",fieldPath=".scope",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.step) || self.action in ['Suspend','Lift','Halt','Release','Terminate','Disqualify','Bar','Annul','Dispose']",messageExpression="'step is required: ' + self.action + ' is an act of a procedure of the edition, written <procedure>/<step>'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Bar' || self.subject.kind == 'Organization'",messageExpression="'a ' + self.subject.kind + ' cannot be barred: Bar is of an Organization'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.jurisdiction) || self.subject.kind == 'Organization'",messageExpression="'jurisdiction is given for an Organization alone: a ' + self.subject.kind + ' pins its own edition'",fieldPath=".jurisdiction",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.step) || self.subject.kind != 'Organization' || has(self.jurisdiction)",message="jurisdiction is required: an Organization pins no edition, and roles hold per edition code",fieldPath=".jurisdiction",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Terminate' || self.subject.kind in ['OperationAgreement','DeveloperGrant']",messageExpression="'a ' + self.subject.kind + ' cannot be terminated: Terminate ends an OperationAgreement or a DeveloperGrant'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Disqualify' || self.subject.kind == 'Organization'",messageExpression="'a ' + self.subject.kind + ' cannot be disqualified: Disqualify is of an Organization'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.subject.kind != 'Namespace' || (self.action == 'Dispose' && !has(self.step))",messageExpression="self.action == 'Dispose' ? 'a Dispose of a Namespace is of no procedure: leave step out' : 'a ' + self.action + ' of a Namespace has no meaning: Dispose alone is of the Namespace of a sandbox; act on its DeveloperGrant'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.subject.kind != 'Namespace' || self.subject.name.matches('^sandbox-[0-9a-f]{20}$')",messageExpression="'Namespace ' + self.subject.name + ' is no sandbox: a Dispose names one as sandbox- and 20 hexadecimal digits, see status.sandbox.namespace of the grant'",fieldPath=".subject.name",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.restoredUID) || has(self.recordedAt)",message="restoredUID is given with recordedAt: a restored Decision carries its old times",fieldPath=".restoredUID",reason="FieldValueInvalid"
type DecisionSpec struct {
	// subject is what is acted on.
	// +required
	Subject ActSubject `json:"subject,omitzero"`

	// step is the step of the edition that the act is on, as
	// `<procedure>/<step>` or the name of a duty. It is absent where the
	// edition names no procedure for the act.
	// +optional
	Step StepReference `json:"step,omitempty"`

	// action is the act.
	// +required
	Action Action `json:"action,omitempty"`

	// outcome is how the act ended, where the step allows outcomes; an act
	// without one is affirmative.
	// +optional
	Outcome Outcome `json:"outcome,omitempty"`

	// jurisdiction is the edition of an act on an Organization: its roles hold
	// per edition code.
	// +optional
	Jurisdiction ObjectName `json:"jurisdiction,omitempty"`

	// organization is whose act it is.
	// +required
	Organization ObjectName `json:"organization,omitempty"`

	// actedOn is the legal day or instant of the act. A giving act (Lift,
	// Release) opens nothing before it, and is never dated in the future, nor
	// is a Dispose; of a taking-away act a future day is read as now.
	// +required
	ActedOn ActDay `json:"actedOn,omitempty"`

	// recordedAt is when the act was recorded, and is normally left out: it is
	// then the creationTimestamp. Only a holder of the verb `restore` on the
	// organisation may give it.
	// +optional
	RecordedAt *metav1.Time `json:"recordedAt,omitempty"`

	// restoredUID is the UID the Decision had before it was restored from a
	// backup. It needs the verb `restore` too.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	RestoredUID string `json:"restoredUID,omitempty"`

	// regarding names the act that this one answers: the Suspend that a Lift
	// lifts, the Halt that a Release releases, the application that is
	// reviewed, the act that opened the run. Two suspensions need two lifts.
	// +optional
	Regarding *DecisionReference `json:"regarding,omitempty"`

	// to are the Organizations that are told, or named for a later step.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	To []ObjectName `json:"to,omitempty"`

	// dueDate is the last day by which the act is to be answered, such as an
	// order to rectify; of a Bar it is the last barred day.
	// +optional
	DueDate *Date `json:"dueDate,omitempty"`

	// findings are the judgements per point.
	// +optional
	// +listType=map
	// +listMapKey=point
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Findings []PointFinding `json:"findings,omitempty"`

	// evidence are the papers that the act carries.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Evidence []Evidence `json:"evidence,omitempty"`

	// transcribedBy is the Organization whose clerk records the paper of a body
	// that has no kubectl. It needs the verb `transcribe` on organization, and
	// is never of the holder's side.
	// +optional
	TranscribedBy ObjectName `json:"transcribedBy,omitempty"`

	// scope narrows a Suspend or Halt to some inputs; absent, it is the whole.
	// +optional
	Scope *DecisionScope `json:"scope,omitempty"`

	// ground is why, such as a row of the edition's grounds.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Ground string `json:"ground,omitempty"`

	// document is the paper of the act.
	// +optional
	Document *DecisionDocument `json:"document,omitempty"`

	// note is for readers. It holds no data of the resources.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Note string `json:"note,omitempty"`

	// decidedBy is the user who records the act: the one who applies it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	DecidedBy string `json:"decidedBy,omitempty"`
}

// DecisionStatus is what the operator reports of a Decision.
type DecisionStatus struct {
	// observedGeneration is the generation reported on; -1 before the first.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Counts and Ready.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// disposable is true once the Decision may be deleted: the retention of the
	// edition that its subject pins is over, and a Dispose of the subject counts.
	// Where the edition states none, it is kept for good.
	// +optional
	Disposable *bool `json:"disposable,omitempty"`
}

// Decision 决定 is an act of an organisation that moves a link of the chain. It
// is applied by the officer who decides, cannot be edited or deleted, and is
// not kept in Git.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Namespaced,shortName=dec,categories=mandate
// +kubebuilder:selectablefield:JSONPath=`.spec.subject.kind`
// +kubebuilder:selectablefield:JSONPath=`.spec.subject.name`
// +kubebuilder:printcolumn:name="Action",type=string,JSONPath=`.spec.action`
// +kubebuilder:printcolumn:name="Kind",type=string,JSONPath=`.spec.subject.kind`
// +kubebuilder:printcolumn:name="Subject",type=string,JSONPath=`.spec.subject.name`
// +kubebuilder:printcolumn:name="Organization",type=string,JSONPath=`.spec.organization`
// +kubebuilder:printcolumn:name="Step",type=string,JSONPath=`.spec.step`
// +kubebuilder:printcolumn:name="Outcome",type=string,priority=1,JSONPath=`.spec.outcome`
// +kubebuilder:printcolumn:name="Acted",type=string,JSONPath=`.spec.actedOn`
// +kubebuilder:printcolumn:name="Counts",type=string,JSONPath=`.status.conditions[?(@.type=="Counts")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Counts")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="By",type=string,priority=1,JSONPath=`.spec.decidedBy`
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Counts")].message`
type Decision struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is the act. It never changes.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="a Decision is immutable: an act that was done is answered by another act, not edited",reason="FieldValueForbidden"
	Spec DecisionSpec `json:"spec,omitzero"`

	// status is written by the operator.
	// +optional
	// +kubebuilder:default={observedGeneration:-1}
	Status DecisionStatus `json:"status,omitzero"`
}

// DecisionList is a list of Decisions.
//
// +kubebuilder:object:root=true
type DecisionList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Decision `json:"items"`
}

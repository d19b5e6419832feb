// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// DecisionSpec is one act of one organisation on one subject. It is immutable.
//
// +kubebuilder:validation:XValidation:rule="!(self.action in ['Lift','Release','Annul','Receive']) || has(self.regarding)",messageExpression="'regarding is required: ' + self.action + ' names the act it answers, by name and uid'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.regarding) || has(self.step) || self.action in ['Lift','Release','Annul']",messageExpression="'regarding has no meaning for ' + self.action + ' without a step'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.outcome) || has(self.step)",messageExpression="'outcome ' + self.outcome + ' is given with a step: ' + self.action + ' without one is affirmative'",fieldPath=".outcome",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Order' || has(self.dueDate)",message="dueDate is required: an Order says by which day it is to be fulfilled (D18)",fieldPath=".dueDate",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.scope) || (self.subject.kind in ['OperationAgreement','DeveloperGrant'] && (has(self.step) || self.action in ['Suspend','Halt']))",messageExpression="'scope narrows a Suspend or Halt of an OperationAgreement or DeveloperGrant, not ' + self.action + ' of ' + self.subject.kind",fieldPath=".scope",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="has(self.step) || self.action in ['Suspend','Lift','Halt','Release','Terminate','Disqualify','Bar','Annul','Dispose']",messageExpression="'step is required: ' + self.action + ' is an act of a procedure of the edition, written <procedure>/<step>'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Bar' || self.subject.kind == 'Organization'",messageExpression="self.subject.kind + ' cannot be barred: Bar is of an Organization'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.jurisdiction) || self.subject.kind == 'Organization'",messageExpression="'jurisdiction is given for an Organization alone: ' + self.subject.kind + ' pins its own edition'",fieldPath=".jurisdiction",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="!has(self.step) || self.subject.kind != 'Organization' || has(self.jurisdiction)",message="jurisdiction is required: an Organization pins no edition, and roles hold per edition code",fieldPath=".jurisdiction",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Terminate' || self.subject.kind in ['Selection','OperationAgreement','DeveloperGrant']",messageExpression="self.subject.kind + ' cannot be terminated: Terminate ends a Selection, an OperationAgreement or a DeveloperGrant'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Terminate' || self.subject.kind != 'Selection' || has(self.step)",message="step is required: a Selection ends by a step of its edition, written <procedure>/<step>",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.action != 'Disqualify' || self.subject.kind == 'Organization'",messageExpression="self.subject.kind + ' cannot be disqualified: Disqualify is of an Organization'",fieldPath=".action",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.subject.kind != 'Namespace' || (self.action == 'Dispose' && !has(self.step))",messageExpression="self.action == 'Dispose' ? 'a Dispose of a Namespace is of no procedure: leave step out' : self.action + ' of a Namespace has no meaning: Dispose alone is of the Namespace of a sandbox; act on its DeveloperGrant'",fieldPath=".action",reason="FieldValueInvalid"
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
// +kubebuilder:selectablefield:JSONPath=`.spec.action`
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

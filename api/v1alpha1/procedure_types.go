// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// LinkKind is a kind that a rule of an edition is about.
//
// +kubebuilder:validation:Enum=Organization;DataResource;ImplementationPlan;Selection;OperationAgreement;DeveloperGrant;Objection
type LinkKind string

// The kinds that rules are about.
const (
	LinkOrganization       LinkKind = "Organization"
	LinkDataResource       LinkKind = "DataResource"
	LinkImplementationPlan LinkKind = "ImplementationPlan"
	LinkSelection          LinkKind = "Selection"
	LinkOperationAgreement LinkKind = "OperationAgreement"
	LinkDeveloperGrant     LinkKind = "DeveloperGrant"
	LinkObjection          LinkKind = "Objection"
)

// Effect is what a completed procedure does to its subject. Appointed,
// Recognised and Authorised name the role that they confer, such as
// `Recognised:Developer`.
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=64
// +kubebuilder:validation:Pattern=`^(Enter|Selected|Cleared|Suspended|Lifted|Terminated|Rectification|Renewed|Excepted|Adopted|Disposed|Filed|(Appointed|Recognised|Authorised):[A-Z][A-Za-z]+)$`
type Effect string

// The effects. Those that confer a role are the prefix, a colon and the role.
const (
	// EffectEnter brings a plan, an agreement or a grant into force.
	EffectEnter Effect = "Enter"
	// EffectSelected chooses an applicant of a Selection.
	EffectSelected Effect = "Selected"
	// EffectCleared clears a data resource for authorised operation.
	EffectCleared Effect = "Cleared"
	// EffectSuspended takes away until lifted.
	EffectSuspended Effect = "Suspended"
	// EffectLifted gives back what one suspension took.
	EffectLifted Effect = "Lifted"
	// EffectTerminated ends the subject for good.
	EffectTerminated Effect = "Terminated"
	// EffectRectification runs an order to rectify 整改 to its acceptance.
	EffectRectification Effect = "Rectification"
	// EffectRenewed admits a renewal to the next term.
	EffectRenewed Effect = "Renewed"
	// EffectExcepted admits content that the edition allows in principle only.
	EffectExcepted Effect = "Excepted"
	// EffectAdopted adopts an agreement that was signed before the rules held: it is
	// in force by that in place of what Enter asks (see spec.transition).
	EffectAdopted Effect = "Adopted"
	// EffectDisposed disposes of an Objection.
	EffectDisposed Effect = "Disposed"
	// EffectFiled records a filing that nothing waits for.
	EffectFiled Effect = "Filed"

	// EffectAppointed, EffectRecognised and EffectAuthorised are followed by a
	// colon and the role that they confer.
	EffectAppointed  Effect = "Appointed"
	EffectRecognised Effect = "Recognised"
	EffectAuthorised Effect = "Authorised"
)

// Procedure is what must be done to bring about an effect: steps of people, or
// the declaration that none is needed. A procedure whose effect takes away or
// gives back (Suspended, Lifted, Terminated, Rectification) may run again: its
// first act opens the run and every later act names it in `regarding`.
//
// +kubebuilder:validation:XValidation:rule="has(self.none) != has(self.steps)",messageExpression="'procedure ' + self.name + ' gives exactly one of steps and none'",reason="FieldValueInvalid"
// +kubebuilder:validation:XValidation:rule="self.of == 'Organization' ? self.effect.matches('^(Appointed|Recognised|Authorised):') : (self.of == 'DataResource' ? ['Cleared', 'Suspended', 'Lifted', 'Filed'] : self.of == 'Selection' ? ['Selected', 'Terminated', 'Filed'] : self.of == 'Objection' ? ['Disposed'] : self.of == 'ImplementationPlan' ? ['Enter', 'Suspended', 'Lifted', 'Terminated', 'Filed'] : ['Enter', 'Suspended', 'Lifted', 'Terminated', 'Rectification', 'Renewed', 'Excepted', 'Filed'] + (self.of == 'OperationAgreement' ? ['Adopted'] : [])).exists(e, e == self.effect)",messageExpression="'procedure ' + self.name + ' of ' + self.of + ' cannot have the effect ' + self.effect",fieldPath=".effect",reason="FieldValueInvalid"
type Procedure struct {
	// name is how Decisions (`<procedure>/<step>`) and messages refer to it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`
	Name string `json:"name,omitempty"`

	// of is the kind whose objects go through the procedure.
	// +required
	Of LinkKind `json:"of,omitempty"`

	// effect is what the completed procedure does.
	// +required
	Effect Effect `json:"effect,omitempty"`

	// none is true: it declares that no act is needed. An edition that says
	// nothing about a kind leaves it undetermined, and nothing of it comes into
	// force.
	// +optional
	// +kubebuilder:validation:XValidation:rule="self",message="none must be true: it declares that the edition asks for no act"
	None *bool `json:"none,omitempty"`

	// when says for which subjects the procedure holds; absent, for all.
	// +optional
	When *When `json:"when,omitempty"`

	// requires is what must hold of other objects before the effect comes.
	// +optional
	Requires *Requires `json:"requires,omitempty"`

	// scope Inputs says that the effect takes away the inputs that the acts
	// name in scope.inputs, and not the whole.
	// +optional
	Scope EffectScope `json:"scope,omitempty"`

	// steps are the acts, in the order in which they are shown.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Steps []Step `json:"steps,omitempty"`

	// basis cites the rule. It may be left out where every step cites its own.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	Basis []BasisID `json:"basis,omitempty"`
}

// EffectScope is what of its subject an effect covers.
//
// +kubebuilder:validation:Enum=Inputs
type EffectScope string

// ScopeInputs covers the inputs that the acts name.
const ScopeInputs EffectScope = "Inputs"

// StepReference names a step of the same procedure by its name, or of any
// procedure as `<procedure>/<step>`.
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=127
// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(/[a-z0-9]([-a-z0-9]*[a-z0-9])?)?$`
type StepReference string

// Part is the part of a subject that an act covers.
//
// +kubebuilder:validation:Enum=Application;Contract;All
type Part string

// The parts.
const (
	// PartApplication is what a holder applied with.
	PartApplication Part = "Application"
	// PartContract is what operator and holder signed. Acts cover All with it;
	// content lists name it.
	PartContract Part = "Contract"
	// PartAll is the whole spec but `suspend`.
	PartAll Part = "All"
)

// Outcome is how an act ended. An act without one is affirmative.
//
// +kubebuilder:validation:Enum=Approve;Reject;Return
type Outcome string

// The outcomes.
const (
	OutcomeApprove Outcome = "Approve"
	// OutcomeReject ends the procedure; a new application is a new object.
	OutcomeReject Outcome = "Reject"
	// OutcomeReturn gives the subject back: the steps before it begin anew.
	OutcomeReturn Outcome = "Return"
)

// PointName names a point of a finding, a paper or a topic.
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=64
// +kubebuilder:validation:Pattern=`^[a-z][A-Za-z0-9]*$`
type PointName string

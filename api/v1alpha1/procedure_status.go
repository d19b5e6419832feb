// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// StepState is where a step stands.
//
// +kubebuilder:validation:Enum=Done;Waiting;Later;Publicity;Returned;Rejected;Blocked
type StepState string

// Where a step stands.
const (
	// StepDone has all its acts, receipts and periods.
	StepDone StepState = "Done"
	// StepWaiting waits for the parties in waitingFor.
	StepWaiting StepState = "Waiting"
	// StepLater waits for an earlier step, or, where every applicant was turned
	// down of whom it asks, for nobody.
	StepLater StepState = "Later"
	// StepPublicity is published, and its period is not over.
	StepPublicity StepState = "Publicity"
	// StepReturned was given back.
	StepReturned StepState = "Returned"
	// StepRejected was rejected.
	StepRejected StepState = "Rejected"
	// StepBlocked is kept by what its message says, such as an open objection.
	StepBlocked StepState = "Blocked"
)

// StepStatus says where one step of a procedure stands.
type StepStatus struct {
	// name is the step's name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`

	// state is where it stands.
	// +required
	State StepState `json:"state,omitempty"`

	// actedOn is the legal day on which it was completed.
	// +optional
	ActedOn ActDay `json:"actedOn,omitempty"`

	// waitingFor are the parties that are waited for.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	WaitingFor []string `json:"waitingFor,omitempty"`

	// since is the day from which the deadline runs. Where the text gives no
	// number (及时) there is no due, and nothing is ever overdue: the day alone
	// says for how long it waits (D18).
	// +optional
	Since *Date `json:"since,omitempty"`

	// due is the last day on which the act is on time.
	// +optional
	Due *Date `json:"due,omitempty"`

	// completeFrom is the instant from which a publicity is complete. Where
	// provisional is true it is a guess, on which the publicity does not end.
	// +optional
	CompleteFrom *metav1.Time `json:"completeFrom,omitempty"`

	// overdue says that the last day has passed without the act.
	// +optional
	Overdue *bool `json:"overdue,omitempty"`

	// completedLate says that the act came after the last day. It is kept for
	// ever (D25).
	// +optional
	CompletedLate *bool `json:"completedLate,omitempty"`

	// provisional says that the day reaches into a year whose working days are
	// not known yet (D2). A minimum period does not end on such a day.
	// +optional
	Provisional *bool `json:"provisional,omitempty"`

	// gate is false for a duty that nothing waits for.
	// +optional
	Gate *bool `json:"gate,omitempty"`

	// message says what is missing and what to do, with the clause.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	Message string `json:"message,omitempty"`
}

// ProcedureStatus says where one procedure, or one run of it, stands.
type ProcedureStatus struct {
	// name is the procedure's name.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`

	// run is the Decision that opened the run, where a procedure may run again;
	// empty for others.
	// +required
	// +kubebuilder:validation:MaxLength=253
	Run string `json:"run"`

	// effect is what the completed procedure does.
	// +required
	Effect Effect `json:"effect,omitempty"`

	// complete says that the effect has come.
	// +required
	Complete *bool `json:"complete,omitempty"`

	// steps are those that the subject needs, in their order.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=32
	Steps []StepStatus `json:"steps,omitempty"`
}

// DutyStatus says where one duty of the edition stands whose clock has started.
type DutyStatus struct {
	// name is the duty's name, or what happened from which it follows.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`

	// regarding is the Decision from which the duty follows, of one that
	// follows from an order to rectify; empty for others.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Regarding string `json:"regarding,omitempty"`

	// of are those whose duty it is.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	Of []string `json:"of,omitempty"`

	// since is the day from which its deadline runs.
	// +required
	Since Date `json:"since,omitempty"`

	// due is the last day on which it is fulfilled on time; absent where the
	// text gives no number (D18).
	// +optional
	Due *Date `json:"due,omitempty"`

	// fulfilledOn is the day on which it was fulfilled.
	// +optional
	FulfilledOn *Date `json:"fulfilledOn,omitempty"`

	// overdue says that the last day has passed and it is not fulfilled.
	// +optional
	Overdue *bool `json:"overdue,omitempty"`

	// completedLate says that it was fulfilled after the last day. It is kept
	// for ever (D25).
	// +optional
	CompletedLate *bool `json:"completedLate,omitempty"`

	// provisional says that the day reaches into a year whose working days are
	// not known yet (D2).
	// +optional
	Provisional *bool `json:"provisional,omitempty"`

	// message says what is to be done, with the clause.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	Message string `json:"message,omitempty"`
}

// FlagStatus is something that the edition asks to be shown and that refuses
// nothing.
type FlagStatus struct {
	// check is the check of the edition that asks for it.
	// +required
	Check CheckName `json:"check,omitempty"`

	// message says what is so, with the clause.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2048
	Message string `json:"message,omitempty"`
}

// PartDigest is the digest of one part of an object.
type PartDigest struct {
	// part is the part.
	// +required
	Part Part `json:"part,omitempty"`

	// digest is that of its canonical form, with those of the edition and of
	// what else it rests on: `sha256:` and 64 hexadecimal digits. Giving acts
	// carry it.
	// +required
	Digest Digest `json:"digest,omitempty"`
}

// Digest is `sha256:` and 64 hexadecimal digits.
//
// +kubebuilder:validation:MinLength=71
// +kubebuilder:validation:MaxLength=71
// +kubebuilder:validation:Pattern=`^sha256:[0-9a-f]{64}$`
type Digest string

// ProcedureReport is what the operator reports of a link that goes through
// procedures.
type ProcedureReport struct {
	// procedure says where each procedure of the subject stands.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +listMapKey=run
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=128
	Procedure []ProcedureStatus `json:"procedure,omitempty"`

	// duties says where the duties stand that follow from what was done, and
	// that nothing waits for.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=64
	Duties []DutyStatus `json:"duties,omitempty"`

	// flags are what the edition asks to be shown and refuses nothing, such as a
	// holder that is affiliated with the operator (D40, D43).
	// +optional
	// +listType=map
	// +listMapKey=check
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	Flags []FlagStatus `json:"flags,omitempty"`

	// waitingFor is who is waited for next, for columns.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	WaitingFor string `json:"waitingFor,omitempty"`

	// due is the earliest last day that is not yet met, for columns.
	// +optional
	Due *Date `json:"due,omitempty"`

	// overdue are the steps (procedure/step) and duties whose last day has passed
	// and that are not done, for columns.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Overdue string `json:"overdue,omitempty"`

	// digests are what giving acts carry, by part.
	// +optional
	// +listType=map
	// +listMapKey=part
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=3
	Digests []PartDigest `json:"digests,omitempty"`

	// fixed are the parts that an act has covered: they cannot be changed any
	// more.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=3
	Fixed []Part `json:"fixed,omitempty"`
}

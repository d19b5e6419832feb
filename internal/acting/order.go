// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package acting answers: which Decision does a person mean by one line? It
// fills in what the edition, the subject and the person's organisation already
// say, and refuses what they leave open.
package acting

import (
	"time"

	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Order is what a person asks for. Step or Action is given; other fields that
// are empty are filled in, where only one value fits, or left out.
type Order struct {
	// Subject is what is acted on, and Namespace where its Decisions lie.
	Subject   v1alpha1.DecisionSubject
	Namespace string
	// Step is the step of the edition, Action the act where it names none.
	Step   v1alpha1.StepReference
	Action v1alpha1.Action
	// Organization is whose act it is; that of the person when empty.
	Organization v1alpha1.ObjectName
	// ActedOn is the legal day or instant; today by the edition's clocks when
	// empty.
	ActedOn v1alpha1.ActDay
	// Jurisdiction is the edition of an act on an Organization, which pins none.
	Jurisdiction v1alpha1.ObjectName
	// Regarding names the Decision that is answered; the only one that the act
	// can answer when empty.
	Regarding v1alpha1.ObjectName

	Outcome       v1alpha1.Outcome
	Inputs, To    []v1alpha1.ObjectName
	DueDate       v1alpha1.Date
	Findings      []v1alpha1.PointFinding
	Evidence      []v1alpha1.Evidence
	Ground, Note  string
	Document      *v1alpha1.DecisionDocument
	TranscribedBy v1alpha1.ObjectName
	// Anyway says that it is to be recorded although it is not what its line says.
	Anyway bool
}

// Takes says whether the order takes away whatever the edition says: no step of it
// has to be looked up.
func (o Order) Takes() bool { return o.Step == "" && procedure.Takes(o.Action) }

// Scene is what an Order is read against.
type Scene struct {
	// Edition is what the subject pins, or that of the act on an Organization;
	// nil where there is none or it is not known.
	Edition *v1alpha1.Jurisdiction
	// Editions are all that the user may list, where the subject pins none: their
	// clocks date what takes away, as far as they agree.
	Editions []v1alpha1.Jurisdiction
	// Digests are those of the subject's parts.
	Digests map[v1alpha1.Part]v1alpha1.Digest
	// Acts are the Decisions on the subject, and Standing those of them that
	// took away and were not given back.
	Acts, Standing []*v1alpha1.Decision
	// Idle are those of the acts that are known to have no effect, by their UIDs:
	// nothing answers them.
	Idle map[types.UID]bool
	// User is who asks, and Organizations those that the user belongs to.
	User          string
	Organizations []v1alpha1.ObjectName
	// Unlisted says that the user may not list the Organizations, so that it is not
	// known to which the user belongs.
	Unlisted bool
	// Absent says that the subject is known not to exist.
	Absent bool
	// Unknown are the organisations that the order names and that are known not to
	// exist.
	Unknown []v1alpha1.ObjectName
	// Unread are what could not be read and does not hold up an act that takes away.
	Unread []error
	// Now is the instant of asking.
	Now time.Time
}

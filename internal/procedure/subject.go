// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package procedure answers: where do the procedures of one subject stand, who
// is waited for until when, which Decisions on it count, and what has become of
// it by them?
//
// It is one pure function, Evaluate. It knows acts, parties and time, and no
// kind and no regime: what a kind is made of is read into a Subject and a World
// by whoever observes.
package procedure

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Subject is what Decisions are on, in the words that rules use. It is read
// out of one object, and for a grant out of its agreement too.
type Subject struct {
	// Kind and Name are those of the object.
	Kind v1alpha1.LinkKind
	Name v1alpha1.ObjectName
	// Digests are what giving acts carry, by part. Without an entry for a part
	// no act that covers it counts.
	Digests map[v1alpha1.Part]v1alpha1.Digest
	// Parties are the organisations that its fields designate. A field that
	// the kind has not has a nil entry; one whose object could not be read has
	// none. Applicant, which any organisation may be, needs none.
	Parties jurisdiction.Parties
	// Division is the GB/T 2260 code of its territory: its own field, else that
	// of the plan, else that of the edition. Of a DataResource it is the source
	// unit's where it has none, of an Organization the place of registration.
	Division string
	// Registration is the GB/T 2260 code of the place of registration of the
	// Organization that is the subject, or of the holder (a grant) or operator
	// (an agreement); empty where it is not known.
	Registration string
	// Traits are what conditions (`when`, `requires`) ask.
	Traits Traits
	// Inputs are the inputs of a grant, the resources of an agreement or plan,
	// or the resource itself.
	Inputs []Input
	// Applications is the application window of a Selection, or nil.
	Applications *v1alpha1.Term
	// Renewable is the last day of the term that a renewal window closes with:
	// of the link that the subject renews, else its own. Nil where there is
	// none.
	Renewable *calendar.Day
	// Begins is the first day of the term of an agreement, nil where it has none or
	// cannot be told.
	Begins *calendar.Day
	// OpenedAt is when the grant's sandbox was first open, or zero.
	OpenedAt time.Time
}

// Traits are what conditions ask of a subject. The zero value of a field is
// what the object says by leaving it out.
type Traits struct {
	// Revision and Renewal say that it revises or renews another one.
	Revision, Renewal bool
	// Level is the level of the agreement, 1 when the object says nothing.
	Level int32
	// Mode is the mode of authorisation.
	Mode v1alpha1.Mode
	// Tier is the tier of the grant, 0 where it fits none or cannot be told.
	Tier int32
	// Seeks is whom a Selection seeks.
	Seeks v1alpha1.Role
	// Competitive says that a Selection's method lets several compete.
	Competitive bool
	// OutsideAgreement says that a grant asks for inputs that its agreement
	// does not hold.
	OutsideAgreement bool
	// Shared says that a resource holds data shared by others.
	Shared bool
}

// Input is one body of data of the subject.
type Input struct {
	Resource v1alpha1.ObjectName
	// SourceUnit and Sector are those of the DataResource. SourceUnit is empty
	// where the resource could not be read or does not exist: nobody can then
	// act for it.
	SourceUnit v1alpha1.ObjectName
	Sector     string
	// Origin is whose data the DataResource is, empty where it could not be read.
	Origin v1alpha1.Origin
	// Settled is since when its content has been what it is, as it was cleared; zero
	// where it is not. It is asked of the social data of a grant.
	Settled time.Time
	// Added says that it is new in an agreement: the one in whose place that one
	// comes does not hold it. It is asked where the edition does (AsksOfAdded).
	Added bool
}

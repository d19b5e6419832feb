// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Owing is what is left to do on a subject and what nothing waits for.
type Owing struct {
	// Unread finds why nobody can tell, or nil: the edition is not there, or a
	// fact could not be read.
	Unread *finding.Finding
	// Owed is what is left, what is overdue first.
	Owed []procedure.Owed
}

// Owing is what is owed of a subject of the chain; of an organisation, which pins
// no edition, see Party.
func (f *Facts) Owing(subject v1alpha1.DecisionSubject, now time.Time) Owing {
	f = f.hearing()
	lookup := f.editionOf(subject)
	edition := lookup.Get()
	switch {
	case edition == nil && lookup.IsMissing():
		return Owing{Unread: finding.New(v1alpha1.ReferenceMissingReason, nil, "the edition of %s %q does not exist; what is owed can be told when it appears", subject.Kind, subject.Name)}
	case edition == nil:
		return Owing{Unread: finding.Unread(finding.Say("the edition of %s", subject.Kind), string(subject.Name))}
	case !asks(edition, v1alpha1.LinkKind(subject.Kind)):
		return Owing{}
	}
	if unread := f.unheard(subject, edition, now); unread != nil {
		return Owing{Unread: unread}
	}
	return Owing{Owed: append(f.proceedings(subject, now).Owed(), lacking(f.gaps(subject, now))...)}
}

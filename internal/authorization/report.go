// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Reported is what the engine makes of the acts on a subject of the chain, with
// the digests that giving acts on it carry.
type Reported struct {
	*procedure.Report

	Digests digest.Parts
}

// Report tells where the procedures of a subject stand, in the engine's own
// words. An organisation pins no edition and is heard under the one that is
// given; every other subject under its own. Nothing was heard where the edition
// asks for no act or the object is not there.
func (f *Facts) Report(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, now time.Time) Reported {
	f = f.hearing()
	if subject.Kind != v1alpha1.OnOrganization {
		edition = f.editionOf(subject).Get()
	}
	if edition == nil {
		return Reported{Report: nothingHeard}
	}
	reported := Reported{Report: nothingHeard}
	of := f.subject(subject, edition)
	if of == nil {
		return reported
	}
	reported.Digests = of.Digests
	acts, known := f.Decisions[subject]
	if known && asks(edition, v1alpha1.LinkKind(subject.Kind)) {
		if subject.Kind == v1alpha1.OnOrganization {
			acts = ofCode(acts, edition)
		}
		reported.Report = f.hear(subject, edition, acts, now, func() *procedure.Subject { return of })
	}
	return reported
}

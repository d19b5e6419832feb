// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/standing"
)

// lapsed finds that a link was made after the validity of its regulation was
// over (D56): nothing new is lawful under it, and what was made before runs on to
// its end. A link that was put back from a copy is as old as the first act on the
// content that it has; and one that is there before the end was made before it,
// whatever a clock that goes ahead has written.
func (f *Facts) lapsed(subject v1alpha1.DecisionSubject, l link, made metav1.Time, now time.Time) *finding.Finding {
	edition := f.Jurisdictions[l.edition].Get()
	ended, ok := jurisdiction.LapsesAt(edition)
	if !ok || now.Before(ended) || made.IsZero() || made.Time.Before(ended) || f.actedBefore(subject, edition, ended) {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, edition.Spec.Validity.Basis,
		"%s was made at %s, and the validity of Jurisdiction %q ended at %s; nothing new is lawful under it, pin an edition that is valid still", l, f.show(made.Time, l.edition), edition.Name, f.show(ended, l.edition))
}

// actedBefore says whether an act on the content that a subject has was recorded
// before an instant.
func (f *Facts) actedBefore(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, at time.Time) bool {
	for _, d := range f.Decisions[subject] {
		if d.Spec.Subject.Digest == "" || !standing.RecordedAt(d).Before(at) {
			continue
		}
		of := f.subject(subject, edition)
		if of == nil {
			return false
		}
		for _, digest := range of.Digests {
			if d.Spec.Subject.Digest == digest {
				return true
			}
		}
	}
	return false
}

// runsOn remarks on a link in force that the validity of its regulation is over.
func (f *Facts) runsOn(edition *v1alpha1.Jurisdiction, now time.Time) *finding.Finding {
	ended, ok := jurisdiction.LapsesAt(edition)
	if !ok || now.Before(ended) {
		return nil
	}
	return finding.New(v1alpha1.LapsedReason, edition.Spec.Validity.Basis,
		"the validity of Jurisdiction %q ended at %s; what was made before runs on to its end, and nothing new is lawful under it", edition.Name, f.show(ended, v1alpha1.ObjectName(edition.Name)))
}

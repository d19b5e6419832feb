// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

func beingDeleted(at *metav1.Time, kind, name string) *finding.Finding {
	if at == nil {
		return nil
	}
	return finding.New(v1alpha1.DeletingReason, nil, "%s %q is being deleted; access is cut first", kind, name)
}

// span is a term as instants. A window needs no edition; a term needs the
// edition's zone, and where that is missing the term cannot be told.
func span(f *Facts, edition v1alpha1.ObjectName, term *v1alpha1.Term, window *v1alpha1.Window) (calendar.Interval, *finding.Finding) {
	var zone *time.Location
	if window == nil {
		j := f.Jurisdictions[edition]
		if found := absent(j, "Jurisdiction", string(edition), "spec.jurisdiction"); found != nil {
			return calendar.Interval{}, found
		}
		var err error
		if zone, err = jurisdiction.Zone(j.Get()); err != nil {
			return calendar.Interval{}, finding.New(v1alpha1.UnlawfulReason, nil, "spec.jurisdiction: %v", err)
		}
	}
	interval, err := calendar.Span(term, window, zone)
	if err != nil {
		return calendar.Interval{}, finding.New(v1alpha1.UnlawfulReason, nil, "spec: %v", err)
	}
	return interval, nil
}

func termEnded(span calendar.Interval, unknown *finding.Finding, now time.Time, kind, name string) *finding.Finding {
	if unknown != nil || now.Before(span.NotAfter) {
		return nil
	}
	return finding.New(v1alpha1.TermEndedReason, nil,
		"the term of %s %q ended at %s; a later term needs a new one", kind, name, span.NotAfter.Format(time.RFC3339))
}

func notYet(span calendar.Interval, now time.Time, kind, name string) *finding.Finding {
	if !now.Before(span.NotBefore) {
		return nil
	}
	return finding.New(v1alpha1.NotYetEffectiveReason, nil,
		"the term of %s %q begins at %s", kind, name, span.NotBefore.Format(time.RFC3339))
}

// party finds that a party is missing or in bad standing.
func (f *Facts) party(name v1alpha1.ObjectName, field string, now time.Time) *finding.Finding {
	return finding.First(
		f.stands(subjectOf(v1alpha1.OnOrganization, string(name)), now),
		absent(f.Organizations[name], "Organization", string(name), field),
	)
}

// edition finds that the pinned edition is missing or not in effect.
func (f *Facts) edition(name v1alpha1.ObjectName, now time.Time) *finding.Finding {
	j := f.Jurisdictions[name]
	if found := absent(j, "Jurisdiction", string(name), "spec.jurisdiction"); found != nil {
		return found
	}
	return jurisdiction.NotInEffect(j.Get(), now)
}

// sameCode finds that two links, each with the edition it pins, are not under
// one code.
func (f *Facts) sameCode(link string, own v1alpha1.ObjectName, above string, other v1alpha1.ObjectName) *finding.Finding {
	a, b := f.Jurisdictions[own].Get(), f.Jurisdictions[other].Get()
	if a == nil || b == nil || a.Spec.Code == b.Spec.Code {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"spec.jurisdiction %q of %s is of the code %q, and %q of %s of the code %q; all links of a chain pin editions of one code", own, link, a.Spec.Code, other, above, b.Spec.Code)
}

func lawfulTerm(j *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, span calendar.Interval) *finding.Finding {
	if j == nil || span == (calendar.Interval{}) {
		return nil // another check says what is missing
	}
	return jurisdiction.TermUnlawful(j, kind, span)
}

func procedure(j *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) *finding.Finding {
	if j == nil {
		return nil
	}
	return jurisdiction.ProcedureOpen(j, kind)
}

// next is the earliest instant at which time alone could change an answer over
// these facts: the ends of the spans, the effect of any edition, and giving
// acts that are recorded but not yet due.
func (f *Facts) next(now time.Time, spans ...calendar.Interval) time.Time {
	var instants []time.Time
	for _, span := range spans {
		instants = append(instants, span.NotBefore, span.NotAfter)
	}
	for _, edition := range f.Jurisdictions {
		if j := edition.Get(); j != nil {
			from, _ := jurisdiction.EffectiveFrom(j)
			instants = append(instants, from)
		}
	}
	for subject := range f.Decisions {
		s, _ := f.standingOf(subject, now)
		instants = append(instants, s.Next)
	}
	return calendar.NextAfter(now, instants...)
}

// withoutInputsDenied denies a link of which no input is left. What could not
// be read of the link as a whole does not keep inputs open that are all denied.
func withoutInputsDenied(v Verdict, kind, name string) Verdict {
	if v.Force == Denied {
		return v
	}
	if len(v.Inputs) == 0 {
		v.Force, v.Finding = Denied, finding.New(v1alpha1.NoInputLeftReason, nil, "%s %q has no input", kind, name)
		return v
	}
	for _, force := range []Force{InForce, Undecided} {
		at := slices.IndexFunc(v.Inputs, func(in InputVerdict) bool { return in.Force == force })
		if at < 0 {
			continue
		}
		if v.Force == InForce { // what was not read of the input may still be in force
			v.Force, v.Finding = force, v.Inputs[at].Finding
		}
		return v
	}
	first := v.Inputs[0]
	v.Force = Denied
	v.Finding = finding.New(v1alpha1.NoInputLeftReason, first.Finding.Basis,
		"no input of %s %q is in force; DataResource %q: %s", kind, name, first.Resource, first.Finding.Message)
	return v
}

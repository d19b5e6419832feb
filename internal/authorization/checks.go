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

func beingDeleted(at *metav1.Time, l link) *finding.Finding {
	if at == nil {
		return nil
	}
	return finding.New(v1alpha1.DeletingReason, nil, "%s is being deleted; access is cut first", l)
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

func (f *Facts) termEnded(span calendar.Interval, unknown *finding.Finding, now time.Time, l link) *finding.Finding {
	if unknown != nil || now.Before(span.NotAfter) {
		return nil
	}
	return finding.New(v1alpha1.TermEndedReason, f.termBasis(l), "the term of %s ended at %s; a later term needs a new one", l, f.show(span.NotAfter, l.edition))
}

// termBasis cites the edition's rule on how long a link may last, where it has one.
func (f *Facts) termBasis(l link) []v1alpha1.BasisID {
	j := f.Jurisdictions[l.edition].Get()
	if j == nil || j.Spec.Terms == nil {
		return nil
	}
	rule := map[string]*v1alpha1.TermRule{"OperationAgreement": j.Spec.Terms.OperationAgreement, "DeveloperGrant": j.Spec.Terms.DeveloperGrant}[l.kind]
	if rule == nil {
		return nil
	}
	return rule.Basis
}

func (f *Facts) notYet(span calendar.Interval, now time.Time, l link) *finding.Finding {
	if !now.Before(span.NotBefore) {
		return nil
	}
	return finding.New(v1alpha1.NotYetEffectiveReason, nil, "the term of %s begins at %s", l, f.show(span.NotBefore, l.edition))
}

// link is a link of the chain as messages name it, and the edition it pins.
type link struct {
	kind, name string
	edition    v1alpha1.ObjectName
}

func (l link) String() string { return l.Phrase().String() }

// Phrase is the link for any language.
func (l link) Phrase() finding.Phrase { return finding.Say("%s %q", l.kind, l.name) }

func linkOfGrant(g *v1alpha1.DeveloperGrant) link {
	return link{"DeveloperGrant", g.Name, g.Spec.Jurisdiction}
}

func linkOfAgreement(a *v1alpha1.OperationAgreement) link {
	return link{"OperationAgreement", a.Name, a.Spec.Jurisdiction}
}

func linkOfResource(r *v1alpha1.DataResource) link {
	return link{"DataResource", r.Name, r.Spec.Jurisdiction}
}

func linkOfPlan(p *v1alpha1.ImplementationPlan) link {
	return link{"ImplementationPlan", p.Name, p.Spec.Jurisdiction}
}

func linkOfSelection(s *v1alpha1.Selection) link {
	return link{"Selection", s.Name, s.Spec.Jurisdiction}
}

// show writes an instant by the clocks of an edition, where it is known (D3).
func (f *Facts) show(t time.Time, edition v1alpha1.ObjectName) string {
	if j := f.Jurisdictions[edition].Get(); j != nil {
		if zone, err := jurisdiction.Zone(j); err == nil {
			t = t.In(zone)
		}
	}
	return t.Format(time.RFC3339)
}

// edition finds that the pinned edition is missing or not in effect.
func (f *Facts) edition(name v1alpha1.ObjectName, now time.Time) *finding.Finding {
	j := f.Jurisdictions[name]
	if found := absent(j, "Jurisdiction", string(name), "spec.jurisdiction"); found != nil {
		return found
	}
	return finding.First(jurisdiction.NotInEffect(j.Get(), now), f.underParents(j.Get()))
}

// sameCode finds that two links do not pin editions of one code (DRV-9).
func (f *Facts) sameCode(own, above link) *finding.Finding {
	a, b := f.Jurisdictions[own.edition].Get(), f.Jurisdictions[above.edition].Get()
	if a == nil || b == nil || a.Spec.Code == b.Spec.Code {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, []v1alpha1.BasisID{"DRV-9"},
		"spec.jurisdiction %q of %s is of the code %q, and %q of %s of the code %q; all links of a chain pin editions of one code", own.edition, own, a.Spec.Code, above.edition, above, b.Spec.Code)
}

// lawfulTerm finds that a term breaks the edition's rule, and that no exception
// from it stands at an instant.
func (f *Facts) lawfulTerm(subject v1alpha1.DecisionSubject, j *v1alpha1.Jurisdiction, span calendar.Interval, at, now time.Time) *finding.Finding {
	if j == nil || span == (calendar.Interval{}) {
		return nil // another check says what is missing
	}
	kind := v1alpha1.LinkKind(subject.Kind)
	found := jurisdiction.TermUnlawful(j, kind, span)
	if found == nil || !jurisdiction.TermExceptionAllowed(j, kind) || !asks(j, kind) {
		return found
	}
	switch until := f.excepted(subject, j, now); {
	case until.IsZero():
		exception := f.proceedings(subject, now).Effect(v1alpha1.EffectExcepted)
		found.Undecided = !exception.Complete && (f.unheard(subject, j, now) != nil || exception.Pending != nil && exception.Pending.Undecided)
		return found
	case at.Before(until):
		if f.heard != nil && until.After(now) {
			f.heard.next = calendar.Earliest(f.heard.next, until)
		}
		return nil
	}
	return found
}

// excepted is until when an exception stands (D10): to the end of the day that
// the act gives, or for good where it gives none; zero without one.
func (f *Facts) excepted(subject v1alpha1.DecisionSubject, j *v1alpha1.Jurisdiction, now time.Time) time.Time {
	var until time.Time
	for _, p := range f.proceedings(subject, now).Progress {
		if p.Procedure.Effect != v1alpha1.EffectExcepted || !p.Complete || p.CompletedBy == nil {
			continue
		}
		last := forGood
		if due := p.CompletedBy.Spec.DueDate; due != nil {
			zone, err := jurisdiction.Zone(j)
			day, wrong := calendar.DayOf(*due)
			if err != nil || wrong != nil {
				continue
			}
			last = day.End(zone).UTC()
		}
		if last.After(until) {
			until = last
		}
	}
	return until
}

// forGood is an instant that no term reaches.
var forGood = time.Unix(1<<40, 0).UTC()

// next is the earliest instant at which time alone could change an answer over
// these facts: the ends of the spans, the effect of any edition, and giving
// acts that are recorded but not yet due.
func (f *Facts) next(now time.Time, spans ...calendar.Interval) time.Time {
	if f.heard != nil && f.heard.busy > 1 {
		return time.Time{} // the link in question asks it of all, once they are heard
	}
	instants := []time.Time{f.graceEnds()}
	for _, span := range spans {
		instants = append(instants, span.NotBefore, span.NotAfter)
	}
	for _, edition := range f.Jurisdictions {
		if j := edition.Get(); j != nil {
			from, _ := jurisdiction.EffectiveFrom(j)
			lapses, _ := jurisdiction.LapsesAt(j)
			instants = append(instants, from, lapses)
		}
	}
	for subject := range f.Decisions {
		s, _ := f.standingOf(subject, now)
		instants = append(instants, s.Next, f.proceedings(subject, now).Next)
	}
	if f.heard != nil {
		instants = append(instants, f.heard.next)
	}
	return calendar.NextAfter(now, instants...)
}

// withoutInputsDenied denies a link of which no input is left. What could not
// be read of the link as a whole does not keep inputs open that are all denied.
func withoutInputsDenied(v Verdict, l link) Verdict {
	if v.Force == Denied {
		return v
	}
	if len(v.Inputs) == 0 {
		v.Force, v.Finding = Denied, finding.New(v1alpha1.NoInputLeftReason, nil, "%s has no input", l)
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
		"no input of %s is in force; DataResource %q: %s", l, first.Resource, first.Finding.Said)
	return v
}

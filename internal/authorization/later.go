// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// laterVersion is a link that revises another, as far as is asked whether it was
// ever in force.
type laterVersion struct {
	link link
	// spans are its term and that of the link above.
	spans []calendar.Interval
	// since is when it came into force, if nothing is lacking.
	since time.Time
	// lacks finds what keeps it from ever having been in force; an edition's
	// effect, and an exception to its rule of terms, are asked at that instant.
	lacks func(at time.Time) *finding.Finding
}

// laterVersion is a later version over these facts, or nil where it was not read.
func (f *Facts) laterVersion(subject v1alpha1.DecisionSubject, now time.Time) *laterVersion {
	var v *laterVersion
	switch subject.Kind {
	case v1alpha1.OnImplementationPlan:
		if p := f.Plans[subject.Name].Get(); p != nil {
			v = f.laterPlan(p, now)
		}
	case v1alpha1.OnOperationAgreement:
		if a := f.Agreement.Get(); a != nil {
			v = f.laterAgreement(a, now)
		}
	case v1alpha1.OnDeveloperGrant:
		if g := f.Grant; g != nil {
			v = f.laterGrant(g, now)
		}
	}
	if v == nil {
		return nil
	}
	for _, span := range v.spans {
		v.since = latest(v.since, span.NotBefore)
	}
	return v
}

func (f *Facts) laterPlan(p *v1alpha1.ImplementationPlan, now time.Time) *laterVersion {
	term, unknown := planSpan(f, p)
	return &laterVersion{
		link: linkOfPlan(p),
		since: latest(
			f.effectiveFrom(p.Spec.Jurisdiction),
			f.completeSince(subjectOf(v1alpha1.OnImplementationPlan, p.Name), v1alpha1.EffectEnter, p.CreationTimestamp.UTC(), now)),
		lacks: func(at time.Time) *finding.Finding { return planContent(f, p, term, unknown, at, now) },
	}
}

func (f *Facts) laterAgreement(a *v1alpha1.OperationAgreement, now time.Time) *laterVersion {
	span, unknown := agreementSpan(f, a)
	var planned time.Time
	if p := f.Plans[a.Spec.Plan].Get(); p != nil {
		planned = f.laterPlan(p, now).since
	}
	return &laterVersion{
		link:  linkOfAgreement(a),
		spans: []calendar.Interval{span},
		since: latest(
			f.effectiveFrom(a.Spec.Jurisdiction),
			f.completeSince(subjectOf(v1alpha1.OnOperationAgreement, a.Name), v1alpha1.EffectEnter, a.CreationTimestamp.UTC(), now),
			planned,
			f.completeSince(subjectOf(v1alpha1.OnSelection, string(a.Spec.Selection)), v1alpha1.EffectSelected, time.Time{}, now)),
		lacks: func(at time.Time) *finding.Finding {
			return finding.First(
				f.carriedOut(a, at, now),
				agreementContent(f, a, span, unknown, at, now),
				f.notYet(span, now, linkOfAgreement(a)))
		},
	}
}

func (f *Facts) laterGrant(g *v1alpha1.DeveloperGrant, now time.Time) *laterVersion {
	own, unknown := span(f, g.Spec.Jurisdiction, g.Spec.Term, g.Spec.Window)
	v := &laterVersion{
		link:  linkOfGrant(g),
		spans: []calendar.Interval{own},
		since: latest(
			f.effectiveFrom(g.Spec.Jurisdiction),
			f.completeSince(subjectOf(v1alpha1.OnDeveloperGrant, g.Name), v1alpha1.EffectEnter, g.CreationTimestamp.UTC(), now)),
	}
	a := f.Agreement.Get()
	if a == nil {
		v.lacks = func(time.Time) *finding.Finding {
			return absent(f.Agreement, "OperationAgreement", string(g.Spec.Agreement), "spec.agreement")
		}
		return v
	}
	above := f.laterAgreement(a, now)
	v.spans, v.since = append(v.spans, above.spans...), latest(v.since, above.since)
	v.lacks = func(at time.Time) *finding.Finding {
		return finding.First(
			above.lacks(at),
			f.edition(g.Spec.Jurisdiction, at),
			grantContent(f, g, own, unknown, at, now),
			f.notYet(own, now, linkOfGrant(g)))
	}
	return v
}

// carriedOut finds that what an agreement carries out never came into force: the
// plan, and the call for operators, that it names.
func (f *Facts) carriedOut(a *v1alpha1.OperationAgreement, at, now time.Time) *finding.Finding {
	return finding.First(f.planCarriedOut(a.Spec.Plan, at, now), f.callEnded(a.Spec.Selection, now))
}

func (f *Facts) planCarriedOut(name v1alpha1.ObjectName, at, now time.Time) *finding.Finding {
	if name == "" {
		return nil
	}
	p := f.Plans[name].Get()
	if p == nil {
		return absent(f.Plans[name], "ImplementationPlan", string(name), "spec.plan")
	}
	term, unknown := planSpan(f, p)
	return ancestorNotInForce("ImplementationPlan", p.Name, planContent(f, p, term, unknown, at, now))
}

func (f *Facts) callEnded(name v1alpha1.ObjectName, now time.Time) *finding.Finding {
	if name == "" {
		return nil
	}
	if f.Selections[name].Get() == nil {
		return absent(f.Selections[name], "Selection", string(name), "spec.selection")
	}
	return ancestorNotInForce("Selection", string(name), f.entered(subjectOf(v1alpha1.OnSelection, string(name)), v1alpha1.EffectSelected, now))
}

// effectiveFrom is when an edition came into effect, or zero where it has no day.
func (f *Facts) effectiveFrom(name v1alpha1.ObjectName) time.Time {
	j := f.Jurisdictions[name].Get()
	if j == nil {
		return time.Time{}
	}
	from, _ := jurisdiction.EffectiveFrom(j)
	return from
}

// completeSince is when the procedures of a link had brought it an effect; where
// it has none, when it was made.
func (f *Facts) completeSince(subject v1alpha1.DecisionSubject, effect v1alpha1.Effect, made, now time.Time) time.Time {
	if subject.Name == "" {
		return made
	}
	if since := f.proceedings(subject, now).Effect(effect).Since; !since.IsZero() {
		return since
	}
	return made
}

func latest(first time.Time, others ...time.Time) time.Time {
	for _, other := range others {
		if other.After(first) {
			first = other
		}
	}
	return first
}

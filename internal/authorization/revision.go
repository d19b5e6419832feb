// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Revision is a later version of a link of the chain: one whose spec.revises
// names it.
type Revision struct {
	Subject v1alpha1.DecisionSubject
	// Facts are those on the later version.
	Facts *Facts
}

// successor is the later version that took the place of a link, and when.
type successor struct {
	Revision
	link  link
	since time.Time
	basis []v1alpha1.BasisID
}

// replaced finds that a later version took the place of a link: until that one
// has come into force the earlier one holds, and from then on it never does
// again, whatever becomes of the later one (NX-8.2b).
func (f *Facts) replaced(l link, subject v1alpha1.DecisionSubject, now time.Time) *finding.Finding {
	later, unread := f.successor(subject, now)
	if later == nil {
		return unread
	}
	return finding.New(v1alpha1.ReplacedReason, later.basis,
		"%s, which revises %s, took its place at %s; what rests on the earlier one is applied for anew under the later one", later.link, l, f.show(later.since, l.edition))
}

// successor is the later version that was the first to come into force. Where
// nobody could read whether there is one, that is found instead.
func (f *Facts) successor(subject v1alpha1.DecisionSubject, now time.Time) (*successor, *finding.Finding) {
	revisions, read := f.Revisions[subject]
	if !read {
		return nil, finding.Unread(finding.Say("what revises %s", subject.Kind), string(subject.Name))
	}
	var first *successor
	var unread *finding.Finding
	for _, revision := range revisions {
		later, found := f.took(revision, now)
		switch {
		case found == nil && (first == nil || later.since.Before(first.since)):
			first = later
		case found != nil && found.Undecided:
			unread = finding.First(unread, found)
		}
	}
	if first != nil {
		return first, nil
	}
	return nil, unread
}

// took says since when a later version has been in force once: its term has
// begun, its procedure is complete and its content lawful. What people took from
// it since, and what became of the links above it, is no matter here.
func (f *Facts) took(r Revision, now time.Time) (*successor, *finding.Finding) {
	of := r.Facts.hearing()
	s := &successor{Revision: r}
	var made metav1.Time
	var spans []calendar.Interval
	var found *finding.Finding
	switch r.Subject.Kind {
	case v1alpha1.OnImplementationPlan:
		if p := of.Plans[r.Subject.Name].Get(); p != nil {
			term, unknown := planSpan(of, p)
			s.link, made = linkOfPlan(p), p.CreationTimestamp
			found = planContent(of, p, term, unknown, now)
		}
	case v1alpha1.OnOperationAgreement:
		if a := of.Agreement.Get(); a != nil {
			span, unknown := agreementSpan(of, a)
			s.link, made, spans = linkOfAgreement(a), a.CreationTimestamp, append(spans, span)
			found = finding.First(agreementContent(of, a, span, unknown, now), of.notYet(span, now, s.link))
		}
	case v1alpha1.OnDeveloperGrant:
		if g := of.Grant; g != nil {
			s.link, made = linkOfGrant(g), g.CreationTimestamp
			spans, found = grantTook(of, g, now)
		}
	}
	f.wakes(of.next(now, spans...))
	if s.link.name == "" {
		return nil, finding.Unread(string(r.Subject.Kind), string(r.Subject.Name))
	}
	if found != nil {
		return nil, found
	}
	s.since, s.basis = of.cameInto(r.Subject, made, now, spans), of.basisOfChange(r.Subject)
	return s, nil
}

// grantTook finds what keeps a later grant, or the agreement above it, from ever
// having been in force.
func grantTook(f *Facts, g *v1alpha1.DeveloperGrant, now time.Time) ([]calendar.Interval, *finding.Finding) {
	own, unknown := span(f, g.Spec.Jurisdiction, g.Spec.Term, g.Spec.Window)
	a := f.Agreement.Get()
	if a == nil {
		return nil, absent(f.Agreement, "OperationAgreement", string(g.Spec.Agreement), "spec.agreement")
	}
	above, aboveUnknown := agreementSpan(f, a)
	return []calendar.Interval{own, above}, finding.First(
		agreementContent(f, a, above, aboveUnknown, now),
		f.notYet(above, now, linkOfAgreement(a)),
		f.edition(g.Spec.Jurisdiction, now),
		grantContent(f, g, own, unknown, now),
		f.notYet(own, now, linkOfGrant(g)))
}

// cameInto is when a link came into force: once its term and those above it had
// begun and its procedure was complete; without a procedure, once it was made.
func (f *Facts) cameInto(subject v1alpha1.DecisionSubject, made metav1.Time, now time.Time, spans []calendar.Interval) time.Time {
	since := f.proceedings(subject, now).Effect(v1alpha1.EffectEnter).Since
	if since.IsZero() {
		since = made.UTC()
	}
	for _, span := range spans {
		if span.NotBefore.After(since) {
			since = span.NotBefore
		}
	}
	return since
}

// basisOfChange is what the edition says that a change rests on: the clauses of
// the steps that only a revision takes.
func (f *Facts) basisOfChange(subject v1alpha1.DecisionSubject) []v1alpha1.BasisID {
	edition := f.editionOf(subject).Get()
	if edition == nil {
		return nil
	}
	for i := range edition.Spec.Procedures {
		p := &edition.Spec.Procedures[i]
		if p.Of != v1alpha1.LinkKind(subject.Kind) || p.Effect != v1alpha1.EffectEnter {
			continue
		}
		if onRevision(p.When) {
			return p.Basis
		}
		for j := range p.Steps {
			if onRevision(p.Steps[j].When) {
				return p.Steps[j].Basis
			}
		}
	}
	return nil
}

func onRevision(when *v1alpha1.When) bool {
	return when != nil && when.Revision != nil && *when.Revision
}

// wakes remembers an instant at which time alone may change what was found.
func (f *Facts) wakes(at time.Time) {
	if f.heard != nil {
		f.heard.next = calendar.Earliest(f.heard.next, at)
	}
}

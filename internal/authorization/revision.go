// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

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

// ReplacedBy is the later version that took the place of a grant whose term goes
// on and that nobody terminated, or empty: the grant would come back if that one
// were gone. unread says that nobody could read whether there is one.
func ReplacedBy(f *Facts, now time.Time) (later v1alpha1.ObjectName, unread *finding.Finding) {
	f = f.hearing()
	g := f.Grant
	if g == nil || g.DeletionTimestamp != nil {
		return "", nil
	}
	own, unknown := span(f, g.Spec.Jurisdiction, g.Spec.Term, g.Spec.Window)
	if finding.First(f.termEnded(own, unknown, now, linkOfGrant(g)), f.agreementEnded(now)) != nil {
		return "", nil
	}
	subject := subjectOf(v1alpha1.OnDeveloperGrant, g.Name)
	if f.terminated(subject, now) {
		return "", nil
	}
	s, unread := f.successor(subject, now)
	if s == nil {
		return "", unread
	}
	return s.Subject.Name, nil
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
	version := of.laterVersion(r.Subject, now)
	if version == nil {
		return nil, finding.Unread(string(r.Subject.Kind), string(r.Subject.Name))
	}
	since := version.since
	found := finding.First(version.lacks(since), of.takenBefore(version.link, r.Subject, since, now))
	if found == nil && now.Before(since) {
		found = finding.New(v1alpha1.NotYetEffectiveReason, nil, "%s comes into force at %s", version.link, of.show(since, version.link.edition))
	}
	f.wakes(of.next(now, version.spans...)) // last: what was asked says when it may change
	if found != nil {
		return nil, found
	}
	return &successor{Revision: r, link: version.link, since: since, basis: of.basisOfChange(r.Subject)}, nil
}

// takenBefore finds that a link, or the agreement above it, was taken away as a
// whole before an instant and not given back since: it never came into force, and
// takes nobody's place.
func (f *Facts) takenBefore(l link, on v1alpha1.DecisionSubject, since, now time.Time) *finding.Finding {
	chain := []v1alpha1.DecisionSubject{on}
	if on.Kind == v1alpha1.OnDeveloperGrant && f.Grant != nil {
		chain = append(chain, subjectOf(v1alpha1.OnOperationAgreement, string(f.Grant.Spec.Agreement)))
	}
	for _, part := range chain {
		taken, known := f.takenUntil(part, since, now)
		if !known {
			return finding.Unread(finding.Say("the Decisions on %s", part.Kind), string(part.Name))
		}
		if taken.whole() {
			return finding.New(v1alpha1.NotYetEffectiveReason, nil, "%s was taken away before it came into force", l)
		}
	}
	return nil
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

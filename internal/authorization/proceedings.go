// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// EditionOf is the edition that a subject of the chain pins.
func (f *Facts) EditionOf(subject v1alpha1.DecisionSubject) Lookup[v1alpha1.Jurisdiction] {
	return f.editionOf(subject)
}

// Named are the organisations that the fields of a subject of the chain name.
func (f *Facts) Named(subject v1alpha1.DecisionSubject) []v1alpha1.ObjectName {
	var names []v1alpha1.ObjectName
	for _, parties := range f.parties(subject) {
		for _, name := range parties {
			names = append(names, v1alpha1.ObjectName(name))
		}
	}
	slices.Sort(names)
	return names
}

// InputsOf are the data that a subject of the chain is about.
func (f *Facts) InputsOf(subject v1alpha1.DecisionSubject) []v1alpha1.ObjectName {
	return f.inputsOf(subject)
}

// proceedings are where the procedures of a subject of the chain stand. Where
// the edition asks for no act, or the Decisions could not be read, it is a
// report in which nothing has come and nothing was taken.
func (f *Facts) proceedings(subject v1alpha1.DecisionSubject, now time.Time) *procedure.Report {
	edition := f.editionOf(subject).Get()
	acts, known := f.Decisions[subject]
	if !known || !asks(edition, v1alpha1.LinkKind(subject.Kind)) {
		return nothingHeard
	}
	return f.hear(subject, edition, acts, now, func() *procedure.Subject { return f.subject(subject, edition) })
}

// entered finds that the effect of a subject's procedures has not come: what is
// missing, who is waited for, until when, by which clause.
func (f *Facts) entered(subject v1alpha1.DecisionSubject, effect v1alpha1.Effect, now time.Time) *finding.Finding {
	edition, kind := f.editionOf(subject).Get(), v1alpha1.LinkKind(subject.Kind)
	switch {
	case edition == nil:
		return nil // another check says what is missing
	case !asks(edition, kind):
		return jurisdiction.ProcedureOpen(edition, kind)
	}
	if found := f.unheard(subject, edition, now); found != nil {
		return found
	}
	report := f.proceedings(subject, now)
	return finding.First(report.Changed, report.Effect(effect).Pending)
}

// unheard finds that something could not be read without which nobody can tell
// whether a procedure is complete. That may keep the effect away, and takes
// nothing.
func (f *Facts) unheard(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, now time.Time) *finding.Finding {
	if _, known := f.Decisions[subject]; !known {
		return finding.Unread(finding.Say("the Decisions on %s", subject.Kind), string(subject.Name))
	}
	if name := edition.Spec.Calendar; name != "" && unknown(f.Calendars[name]) {
		return finding.Unread("WorkCalendar", string(name))
	}
	if subject.Kind == v1alpha1.OnDeveloperGrant && f.Grant != nil && unknown(f.Class) {
		return finding.Unread("SandboxClass", string(f.Grant.Spec.Sandbox.Class))
	}
	if unread := f.heldUnread(subject, edition, now); unread != nil {
		return unread
	}
	for _, name := range f.inputsOf(subject) {
		if unknown(f.Resources[name]) {
			return finding.Unread("DataResource", string(name))
		}
	}
	objections, known := f.Objections[subject]
	if !known && publishes(edition, v1alpha1.LinkKind(subject.Kind)) {
		return finding.Unread(finding.Say("the Objections against %s", subject.Kind), string(subject.Name))
	}
	for _, o := range objections {
		if _, known := f.Decisions[subjectOf(v1alpha1.OnObjection, o.Name)]; !known {
			return finding.Unread(finding.Say("the Decisions on %s", v1alpha1.OnObjection), o.Name)
		}
	}
	return nil
}

func unknown[T any](l Lookup[T]) bool { return l.object == nil && !l.absent }

// Taken are the acts that took something from a subject of the chain and were
// not given back: those without a step, and those that completed a procedure.
func (f *Facts) Taken(subject v1alpha1.DecisionSubject, now time.Time) []*v1alpha1.Decision {
	f = f.hearing()
	s, _ := f.standingOf(subject, now)
	acts := slices.Clone(s.Acts)
	for _, t := range f.proceedings(subject, now).Taken {
		acts = append(acts, t.Act)
	}
	return acts
}

// Proceedings are what status shows of the procedures of a subject of the
// chain, and of what its edition asks to be shown.
func (f *Facts) Proceedings(subject v1alpha1.DecisionSubject, now time.Time) v1alpha1.ProcedureReport {
	f = f.hearing()
	report := f.shown(subject, now)
	report.Flags = f.flags(subject, now)
	return report
}

// shown are the procedures; nothing where the edition asks for no act.
func (f *Facts) shown(subject v1alpha1.DecisionSubject, now time.Time) v1alpha1.ProcedureReport {
	edition := f.editionOf(subject).Get()
	if _, known := f.Decisions[subject]; !known || !asks(edition, v1alpha1.LinkKind(subject.Kind)) {
		return v1alpha1.ProcedureReport{}
	}
	of := f.subject(subject, edition)
	if of == nil {
		return v1alpha1.ProcedureReport{}
	}
	return f.proceedings(subject, now).Status(of)
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// heard is what was found of procedures while one verdict is given: a link is
// asked for more than once, and the answer is the same at one instant.
type heard struct {
	reports map[hearing]*procedure.Report
	begun   map[hearing]bool
	read    map[hearing]*procedure.Subject
	decided map[deciding]Verdict
	under   map[deciding]bool
	came    map[link]bool // plans that lack nothing themselves
	lasting bool          // for more than one verdict
	busy    int           // how many links and subjects are being asked for, one for another
	next    time.Time
}

// deciding is one link that is asked for as a whole, with or without what is
// known of the guards.
type deciding struct {
	link   link
	guards Guards
}

// hearing is one subject before one edition.
type hearing struct {
	subject v1alpha1.DecisionSubject
	edition string
}

// nothingHeard is the report on a subject of which no act is asked.
var nothingHeard = &procedure.Report{}

// Remembering are the same facts, which remember what they are asked: the verdict
// of an instant, and what status shows at that instant, rest on the same
// procedures, which are then heard once. They are of one instant and for one at a
// time.
func (f *Facts) Remembering() *Facts {
	own := f.hearing()
	own.heard.lasting = true
	return own
}

// hearing are the same facts, which remember what they are asked for one
// verdict.
func (f *Facts) hearing() *Facts {
	if f.heard != nil && f.heard.lasting {
		return f
	}
	own := *f
	own.heard = &heard{
		reports: map[hearing]*procedure.Report{}, begun: map[hearing]bool{}, read: map[hearing]*procedure.Subject{},
		decided: map[deciding]Verdict{}, under: map[deciding]bool{}, came: map[link]bool{},
	}
	return &own
}

// once decides a link as a whole once for one verdict. A link that is asked for
// while it is being decided rests on itself, and never holds.
func (f *Facts) once(l link, decide func() Verdict) Verdict {
	if f.heard == nil {
		return Verdict{Finding: finding.New(v1alpha1.UndeterminedReason, nil, "%s was asked for outside of a verdict", l)}
	}
	key := deciding{l, f.Guards}
	if v, known := f.heard.decided[key]; known {
		return v
	}
	if f.heard.under[key] {
		return Verdict{Finding: finding.New(v1alpha1.UnlawfulReason, nil, "%s rests on itself: what it names, names it; name another one", l)}
	}
	f.heard.under[key] = true
	f.heard.busy++
	v := decide()
	f.heard.busy--
	f.heard.decided[key] = v
	return v
}

// asks says whether an edition has a procedure of a kind that asks for acts.
func asks(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool {
	if edition == nil {
		return false
	}
	return slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Of == kind && len(p.Steps) > 0 })
}

// Asks says whether an edition has a procedure of a kind that asks for acts, so
// that who acted, who objected and the calendar have to be read.
func Asks(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool { return asks(edition, kind) }

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

// AsksWhoIsRelated says whether an edition keeps related organisations from
// acting or from developing, so that all affiliations have to be read (DRV-7).
func AsksWhoIsRelated(edition *v1alpha1.Jurisdiction) bool {
	if edition == nil {
		return false
	}
	return slices.ContainsFunc(edition.Spec.Checks, func(c v1alpha1.CheckRule) bool { return c.Affiliates != "" }) || slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
		return slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return len(s.DistinctFrom) > 0 })
	})
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

// hear evaluates a subject once. One that is asked for while it is being
// evaluated has nothing yet: what rests on itself never comes.
func (f *Facts) hear(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, acts []*v1alpha1.Decision, now time.Time, read func() *procedure.Subject) *procedure.Report {
	if f.heard == nil {
		f = f.hearing()
	}
	key := hearing{subject, edition.Name}
	if f.heard.begun[key] {
		if report := f.heard.reports[key]; report != nil {
			return report
		}
		return nothingHeard
	}
	f.heard.begun[key] = true
	f.heard.busy++
	defer func() { f.heard.busy-- }()
	of := read()
	if of == nil {
		f.heard.reports[key] = nothingHeard
		return nothingHeard
	}
	report := procedure.Evaluate(edition, of, acts, f.world(subject, edition, now), now)
	f.heard.reports[key] = &report
	f.heard.next = calendar.Earliest(f.heard.next, report.Next)
	return &report
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
	if found := f.unheard(subject, edition); found != nil {
		return found
	}
	report := f.proceedings(subject, now)
	return finding.First(report.Changed, report.Effect(effect).Pending)
}

// unheard finds that something could not be read without which nobody can tell
// whether a procedure is complete. That may keep the effect away, and takes
// nothing.
func (f *Facts) unheard(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction) *finding.Finding {
	if _, known := f.Decisions[subject]; !known {
		return finding.Unread(finding.Say("the Decisions on %s", subject.Kind), string(subject.Name))
	}
	if name := edition.Spec.Calendar; name != "" && unknown(f.Calendars[name]) {
		return finding.Unread("WorkCalendar", string(name))
	}
	if subject.Kind == v1alpha1.OnDeveloperGrant && f.Grant != nil && unknown(f.Class) {
		return finding.Unread("SandboxClass", string(f.Grant.Spec.Sandbox.Class))
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

// publishes says whether a procedure of a kind has a step with a publicity.
func publishes(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool {
	return slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
		return p.Of == kind && slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return s.Publicity != nil })
	})
}

// conferred finds that a role which the edition confers was not conferred on an
// organisation.
func (f *Facts) conferred(name v1alpha1.ObjectName, role v1alpha1.Role, edition *v1alpha1.Jurisdiction, field string, now time.Time) *finding.Finding {
	organization := f.Organizations[name].Get()
	if organization == nil || !asks(edition, v1alpha1.LinkOrganization) {
		return nil // another check says what is missing
	}
	report, known := f.heardOn(name, edition, now)
	if !known {
		return finding.Unread(finding.Say("the Decisions on %s", v1alpha1.OnOrganization), string(name))
	}
	party := &procedure.Organization{Declared: organization.Spec.Roles, Conferred: report.Conferred()}
	if party.HasRole(edition, role) || !jurisdiction.HasRole(organization, role) {
		return nil // that it does not claim the role another check says
	}
	awaited := report.Conferrals([]v1alpha1.Role{role})
	return procedure.AwaitedOn(finding.New(v1alpha1.ProcedurePendingReason, nil,
		"%s: Jurisdiction %q confers the role %s by Decision, and Organization %q has none; that Decision is awaited%s", field, edition.Name, role, name, procedure.Awaits(awaited, name)), awaited)
}

// effectsOn are the effects that Decisions on an organisation have under
// editions of one code; known is false where they could not be read.
func (f *Facts) effectsOn(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) (effects []v1alpha1.Effect, known bool) {
	report, known := f.heardOn(name, edition, now)
	return report.Conferred(), known
}

// heardOn is what the Decisions on an organisation under editions of one code
// come to; known is false where they could not be read.
func (f *Facts) heardOn(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) (report *procedure.Report, known bool) {
	if !asks(edition, v1alpha1.LinkOrganization) {
		return nothingHeard, true
	}
	subject := subjectOf(v1alpha1.OnOrganization, string(name))
	acts, known := f.Decisions[subject]
	if !known {
		return nothingHeard, false
	}
	acts = ofCode(acts, edition)
	return f.hear(subject, edition, acts, now, func() *procedure.Subject { return f.organization(name) }), true
}

// ofCode are the acts under editions of one code: those that bear it as their
// name, and those of the same child, whose name begins with the code and a word.
func ofCode(acts []*v1alpha1.Decision, edition *v1alpha1.Jurisdiction) []*v1alpha1.Decision {
	own, _, _ := strings.Cut(edition.Name, ".")
	var of []*v1alpha1.Decision
	for _, d := range acts {
		if pinned, _, _ := strings.Cut(string(d.Spec.Jurisdiction), "."); pinned == edition.Spec.Code || pinned == own {
			of = append(of, d)
		}
	}
	return of
}

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

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// missing finds what a procedure requires of other objects and is not so now. One
// whose acts are all done does not come undone when the plan that it required
// ends: the link itself does then.
func (e *engine) missing(p *v1alpha1.Procedure, done bool) *finding.Finding {
	if p.Requires == nil {
		return nil
	}
	q := p.Requires
	return finding.First(
		e.planMissing(p, done),
		e.selectionMissing(p),
		e.methodUnfit(p),
		e.conferredMissing(p, v1alpha1.PartyGrantor, q.Grantor),
		e.conferredMissing(p, v1alpha1.PartyOperator, q.Operator),
		e.conferredMissing(p, v1alpha1.PartyHolder, q.Holder),
	)
}

func (e *engine) linkAbove(kind v1alpha1.LinkKind) *Link {
	at := slices.IndexFunc(e.world.Above, func(l Link) bool { return l.Kind == kind })
	if at < 0 {
		return nil
	}
	return &e.world.Above[at]
}

func unreadLink(l *Link) *finding.Finding { return finding.Unread(string(l.Kind), string(l.Name)) }

func (e *engine) planMissing(p *v1alpha1.Procedure, done bool) *finding.Finding {
	l := e.linkAbove(v1alpha1.LinkImplementationPlan)
	switch {
	case p.Requires.Plan == "" || (l != nil && (l.Reading == Found && l.Holds || l.Reading != Missing && done && l.Came)):
		return nil
	case l == nil:
		return e.requirement(p, "spec.plan of %s names no ImplementationPlan; procedure %s needs one that is approved", e.link(), p.Name)
	case l.Reading == Unread:
		return unreadLink(l)
	}
	return e.requirement(p, "ImplementationPlan %q is not approved or does not hold; procedure %s of %s waits for it", l.Name, p.Name, e.link())
}

func (e *engine) selectionMissing(p *v1alpha1.Procedure) *finding.Finding {
	if p.Requires.Selection == "" {
		return nil
	}
	l := e.linkAbove(v1alpha1.LinkSelection)
	if l == nil {
		return e.requirement(p, "spec.selection of %s names no Selection; procedure %s needs one in which its %s was chosen", e.link(), p.Name, e.chosenRole())
	}
	for _, name := range e.chosen() {
		switch {
		case l.Report != nil && slices.Contains(l.Report.Selected, v1alpha1.ObjectName(name)):
		case l.Reading == Unread:
			return unreadLink(l)
		default:
			return e.requirement(p, "Selection %q has not ended in the choice of %q; procedure %s of %s waits for it", l.Name, name, p.Name, e.link())
		}
	}
	return nil
}

// chosen are those that a Selection must have chosen: the holder, or the
// operator of what has no holder.
func (e *engine) chosen() []string {
	if holders := e.subject.Parties[v1alpha1.PartyHolder]; len(holders) > 0 {
		return holders
	}
	return e.subject.Parties[v1alpha1.PartyOperator]
}

func (e *engine) chosenRole() finding.Phrase {
	if len(e.subject.Parties[v1alpha1.PartyHolder]) > 0 {
		return finding.Say("holder")
	}
	return finding.Say("operator")
}

// signedEarly finds that an act signs with somebody whom the call that is required had
// not chosen by its legal day: one signs with whoever was chosen, and what is chosen
// later is no ground for a signature of before (NX-6.1, SY-10.4a, GS-OP-19.1a, DRV-5).
// A call whose own acts could not be read tells nothing.
func (e *engine) signedEarly(a *act) *finding.Finding {
	q := a.procedure.Requires
	if a.step.Act != v1alpha1.ActionSign || q == nil || q.Selection == "" {
		return nil
	}
	l := e.linkAbove(v1alpha1.LinkSelection)
	if l == nil || l.Report == nil || len(l.Report.Progress) == 0 {
		return nil
	}
	for _, name := range e.chosen() {
		day, ok := l.Report.chosenOn(v1alpha1.ObjectName(name))
		switch {
		case !ok:
			return finding.New(v1alpha1.OutOfOrderReason, basisOf(a.procedure),
				"step %s/%s of %s comes after the choice of %q in Selection %q, which is awaited; act again then", a.procedure.Name, a.step.Name, e.link(), name, l.Name)
		case a.day < day:
			return finding.New(v1alpha1.OutOfOrderReason, basisOf(a.procedure),
				"spec.actedOn %s: %q was chosen in Selection %q on %s, and step %s/%s comes after that; act again on that day or later", a.d.Spec.ActedOn, name, l.Name, day, a.procedure.Name, a.step.Name)
		}
	}
	return nil
}

func (e *engine) methodUnfit(p *v1alpha1.Procedure) *finding.Finding {
	if p.Requires.Method == "" || e.subject.Traits.Competitive {
		return nil
	}
	if l := e.linkAbove(v1alpha1.LinkSelection); l != nil && l.Competitive {
		return nil
	}
	return e.requirement(p, "spec.method of %s lets nobody compete; procedure %s needs a competitive method", e.link(), p.Name)
}

func (e *engine) conferredMissing(p *v1alpha1.Procedure, ref v1alpha1.PartyRef, effect v1alpha1.Effect) *finding.Finding {
	if effect == "" {
		return nil
	}
	parties, ok := e.subject.Parties[ref]
	if !ok {
		return finding.Unread(finding.Say("the"), string(ref))
	}
	for _, name := range parties {
		org, reading := e.organization(v1alpha1.ObjectName(name))
		if reading == Unread {
			return finding.Unread("Organization", name)
		}
		if org == nil || !slices.Contains(org.Conferred, effect) {
			return e.requirement(p, "the %s %q is not %s; procedure %s of %s waits for that Decision", ref, name, effect, p.Name, e.link())
		}
	}
	return nil
}

func (e *engine) requirement(p *v1alpha1.Procedure, format string, args ...any) *finding.Finding {
	return finding.New(v1alpha1.RequirementMissingReason, basisOf(p), format, args...)
}

// required finds that what the run of an act requires was not so when the act
// was done. Time alone does not make up for it.
func (e *engine) required(a *act) *finding.Finding {
	p := a.procedure
	if !RunsAgain(p.Effect) || p.Requires == nil {
		return nil
	}
	if found := e.missing(p, false); found != nil {
		return found
	}
	switch p.Requires.Rectification {
	case v1alpha1.RectificationAccepted:
		return e.notAccepted(a)
	case v1alpha1.RectificationOverdue:
		return e.notFailed(a, false)
	case v1alpha1.RectificationOverdueOrReturned:
		return e.notFailed(a, true)
	}
	return nil
}

func (e *engine) notAccepted(a *act) *finding.Finding {
	orders := e.orders(a.run)
	for _, r := range orders {
		if !r.complete || r.since.After(a.since) {
			return e.requirement(a.procedure, "the order to rectify (Decision %q) was not accepted when step %s/%s was done; it waits for the acceptance", r.opened.d.Name, a.procedure.Name, a.step.Name)
		}
	}
	if len(orders) == 0 {
		return e.requirement(a.procedure, "no order to rectify %s%s was accepted; step %s/%s needs one", e.link(), resting(a.procedure), a.procedure.Name, a.step.Name)
	}
	return e.acceptedBefore(a, orders)
}

// acceptedBefore finds that every order was accepted before what an act lifts, by
// its legal day and by its recording, and that none is about it: another fault was
// rectified then. Which paper was written down first says nothing of that.
func (e *engine) acceptedBefore(a *act, orders []*run) *finding.Finding {
	taken := a.run.lifts
	var since time.Time
	var day calendar.Day
	switch about := a.run.about; {
	case taken != nil:
		since, day = taken.since, taken.day
	case about != nil && about.complete:
		taken, since, day = about.completedBy, about.since, about.day
	}
	if slices.ContainsFunc(orders, func(r *run) bool { return a.run.isAbout(r) || r.day > day || !r.since.Before(since) }) {
		return nil
	}
	last := orders[len(orders)-1].opened.d
	return e.requirement(a.procedure, "the order to rectify (Decision %q) was accepted before the suspension (Decision %q); step %s/%s needs the acceptance of one that regards it, or that came after it", last.Name, taken.d.Name, a.procedure.Name, a.step.Name)
}

// isAbout says whether an order to rectify is the one that a run regards, or is on
// the suspension that it regards.
func (r *run) isAbout(order *run) bool {
	return r.about != nil && (order == r.about || order.about == r.about)
}

// notFailed finds that no order to rectify had failed when an act was done: none
// was overdue, nor returned where that is enough.
func (e *engine) notFailed(a *act, returned bool) *finding.Finding {
	for _, r := range e.orders(a.run) {
		accepted := r.complete && !r.since.After(a.since)
		if !accepted && (e.overdueAt(r, a.since) || (returned && isReturned(r) && !r.lastReturn().After(a.since))) {
			return nil
		}
	}
	if returned {
		return e.requirement(a.procedure, "no order to rectify %s%s was overdue or returned when step %s/%s was done", e.link(), resting(a.procedure), a.procedure.Name, a.step.Name)
	}
	return e.requirement(a.procedure, "no order to rectify %s%s was overdue when step %s/%s was done", e.link(), resting(a.procedure), a.procedure.Name, a.step.Name)
}

// resting says on which grounds the order must rest that a procedure requires.
func resting(p *v1alpha1.Procedure) finding.Phrase {
	if len(p.Requires.Grounds) == 0 {
		return nothing
	}
	return finding.Say(" on the grounds %s", words(p.Requires.Grounds))
}

// orders are the orders to rectify that a run is about and that rest on the
// grounds which its procedure asks for.
func (e *engine) orders(of *run) []*run {
	return slices.DeleteFunc(e.ordersAbout(of), func(order *run) bool { return !onGrounds(order, of.procedure.Requires.Grounds) })
}

// ordersAbout are the orders to rectify that a run is about: the one it regards,
// those on the suspension it regards, or else those that regard nothing.
func (e *engine) ordersAbout(of *run) []*run {
	var about, loose []*run
	for _, r := range e.runs {
		switch {
		case r.procedure.Effect != v1alpha1.EffectRectification || r.rejected != nil:
		case of.isAbout(r):
			about = append(about, r)
		case of.about == nil || r.about == nil:
			loose = append(loose, r)
		}
	}
	if len(about) > 0 {
		return about
	}
	return loose
}

// lastReturn is when an order to rectify was returned last.
func (r *run) lastReturn() time.Time { return r.returns[len(r.returns)-1].since }

func isReturned(r *run) bool {
	return slices.ContainsFunc(r.steps, func(s stepState) bool { return s.returned != nil })
}

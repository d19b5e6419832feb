// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"cmp"
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// reportTaken says what was taken away and not given back.
func (e *engine) reportTaken(report *Report) {
	for _, r := range e.runs {
		switch {
		case r.rejected != nil:
		case TakesAway(r.procedure.Effect) && r.complete && !r.isLifted():
			report.Taken = append(report.Taken, e.taking(r))
		case r.procedure.Effect == v1alpha1.EffectRectification:
			e.reportConsequences(r, report)
		}
	}
	slices.SortStableFunc(report.Taken, func(a, b Taking) int {
		return cmp.Or(cmp.Compare(gravity(a.Effect), gravity(b.Effect)), a.Since.Compare(b.Since))
	})
}

func gravity(effect v1alpha1.Effect) int {
	if effect == v1alpha1.EffectTerminated {
		return 0
	}
	return 1
}

func (e *engine) taking(r *run) Taking {
	d := r.completedBy.d
	t := Taking{Effect: r.procedure.Effect, Act: d, Since: r.since, Inputs: r.inputs()}
	ground := nothing
	if d.Spec.Ground != "" {
		ground = finding.Say(" on the ground %s", d.Spec.Ground)
	}
	if t.Effect == v1alpha1.EffectTerminated {
		t.Finding = finding.New(v1alpha1.TerminatedReason, basisOf(r.procedure),
			"%s was terminated by Organization %q (Decision %q, %s)%s; it does not come back", e.what(t.Inputs), d.Spec.Organization, d.Name, d.Spec.ActedOn, ground)
		return t
	}
	lifts := e.restoring(d)
	t.Finding = finding.New(v1alpha1.SuspendedReason, basisOf(r.procedure),
		"%s was suspended by Organization %q (Decision %q, %s)%s; a Lift regarding that Decision is awaited from %s", e.what(t.Inputs), d.Spec.Organization, d.Name, d.Spec.ActedOn, ground, lifts.By).GivenBackBy(lifts)
	return t
}

// restoring is the Lift of what an act completed.
func (e *engine) restoring(d *v1alpha1.Decision) finding.Giving {
	lifts := finding.Giving{Act: v1alpha1.ActionLift, By: finding.All("", finding.Say("Organization %s", d.Spec.Organization))}
	if p := e.named(v1alpha1.EffectLifted); p != nil {
		last := p.Steps[len(p.Steps)-1]
		lifts.By, lifts.Basis = e.describe(last.By), last.Basis
	}
	return lifts
}

// findsRisk says whether an act finds a major risk.
func findsRisk(a *act) bool {
	return slices.ContainsFunc(a.d.Spec.Findings, func(f v1alpha1.PointFinding) bool {
		return f.Point == v1alpha1.PointMajorRisk && f.Result == v1alpha1.PointNotClear
	})
}

// reportConsequences says what follows by itself from an order to rectify, and
// whose duty it is to act.
func (e *engine) reportConsequences(r *run, report *Report) {
	for i := range e.edition.Spec.Consequences {
		c := &e.edition.Spec.Consequences[i]
		if c.Of != e.subject.Kind || !onGrounds(r, c.Grounds) {
			continue
		}
		duty := isTrue(c.Duty) || c.Effect == v1alpha1.EffectTerminated
		after := r.lifted
		if duty {
			after = moment{} // a Lift gives back, and does nobody's duty
		}
		from := e.occurred(c.On, r, after, e.moment(e.now))
		if from.IsZero() {
			continue
		}
		var inputs []v1alpha1.ObjectName
		if c.Scope == v1alpha1.ScopeInputs {
			inputs = inputsOf(r)
		}
		switch {
		case duty:
			if d := e.dutyAfter(c, r, from); d.Done || !e.moot(c, r, from) {
				report.Duties = append(report.Duties, d)
			}
		default:
			lifts := finding.Giving{Act: v1alpha1.ActionLift, By: e.describe(c.ConfirmBy), Basis: c.Basis}
			report.Taken = append(report.Taken, Taking{
				Effect: c.Effect, Act: r.opened.d, ByItself: true, Since: from, Inputs: inputs,
				Finding: finding.New(v1alpha1.SuspendedReason, c.Basis,
					"%s is suspended by itself since %s: %s the order to rectify (Decision %q of Organization %q); %s confirms, or lifts it by a Lift regarding that Decision", e.what(inputs), e.show(from), occurrence[c.On], r.opened.d.Name, r.opened.d.Spec.Organization, lifts.By).GivenBackBy(lifts),
			})
		}
	}
}

// onGrounds says whether an order to rectify rests on one of some grounds; any
// will do where there are none.
func onGrounds(order *run, grounds []string) bool {
	return len(grounds) == 0 || slices.Contains(grounds, order.opened.d.Spec.Ground)
}

var occurrence = map[v1alpha1.Occurrence]finding.Phrase{
	v1alpha1.OnRectificationOverdue:  finding.Say("the last day has passed of"),
	v1alpha1.OnRectificationReturned: finding.Say("the report was returned on"),
	v1alpha1.OnMajorRiskFound:        finding.Say("a major risk was found by"),
}

// inputsOf are the inputs that an order names, or none for the whole.
func inputsOf(r *run) []v1alpha1.ObjectName {
	if r.opened.d.Spec.Scope == nil {
		return nil
	}
	return slices.Clone(r.opened.d.Spec.Scope.Inputs)
}

// dutyAfter is the duty to act that follows from an order to rectify.
func (e *engine) dutyAfter(c *v1alpha1.Consequence, order *run, from time.Time) DutyState {
	owing := e.names(c.By)
	d := DutyState{Consequence: c, Order: order.opened.d, Of: inWords(owing), Owing: owing, From: calendar.DayAt(from, e.zone)}
	for _, r := range e.runs {
		if r.procedure.Effect == c.Effect && r.complete && !r.since.Before(from) && r.concerns(order) {
			d.Done, d.Day = true, r.day
		}
	}
	d.Elapsed, d.Provisional = e.world.Calendar.Between(d.From, e.until(d))
	d.say(finding.Say("to have %s %s, as %s the order to rectify (Decision %q)", e.link(), past(c.Effect), occurrence[c.On], d.Order.Name), finding.All(" and ", owing...), c.Basis)
	return d
}

// moot says whether a duty that would follow from an order to rectify asks for
// nothing: the rectification was accepted, or what must be taken was taken from
// the whole before. That the order was overdue is kept all the same (D25).
func (e *engine) moot(c *v1alpha1.Consequence, order *run, from time.Time) bool {
	return order.complete || slices.ContainsFunc(e.runs, func(r *run) bool {
		return r.procedure.Effect == c.Effect && r.complete && !r.isLifted() && r.since.Before(from) && len(r.inputs()) == 0
	})
}

func (e *engine) until(d DutyState) calendar.Day {
	if d.Done {
		return d.Day
	}
	return e.today()
}

// reportRectifications says where every order to rectify stands.
func (e *engine) reportRectifications(report *Report) {
	for _, r := range e.runs {
		if r.procedure.Effect != v1alpha1.EffectRectification {
			continue
		}
		out := Rectification{Order: r.opened.d, State: stateOf(r), Inputs: inputsOf(r), OverdueFrom: e.overdueFrom(r, moment{}, e.moment(e.now))}
		out.Overdue = !out.OverdueFrom.IsZero()
		if day, ok := dueDate(r.opened); ok {
			out.Due = &day
		}
		report.Rectifications = append(report.Rectifications, out)
	}
}

// stateOf tells where an order stands by how many of its steps are done:
// those that some other step comes after are the plan and the report, the last
// of them the report.
func stateOf(r *run) RectificationState {
	before, done := 0, 0
	for i := range r.steps {
		s := &r.steps[i]
		if Opens(r.procedure, s.rule) || !leads(r, s) {
			continue
		}
		if before++; s.done {
			done++
		}
	}
	switch {
	case r.complete:
		return RectificationAccepted
	case isReturned(r) && done < before:
		return RectificationReturned
	case before > 0 && done == before:
		return RectificationSubmitted
	case done > 0:
		return RectificationPlanSubmitted
	}
	return RectificationOrdered
}

// leads says whether some step of the run comes after this one.
func leads(r *run, s *stepState) bool {
	return slices.ContainsFunc(r.steps, func(other stepState) bool { return after(r.procedure, other.rule, s.rule) })
}

// reportBars says who is barred from applying anew, and until when (D15).
func (e *engine) reportBars(report *Report) {
	for i := range e.acts {
		a := &e.acts[i]
		if a.d.Spec.Action != v1alpha1.ActionBar || a.ruling != counts {
			continue
		}
		last, _ := dueDate(a)
		report.Bars = append(report.Bars, Bar{Of: e.subject.Name, Days: calendar.Days{First: a.day + 1, Last: last}, Act: a.d})
	}
	for _, r := range e.runs {
		if r.procedure.Effect != v1alpha1.EffectTerminated || !r.complete {
			continue
		}
		for _, g := range e.edition.Spec.Grounds {
			if g.Act != v1alpha1.ActionTerminate || (g.Of != "" && g.Of != e.subject.Kind) || g.Bar == nil || g.Bar.Years == nil || !rests(r, g.ID) {
				continue
			}
			for _, name := range e.chosen() {
				report.Bars = append(report.Bars, Bar{
					Of: v1alpha1.ObjectName(name), Days: calendar.YearsAfter(int(*g.Bar.Years), r.day), Act: r.completedBy.d, Basis: g.Basis,
				})
			}
		}
	}
}

func rests(r *run, ground string) bool {
	for i := range r.steps {
		if slices.ContainsFunc(r.steps[i].acts, func(a *act) bool { return a.d.Spec.Ground == ground }) {
			return true
		}
	}
	return false
}

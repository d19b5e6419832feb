// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// step says where a step stands, who is waited for and until when.
func (e *engine) step(r *run, s *stepState, out *StepProgress) {
	*out = StepProgress{Step: s.rule, Elapsed: -1, CompleteFrom: s.completeFrom, Begun: len(s.acts) > 0}
	acted := e.actsDone(r, s)
	if acted || r.rejected == nil {
		out.Overdue = e.remember(r, s, e.now) && !acted
	}
	out.OverdueFrom, out.Expired = s.overdueFrom(), e.expired(r, s)
	out.Late = !out.OverdueFrom.IsZero() && !out.Overdue // of an earlier round too (D25)
	e.showDue(r, s, out, acted)
	if s.done {
		out.State, out.Since, out.Day = v1alpha1.StepDone, s.since, s.day
		return
	}
	if out.State = e.state(r, s, acted); out.open() && !out.Gates() {
		out.Turn = e.turn(r, s)
	}
	e.tell(r, s, out, acted)
}

// showDue shows the deadline of a step, and for how long its clock has run.
func (e *engine) showDue(r *run, s *stepState, out *StepProgress, acted bool) {
	d, ok := e.due(r, s)
	if !ok || e.spared(r, s) {
		return
	}
	until := e.today()
	if acted {
		until = e.lastTimely(s)
	}
	out.From = &d.start
	if d.soft {
		out.Elapsed, out.Provisional = e.world.Calendar.Between(d.start, until)
		return
	}
	out.Due, out.Provisional = &d.last, d.provisional
	if !acted && r.rejected == nil {
		e.recheck(d.last.End(e.zone))
	}
}

// state is where a step stands that is not done.
func (e *engine) state(r *run, s *stepState, acted bool) v1alpha1.StepState {
	switch {
	case r.rejected != nil && r.rejected.step == s.rule:
		return v1alpha1.StepRejected
	case r.rejected != nil:
		return v1alpha1.StepLater
	case !acted && e.blocker(r, s) != "":
		return r.later(s)
	case e.spared(r, s) || e.missed(s):
		return v1alpha1.StepLater
	case acted && s.rule.Publicity != nil && e.received(r, s):
		return e.publicity(s)
	case e.unclear(s) != nil:
		return v1alpha1.StepBlocked
	}
	return v1alpha1.StepWaiting
}

// publicity is where a published step stands that is not done.
func (e *engine) publicity(s *stepState) v1alpha1.StepState {
	if e.measured(s) && (e.unsure(s) || e.now.Before(s.completeFrom)) {
		return v1alpha1.StepPublicity
	}
	return v1alpha1.StepBlocked
}

// later is where a step stands that comes after one which is not done.
func (r *run) later(s *stepState) v1alpha1.StepState {
	if s.returned != nil && !r.begunAnew(s) {
		return v1alpha1.StepReturned
	}
	return v1alpha1.StepLater
}

// begunAnew says whether something was done again since a step was returned.
func (r *run) begunAnew(s *stepState) bool {
	return slices.ContainsFunc(r.behind(s), func(again *stepState) bool { return len(again.acts) > 0 })
}

// blocker is the first step that a step comes after and that is not done.
func (e *engine) blocker(r *run, s *stepState) v1alpha1.StepReference {
	for _, ref := range s.rule.After {
		if p, skip := e.at(r, ref); !skip && !p.done {
			return ref
		}
	}
	return ""
}

// unclear is an act that judged a point as not clear, or nil.
func (e *engine) unclear(s *stepState) *act {
	for _, a := range s.acts {
		if a.affirms() && !cleared(a, s) {
			return a
		}
	}
	return nil
}

// tell says what is missing of a step and what to do.
func (e *engine) tell(r *run, s *stepState, out *StepProgress, acted bool) {
	switch out.State {
	case v1alpha1.StepRejected:
		out.Said = finding.Say("rejected by Organization %q (Decision %q, %s); a new application is a new object", r.rejected.d.Spec.Organization, r.rejected.d.Name, r.rejected.d.Spec.ActedOn)
	case v1alpha1.StepLater:
		if ref := e.blocker(r, s); ref != "" {
			out.Said = finding.Say("comes after %s", ref)
			p, _ := e.at(r, ref)
			out.Unread = p.unread
		} else if e.spared(r, s) {
			out.Unread = e.uncertain(r, s)
			out.Said = finding.Say("every application was turned down, and nobody is waited for; the call can be ended, and another one made")
		} else if e.missed(s) {
			out.Said = e.tellMissed(s)
		}
	case v1alpha1.StepReturned:
		out.Said = finding.Say("given back by Organization %q (Decision %q, %s): what came before begins anew", s.returned.d.Spec.Organization, s.returned.d.Name, s.returned.d.Spec.ActedOn)
	case v1alpha1.StepPublicity:
		out.Provisional = e.unsure(s)
		out.Said = e.tellPublicity(s)
	case v1alpha1.StepBlocked:
		out.Said = e.tellBlocked(s)
		if a := e.unclear(s); a != nil { // whoever judged it judges it anew
			out.Waiting = []finding.Phrase{finding.Say("Organization %s", a.d.Spec.Organization)}
			out.WaitingFor = inWords(out.Waiting)
			out.Said = out.Said.Awaiting(awaited(s.rule.Act, s, out))
		}
	default:
		e.tellWaiting(r, s, out, acted)
	}
	if !out.Said.IsZero() {
		out.Message = (&finding.Finding{Message: out.Said.String(), Basis: s.rule.Basis}).Text()
	}
}

// nothing is a phrase that says nothing.
var nothing = finding.Say("")

func objections(names []string) finding.Phrase {
	if len(names) == 0 {
		return nothing
	}
	return finding.Say("; open objections: %s", strings.Join(names, ", "))
}

func (e *engine) tellBlocked(s *stepState) finding.Phrase {
	if a := e.unclear(s); a != nil {
		return finding.Say("Organization %q found a point not clear (Decision %q); it waits until that is judged anew", a.d.Spec.Organization, a.d.Name)
	}
	if s.rule.Publicity.WorkingDays == nil {
		return finding.Say("published, and the edition gives no length of the publicity; a child edition must set publicity.workingDays")
	}
	if !e.measured(s) {
		return finding.Say("published, and Jurisdiction %q names no WorkCalendar, so that nobody can tell when %d working days have passed; a child edition must set spec.calendar", e.edition.Name, *s.rule.Publicity.WorkingDays)
	}
	return finding.Say("published, and kept by open objections: %s; each must be disposed of", strings.Join(e.objected(s, s.completeFrom), ", "))
}

func (e *engine) tellWaiting(r *run, s *stepState, out *StepProgress, acted bool) {
	what := s.rule.Act
	switch {
	case acted && !e.received(r, s):
		out.Waiting, what = e.waiting(s.rule.To, s.receipts, r, out), v1alpha1.ActionReceive
	case acted: // for the end of the time in which applications are taken
		out.Said = finding.Say("applications are taken until %s", e.show(s.completeFrom))
		return
	default:
		out.Waiting = e.waiting(s.rule.By, s.acts, r, out)
		out.Unread = out.Unread || e.uncertain(r, s)
		e.recheckWindow(s)
	}
	out.WaitingFor = inWords(out.Waiting)
	due := nothing
	switch {
	case out.Overdue:
		due = finding.Say(", overdue since %s", e.show(out.OverdueFrom))
	case out.Due != nil && out.Provisional:
		due = finding.Say(" by %s (provisional: the working days of that year are not known)", *out.Due)
	case out.Due != nil:
		due = finding.Say(" by %s", *out.Due)
	}
	duty := nothing
	if s.rule.Due != nil && s.rule.Due.DutyOf != nil {
		duty = finding.Say(", a duty of %s", e.name(s.rule.Due.DutyOf))
	}
	out.Said = finding.Say("awaits %s of %s%s%s", what, finding.All(" and ", out.Waiting...), due, duty).Awaiting(awaited(what, s, out))
}

// awaited is an act that a step waits for, of whom it waits for. Status names it in a
// row with "; " between, by which it is told apart again.
func awaited(act v1alpha1.Action, s *stepState, out *StepProgress) finding.Giving {
	return finding.Giving{Act: act, By: finding.All(" and ", out.Waiting...), Basis: s.rule.Basis}
}

// recheckWindow looks again when the window of a step opens or closes.
func (e *engine) recheckWindow(s *stepState) {
	if days, ok := e.window(s.rule); ok {
		e.recheck(days.First.Begin(e.zone))
		e.recheck(days.Last.End(e.zone))
	}
}

// pending finds what a procedure waits for: its first step that is awaited.
func (e *engine) pending(p *Progress) *finding.Finding {
	if p.Missing != nil {
		found := *p.Missing
		if !found.Undecided {
			found.Reason = v1alpha1.ProcedurePendingReason
		}
		return &found
	}
	first := p.awaited()
	if first == nil {
		return finding.New(v1alpha1.UndeterminedReason, basisOf(p.Procedure), "procedure %s of Jurisdiction %q has no step for %s", p.Procedure.Name, e.edition.Name, e.link())
	}
	found := finding.New(v1alpha1.ProcedurePendingReason, first.Step.Basis, "step %s/%s of %s: %s", p.Procedure.Name, first.Step.Name, e.link(), first.Said)
	if first.Unread {
		found.Reason, found.Undecided = v1alpha1.UndeterminedReason, true
	}
	return found
}

// awaited is the first gating step of a procedure that is not done and waits
// for no other one, or else the first that is not done.
func (p *Progress) awaited() *StepProgress {
	var later *StepProgress
	for i := range p.Steps {
		s := &p.Steps[i]
		switch {
		case s.State == v1alpha1.StepDone || !s.Gates():
		case s.State != v1alpha1.StepLater && s.State != v1alpha1.StepReturned:
			return s
		case later == nil:
			later = s
		}
	}
	return later
}

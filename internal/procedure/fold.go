// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// count gives an act its effect on the run.
func (e *engine) count(a *act) {
	a.ruling = counts
	r := a.run
	if RunsAgain(a.procedure.Effect) && r.opened == nil {
		r.opened = a
		e.runs = append(e.runs, r)
	}
	if findsRisk(a) {
		r.risks = append(r.risks, a)
	}
	s := r.step(a.step.Name)
	switch {
	case a.renews: // what it completed stays as it was completed
		s.renewals = append(s.renewals, a)
		return
	case a.receipt():
		s.receipts = append(s.receipts, a)
	case a.d.Spec.Outcome == v1alpha1.OutcomeReject && s.rule.Each != v1alpha1.EachApplicant:
		r.rejected = a
		return
	case a.givesBack():
		e.giveBack(r, s, a)
		return
	default:
		e.take(r, s, a)
	}
	e.settle(r, s)
	if s.done {
		for _, ref := range s.rule.Restarts {
			e.restart(r, ref, s, a)
		}
	}
	r.settle(a)
	if r.completedBy == a && r.about != nil && r.procedure.Effect == v1alpha1.EffectLifted {
		r.about.lift(s.acts)
	}
}

// note adds an act to those of a step, in place of one that it judges anew.
func (e *engine) note(s *stepState, a *act) {
	if len(s.acts) == 0 {
		s.acts = append(s.room[:0], a)
		return
	}
	s.acts = slices.DeleteFunc(s.acts, func(other *act) bool { // judged anew what was not clear
		return other.d.Spec.Organization == a.d.Spec.Organization && sameMatter(other, a) && !e.open(s)
	})
	s.acts = append(s.acts, a)
}

// settle sees whether a step is done.
func (e *engine) settle(r *run, s *stepState) {
	s.done = false
	if !e.actsDone(r, s) || !e.received(r, s) {
		return
	}
	s.since, s.day = s.acts[0].since, s.acts[0].day
	s.extend(s.acts)
	s.extend(s.receipts)
	s.from, s.done, s.returned = s.day, true, nil
	if ends, ok := e.windowEnds(s); ok {
		e.waitFor(s, ends)
	}
	if s.rule.Publicity != nil {
		e.publish(s)
	}
}

// extend puts the completion of a step off to the last of some acts.
func (s *stepState) extend(acts []*act) {
	for _, a := range acts {
		s.day = max(s.day, a.day)
		if a.since.After(s.since) {
			s.since = a.since
		}
	}
}

// waitFor puts the completion of a step off to the begin of a day.
func (e *engine) waitFor(s *stepState, day calendar.Day) {
	begin := day.Begin(e.zone).UTC()
	if begin.After(s.since) {
		s.since, s.from, s.day = begin, day, max(s.day, day-1)
	}
	s.completeFrom = s.since
	if e.now.Before(s.since) {
		s.done = false
		e.recheck(s.since)
	}
}

// actsDone says whether all have acted who must, and every point is clear.
func (e *engine) actsDone(r *run, s *stepState) bool {
	if len(s.acts) == 0 || slices.ContainsFunc(s.acts, func(a *act) bool { return a.affirms() && !cleared(a, s) }) {
		return false
	}
	if s.rule.Each == v1alpha1.EachApplicant {
		return e.eachApplicant(r, s)
	}
	return e.completeFor(s.rule, s.rule.By, s.acts, r, e.subject.Inputs)
}

func onInput(acts []*act, resource v1alpha1.ObjectName) []*act {
	return slices.DeleteFunc(slices.Clone(acts), func(a *act) bool {
		return a.d.Spec.Scope != nil && !slices.Contains(a.d.Spec.Scope.Inputs, resource)
	})
}

// inHand are the inputs that an act is on: those that it names where the step is
// for each, else all of them. What takes away is never narrowed by who it is.
func (e *engine) inHand(a *act) []Input {
	if a.step.Each != v1alpha1.EachInput || a.takesAway() {
		return e.subject.Inputs
	}
	inputs := concerned(a.procedure, a.step, e.subject.Inputs)
	if a.d.Spec.Scope == nil {
		return inputs
	}
	return slices.DeleteFunc(slices.Clone(inputs), func(in Input) bool {
		return !slices.Contains(a.d.Spec.Scope.Inputs, in.Resource)
	})
}

// received says whether every one of those who are told has recorded that.
func (e *engine) received(r *run, s *stepState) bool {
	return s.rule.Receipt == "" || e.completeFor(s.rule, s.rule.To, s.receipts, r, e.subject.Inputs)
}

// givesBack says whether an act on a step gives the subject back. One on an
// application turns down that application alone.
func (a *act) givesBack() bool {
	return a.d.Spec.Outcome == v1alpha1.OutcomeReturn && a.step.Each != v1alpha1.EachApplicant
}

// giveBack begins anew what came before a step that was returned.
func (e *engine) giveBack(r *run, s *stepState, by *act) {
	again := r.behind(s)
	for _, s := range again { // while it is known from when their clocks ran
		e.remember(r, s, by.since)
	}
	for _, s := range again {
		s.begin(r, by)
	}
	s.returned = by
	r.returns = append(r.returns, by)
}

// restart begins one step anew, with its deadline from there.
func (e *engine) restart(r *run, ref v1alpha1.StepReference, from *stepState, by *act) {
	rule := named(r.procedure, ref)
	if rule == nil || rule == from.rule {
		return
	}
	if s := r.step(rule.Name); s != nil {
		e.remember(r, s, by.since)
		s.begin(r, by)
		day := from.day
		s.clock = &day
	}
}

// begin begins a step of a run anew. What was remembered of it stays.
func (s *stepState) begin(r *run, by *act) {
	s.round, s.roundAt = by.pos+1, by.moment()
	s.acts, s.receipts, s.renewals, s.done, s.returned, s.clock, s.completeFrom = nil, nil, nil, false, nil, nil, time.Time{}
	r.complete, r.completedBy = false, nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// applications is the step of a run on which applicants act, or nil.
func (e *engine) applications(r *run) *stepState {
	if r.applied < 0 {
		return nil
	}
	return &r.steps[r.applied]
}

// applicant rules on the application that an act regards, where it has to
// regard one, and on whether an application may still come.
func (e *engine) applicant(a *act, s *stepState) (ruling, *finding.Finding) {
	applied := e.applications(a.run)
	switch {
	case applied == nil:
		return counts, nil
	case applied == s:
		return e.stillOpen(a, s)
	case s.rule.Each != v1alpha1.EachApplicant && s.rule.Act != v1alpha1.ActionSelect:
		return counts, nil
	}
	to := e.regarded(a)
	switch {
	case to == nil:
		return fails, finding.New(v1alpha1.RegardingMissingReason, s.rule.Basis,
			"spec.regarding names no application; an act on step %s/%s names the %s that it is about, by name and uid", a.procedure.Name, s.rule.Name, applied.rule.Act)
	case to.ruling == open:
		return open, nil
	case !slices.Contains(applied.acts, to):
		return fails, finding.New(v1alpha1.RegardingUnfitReason, s.rule.Basis,
			"spec.regarding: Decision %q is no application that counts", to.d.Name)
	case turnedDown(a.run, to) != nil:
		return fails, finding.New(v1alpha1.RegardingUnfitReason, s.rule.Basis,
			"spec.regarding: the application of Organization %q was turned down (Decision %q)", to.d.Spec.Organization, turnedDown(a.run, to).d.Name)
	}
	a.applies = to
	return counts, nil
}

// queue puts applications in the order in which they came, among all acts: what was
// done on those that were there is not undone by one that bears an earlier day. In a
// window the day of a paper that another body transcribed is believed.
func (e *engine) queue() {
	again := false
	for i := range e.acts {
		a := &e.acts[i]
		if a.step == nil || !forApplicants(a.step) {
			continue
		}
		a.place = max(a.day, a.recorded)
		if _, windowed := e.window(a.step); windowed {
			a.place = e.came(a)
		}
		again = again || a.place != a.day
	}
	if !again {
		return
	}
	slices.SortFunc(e.acts, func(a, b act) int { return earlier(&a.dated, &b.dated) })
	for i := range e.acts {
		e.acts[i].pos = i
	}
}

// stillOpen finds that applications are taken no more. Without a window they
// are until an act is done that comes after all of them.
func (e *engine) stillOpen(a *act, s *stepState) (ruling, *finding.Finding) {
	if _, windowed := e.window(s.rule); windowed {
		return counts, nil
	}
	if later := a.run.closedBy(s); later != nil {
		return fails, finding.New(v1alpha1.OutsideWindowReason, s.rule.Basis,
			"step %s/%s was done, and applications are taken no more", a.procedure.Name, later.rule.Name)
	}
	return counts, nil
}

// closedBy is a step on which an act was done that comes after all applications, or
// nil.
func (r *run) closedBy(applied *stepState) *stepState {
	for i := range r.steps {
		later := &r.steps[i]
		if later.rule.Each == "" && len(later.acts) > 0 && after(r.procedure, later.rule, applied.rule) {
			return later
		}
	}
	return nil
}

// take gives an act its place on a step, and sees anew where the steps for each
// applicant stand once there is one more, or one was turned down.
func (e *engine) take(r *run, s *stepState, a *act) {
	turnsDown := s.rule.Each == v1alpha1.EachApplicant && !a.affirms()
	if turnsDown {
		e.eachStep(r, func(each *stepState) { e.remember(r, each, a.day.Begin(e.zone)) }) // who was late for it was (D25)
	}
	e.note(s, a)
	if turnsDown || s == e.applications(r) && r.closedBy(s) == nil {
		e.eachStep(r, func(each *stepState) { e.settle(r, each) })
	}
}

// eachStep does something for every step of a run that is for each applicant.
func (*engine) eachStep(r *run, do func(*stepState)) {
	for i := range r.steps {
		if s := &r.steps[i]; s.rule.Each == v1alpha1.EachApplicant {
			do(s)
		}
	}
}

// after says whether a step comes after another one of its procedure.
func after(p *v1alpha1.Procedure, s, before *v1alpha1.Step) bool {
	return slices.ContainsFunc(s.After, func(ref v1alpha1.StepReference) bool {
		next := named(p, ref)
		return next != nil && next != s && (next == before || after(p, next, before))
	})
}

// turnedDown is the act that rejected an application, or nil.
func turnedDown(r *run, application *act) *act {
	for i := range r.steps {
		for _, a := range r.steps[i].acts {
			if a.applies == application && !a.affirms() {
				return a
			}
		}
	}
	return nil
}

// spared says that a step asks for nothing, as every applicant of whom it asks was
// turned down before anybody acted on it: nobody is waited for.
func (e *engine) spared(r *run, s *stepState) bool {
	applied := e.applications(r)
	ofApplicants := s.rule.Each == v1alpha1.EachApplicant || s.rule.Act == v1alpha1.ActionSelect
	return ofApplicants && applied != nil && len(applied.acts) > 0 && len(s.acts) == 0 &&
		!slices.ContainsFunc(applied.acts, func(application *act) bool { return turnedDown(r, application) == nil })
}

// eachApplicant says whether the parties of a step have acted on every
// application that was not turned down.
func (e *engine) eachApplicant(r *run, s *stepState) bool {
	applied := e.applications(r)
	return applied != nil && !slices.ContainsFunc(applied.acts, func(application *act) bool {
		return turnedDown(r, application) == nil && !e.actedOn(r, s, application)
	})
}

func (e *engine) actedOn(r *run, s *stepState, application *act) bool {
	var acts []*act
	for _, a := range s.acts {
		if a.applies == application {
			acts = append(acts, a)
		}
	}
	return e.complete(s.rule.By, acts, r, e.subject.Inputs)
}

// picked is who was chosen by an act that counts, and its legal day.
type picked struct {
	of  v1alpha1.ObjectName
	day calendar.Day
}

// chosenOn is the legal day on which a call first chose an organisation, whatever it
// still waits for.
func (r *Report) chosenOn(of v1alpha1.ObjectName) (first calendar.Day, ok bool) {
	for _, c := range r.chosen {
		if c.of == of && (!ok || c.day < first) {
			first, ok = c.day, true
		}
	}
	return first, ok
}

// reportApplicants says where every applicant stands, and who was chosen.
func (e *engine) reportApplicants(r *run, report *Report) {
	complete := r.complete && e.missing(r.procedure, r.complete) == nil
	chosen := choices(r)
	applied := e.applications(r)
	for _, a := range chosen {
		to := a.d.Spec.To
		if a.applies != nil {
			to = []v1alpha1.ObjectName{a.applies.d.Spec.Organization}
		}
		for _, of := range to {
			report.chosen = append(report.chosen, picked{of, a.day})
		}
	}
	if applied == nil {
		if complete {
			for _, a := range chosen {
				report.Selected = append(report.Selected, a.d.Spec.To...)
			}
		}
		return
	}
	for _, application := range applied.acts {
		selected := complete && slices.ContainsFunc(chosen, func(a *act) bool { return a.applies == application })
		org := application.d.Spec.Organization
		if selected {
			report.Selected = append(report.Selected, org)
		}
		report.Applicants = append(report.Applicants, Applicant{
			Organization: org, Apply: application.d, Selected: selected, Reviewed: e.reviewed(r, application),
		})
	}
}

func (e *engine) reviewed(r *run, application *act) bool {
	for i := range r.steps {
		s := &r.steps[i]
		if s.rule.Each == v1alpha1.EachApplicant && gates(s.rule) && !e.actedOn(r, s, application) {
			return false
		}
	}
	return true
}

func choices(r *run) []*act {
	var chosen []*act
	for i := range r.steps {
		if r.steps[i].rule.Act == v1alpha1.ActionSelect {
			chosen = append(chosen, r.steps[i].acts...)
		}
	}
	return chosen
}

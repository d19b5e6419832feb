// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
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

// stillOpen finds that applications are taken no more. Without a window they
// are until an act is done that comes after all of them.
func (e *engine) stillOpen(a *act, s *stepState) (ruling, *finding.Finding) {
	if s.rule.Window != "" {
		return counts, nil
	}
	for i := range a.run.steps {
		later := &a.run.steps[i]
		if later.rule.Each == "" && len(later.acts) > 0 && after(a.procedure, later.rule, s.rule) {
			return fails, finding.New(v1alpha1.OutsideWindowReason, s.rule.Basis,
				"step %s/%s was done, and applications are taken no more", a.procedure.Name, later.rule.Name)
		}
	}
	return counts, nil
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

// reportApplicants says where every applicant stands, and who was chosen.
func (e *engine) reportApplicants(r *run, report *Report) {
	complete := r.complete && e.missing(r.procedure, r.complete) == nil
	chosen := choices(r)
	applied := e.applications(r)
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

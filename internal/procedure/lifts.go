// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// annul takes acts back by those who did them. An act that takes away is never
// annulled, but lifted.
func (e *engine) annul() {
	for i := range e.acts {
		a := &e.acts[i]
		if a.d.Spec.Action != v1alpha1.ActionAnnul || a.step != nil || a.ruling != open {
			continue
		}
		to := e.regarded(a)
		if a.found = e.notAnnulling(a, to); a.found != nil {
			a.ruling = fails
			continue
		}
		a.ruling = counts
		to.fail(finding.New(v1alpha1.AnnulledReason, to.basis(),
			"taken back by Organization %q itself (Decision %q, %s)", a.d.Spec.Organization, a.d.Name, a.d.Spec.ActedOn))
	}
}

func (e *engine) notAnnulling(a, to *act) *finding.Finding {
	switch {
	case to == nil:
		return finding.New(v1alpha1.RegardingMissingReason, nil,
			"spec.regarding names no Decision on %s; an Annul names the act that it takes back, by name and uid", e.link())
	case to.d.Spec.Action == v1alpha1.ActionAnnul || to.ruling == left || Takes(to.d.Spec.Action) || (to.procedure != nil && RunsAgain(to.procedure.Effect)):
		return finding.New(v1alpha1.RegardingUnfitReason, to.basis(),
			"spec.regarding: Decision %q is %s, which is not annulled; what takes away is lifted", to.d.Name, finding.A(to.d.Spec.Action))
	case to.d.Spec.Organization != a.d.Spec.Organization:
		return finding.New(v1alpha1.OtherOrganizationReason, to.basis(),
			"Organization %q cannot take back the act of Organization %q (Decision %q)", a.d.Spec.Organization, to.d.Spec.Organization, to.d.Name)
	case a.unreadable:
		return finding.New(v1alpha1.NotYetDueReason, to.basis(), "spec.actedOn %q is no day of the calendar; nothing is taken back on it", a.d.Spec.ActedOn)
	case a.since.After(e.now):
		e.recheck(a.since)
		return finding.New(v1alpha1.NotYetDueReason, to.basis(), "takes effect at %s: no act is taken back before that", e.show(a.since))
	case !to.affirms(): // to take back what kept something away gives
		return e.clerkOfHolder(a, to.basis())
	}
	return nil
}

// basis cites the step that an act is of, if it is of one.
func (a *act) basis() []v1alpha1.BasisID {
	if a.step == nil {
		return nil
	}
	return a.step.Basis
}

// judgeLift rules on a Lift without a step, by what it lifts.
func (e *engine) judgeLift(a *act) (ruling, *finding.Finding) {
	to, lifted := e.regarded(a), e.named(v1alpha1.EffectLifted)
	switch {
	case to == nil:
		return left, nil
	case to.ruling == open:
		return open, nil
	case to.run != nil && to.run.procedure.Effect == v1alpha1.EffectRectification:
		return e.judgeRelief(a, to.run)
	case lifted != nil:
		return fails, finding.New(v1alpha1.NoSuchStepReason, basisOf(lifted),
			"spec.step is missing: Jurisdiction %q says by procedure %s how a suspension is lifted; record the act as %s/<step>", e.edition.Name, lifted.Name, lifted.Name)
	case to.ruling == left:
		return left, nil
	case to.ruling == fails || to.run == nil || to.run.procedure.Effect != v1alpha1.EffectSuspended:
		return fails, finding.New(v1alpha1.RegardingUnfitReason, to.basis(), "spec.regarding: Decision %q suspends nothing; a Lift names the act that completed the suspension", to.d.Name)
	case !to.run.complete:
		return open, nil
	case to != to.run.completedBy:
		return fails, finding.New(v1alpha1.RegardingUnfitReason, to.basis(),
			"spec.regarding: Decision %q did not complete the suspension, Decision %q did; name that one", to.d.Name, to.run.completedBy.d.Name)
	case to.d.Spec.Organization != a.d.Spec.Organization:
		return fails, finding.New(v1alpha1.OtherOrganizationReason, to.basis(),
			"Organization %q cannot give back the act of Organization %q (Decision %q); that organisation's own Lift is awaited", a.d.Spec.Organization, to.d.Spec.Organization, to.d.Name)
	}
	if found := e.notGiving(a, to.basis()); found != nil {
		return fails, found
	}
	if to.run.isLifted() {
		return fails, finding.New(v1alpha1.RepeatedReason, to.basis(), "what Decision %q completed was lifted already", to.d.Name)
	}
	to.run.lift([]*act{a})
	return counts, nil
}

// notGiving finds that an act of no step was written down by the holder's side, or
// that its legal day has not come.
func (e *engine) notGiving(a *act, basis []v1alpha1.BasisID) *finding.Finding {
	if found := e.clerkOfHolder(a, basis); found != nil {
		return found
	}
	if !a.unreadable && !a.since.After(e.now) {
		return nil
	}
	e.recheck(a.since)
	return finding.New(v1alpha1.NotYetDueReason, nil, "takes effect at %s: nothing opens before the legal day of the act", e.show(a.since))
}

// judgeRelief rules on a Lift of what followed by itself from an order to
// rectify. Those who confirm it lift it: all of them (D34). What follows once they
// have waits for Lifts of its own.
func (e *engine) judgeRelief(a *act, order *run) (ruling, *finding.Finding) {
	rule := e.consequence(order, a)
	switch {
	case rule == nil:
		return open, nothingFollowed(order, order.opened.basis())
	case e.among(rule.ConfirmBy, a.d.Spec.Organization, setting{on: a.asOf(), inputs: e.subject.Inputs}) != fits:
		return fails, finding.New(v1alpha1.NotEntitledReason, rule.Basis,
			"Organization %q may not lift what followed from the order to rectify %s; it is for %s", a.d.Spec.Organization, e.link(), e.describe(rule.ConfirmBy))
	}
	if found := e.notGiving(a, rule.Basis); found != nil {
		return fails, found
	}
	if slices.ContainsFunc(order.reliefs, func(other *act) bool { return other.d.Spec.Organization == a.d.Spec.Organization }) {
		return fails, finding.New(v1alpha1.RepeatedReason, rule.Basis, "Organization %q lifted it already", a.d.Spec.Organization)
	}
	order.reliefs = append(order.reliefs, a)
	if e.complete(rule.ConfirmBy, order.reliefs, nil, e.subject.Inputs) {
		order.lift(order.reliefs)
		order.reliefs = nil
	}
	return counts, nil
}

// lift gives back what a run took. What followed from an order after the first of
// those who lift together had acted, that one has not lifted, nor what followed
// after its legal day where it was written down later.
func (r *run) lift(by []*act) {
	r.lifted = by[0].moment()
	for _, a := range by {
		r.lifted.day = min(r.lifted.day, a.day)
		if a.since.Before(r.lifted.at) {
			r.lifted.at = a.since
		}
	}
}

func (r *run) isLifted() bool { return !r.lifted.at.IsZero() }

// nothingFollowed finds that no consequence of an order to rectify stood when it
// was to be lifted.
func nothingFollowed(order *run, basis []v1alpha1.BasisID) *finding.Finding {
	if order.isLifted() {
		return finding.New(v1alpha1.RepeatedReason, basis, "what had followed from the order to rectify (Decision %q) when this was done was lifted already", order.opened.d.Name)
	}
	return finding.New(v1alpha1.RegardingUnfitReason, basis,
		"spec.regarding: nothing had followed from the order to rectify (Decision %q) when this was done", order.opened.d.Name)
}

// consequence is the rule by which a suspension had followed from an order to
// rectify by the time of an act and was not lifted, or nil.
func (e *engine) consequence(order *run, a *act) *v1alpha1.Consequence {
	for i := range e.edition.Spec.Consequences {
		c := &e.edition.Spec.Consequences[i]
		if c.Of != e.subject.Kind || c.Effect != v1alpha1.EffectSuspended || isTrue(c.Duty) || !onGrounds(order, c.Grounds) {
			continue
		}
		if !e.occurred(c.On, order, order.lifted, a.moment()).IsZero() {
			return c
		}
	}
	return nil
}

// judgeBar rules on a Bar.
func (e *engine) judgeBar(a *act) (ruling, *finding.Finding) {
	if day, ok := dueDate(a); !ok || day < a.day {
		return fails, finding.New(v1alpha1.DueDateMissingReason, nil, "spec.dueDate: a Bar gives the last barred day, on or after spec.actedOn")
	}
	return counts, nil
}

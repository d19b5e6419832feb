// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// place finds the procedure and the step that an act names, and rules on acts
// that have none.
func (e *engine) place(a *act) {
	name := a.d.Spec.Step
	if name == "" {
		e.placeStepless(a)
		return
	}
	procedure, step := split(name)
	for i := range e.edition.Spec.Procedures {
		p := &e.edition.Spec.Procedures[i]
		if p.Of != e.subject.Kind || p.Name != procedure {
			continue
		}
		for j := range p.Steps {
			if p.Steps[j].Name != step {
				continue
			}
			if e.holds(p.When) && e.holds(p.Steps[j].When) {
				a.procedure, a.step = p, &p.Steps[j]
				return
			}
			a.fail(finding.New(v1alpha1.NoSuchStepReason, p.Steps[j].Basis,
				"spec.step %q of Jurisdiction %q is not for %s: its `when` does not hold of it; status.procedure lists the steps that are", name, e.edition.Name, e.link()))
			return
		}
	}
	if procedure == "" && e.dutyNamed(step) != nil {
		return
	}
	e.placeElsewhere(a)
}

// placeElsewhere rules on an act whose step the edition has not. What takes
// away counts all the same where the edition says nothing about taking away.
func (e *engine) placeElsewhere(a *act) {
	if a.d.Spec.Action == v1alpha1.ActionHalt || (Takes(a.d.Spec.Action) && e.leaves(a)) {
		a.ruling = left
		return
	}
	a.fail(finding.New(v1alpha1.NoSuchStepReason, nil,
		"spec.step %q: Jurisdiction %q has no such step for %s; status.procedure lists the steps", a.d.Spec.Step, e.edition.Name, finding.A(e.subject.Kind)))
}

func (e *engine) placeStepless(a *act) {
	switch action := a.d.Spec.Action; {
	case action == v1alpha1.ActionAnnul, action == v1alpha1.ActionBar:
		return // judged by their own rules
	case action == v1alpha1.ActionLift:
		return // by what it lifts
	case e.leaves(a):
		a.ruling = left
	case effectOf(action) != "":
		p := e.named(effectOf(action))
		a.fail(finding.New(v1alpha1.NoSuchStepReason, basisOf(p),
			"spec.step is missing: Jurisdiction %q says by procedure %s how %s is %s; record the act as %s/<step>. What must stop at once is halted", e.edition.Name, p.Name, finding.A(e.subject.Kind), past(p.Effect), p.Name))
	default:
		a.fail(finding.New(v1alpha1.NoSuchStepReason, nil,
			"spec.step is missing: %s is an act of a procedure of Jurisdiction %q; name it as <procedure>/<step>", finding.A(action), e.edition.Name))
	}
}

// leaves says whether package standing judges an act without a step: the
// edition names no procedure for its effect.
func (e *engine) leaves(a *act) bool {
	switch a.d.Spec.Action {
	case v1alpha1.ActionHalt, v1alpha1.ActionRelease, v1alpha1.ActionDisqualify:
		return true
	case v1alpha1.ActionSuspend, v1alpha1.ActionTerminate:
		return e.named(effectOf(a.d.Spec.Action)) == nil
	}
	return false
}

func effectOf(action v1alpha1.Action) v1alpha1.Effect {
	switch action {
	case v1alpha1.ActionSuspend:
		return v1alpha1.EffectSuspended
	case v1alpha1.ActionTerminate:
		return v1alpha1.EffectTerminated
	}
	return ""
}

func past(effect v1alpha1.Effect) finding.Phrase {
	switch effect {
	case v1alpha1.EffectSuspended:
		return finding.Say("suspended")
	case v1alpha1.EffectTerminated:
		return finding.Say("terminated")
	}
	return finding.Say("lifted")
}

// named is the first procedure of the subject with an effect, or nil.
func (e *engine) named(effect v1alpha1.Effect) *v1alpha1.Procedure {
	for i := range e.edition.Spec.Procedures {
		p := &e.edition.Spec.Procedures[i]
		if p.Of == e.subject.Kind && p.Effect == effect && !isNone(p) && e.holds(p.When) {
			return p
		}
	}
	return nil
}

func basisOf(p *v1alpha1.Procedure) []v1alpha1.BasisID {
	if len(p.Basis) > 0 || len(p.Steps) == 0 {
		return p.Basis
	}
	return p.Steps[0].Basis
}

// runOf finds the run that an act belongs to: the only one, the one that it
// opens, or that of the act which it regards.
func (e *engine) runOf(a *act) (*run, ruling, *finding.Finding) {
	p := a.procedure
	if !RunsAgain(p.Effect) {
		return e.only(p), counts, nil
	}
	to := e.regarded(a)
	switch {
	case to == nil && a.d.Spec.Regarding != nil:
		return nil, fails, finding.New(v1alpha1.RegardingMissingReason, a.step.Basis,
			"spec.regarding: no Decision %q with UID %s acts on %s; name the act by its name and metadata.uid", a.d.Spec.Regarding.Name, a.d.Spec.Regarding.UID, e.link())
	case to == nil && (!Opens(p, a.step) || p.Effect == v1alpha1.EffectLifted):
		return nil, fails, finding.New(v1alpha1.RegardingMissingReason, a.step.Basis,
			"spec.regarding names no Decision; step %s/%s names %s", p.Name, a.step.Name, whatItNames(p))
	case to == nil:
		return e.make(p), counts, nil
	case to.ruling == open:
		return nil, open, nil
	case to.ruling == fails:
		return nil, fails, finding.New(v1alpha1.RegardingUnfitReason, a.step.Basis,
			"spec.regarding: Decision %q does not count itself (%s)", to.d.Name, to.reason())
	case to.procedure == p:
		return to.run, counts, nil
	case p.Effect == v1alpha1.EffectLifted:
		return e.lifting(a, to)
	case Opens(p, a.step):
		r := e.make(p)
		r.about = to.run
		return r, counts, nil
	}
	return nil, fails, finding.New(v1alpha1.RegardingUnfitReason, a.step.Basis,
		"spec.regarding: Decision %q is no act of procedure %s; step %s/%s names %s", to.d.Name, p.Name, p.Name, a.step.Name, whatItNames(p))
}

func whatItNames(p *v1alpha1.Procedure) finding.Phrase {
	if p.Effect == v1alpha1.EffectLifted {
		return finding.Say("the act that completed what it lifts")
	}
	return finding.Say("the act that opened the run")
}

// make is a run that is not part of the answer until an act opens it.
func (e *engine) make(p *v1alpha1.Procedure) *run {
	r := e.newRun(p)
	e.runs = e.runs[:len(e.runs)-1]
	return r
}

// only is the one run of a procedure that does not run again.
func (e *engine) only(p *v1alpha1.Procedure) *run {
	at := slices.IndexFunc(e.runs, func(r *run) bool { return r.procedure == p })
	return e.runs[at]
}

// lifting finds the run that lifts a suspension, whichever act of it the Lift
// names, or what had followed by itself from an order to rectify.
func (e *engine) lifting(a, to *act) (*run, ruling, *finding.Finding) {
	if to.ruling == left && to.d.Spec.Action == v1alpha1.ActionSuspend {
		return e.orMake(e.last(func(r *run) bool { return r.procedure == a.procedure && r.lifts == to }), a.procedure, nil, to), counts, nil
	}
	switch {
	case to.run != nil && to.run.procedure.Effect == v1alpha1.EffectRectification:
		return e.liftingOfOrder(a, to)
	case to.run == nil || to.run.procedure.Effect != v1alpha1.EffectSuspended:
		return nil, fails, finding.New(v1alpha1.RegardingUnfitReason, a.step.Basis,
			"spec.regarding: Decision %q suspends nothing; a Lift names the act that completed the suspension", to.d.Name)
	case !to.run.complete:
		return nil, open, nil
	}
	return e.orMake(e.liftingOf(a, to, false), a.procedure, to.run, nil), counts, nil
}

// liftingOfOrder finds the run that lifts what had followed from an order to
// rectify when a Lift was done; what follows after it is lifted by another run.
func (e *engine) liftingOfOrder(a, to *act) (*run, ruling, *finding.Finding) {
	follows := e.consequence(to.run, a) != nil
	lifting := e.liftingOf(a, to, follows)
	if !follows && (lifting == nil || lifting.complete) {
		return nil, open, nothingFollowed(to.run, a.step.Basis)
	}
	return e.orMake(lifting, a.procedure, to.run, nil), counts, nil
}

// liftingOf is the run opened last that lifts a run by the procedure of a Lift;
// only one that is not complete where that is asked. Nil where there is none.
func (e *engine) liftingOf(a, to *act, open bool) *run {
	return e.last(func(r *run) bool {
		return r.procedure == a.procedure && r.about == to.run && !(open && r.complete)
	})
}

// last is the run opened last of which something holds, or nil.
func (e *engine) last(holds func(r *run) bool) *run {
	for _, r := range slices.Backward(e.runs) {
		if holds(r) {
			return r
		}
	}
	return nil
}

// orMake is a run, or, where there is none, a new one that lifts a run or an act
// without a step.
func (e *engine) orMake(r *run, p *v1alpha1.Procedure, about *run, lifts *act) *run {
	if r == nil {
		r = e.make(p)
		r.about, r.lifts = about, lifts
	}
	return r
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// run is one run of a procedure. A procedure that does not run again has one,
// from the beginning; others have one for each act that opens it.
type run struct {
	procedure *v1alpha1.Procedure
	steps     []stepState
	// applied is the place of the step on which applicants act, or -1.
	applied int
	// opened is the act that opened it, and about the run that this act
	// regarded: the suspension that an order answers, or that is lifted.
	opened *act
	about  *run
	// lifts is the act without a step that a Lifted run lifts.
	lifts    *act
	rejected *act

	complete    bool
	completedBy *act
	since       time.Time
	day         calendar.Day
	// returns are the acts that gave back what came before them, the last one last.
	returns []*act
	// lifted is when what it took was given back, or zero; of an order to rectify
	// that is what had followed by itself up to then. reliefs are Lifts without a
	// step of what followed since.
	lifted  moment
	reliefs []*act
	// risks are the acts of the run that found a major risk.
	risks []*act
}

// stepState is where a step of a run stands.
type stepState struct {
	rule *v1alpha1.Step
	// round is the place from which acts belong to the present round, which
	// began at roundAt; clock is the day from which the deadline runs then.
	round   int
	roundAt moment
	clock   *calendar.Day

	acts, receipts []*act
	// renewals are later acts that carry a paper in place of one that runs out.
	renewals []*act
	// room holds the first act: most steps have one.
	room [1]*act
	done bool
	// day is the legal day of completion, from which deadlines run; from is the
	// first day on which what comes after may be done.
	day, from    calendar.Day
	since        time.Time
	completeFrom time.Time
	// returned is the act that gave the subject back, until it is done again.
	returned *act
	// lapses are when it was overdue, kept over the rounds.
	lapses []moment
}

func (e *engine) newRun(p *v1alpha1.Procedure) *run {
	r := &run{procedure: p, steps: make([]stepState, 0, len(p.Steps)), applied: -1}
	for i := range p.Steps {
		s := &p.Steps[i]
		if !e.holds(s.When) {
			continue
		}
		if r.applied < 0 && s.Act != v1alpha1.ActionSelect && forApplicants(s) {
			r.applied = len(r.steps)
		}
		r.steps = append(r.steps, stepState{rule: s})
	}
	e.runs = append(e.runs, r)
	return r
}

// forApplicants says whether any organisation that a Selection seeks may act
// on a step.
func forApplicants(s *v1alpha1.Step) bool {
	for i := range s.By {
		if s.By[i].Ref == v1alpha1.PartyApplicant {
			return true
		}
	}
	return false
}

func (r *run) step(name string) *stepState {
	for i := range r.steps {
		if r.steps[i].rule.Name == name {
			return &r.steps[i]
		}
	}
	return nil
}

// Opens says whether a step may open a run: it comes after no other step of
// the procedure.
func Opens(p *v1alpha1.Procedure, s *v1alpha1.Step) bool {
	return !slices.ContainsFunc(s.After, func(ref v1alpha1.StepReference) bool { return named(p, ref) != nil })
}

// named is the step of a procedure that a reference names, or nil.
func named(p *v1alpha1.Procedure, ref v1alpha1.StepReference) *v1alpha1.Step {
	procedure, step := split(ref)
	if procedure != "" && procedure != p.Name {
		return nil
	}
	for i := range p.Steps {
		if p.Steps[i].Name == step {
			return &p.Steps[i]
		}
	}
	return nil
}

// root is the suspension or order that a run is about in the end, or itself.
func (r *run) root() *run {
	for r.about != nil { // a run opens after what it is about: the chain ends
		r = r.about
	}
	return r
}

// concerns says whether another run is about the same thing, as far as either
// says what it is about.
func (r *run) concerns(other *run) bool {
	return r.about == nil || other.about == nil || r.root() == other.root()
}

// inputs are the inputs that the acts of the run name, or none for the whole.
func (r *run) inputs() []v1alpha1.ObjectName {
	if r.procedure.Scope != v1alpha1.ScopeInputs {
		return nil
	}
	var inputs []v1alpha1.ObjectName
	for i := range r.steps {
		for _, a := range r.steps[i].acts {
			if a.d.Spec.Scope == nil {
				continue
			}
			for _, in := range a.d.Spec.Scope.Inputs {
				if !slices.Contains(inputs, in) {
					inputs = append(inputs, in)
				}
			}
		}
	}
	slices.Sort(inputs)
	return inputs
}

// settle sees whether the run has come to its end.
func (r *run) settle(by *act) {
	if r.complete {
		return
	}
	for i := range r.steps {
		if gates(r.steps[i].rule) && !r.steps[i].done {
			return
		}
	}
	r.complete, r.completedBy = true, by
	for i := range r.steps {
		if s := &r.steps[i]; gates(s.rule) {
			r.day = max(r.day, s.day)
			if s.since.After(r.since) {
				r.since = s.since
			}
		}
	}
}

func gates(s *v1alpha1.Step) bool { return s.Gate == nil || *s.Gate }

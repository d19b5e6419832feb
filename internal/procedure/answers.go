// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Effect is where an effect stands. For an effect that the edition names no
// procedure for, it is not complete, and Pending says that it is undetermined.
func (r *Report) Effect(effect v1alpha1.Effect) Outcome {
	for i := range r.effects {
		if r.effects[i].effect == effect {
			return r.effects[i].outcome
		}
	}
	return Outcome{Pending: finding.New(v1alpha1.UndeterminedReason, nil,
		"the edition names no procedure with the effect %s; it must name one or declare none: true", effect)}
}

// Conferred are the effects that confer a role and are complete.
func (r *Report) Conferred() []v1alpha1.Effect {
	var conferred []v1alpha1.Effect
	for i := range r.effects {
		if roleOf(r.effects[i].effect) != "" && r.effects[i].outcome.Complete {
			conferred = append(conferred, r.effects[i].effect)
		}
	}
	return conferred
}

// ConferredFrom is the legal day from which each effect counts that confers a
// role and is complete.
func (r *Report) ConferredFrom() map[v1alpha1.Effect]calendar.Day {
	from := map[v1alpha1.Effect]calendar.Day{}
	for _, effect := range r.Conferred() {
		for i := range r.Progress {
			if p := &r.Progress[i]; p.Procedure.Effect == effect {
				from[effect] = max(from[effect], p.Day)
			}
		}
	}
	return from
}

// ConferredBy are the Decisions that completed what ConferredFrom tells the days
// of.
func (r *Report) ConferredBy() map[v1alpha1.Effect]string {
	by := map[v1alpha1.Effect]string{}
	for effect, day := range r.ConferredFrom() {
		for i := range r.Progress {
			if p := &r.Progress[i]; p.Procedure.Effect == effect && p.Day == day {
				by[effect] = p.CompletedBy.Name
			}
		}
	}
	return by
}

// Against finds the gravest thing that was taken from the whole subject.
func (r *Report) Against() *finding.Finding {
	for i := range r.Taken {
		if len(r.Taken[i].Inputs) == 0 {
			return r.Taken[i].Finding
		}
	}
	return nil
}

// AgainstInput finds the gravest thing that was taken from one input.
func (r *Report) AgainstInput(resource v1alpha1.ObjectName) *finding.Finding {
	for i := range r.Taken {
		if r.Taken[i].covers(resource) {
			return r.Taken[i].Finding
		}
	}
	return nil
}

// Step is where a step stands, the latest run of its procedure, or nil.
func (r *Report) Step(procedure, step string) *StepProgress {
	if r == nil {
		return nil
	}
	for i := len(r.Progress) - 1; i >= 0; i-- {
		p := &r.Progress[i]
		if p.Procedure.Name != procedure {
			continue
		}
		for j := range p.Steps {
			if p.Steps[j].Step.Name == step {
				return &p.Steps[j]
			}
		}
	}
	return nil
}

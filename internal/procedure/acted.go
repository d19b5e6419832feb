// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// portions are the inputs for which a step is asked one after the other: each
// that it is for alone, or all of them together.
func portions(p *v1alpha1.Procedure, s *v1alpha1.Step, inputs []Input) [][]Input {
	if s.Each != v1alpha1.EachInput {
		return [][]Input{inputs}
	}
	inputs = concerned(p, s, inputs)
	alone := make([][]Input, len(inputs))
	for i := range inputs {
		alone[i] = inputs[i : i+1]
	}
	return alone
}

// completeFor says whether acts on a step are by all of the parties, for each
// of some inputs where the step is.
func (e *engine) completeFor(s *v1alpha1.Step, parties []v1alpha1.Party, acts []*act, r *run, inputs []Input) bool {
	each := portions(r.procedure, s, inputs)
	return len(each) > 0 && !slices.ContainsFunc(each, func(portion []Input) bool {
		return !e.complete(parties, actsFor(s, acts, portion), r, portion)
	})
}

// actsFor are those of the acts on a step that are on a portion of the inputs.
func actsFor(s *v1alpha1.Step, acts []*act, portion []Input) []*act {
	if s.Each != v1alpha1.EachInput {
		return acts
	}
	return onInput(acts, portion[0].Resource)
}

// complete says whether acts are by all of the parties, for some inputs.
func (e *engine) complete(parties []v1alpha1.Party, acts []*act, r *run, inputs []Input) bool {
	for i := range parties {
		if !e.acted(&parties[i], acts, r, inputs) {
			return false
		}
	}
	return len(acts) > 0
}

// acted says whether one party has acted, for some inputs.
func (e *engine) acted(p *v1alpha1.Party, acts []*act, r *run, inputs []Input) bool {
	by := func(org v1alpha1.ObjectName) bool {
		return slices.ContainsFunc(acts, func(a *act) bool { return a.d.Spec.Organization == org })
	}
	switch {
	case len(p.Among) > 0:
		return p.AtLeast != nil && e.distinct(p, acts, inputs) >= int(*p.AtLeast)
	case p.Ref == v1alpha1.PartyApplicant:
		return true // whoever acted
	case p.Ref != "":
		orgs := e.subject.Parties[p.Ref]
		return (len(orgs) > 0 || e.absent(p)) && !slices.ContainsFunc(orgs, func(o string) bool { return !by(v1alpha1.ObjectName(o)) })
	case p.Owner != "":
		return len(inputs) > 0 && !slices.ContainsFunc(inputs, func(in Input) bool {
			return in.SourceUnit == "" || !by(in.SourceUnit)
		})
	}
	return slices.ContainsFunc(acts, func(a *act) bool {
		return e.isOf(p, a.d.Spec.Organization, setting{r, a.asOf(), inputs}) == fits || e.doubted(a, p)
	})
}

// absent says that a party which an agreement may have is one that the subject
// has not: nobody is waited for.
func (e *engine) absent(p *v1alpha1.Party) bool {
	orgs, known := e.subject.Parties[p.Ref]
	return p.Ref == v1alpha1.PartyCoGrantor && known && len(orgs) == 0
}

// distinct counts the different organisations of `among` that have acted, for
// some inputs.
func (e *engine) distinct(p *v1alpha1.Party, acts []*act, inputs []Input) int {
	n := 0
	for i, a := range acts {
		org := a.d.Spec.Organization
		again := slices.ContainsFunc(acts[:i], func(other *act) bool { return other.d.Spec.Organization == org })
		if !again && (e.isOf(p, org, setting{on: a.asOf(), inputs: inputs}) == fits || e.doubted(a, p)) {
			n++
		}
	}
	return n
}

// doubted says that the act takes away and is of an organisation that nobody
// knows: doubt keeps things closed, whatever its role may be.
func (e *engine) doubted(a *act, p *v1alpha1.Party) bool {
	if !a.takesAway() || (p.Role == "" && len(p.Among) == 0) {
		return false
	}
	_, reading := e.organization(a.d.Spec.Organization)
	return reading != Found
}

func (e *engine) doubtedBy(a *act, parties []v1alpha1.Party) bool {
	for i := range parties {
		if e.doubted(a, &parties[i]) {
			return true
		}
	}
	return false
}

// takesAway says whether the act is one of those that take away: of a
// procedure that does, or an order to rectify.
func (a *act) takesAway() bool {
	return a.procedure != nil && TakesAway(a.procedure.Effect) || a.d.Spec.Action == v1alpha1.ActionOrder
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"reflect"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// procedures holds every procedure against the parent's of the same name.
func (c *comparison) procedures() {
	for i := range c.parent.Procedures {
		p := &c.parent.Procedures[i]
		q := find(c.child.Procedures, p.Name)
		if q == nil {
			c.found.add(procedureField(p, nil), "is left out, and the parent %s has it; a child may add procedures", c.name)
			continue
		}
		c.procedure(q, p)
	}
	for i := range c.child.Procedures {
		if q := &c.child.Procedures[i]; find(c.parent.Procedures, q.Name) == nil {
			c.added(q)
		}
	}
}

// added asks that a new procedure opens no second way to what the parent gives
// in one.
func (c *comparison) added(q *v1alpha1.Procedure) {
	if takesAway(q.Effect) || q.Effect == v1alpha1.EffectEnter || q.Effect == v1alpha1.EffectCleared || q.Effect == v1alpha1.EffectFiled {
		return // all whose condition holds must be complete: one more is stricter
	}
	for i := range c.parent.Procedures {
		if p := &c.parent.Procedures[i]; p.Of == q.Of && p.Effect == q.Effect {
			c.found.add(procedureField(q, nil), "is a second way to %s beside %s of the parent %s; a child opens none", q.Effect, p.Name, c.name)
			return
		}
	}
	if p := suspending(c.parent.Procedures, q.Of); q.Effect == v1alpha1.EffectLifted && p != nil {
		c.found.add(procedureField(q, nil), "lifts what %s of the parent %s suspends, which only those who suspended give back; a child lets nobody else", p.Name, c.name)
	}
	if q.Effect == v1alpha1.EffectExcepted {
		c.found.add(procedureField(q, nil), "admits exceptions, and the parent %s knows none; a child opens none", c.name)
	}
	if q.Effect == v1alpha1.EffectAdopted {
		c.found.add(procedureField(q, nil), "adopts what was signed before the rules held, and the parent %s lets nobody; a child opens no such way", c.name)
	}
}

// suspending is the procedure that suspends links of a kind, or nil.
func suspending(all []v1alpha1.Procedure, of v1alpha1.LinkKind) *v1alpha1.Procedure {
	for i := range all {
		if all[i].Of == of && all[i].Effect == v1alpha1.EffectSuspended {
			return &all[i]
		}
	}
	return nil
}

func (c *comparison) procedure(q, p *v1alpha1.Procedure) {
	field := procedureField(p, nil)
	c.same(field+".of", q.Of, p.Of)
	c.same(field+".effect", q.Effect, p.Effect)
	if q.Scope != p.Scope {
		c.looser(field+".scope", q.Scope, p.Scope, "keeps it")
	}
	if isTrue(q.None) && !isTrue(p.None) {
		c.looser(field+".none", q.None, p.None, "keeps the steps")
	}
	taking := takesAway(p.Effect)
	if !reflect.DeepEqual(q.When, p.When) && (taking || q.When != nil) {
		c.looser(field+".when", q.When, p.When, "may let it hold for all, where it gives")
	}
	if taking && !reflect.DeepEqual(q.Requires, p.Requires) {
		c.looser(field+".requires", q.Requires, p.Requires, "puts nothing more before what takes away")
	}
	if !taking {
		c.requirements(field+".requires", q.Requires, p.Requires)
	}
	c.steps(q, p, taking)
}

func (c *comparison) steps(q, p *v1alpha1.Procedure, taking bool) {
	for i := range p.Steps {
		if step := stepOf(q, p.Steps[i].Name); step == nil {
			c.found.add(procedureField(p, &p.Steps[i]), "is left out, and the parent %s has it; a child may add steps", c.name)
		} else {
			c.step(procedureField(p, step), step, &p.Steps[i], taking)
		}
	}
	for i := range q.Steps {
		if taking && stepOf(p, q.Steps[i].Name) == nil {
			c.found.add(procedureField(q, &q.Steps[i]), "is new, and the procedure takes away; a child puts nothing more before that")
		}
	}
}

// requirements asks that all that the parent requires of others is required.
func (c *comparison) requirements(field string, q, p *v1alpha1.Requires) {
	if p == nil {
		return
	}
	if q == nil {
		c.looser(field, q, p, "may add to it")
		return
	}
	c.same(field+".plan", q.Plan, p.Plan)
	c.same(field+".selection", q.Selection, p.Selection)
	c.same(field+".method", q.Method, p.Method)
	c.same(field+".grantor", q.Grantor, p.Grantor)
	c.same(field+".operator", q.Operator, p.Operator)
	c.same(field+".holder", q.Holder, p.Holder)
	c.same(field+".rectification", q.Rectification, p.Rectification)
	if p.Rectification != "" && !reflect.DeepEqual(q.Grounds, p.Grounds) {
		c.looser(field+".grounds", q.Grounds, p.Grounds, "asks for every order that the parent asks for")
	}
}

// step holds a step against the parent's. One that takes away may be made no
// harder: only its deadlines may be shorter.
func (c *comparison) step(field string, q, p *v1alpha1.Step, taking bool) {
	if taking {
		c.cut(field, q, p)
		return
	}
	c.same(field+".act", q.Act, p.Act)
	more(c, field+".by", q.By, p.By)
	more(c, field+".after", q.After, p.After)
	more(c, field+".before", q.Before, p.Before)
	if !wider(q.When, p.When) {
		c.looser(field+".when", q.When, p.When, "may let it hold for all")
	}
	c.same(field+".each", q.Each, p.Each)
	if q.Covers != p.Covers && q.Covers != "" && q.Covers != v1alpha1.PartAll {
		c.looser(field+".covers", q.Covers, p.Covers, "may let the act cover all")
	}
	if slices.Contains(q.Outcomes, v1alpha1.OutcomeApprove) != slices.Contains(p.Outcomes, v1alpha1.OutcomeApprove) {
		c.looser(field+".outcomes", q.Outcomes, p.Outcomes, "keeps them")
	}
	c.papers(field, q, p)
	c.flags(field, q, p)
	more(c, field+".distinctFrom", q.DistinctFrom, p.DistinctFrom)
	c.publicity(field+".publicity", q, p)
	c.due(field+".due", q.Due, p.Due)
	c.rests(field, q, p)
}

// papers is what the acts of a step carry and who is told of them.
func (c *comparison) papers(field string, q, p *v1alpha1.Step) {
	more(c, field+".rejectNeeds", q.RejectNeeds, p.RejectNeeds)
	more(c, field+".points", q.Points, p.Points)
	more(c, field+".evidence", q.Evidence, p.Evidence)
	more(c, field+".dated", q.Dated, p.Dated)
	more(c, field+".expires", q.Expires, p.Expires)
	more(c, field+".addressed", q.Addressed, p.Addressed)
	fewer(c, field+".grounds", q.Grounds, p.Grounds)
	c.same(field+".dueDate", q.DueDate, p.DueDate)
	more(c, field+".to", q.To, p.To)
	c.same(field+".receipt", q.Receipt, p.Receipt)
	c.same(field+".window", q.Window, p.Window)
	c.same(field+".late", q.Late, p.Late)
}

// flags is when a step is asked for, and what hangs on it.
func (c *comparison) flags(field string, q, p *v1alpha1.Step) {
	if !reflect.DeepEqual(q.Restarts, p.Restarts) {
		c.looser(field+".restarts", q.Restarts, p.Restarts, "keeps them")
	}
	if q.Gate != nil && !*q.Gate && (p.Gate == nil || *p.Gate) {
		c.looser(field+".gate", q.Gate, p.Gate, "may make a duty a gate, and no gate a duty")
	}
	if isTrue(p.Collective) && !isTrue(q.Collective) {
		c.looser(field+".collective", q.Collective, p.Collective, "keeps it")
	}
	if isTrue(p.Once) && !isTrue(q.Once) {
		c.looser(field+".once", q.Once, p.Once, "keeps it")
	}
}

// cut asks that a step that takes away stays as it is but for its deadline.
func (c *comparison) cut(field string, q, p *v1alpha1.Step) {
	like := q.DeepCopy()
	like.Basis, like.Due = p.Basis, p.Due
	if !reflect.DeepEqual(like, p) {
		c.looser(field, q, p, "makes a step that takes away no harder and no other")
	}
	c.due(field+".due", q.Due, p.Due)
}

func (c *comparison) publicity(field string, child, parent *v1alpha1.Step) {
	q, p := child.Publicity, parent.Publicity
	switch {
	case p == nil:
	case q == nil:
		c.looser(field, q, p, "keeps it")
	default:
		c.least(field+".workingDays", q.WorkingDays, p.WorkingDays)
		c.same(field+".channel", q.Channel, p.Channel)
		if p.OpenObjections == v1alpha1.ObjectionsBlock && q.OpenObjections != v1alpha1.ObjectionsBlock {
			c.looser(field+".openObjections", q.OpenObjections, p.OpenObjections, "may let them block")
		}
	}
}

func (c *comparison) due(field string, q, p *v1alpha1.Due) {
	switch {
	case p == nil:
		return
	case q == nil:
		c.looser(field, q, p, "keeps it")
		return
	}
	c.same(field+".from", q.From, p.From)
	c.same(field+".at", q.At, p.At)
	c.same(field+".dutyOf", q.DutyOf, p.DutyOf)
	c.most(field+".workingDays", q.WorkingDays, p.WorkingDays)
	c.most(field+".days", q.Days, p.Days)
	c.most(field+".months", q.Months, p.Months)
}

// rests asks that a step that a child changes cites more than its parent's
// does: what rests on no row is policy, and is shown as that.
func (c *comparison) rests(field string, q, p *v1alpha1.Step) {
	like := q.DeepCopy()
	like.Basis = p.Basis
	if reflect.DeepEqual(like, p) {
		return
	}
	cited := slices.ContainsFunc(q.Basis, func(b v1alpha1.BasisID) bool { return !slices.Contains(p.Basis, b) })
	if !cited {
		c.found.add(field+".basis", "is that of the parent %s, and the step is not; cite what the change rests on, or policy", c.name)
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Flaws are what is wrong with an edition taken alone: names that name nothing,
// steps that wait for each other, rules that nothing could ever fulfil. The
// schema has seen to the rest.
func Flaws(j *v1alpha1.Jurisdiction) []Flaw {
	c := checker{spec: &j.Spec}
	c.kinds()
	for i := range j.Spec.Procedures {
		c.procedure(&j.Spec.Procedures[i])
	}
	c.joining()
	c.cycles()
	c.duties()
	c.consequences()
	c.tiers()
	c.levels()
	c.terms()
	c.renewal()
	c.transition()
	return c.found
}

type checker struct {
	spec  *v1alpha1.JurisdictionSpec
	found flaws
}

// has says whether the edition has a procedure of a kind with an effect.
func (c *checker) has(of v1alpha1.LinkKind, effect v1alpha1.Effect) bool {
	return slices.ContainsFunc(c.spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Of == of && p.Effect == effect })
}

// kinds makes sure that each link that data depend on has a procedure or the
// word that none is needed.
func (c *checker) kinds() {
	for _, need := range []struct {
		of     v1alpha1.LinkKind
		effect v1alpha1.Effect
	}{
		{v1alpha1.LinkDataResource, v1alpha1.EffectCleared},
		{v1alpha1.LinkOperationAgreement, v1alpha1.EffectEnter},
		{v1alpha1.LinkDeveloperGrant, v1alpha1.EffectEnter},
	} {
		if !c.has(need.of, need.effect) {
			c.found.add("spec.procedures", "none is of %s with the effect %s, so that no %s could ever be in force; write its steps, or none: true with its basis", need.of, need.effect, need.of)
		}
	}
	for i := range c.spec.Procedures {
		p := &c.spec.Procedures[i]
		if !isTrue(p.None) || p.When != nil {
			continue
		}
		for k := range c.spec.Procedures {
			if q := &c.spec.Procedures[k]; q.Of == p.Of && q.Effect == p.Effect && q.When == nil && !isTrue(q.None) {
				c.found.add(procedureField(p, nil)+".none", "declares that nothing is needed, and procedure %s asks for steps; keep one of them, or say by when which holds", q.Name)
			}
		}
	}
}

func (c *checker) procedure(p *v1alpha1.Procedure) {
	c.requires(p)
	if len(p.Basis) == 0 && isTrue(p.None) {
		c.found.add(procedureField(p, nil)+".basis", "is unset: that none is needed rests on a rule, or on policy")
	}
	for i := range p.Steps {
		s := &p.Steps[i]
		c.references(p, s)
		c.grounds(p, s)
		c.fits(p, s)
		c.before(p, s)
		c.reachable(p, s)
	}
}

// requires makes sure that what a procedure waits for can come.
func (c *checker) requires(p *v1alpha1.Procedure) {
	r := p.Requires
	if r == nil {
		return
	}
	field := procedureField(p, nil) + ".requires"
	if r.Plan != "" && !c.has(v1alpha1.LinkImplementationPlan, v1alpha1.EffectEnter) {
		c.found.add(field+".plan", "asks for a plan in force, and no procedure brings one into force")
	}
	if r.Selection != "" && !c.has(v1alpha1.LinkSelection, v1alpha1.EffectSelected) {
		c.found.add(field+".selection", "asks for a choice, and no procedure of a Selection makes one")
	}
	if r.Rectification != "" && !c.has(p.Of, v1alpha1.EffectRectification) {
		c.found.add(field+".rectification", "asks for an order to rectify, and no procedure of %s has the effect Rectification", p.Of)
	}
	c.grounded(field+".grounds", r.Grounds, v1alpha1.ActionOrder, p.Of)
	for _, conferred := range []struct {
		name   string
		effect v1alpha1.Effect
	}{{"grantor", r.Grantor}, {"operator", r.Operator}, {"holder", r.Holder}} {
		if conferred.effect != "" && !c.has(v1alpha1.LinkOrganization, conferred.effect) {
			c.found.add(field+"."+conferred.name, "asks for %s, and no procedure of an Organization has that effect", conferred.effect)
		}
	}
}

// references makes sure that every step that a step names exists.
func (c *checker) references(p *v1alpha1.Procedure, s *v1alpha1.Step) {
	field := procedureField(p, s)
	for _, ref := range s.After {
		c.reference(field+".after", p, ref)
	}
	for _, ref := range s.Before {
		c.reference(field+".before", p, ref)
	}
	for _, ref := range s.Restarts {
		c.reference(field+".restarts", p, ref)
	}
	for _, party := range append(slices.Clone(s.By), s.To...) {
		if party.OrNamedIn != "" {
			c.reference(field+".orNamedIn", p, party.OrNamedIn)
		}
	}
	if s.Due == nil {
		return
	}
	if s.Due.From != "" {
		c.reference(field+".due.from", p, s.Due.From)
	}
	at, stated := strings.CutSuffix(s.Due.At, ".dueDate")
	if !stated {
		return
	}
	if named := c.reference(field+".due.at", p, v1alpha1.StepReference(at)); named != nil && named.DueDate == "" {
		c.found.add(field+".due.at", "is the day that %s states, and that step has no dueDate: Required", at)
	}
}

// reference is the step that a reference in a procedure names.
func (c *checker) reference(field string, in *v1alpha1.Procedure, ref v1alpha1.StepReference) *v1alpha1.Step {
	p, s := c.resolve(in, ref)
	switch {
	case p == nil:
		c.found.add(field, "%q names no procedure of this edition", ref)
	case s == nil:
		c.found.add(field, "%q names no step of procedure %s", ref, p.Name)
	}
	return s
}

func (c *checker) resolve(in *v1alpha1.Procedure, ref v1alpha1.StepReference) (*v1alpha1.Procedure, *v1alpha1.Step) {
	name, step, elsewhere := strings.Cut(string(ref), "/")
	if !elsewhere {
		if in == nil {
			return nil, nil
		}
		return in, stepOf(in, name)
	}
	p := find(c.spec.Procedures, name)
	if p == nil {
		return nil, nil
	}
	return p, stepOf(p, step)
}

// grounds makes sure that every ground of a step is one of the edition's, for
// the step's act and kind.
func (c *checker) grounds(p *v1alpha1.Procedure, s *v1alpha1.Step) {
	c.grounded(procedureField(p, s)+".grounds", s.Grounds, s.Act, p.Of)
}

// grounded makes sure that grounds are among those of the edition, for an act and
// a kind.
func (c *checker) grounded(field string, ids []string, act v1alpha1.Action, of v1alpha1.LinkKind) {
	for _, id := range ids {
		known := slices.ContainsFunc(c.spec.Grounds, func(g v1alpha1.Ground) bool {
			return g.ID == id && g.Act == act && (g.Of == "" || g.Of == of)
		})
		if !known {
			c.found.add(field, "%q is no ground of spec.grounds for %s of %s; name it there, with its basis", id, act, of)
		}
	}
}

// fits makes sure that a step asks for nothing that its kind has not.
func (c *checker) fits(p *v1alpha1.Procedure, s *v1alpha1.Step) {
	field := procedureField(p, s)
	if s.Covers == v1alpha1.PartApplication && p.Of != v1alpha1.LinkDeveloperGrant { // the schema refuses Contract
		c.found.add(field+".covers", "%s is a part of a DeveloperGrant, and the procedure is of %s", s.Covers, p.Of)
	}
	if s.Each == v1alpha1.EachApplicant && p.Of != v1alpha1.LinkSelection {
		c.found.add(field+".each", "only a Selection has applicants, and the procedure is of %s", p.Of)
	}
	if s.Window == v1alpha1.WindowApplication && p.Of != v1alpha1.LinkSelection {
		c.found.add(field+".window", "only a Selection has an application window, and the procedure is of %s", p.Of)
	}
	if s.Window == v1alpha1.WindowRenewal && (c.spec.Renewal == nil || !slices.Contains(c.spec.Renewal.Of, p.Of)) {
		c.found.add(field+".window", "asks for the renewal window, and spec.renewal says nothing of %s", p.Of)
	}
	c.asked(field+".dated", s.Dated, s)
	c.asked(field+".expires", s.Expires, s)
	c.asked(field+".addressed", s.Addressed, s)
	c.blocks(p, s)
}

// asked makes sure that papers of which a step asks for more are asked for themselves.
func (c *checker) asked(field string, papers []v1alpha1.PointName, s *v1alpha1.Step) {
	for _, paper := range papers {
		if !slices.Contains(s.Evidence, paper) {
			c.found.add(field, "%q is none of its evidence; name it there too", paper)
		}
	}
}

// objectionable are the kinds that an Objection may be against.
var objectionable = []v1alpha1.LinkKind{
	v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection, v1alpha1.LinkOperationAgreement, v1alpha1.LinkDeveloperGrant,
}

// blocks makes sure that what an objection is to block can be objected to, and that
// an objection can be disposed of.
func (c *checker) blocks(p *v1alpha1.Procedure, s *v1alpha1.Step) {
	if s.Publicity == nil || s.Publicity.OpenObjections != v1alpha1.ObjectionsBlock {
		return
	}
	field := procedureField(p, s) + ".publicity.openObjections"
	if !slices.Contains(objectionable, p.Of) {
		c.found.add(field, "an objection is to block, and none can be raised against the %s", p.Of)
	}
	if !c.has(v1alpha1.LinkObjection, "Disposed") {
		c.found.add(field, "an objection blocks, and no procedure of an Objection disposes of it, so that one would block for ever")
	}
}

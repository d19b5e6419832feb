// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"reflect"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Loosens is where a child edition does more than supply what its parent leaves
// unset or tighten what it says (D62): shorter terms, fewer modes, tiers and
// parties who may choose, longer publicity and retention, shorter deadlines,
// more content, checks, steps, points and papers before anything is given. Who
// interprets the text and what prevails over it stay so; its title and what else
// it says about itself for readers are its own.
func Loosens(child, parent *v1alpha1.Jurisdiction) []Flaw {
	c := comparison{child: &child.Spec, parent: &parent.Spec, name: parent.Name}
	c.identity()
	c.instrument()
	c.validity()
	c.transition()
	c.modes()
	c.parties()
	c.terms()
	c.contents()
	c.checks()
	c.grounds()
	c.duties()
	c.periods()
	c.halt()
	c.procedures()
	return c.found
}

// comparison holds a child against its parent.
type comparison struct {
	child, parent *v1alpha1.JurisdictionSpec
	name          string
	found         flaws
}

// looser notes a field in which the child says what it may not.
func (c *comparison) looser(field string, child, parent any, may string) {
	c.found.add(field, "is %s, and the parent %s has %s; a child %s", show(child), c.name, show(parent), finding.Say(may))
}

// same asks that the child says what the parent says, where it says anything.
func (c *comparison) same(field string, child, parent any) {
	if !reflect.ValueOf(parent).IsZero() && !reflect.DeepEqual(child, parent) {
		c.looser(field, child, parent, "keeps it")
	}
}

// most asks for a number not larger than the parent's, where that has one.
func (c *comparison) most(field string, child, parent *int32) {
	if parent != nil && (child == nil || *child > *parent) {
		c.looser(field, child, parent, "may make it shorter")
	}
}

// least asks for a number not smaller than the parent's, where that has one.
func (c *comparison) least(field string, child, parent *int32) {
	if parent != nil && (child == nil || *child < *parent) {
		c.looser(field, child, parent, "may make it longer")
	}
}

// fewer asks that the child's list holds nothing that the parent's does not.
func fewer[T comparable](c *comparison, field string, child, parent []T) {
	if len(parent) == 0 {
		return
	}
	if len(child) == 0 || slices.ContainsFunc(child, func(one T) bool { return !slices.Contains(parent, one) }) {
		c.looser(field, child, parent, "may leave some of them out")
	}
}

// more asks that the child's list holds all that the parent's does.
func more[T any](c *comparison, field string, child, parent []T) {
	if lacks(child, parent) {
		c.looser(field, child, parent, "may add to them")
	}
}

// lacks says whether a list does not hold all that another one does.
func lacks[T any](list, all []T) bool {
	return slices.ContainsFunc(all, func(one T) bool {
		return !slices.ContainsFunc(list, func(other T) bool { return reflect.DeepEqual(one, other) })
	})
}

// identity are what a child has of its parent, and when it comes into effect.
func (c *comparison) identity() {
	c.same("spec.code", c.child.Code, c.parent.Code)
	c.same("spec.timeZone", c.child.TimeZone, c.parent.TimeZone)
	c.same("spec.calendar", c.child.Calendar, c.parent.Calendar)
	if p := c.parent.Division; p != "" && !division.Contains(p, c.child.Division) {
		c.looser("spec.division", c.child.Division, p, "may be of a part of the territory")
	}
	if c.parent.EffectiveFrom == nil {
		c.supplied("spec.effectiveFrom", c.child.EffectiveFrom != nil, "spec.effectiveFromBasis", c.child.EffectiveFromBasis)
	} else if c.child.EffectiveFrom == nil || *c.child.EffectiveFrom < *c.parent.EffectiveFrom {
		c.looser("spec.effectiveFrom", c.child.EffectiveFrom, c.parent.EffectiveFrom, "may begin later")
	}
	c.supplied("spec.calendar", c.parent.Calendar == "" && c.child.Calendar != "", "spec.calendarBasis", c.child.CalendarBasis)
}

// instrument asks that whoever interprets the parent's text interprets the
// child's too, that what prevails over the one prevails over the other, and that
// nobody makes law of a draft by supplying a date.
func (c *comparison) instrument() {
	p, q := c.parent.Instrument, c.child.Instrument
	if p == nil {
		return
	}
	if q == nil {
		q = &v1alpha1.Instrument{}
	}
	c.same("spec.instrument.interpretationBody", q.InterpretationBody, p.InterpretationBody)
	more(c, "spec.instrument.prevailing", q.Prevailing, p.Prevailing)
	if isTrue(p.Draft) && !isTrue(q.Draft) {
		c.looser("spec.instrument.draft", q.Draft, p.Draft, "keeps it")
	}
}

// supplied asks that what a child supplies says on what it rests.
func (c *comparison) supplied(field string, supplies bool, basisField string, basis []v1alpha1.BasisID) {
	if supplies && len(basis) == 0 {
		c.found.add(basisField, "is unset, and the parent %s leaves %s to this edition; cite what it rests on, or policy", c.name, field)
	}
}

func (c *comparison) validity() {
	if p := c.parent.Validity; p != nil {
		if q := c.child.Validity; q == nil || q.Years > p.Years {
			c.looser("spec.validity", q, p, "may make it shorter")
		}
	}
	if p := c.parent.Retention; p != nil {
		if q := c.child.Retention; q == nil || q.Years < p.Years {
			c.looser("spec.retention", q, p, "may make it longer")
		}
	}
}

func (c *comparison) modes() {
	if p := c.parent.Modes; p != nil {
		var modes []v1alpha1.Mode
		if c.child.Modes != nil {
			modes = c.child.Modes.OperationAgreement
		}
		fewer(c, "spec.modes.OperationAgreement", modes, p.OperationAgreement)
	}
	for _, q := range c.child.AgreementLevels {
		at := slices.IndexFunc(c.parent.AgreementLevels, func(p v1alpha1.AgreementLevel) bool { return p.Level == q.Level })
		switch {
		case at >= 0:
			p := c.parent.AgreementLevels[at]
			c.same("spec.agreementLevels.grantor", q.Grantor, p.Grantor)
			c.same("spec.agreementLevels.operator", q.Operator, p.Operator)
			fewer(c, "spec.agreementLevels.modes", q.Modes, p.Modes)
		case q.Level > 1 || len(c.parent.AgreementLevels) > 0:
			c.found.add("spec.agreementLevels", "has level %d, which the parent %s does not; a child may leave levels out", q.Level, c.name)
		}
	}
}

// parties are who may grant, operate and hold.
func (c *comparison) parties() {
	if a := c.child.AgencyIsAuthority; a != nil && isTrue(a.Value) && (c.parent.AgencyIsAuthority == nil || !isTrue(c.parent.AgencyIsAuthority.Value)) {
		c.looser("spec.agencyIsAuthority", a.Value, nil, "may not let one organisation stand in both places")
	}
	if p, q := c.parent.Grantor, c.child.Grantor; len(p) > 0 && (len(q) != len(p) || lacks(q, p)) {
		c.looser("spec.grantor", q, p, "keeps it") // nobody more may authorise, and nobody fewer
	}
	for _, p := range c.parent.Operators {
		tight := slices.ContainsFunc(c.child.Operators, func(q v1alpha1.OperatorsRule) bool {
			return q.Mode == p.Mode && q.Level == p.Level && q.Max <= p.Max && reflect.DeepEqual(q.Per, p.Per)
		})
		if !tight {
			c.looser("spec.operators", c.child.Operators, p, "may lower the number")
		}
	}
	c.tiers()
}

func (c *comparison) tiers() {
	for _, q := range c.child.Tiers {
		at := slices.IndexFunc(c.parent.Tiers, func(p v1alpha1.Tier) bool { return p.Tier == q.Tier })
		switch {
		case at >= 0:
			c.same("spec.tiers.holder", q.Holder, c.parent.Tiers[at].Holder)
			fewer(c, "spec.tiers.inputs", q.Inputs, c.parent.Tiers[at].Inputs)
		case len(c.parent.Tiers) > 0:
			c.found.add("spec.tiers", "has tier %d, which the parent %s does not; a child may leave tiers out", q.Tier, c.name)
		}
	}
}

func (c *comparison) terms() {
	for _, of := range []v1alpha1.LinkKind{v1alpha1.LinkOperationAgreement, v1alpha1.LinkDeveloperGrant} {
		p, q := termRuleOf(c.parent, of), termRuleOf(c.child, of)
		switch {
		case p == nil || q != nil && tighterTerm(q, p):
		case p.Exact != nil:
			c.looser("spec.terms."+string(of), q, p, "keeps it exactly, and the way to count")
		default:
			c.looser("spec.terms."+string(of), q, p, "may make it shorter, and never allow an exception or another way to count")
		}
	}
}

// tighterTerm says whether a term rule allows nothing that another does not.
func tighterTerm(q, p *v1alpha1.TermRule) bool {
	longest := q.Max
	if q.Exact != nil {
		longest = q.Exact
	}
	within := p.Max != nil && longest != nil && longest.Years <= p.Max.Years
	exactly := p.Exact != nil && q.Exact != nil && *p.Exact == *q.Exact
	counted := q.Count != v1alpha1.StartDayExcluded || p.Count == v1alpha1.StartDayExcluded
	return (within || exactly) && counted && (q.Exception != "Allowed" || p.Exception == "Allowed")
}

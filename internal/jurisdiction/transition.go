// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// RulesHoldFrom is the day from which what is signed follows an edition that has a
// transition: the one that this says, else that on which it comes into effect. ok is
// false where it has none, or no day: nothing is then earlier.
func RulesHoldFrom(spec *v1alpha1.JurisdictionSpec) (day calendar.Day, ok bool) {
	if spec.Transition == nil {
		return 0, false
	}
	from := spec.Transition.Before
	if from == nil {
		from = spec.EffectiveFrom
	}
	if from == nil {
		return 0, false
	}
	day, err := calendar.DayOf(*from)
	return day, err == nil
}

// Adopting is the first step, as procedure/step, by which an agreement of before is
// adopted, or empty.
func Adopting(spec *v1alpha1.JurisdictionSpec) string {
	for i := range spec.Procedures {
		if p := &spec.Procedures[i]; p.Effect == v1alpha1.EffectAdopted && len(p.Steps) > 0 {
			return p.Name + "/" + string(p.Steps[0].Name)
		}
	}
	return ""
}

// Dates says whether a procedure asks for a paper with its day on a step that it
// waits for, whatever the subject.
func Dates(p *v1alpha1.Procedure) bool {
	return slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool {
		return len(s.Dated) > 0 && s.When == nil && (s.Gate == nil || *s.Gate)
	})
}

// transition makes sure that somebody says of an agreement that it was signed before
// the rules held, and by which paper.
func (c *checker) transition() {
	t := c.spec.Transition
	if t != nil && !c.has(v1alpha1.LinkOperationAgreement, v1alpha1.EffectAdopted) {
		c.found.add("spec.transition", "lets agreements run on that were signed before, and no procedure of OperationAgreement has the effect Adopted, so that nobody could say which were")
	}
	if t != nil && t.Before != nil && c.spec.EffectiveFrom != nil && *t.Before > *c.spec.EffectiveFrom {
		c.found.add("spec.transition.before", "%s lies after spec.effectiveFrom %s: what is signed once the rules hold follows them; give an earlier day, or none", *t.Before, *c.spec.EffectiveFrom)
	}
	for i := range c.spec.Procedures {
		p := &c.spec.Procedures[i]
		switch {
		case p.Effect != v1alpha1.EffectAdopted:
		case t == nil && c.spec.Parent == "":
			c.found.add(procedureField(p, nil), "adopts what was signed before the rules held, and spec.transition, which lets it run on, is not given, so that no act would count")
		case !Dates(p):
			c.found.add(procedureField(p, nil), "adopts what was signed before the rules held, and no step that it always waits for has a paper in dated which shows the day")
		case c.follows(p) != "":
			c.found.add(procedureField(p, nil), "adopts what goes through no step of %s, and a step of OperationAgreement comes after one of these, which would never be done of what was adopted; let it come after none", c.follows(p))
		}
	}
}

// follows is a procedure by which agreements come into force, and after a step of
// which one of another procedure of agreements comes; or empty.
func (c *checker) follows(adopting *v1alpha1.Procedure) string {
	entering := map[string]bool{}
	for i := range c.spec.Procedures {
		p := &c.spec.Procedures[i]
		entering[p.Name] = p.Of == v1alpha1.LinkOperationAgreement && p.Effect == v1alpha1.EffectEnter
	}
	for i := range c.spec.Procedures {
		p := &c.spec.Procedures[i]
		if p.Of != adopting.Of || entering[p.Name] {
			continue
		}
		for j := range p.Steps {
			for _, ref := range p.Steps[j].After {
				if name, _, _ := strings.Cut(string(ref), "/"); entering[name] {
					return name
				}
			}
		}
	}
	return ""
}

// transition asks that a child lets nothing run on that its parent does not: nothing
// that was signed since the rules of the parent hold.
func (c *comparison) transition() {
	if c.child.Transition == nil {
		return
	}
	if c.parent.Transition == nil {
		c.found.add("spec.transition", "lets run on what was signed before the rules held, and the parent %s lets nothing; a child opens no such way", c.name)
		return
	}
	from, known := RulesHoldFrom(c.parent)
	if day, ok := RulesHoldFrom(c.child); known && ok && day > from {
		c.looser("spec.transition.before", day.Date(), from.Date(), "may give an earlier day")
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// duties makes sure that every duty follows a step of its own kind.
func (c *checker) duties() {
	for _, d := range c.spec.Duties {
		field := fmt.Sprintf("spec.duties[%s].on", d.Name)
		p, s := c.resolve(nil, d.On)
		switch {
		case s == nil:
			c.found.add(field, "%q names no step of this edition; write it as <procedure>/<step>", d.On)
		case p.Of != d.Of:
			c.found.add(field, "%q is a step of %s, and the duty is of %s", d.On, p.Of, d.Of)
		}
	}
}

// consequences makes sure that what follows from an order to rectify follows
// from one that can be given, and that nothing ends for good by itself.
func (c *checker) consequences() {
	for i, q := range c.spec.Consequences {
		field := fmt.Sprintf("spec.consequences[%d]", i)
		if !c.has(q.Of, v1alpha1.EffectRectification) {
			c.found.add(field+".on", "%s follows from an order to rectify, and no procedure of %s has the effect Rectification", q.On, q.Of)
		}
		c.grounded(field+".grounds", q.Grounds, v1alpha1.ActionOrder, q.Of)
		if q.Effect == v1alpha1.EffectTerminated && !isTrue(q.Duty) {
			c.found.add(field+".duty", "is unset: nothing is terminated by software alone; name those whose duty it is in by")
		}
	}
}

// tiers makes sure that who may hold a grant falls in one tier, and that a tier
// works on what a lower one makes.
func (c *checker) tiers() {
	holders := map[v1alpha1.HolderRole]int32{}
	for _, t := range c.spec.Tiers {
		field := fmt.Sprintf("spec.tiers[%d]", t.Tier)
		if other, taken := holders[t.Holder]; taken {
			c.found.add(field+".holder", "%s holds tier %d already, so that nobody could tell which it is", t.Holder, other)
		}
		holders[t.Holder] = t.Tier
		for _, input := range t.Inputs {
			of, product := strings.CutPrefix(string(input), "Product:")
			if !product {
				continue
			}
			made, err := strconv.ParseInt(of, 10, 32)
			lower := slices.ContainsFunc(c.spec.Tiers, func(l v1alpha1.Tier) bool { return int64(l.Tier) == made && l.Tier < t.Tier })
			if err != nil || !lower {
				c.found.add(field+".inputs", "%s are products of no tier below %d", input, t.Tier)
			}
		}
	}
}

// levels makes sure that a second level has a first, in modes that the edition
// allows.
func (c *checker) levels() {
	for _, l := range c.spec.AgreementLevels {
		field := fmt.Sprintf("spec.agreementLevels[%d]", l.Level)
		first := slices.ContainsFunc(c.spec.AgreementLevels, func(o v1alpha1.AgreementLevel) bool { return o.Level == 1 })
		if l.Level == 2 && !first {
			c.found.add(field, "stands under level 1, which is missing")
		}
		for _, mode := range l.Modes {
			if c.spec.Modes != nil && !slices.Contains(c.spec.Modes.OperationAgreement, mode) {
				c.found.add(field+".modes", "%s is no mode of spec.modes", mode)
			}
		}
	}
}

// terms makes sure that an exception of a term can be made where it is allowed.
func (c *checker) terms() {
	if c.spec.Terms == nil {
		return
	}
	for _, of := range []v1alpha1.LinkKind{v1alpha1.LinkOperationAgreement, v1alpha1.LinkDeveloperGrant} {
		rule := termRuleOf(c.spec, of)
		if rule != nil && rule.Exception == "Allowed" && !c.has(of, v1alpha1.EffectExcepted) {
			c.found.add(fmt.Sprintf("spec.terms.%s.exception", of), "is Allowed, and no procedure of %s has the effect Excepted", of)
		}
	}
}

func termRuleOf(spec *v1alpha1.JurisdictionSpec, kind v1alpha1.LinkKind) *v1alpha1.TermRule {
	if spec.Terms == nil {
		return nil
	}
	if kind == v1alpha1.LinkDeveloperGrant {
		return spec.Terms.DeveloperGrant
	}
	return spec.Terms.OperationAgreement
}

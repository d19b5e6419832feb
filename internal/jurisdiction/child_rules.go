// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"fmt"
	"reflect"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// contents asks that all content that the parent requires is required still.
func (c *comparison) contents() {
	if c.parent.Content == nil {
		return
	}
	child := c.child.Content
	if child == nil {
		child = &v1alpha1.ContentRules{}
	}
	for _, list := range []struct {
		of            string
		child, parent []v1alpha1.ContentItem
	}{
		{"ImplementationPlan", child.ImplementationPlan, c.parent.Content.ImplementationPlan},
		{"Selection", child.Selection, c.parent.Content.Selection},
		{"OperationAgreement", child.OperationAgreement, c.parent.Content.OperationAgreement},
		{"DataResource", child.DataResource, c.parent.Content.DataResource},
		{"DeveloperGrant", child.DeveloperGrant, c.parent.Content.DeveloperGrant},
	} {
		for _, p := range list.parent {
			required := slices.ContainsFunc(list.child, func(q v1alpha1.ContentItem) bool {
				return q.Key == p.Key && q.Part == p.Part && wider(q.When, p.When)
			})
			if !required {
				c.found.add("spec.content."+list.of, "lacks %q, which the parent %s requires; a child may add to them", p.Key, c.name)
			}
		}
	}
}

// wider says whether a condition holds wherever another does.
func wider(q, p *v1alpha1.When) bool { return q == nil || reflect.DeepEqual(q, p) }

// checks asks that each check of the parent is made, and not more leniently.
func (c *comparison) checks() {
	for _, p := range c.parent.Checks {
		made := slices.ContainsFunc(c.child.Checks, func(q v1alpha1.CheckRule) bool { return tighterCheck(&q, &p) })
		if !made {
			c.found.add("spec.checks", "lack %s, which the parent %s makes; a child may add checks and make them stricter", show(p), c.name)
		}
	}
}

func tighterCheck(q, p *v1alpha1.CheckRule) bool {
	return q.Check == p.Check && q.Of == p.Of && wider(q.When, p.When) &&
		(q.Scope == p.Scope || q.Scope == "AllInScope") &&
		(q.Affiliates == p.Affiliates || p.Affiliates == "" || q.Affiliates == v1alpha1.AffiliatesDeny) &&
		subset(q.LegalForms, p.LegalForms) && subset(q.SourceClasses, p.SourceClasses) && subset(q.Among, p.Among)
}

// subset says whether a list holds nothing that another does not. An empty
// list is one of an empty list alone.
func subset[T comparable](q, p []T) bool {
	return (len(q) == 0) == (len(p) == 0) && !slices.ContainsFunc(q, func(one T) bool { return !slices.Contains(p, one) })
}

// grounds asks that each ground of the parent stands, with its bar or a longer
// one.
func (c *comparison) grounds() {
	for _, p := range c.parent.Grounds {
		at := slices.IndexFunc(c.child.Grounds, func(q v1alpha1.Ground) bool { return q.ID == p.ID && q.Act == p.Act })
		if at < 0 {
			c.found.add("spec.grounds", "lack %s for %s, which the parent %s names; a child may add grounds", p.ID, p.Act, c.name)
			continue
		}
		q := c.child.Grounds[at]
		c.same(fmt.Sprintf("spec.grounds[%s].of", p.ID), q.Of, p.Of)
		if p.Bar != nil && !longerBar(q.Bar, p.Bar) {
			c.looser(fmt.Sprintf("spec.grounds[%s].bar", p.ID), q.Bar, p.Bar, "may make it longer")
		}
	}
	more(c, "spec.consequences", c.child.Consequences, c.parent.Consequences)
}

func longerBar(q, p *v1alpha1.Bar) bool {
	switch {
	case q == nil:
		return false
	case p.Years == nil:
		return true
	}
	return q.Years != nil && *q.Years >= *p.Years
}

func (c *comparison) duties() {
	for _, p := range c.parent.Duties {
		field := fmt.Sprintf("spec.duties[%s]", p.Name)
		at := slices.IndexFunc(c.child.Duties, func(q v1alpha1.Duty) bool { return q.Name == p.Name })
		if at < 0 {
			c.found.add(field, "is left out, and the parent %s has it; a child may add duties", c.name)
			continue
		}
		q := c.child.Duties[at]
		c.same(field+".of", q.Of, p.Of)
		c.same(field+".on", q.On, p.On)
		c.same(field+".act", q.Act, p.Act)
		c.same(field+".until", q.Until, p.Until)
		c.same(field+".dutyOf", q.DutyOf, p.DutyOf)
		if isTrue(p.Due.Soft) {
			continue // any number is tighter than none
		}
		c.most(field+".due.workingDays", q.Due.WorkingDays, p.Due.WorkingDays)
		c.most(field+".due.days", q.Due.Days, p.Due.Days)
		c.most(field+".due.months", q.Due.Months, p.Due.Months)
	}
}

// periods is when a renewal is applied for.
func (c *comparison) periods() {
	p, q := c.parent.Renewal, c.child.Renewal
	switch {
	case p == nil:
	case q == nil:
		c.looser("spec.renewal", q, p, "keeps it")
	default:
		c.most("spec.renewal.months", q.Months, p.Months)
		c.same("spec.renewal.early", q.Early, p.Early)
		c.same("spec.renewal.of", q.Of, p.Of)
		c.same("spec.renewal.to", q.To, p.To)
	}
}

// halt asks that all who may stop may stop still, and nobody else may let go on.
func (c *comparison) halt() {
	p, q := c.parent.Halt, c.child.Halt
	switch {
	case p == nil:
	case q == nil:
		c.looser("spec.halt", q, p, "keeps it")
	default:
		if len(q.By) > 0 { // without any, everybody may
			more(c, "spec.halt.by", q.By, p.By)
		}
		if len(q.By) > 0 && len(p.By) == 0 {
			c.looser("spec.halt.by", q.By, p.By, "lets everybody stop still")
		}
		more(c, "spec.halt.reportTo", q.ReportTo, p.ReportTo)
		for _, one := range q.ReleaseBy {
			if !slices.ContainsFunc(p.ReleaseBy, func(other v1alpha1.Party) bool { return reflect.DeepEqual(one, other) }) {
				c.looser("spec.halt.releaseBy", q.ReleaseBy, p.ReleaseBy, "may leave some of them out")
				return
			}
		}
	}
}

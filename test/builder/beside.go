// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/lawful"
)

func (c *Chain) aboveAgreement(f *authorization.Facts) {
	a := f.Agreement.Get()
	if a == nil {
		return
	}
	if a.Spec.Plan != "" {
		c.plan(f, a.Spec.Plan)
	}
	if a.Spec.Selection != "" {
		c.selection(f, a.Spec.Selection)
	}
	c.other(f, a.Spec.Under)
	c.other(f, a.Spec.Renews)
	c.other(f, a.Spec.Revises)
	c.rivals(f, a)
	c.revisions(f, v1alpha1.OnOperationAgreement, v1alpha1.ObjectName(a.Name))
}

// other reads an agreement that the chain names beside the one in question.
func (c *Chain) other(f *authorization.Facts, name v1alpha1.ObjectName) {
	if own := f.Agreement.Get(); name == "" || own != nil && own.Name == string(name) {
		return
	}
	if _, known := f.Agreements[name]; known {
		return
	}
	f.Agreements[name] = look[v1alpha1.OperationAgreement](c, "OperationAgreement", string(name))
	c.decided(f, v1alpha1.OnOperationAgreement, name)
	a := f.Agreements[name].Get()
	if a == nil {
		return
	}
	c.named(f, authorization.NamesOf(a, nil).WithoutResources())
	for _, resource := range a.Spec.DataResources {
		c.resource(f, resource)
	}
	if a.Spec.Plan != "" {
		c.plan(f, a.Spec.Plan)
	}
	if a.Spec.Selection != "" {
		c.selection(f, a.Spec.Selection)
	}
	c.other(f, a.Spec.Under)
	c.other(f, a.Spec.Renews)
	c.other(f, a.Spec.Revises)
	c.rivals(f, a)
	c.revisions(f, v1alpha1.OnOperationAgreement, name)
}

// rivals reads the agreements that are counted together with one.
func (c *Chain) rivals(f *authorization.Facts, a *v1alpha1.OperationAgreement) {
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	if c.beside || !authorization.CountsOperators(edition, a) || c.unreadable[key{"Rivals of OperationAgreement", a.Name}] {
		return
	}
	beside := c.Clone()
	beside.beside = true
	name := v1alpha1.ObjectName(a.Name)
	f.Rivals[name] = []*authorization.Facts{}
	for k, o := range c.objects {
		if other, ok := o.(*v1alpha1.OperationAgreement); ok && authorization.MayRival(edition, a, other) {
			f.Rivals[name] = append(f.Rivals[name], beside.OfAgreement(k.name))
		}
	}
}

// proceed reads what procedures rest on, beside what every verdict does: all
// organisations, calendars and objections that there are.
func (c *Chain) proceed(f *authorization.Facts) {
	asked := false
	for subject := range f.Decisions {
		edition := f.EditionOf(subject).Get()
		asked = asked || authorization.Asks(edition, v1alpha1.LinkKind(subject.Kind))
	}
	if !asked {
		return
	}
	f.Ended = []*authorization.Facts{}
	for _, d := range c.decisions {
		c.ended(f, d)
	}
	for subject := range f.Decisions {
		f.Objections[subject] = nil
	}
	for k, o := range c.objects {
		switch o := o.(type) {
		case *v1alpha1.Organization:
			c.organization(f, v1alpha1.ObjectName(k.name))
		case *v1alpha1.WorkCalendar:
			f.Calendars[v1alpha1.ObjectName(k.name)] = look[v1alpha1.WorkCalendar](c, "WorkCalendar", k.name)
		case *v1alpha1.Objection:
			against := v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(o.Spec.Against.Kind), Name: o.Spec.Against.Name}
			f.Objections[against] = append(f.Objections[against], o)
			c.decided(f, v1alpha1.OnObjection, v1alpha1.ObjectName(k.name))
		}
	}
}

// ended reads the facts on an agreement or a grant that was terminated.
func (c *Chain) ended(f *authorization.Facts, d *v1alpha1.Decision) {
	if d.Spec.Action != v1alpha1.ActionTerminate || c.past {
		return
	}
	beside := c.Clone()
	beside.beside, beside.past = true, true
	switch name := string(d.Spec.Subject.Name); d.Spec.Subject.Kind {
	case v1alpha1.OnOperationAgreement:
		f.Ended = append(f.Ended, beside.OfAgreement(name))
	case v1alpha1.OnDeveloperGrant:
		f.Ended = append(f.Ended, beside.OfGrant(name))
	}
}

// entered reads which resource was entered first under the catalogue code of one.
func (c *Chain) entered(f *authorization.Facts, of *v1alpha1.DataResource) {
	edition := f.Jurisdictions[of.Spec.Jurisdiction].Get()
	name := v1alpha1.ObjectName(of.Name)
	if edition == nil || c.unreadable[key{"Entries beside DataResource", of.Name}] {
		return
	}
	f.Entered[name] = authorization.Missing[v1alpha1.DataResource]()
	var resources []v1alpha1.DataResource
	for _, o := range c.objects {
		if r, ok := o.(*v1alpha1.DataResource); ok {
			resources = append(resources, *r)
		}
	}
	if first := lawful.FirstEntered(edition, of, resources); first != nil {
		f.Entered[name] = authorization.Found(first)
	}
}

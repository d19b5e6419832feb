// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	corev1 "k8s.io/api/core/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// OfGrant are the facts on a grant.
func (c *Chain) OfGrant(name string) *authorization.Facts {
	f := authorization.NewFacts()
	f.Guards.Proven = true
	f.Grant = look[v1alpha1.DeveloperGrant](c, "DeveloperGrant", name).Get()
	if f.Grant == nil {
		return f
	}
	f.Agreement = look[v1alpha1.OperationAgreement](c, "OperationAgreement", string(f.Grant.Spec.Agreement))
	f.Class = look[v1alpha1.SandboxClass](c, "SandboxClass", string(f.Grant.Spec.Sandbox.Class))
	c.decided(f, v1alpha1.OnDeveloperGrant, v1alpha1.ObjectName(name))
	c.revisions(f, v1alpha1.OnDeveloperGrant, v1alpha1.ObjectName(name))
	c.earlierGrants(f)
	c.decided(f, v1alpha1.OnOperationAgreement, f.Grant.Spec.Agreement)
	c.named(f, authorization.NamesOf(f.Agreement.Get(), f.Grant))
	c.aboveAgreement(f)
	c.proceed(f)
	return f
}

// OfAgreement are the facts on an agreement.
func (c *Chain) OfAgreement(name string) *authorization.Facts {
	f := authorization.NewFacts()
	f.Guards.Proven = true
	f.Agreement = look[v1alpha1.OperationAgreement](c, "OperationAgreement", name)
	c.decided(f, v1alpha1.OnOperationAgreement, v1alpha1.ObjectName(name))
	c.named(f, authorization.NamesOf(f.Agreement.Get(), nil))
	c.aboveAgreement(f)
	c.proceed(f)
	return f
}

// OfResource are the facts on a data resource.
func (c *Chain) OfResource(name string) *authorization.Facts {
	f := authorization.NewFacts()
	c.resource(f, v1alpha1.ObjectName(name))
	return f
}

// OfOrganization are the facts on a party.
func (c *Chain) OfOrganization(name string) *authorization.Facts {
	f := authorization.NewFacts()
	c.organization(f, v1alpha1.ObjectName(name))
	return f
}

// OfPlan are the facts on an implementation plan.
func (c *Chain) OfPlan(name string) *authorization.Facts {
	f := authorization.NewFacts()
	c.plan(f, v1alpha1.ObjectName(name))
	return f
}

// OfSelection are the facts on a call for applicants.
func (c *Chain) OfSelection(name string) *authorization.Facts {
	f := authorization.NewFacts()
	c.selection(f, v1alpha1.ObjectName(name))
	if s := f.Selections[v1alpha1.ObjectName(name)].Get(); s != nil && s.Spec.Agreement != "" {
		f.Agreement = look[v1alpha1.OperationAgreement](c, "OperationAgreement", string(s.Spec.Agreement))
		c.decided(f, v1alpha1.OnOperationAgreement, s.Spec.Agreement)
		c.named(f, authorization.NamesOf(f.Agreement.Get(), nil).WithoutResources())
	}
	c.proceed(f)
	return f
}

// OfObjection are the facts on an objection.
func (c *Chain) OfObjection(name string) *authorization.Facts {
	f := authorization.NewFacts()
	f.Objection = look[v1alpha1.Objection](c, "Objection", name)
	c.decided(f, v1alpha1.OnObjection, v1alpha1.ObjectName(name))
	o := f.Objection.Get()
	if o == nil {
		return f
	}
	against := string(o.Spec.Against.Name)
	switch o.Spec.Against.Kind {
	case v1alpha1.LinkImplementationPlan:
		c.plan(f, o.Spec.Against.Name)
	case v1alpha1.LinkSelection:
		c.selection(f, o.Spec.Against.Name)
	case v1alpha1.LinkOperationAgreement:
		f.Agreement = look[v1alpha1.OperationAgreement](c, "OperationAgreement", against)
	case v1alpha1.LinkDeveloperGrant:
		grant := look[v1alpha1.DeveloperGrant](c, "DeveloperGrant", against)
		f.Grant, f.GrantUnread = grant.Get(), grant.Get() == nil && !grant.IsMissing()
	}
	c.named(f, authorization.Names{Jurisdictions: authorization.NamesOf(f.Agreement.Get(), f.Grant).Jurisdictions})
	return f
}

func (c *Chain) plan(f *authorization.Facts, name v1alpha1.ObjectName) {
	if _, known := f.Plans[name]; known || name == "" {
		return
	}
	f.Plans[name] = look[v1alpha1.ImplementationPlan](c, "ImplementationPlan", string(name))
	c.decided(f, v1alpha1.OnImplementationPlan, name)
	if p := f.Plans[name].Get(); p != nil {
		c.edition(f, p.Spec.Jurisdiction)
		c.organization(f, p.Spec.Drafter)
		c.revisions(f, v1alpha1.OnImplementationPlan, name)
		c.plan(f, p.Spec.Revises)
	}
}

func (c *Chain) selection(f *authorization.Facts, name v1alpha1.ObjectName) {
	f.Selections[name] = look[v1alpha1.Selection](c, "Selection", string(name))
	c.decided(f, v1alpha1.OnSelection, name)
	if s := f.Selections[name].Get(); s != nil {
		c.edition(f, s.Spec.Jurisdiction)
		c.organization(f, s.Spec.Organiser)
		if s.Spec.Plan != "" {
			c.plan(f, s.Spec.Plan)
		}
		c.other(f, s.Spec.Agreement)
	}
}

func (c *Chain) named(f *authorization.Facts, names authorization.Names) {
	for _, name := range names.Jurisdictions {
		c.edition(f, name)
	}
	for _, name := range names.Organizations {
		c.organization(f, name)
	}
	for _, name := range names.Resources {
		c.resource(f, name)
	}
}

func (c *Chain) edition(f *authorization.Facts, name v1alpha1.ObjectName) {
	f.Jurisdictions[name] = look[v1alpha1.Jurisdiction](c, "Jurisdiction", string(name))
	for j := f.Jurisdictions[name].Get(); j != nil && j.Spec.Parent != ""; j = f.Parents[j.Spec.Parent].Get() {
		if _, known := f.Parents[j.Spec.Parent]; known {
			break
		}
		f.Parents[j.Spec.Parent] = look[v1alpha1.Jurisdiction](c, "Jurisdiction", string(j.Spec.Parent))
	}
}

// organization reads a party by all the names that it has.
func (c *Chain) organization(f *authorization.Facts, name v1alpha1.ObjectName) {
	if f.Bodies == nil && !c.unreadable[key{"Organizations", ""}] {
		c.registered(f)
	}
	for _, name := range f.Bearers(name) {
		f.Organizations[name] = look[v1alpha1.Organization](c, "Organization", string(name))
		c.decided(f, v1alpha1.OnOrganization, name)
	}
}

// registered reads what all organisations say of each other.
func (c *Chain) registered(f *authorization.Facts) {
	var all []v1alpha1.Organization
	f.Affiliates = map[v1alpha1.ObjectName][]v1alpha1.ObjectName{}
	for k, o := range c.objects {
		if o, ok := o.(*v1alpha1.Organization); ok {
			all = append(all, *o)
			f.Affiliates[v1alpha1.ObjectName(k.name)] = o.Spec.Affiliates
		}
	}
	f.Authorities, f.Bodies = lawful.FirstAuthorities(all), lawful.Bearers(all)
}

func (c *Chain) resource(f *authorization.Facts, name v1alpha1.ObjectName) {
	f.Resources[name] = look[v1alpha1.DataResource](c, "DataResource", string(name))
	c.decided(f, v1alpha1.OnDataResource, name)
	resource := f.Resources[name].Get()
	if resource == nil {
		return
	}
	c.edition(f, resource.Spec.Jurisdiction)
	c.organization(f, resource.Spec.SourceUnit)
	for _, name := range resource.Spec.SharedFrom {
		c.organization(f, name)
	}
	c.entered(f, resource)
	if service := resource.Spec.Endpoint.Service; service != nil {
		f.Services[service.Name] = look[corev1.Service](c, "Service", service.Name)
	}
}

// decided reads the acts on a subject, and the organisations that halted or
// released: the edition asks for their roles.
func (c *Chain) decided(f *authorization.Facts, kind v1alpha1.SubjectLinkKind, name v1alpha1.ObjectName) {
	subject := v1alpha1.DecisionSubject{Kind: kind, Name: name}
	if _, known := f.Decisions[subject]; known || c.unreadable[key{"Decisions on " + string(kind), string(name)}] {
		return
	}
	f.Decisions[subject] = nil
	for _, d := range c.decisions {
		if d.Spec.Subject.DecisionSubject == subject {
			f.Decisions[subject] = append(f.Decisions[subject], d)
		}
	}
	for _, d := range f.Decisions[subject] {
		if d.Spec.Action == v1alpha1.ActionHalt || d.Spec.Action == v1alpha1.ActionRelease {
			c.organization(f, d.Spec.Organization)
		}
	}
}

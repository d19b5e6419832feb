// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// Chain holds the objects of one domain as a cluster would, and reads facts out
// of them. What it does not hold is missing, and not unknown.
type Chain struct {
	objects    map[key]metav1.Object
	decisions  []*v1alpha1.Decision
	unreadable map[key]bool
	beside     bool // the facts are on an agreement beside the one in question
	past       bool // the facts are on what was terminated
}

type key struct{ kind, name string }

// NewChain is a chain of objects.
func NewChain(objects ...metav1.Object) *Chain {
	return (&Chain{objects: map[key]metav1.Object{}, unreadable: map[key]bool{}}).Put(objects...)
}

// Health is a chain in force in 2026: the agreement health of Bureau with
// Operator over visits, labs and drugs of SourceUnit, all from 2026-01-01 to
// 2026-12-31, and the grant g of Holder over visits and labs.
func Health() *Chain {
	return NewChain(
		Jurisdiction("demo", 1).Obj(),
		Organization(Bureau).Roles("DataAuthority").Obj(),
		Organization(Operator).Roles(v1alpha1.RoleOperator).Obj(),
		Organization(SourceUnit).Roles("SourceUnit").Obj(),
		Organization(Holder).Roles(v1alpha1.RoleDeveloper).Group("medtech:developers").Obj(),
		Class(StandardClass).Obj(),
		Resource("visits").Fields("date", "diagnosis").Obj(),
		Resource("labs").Obj(),
		Resource("drugs").Obj(),
		Agreement("health").Over("visits", "labs", "drugs").Term("2026-01-01", "2026-12-31").Obj(),
		Grant("g").Under("health").Input("visits").Input("labs").Term("2026-01-01", "2026-12-31").Obj(),
	)
}

// Clone is a chain of the same objects, which can go another way.
func (c *Chain) Clone() *Chain {
	return &Chain{objects: maps.Clone(c.objects), decisions: slices.Clone(c.decisions), unreadable: maps.Clone(c.unreadable)}
}

// Put adds objects, each in place of one of the same kind and name.
func (c *Chain) Put(objects ...metav1.Object) *Chain {
	for _, o := range objects {
		if d, ok := o.(*v1alpha1.Decision); ok {
			c.Drop("Decision", d.Name)
			c.decisions = append(c.decisions, d)
			continue
		}
		c.objects[key{kindOf(o), o.GetName()}] = o
	}
	return c
}

// Drop takes an object away.
func (c *Chain) Drop(kind, name string) *Chain {
	if kind == "Decision" {
		c.decisions = slices.DeleteFunc(c.decisions, func(d *v1alpha1.Decision) bool { return d.Name == name })
	}
	delete(c.objects, key{kind, name})
	return c
}

// Unreadable makes an object unknown: whether it exists cannot be told. Of the
// kind "Decisions on DeveloperGrant" (and so on) it is the acts on a subject.
func (c *Chain) Unreadable(kind, name string) *Chain {
	c.unreadable[key{kind, name}] = true
	return c
}

// Decisions are the acts, in the order in which they were put.
func (c *Chain) Decisions() []*v1alpha1.Decision { return slices.Clone(c.decisions) }

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
	c.rivals(f, a)
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
	c.rivals(f, a)
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
		asked = asked || authorization.Asks(edition, v1alpha1.LinkKind(subject.Kind)) || authorization.AsksWhoIsRelated(edition) || authorization.AsksWhoIsAuthority(edition)
	}
	if !asked {
		return
	}
	f.Affiliates = map[v1alpha1.ObjectName][]v1alpha1.ObjectName{}
	f.Ended = []*authorization.Facts{}
	for _, d := range c.decisions {
		c.ended(f, d)
	}
	var registered []v1alpha1.Organization
	for subject := range f.Decisions {
		f.Objections[subject] = nil
	}
	for k, o := range c.objects {
		switch o := o.(type) {
		case *v1alpha1.Organization:
			c.organization(f, v1alpha1.ObjectName(k.name))
			f.Affiliates[v1alpha1.ObjectName(k.name)] = o.Spec.Affiliates
			registered = append(registered, *o)
		case *v1alpha1.WorkCalendar:
			f.Calendars[v1alpha1.ObjectName(k.name)] = look[v1alpha1.WorkCalendar](c, "WorkCalendar", k.name)
		case *v1alpha1.Objection:
			against := v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(o.Spec.Against.Kind), Name: o.Spec.Against.Name}
			f.Objections[against] = append(f.Objections[against], o)
			c.decided(f, v1alpha1.OnObjection, v1alpha1.ObjectName(k.name))
		}
	}
	if !c.unreadable[key{"Organizations", ""}] {
		f.Authorities = lawful.FirstAuthorities(registered)
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
	f.Plans[name] = look[v1alpha1.ImplementationPlan](c, "ImplementationPlan", string(name))
	c.decided(f, v1alpha1.OnImplementationPlan, name)
	if p := f.Plans[name].Get(); p != nil {
		c.edition(f, p.Spec.Jurisdiction)
		c.organization(f, p.Spec.Drafter)
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
}

func (c *Chain) organization(f *authorization.Facts, name v1alpha1.ObjectName) {
	f.Organizations[name] = look[v1alpha1.Organization](c, "Organization", string(name))
	c.decided(f, v1alpha1.OnOrganization, name)
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

func look[T any](c *Chain, kind, name string) authorization.Lookup[T] {
	if c.unreadable[key{kind, name}] {
		return authorization.Lookup[T]{}
	}
	if found, ok := any(c.objects[key{kind, name}]).(*T); ok {
		return authorization.Found(found)
	}
	return authorization.Missing[T]()
}

func kindOf(o metav1.Object) string {
	switch o.(type) {
	case *v1alpha1.Jurisdiction:
		return "Jurisdiction"
	case *v1alpha1.Organization:
		return "Organization"
	case *v1alpha1.SandboxClass:
		return "SandboxClass"
	case *v1alpha1.DataResource:
		return "DataResource"
	case *v1alpha1.OperationAgreement:
		return "OperationAgreement"
	case *v1alpha1.DeveloperGrant:
		return "DeveloperGrant"
	case *v1alpha1.ImplementationPlan:
		return "ImplementationPlan"
	case *v1alpha1.Selection:
		return "Selection"
	case *v1alpha1.Objection:
		return "Objection"
	case *v1alpha1.WorkCalendar:
		return "WorkCalendar"
	case *corev1.Service:
		return "Service"
	}
	panic(fmt.Sprintf("a chain holds no %T", o))
}

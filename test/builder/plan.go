// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// PlanBuilder makes an ImplementationPlan.
type PlanBuilder struct{ plan v1alpha1.ImplementationPlan }

// Plan begins a plan that Bureau drafted.
func Plan(name string) *PlanBuilder {
	return &PlanBuilder{v1alpha1.ImplementationPlan{
		ObjectMeta: meta("ImplementationPlan", Domain, name),
		Spec: v1alpha1.ImplementationPlanSpec{
			Jurisdiction: Edition, Division: "990100", Title: name, Drafter: Bureau,
		},
	}}
}

// In puts the plan into a domain; its UID follows.
func (b *PlanBuilder) In(domain string) *PlanBuilder {
	b.plan.Namespace = domain
	b.plan.UID = UIDOf("ImplementationPlan", domain, b.plan.Name)
	return b
}

// Edition pins an edition.
func (b *PlanBuilder) Edition(name string) *PlanBuilder {
	b.plan.Spec.Jurisdiction = v1alpha1.ObjectName(name)
	return b
}

// DraftedBy names the drafter.
func (b *PlanBuilder) DraftedBy(organization string) *PlanBuilder {
	b.plan.Spec.Drafter = v1alpha1.ObjectName(organization)
	return b
}

// Over plans the operation of data resources.
func (b *PlanBuilder) Over(resources ...string) *PlanBuilder {
	b.plan.Spec.DataResources = append(b.plan.Spec.DataResources, names(resources)...)
	return b
}

// Term plans an operation over civil dates, both inclusive.
func (b *PlanBuilder) Term(from, to string) *PlanBuilder {
	b.plan.Spec.Term = term(from, to)
	return b
}

// Revises names the plan that this one replaces.
func (b *PlanBuilder) Revises(plan string) *PlanBuilder {
	b.plan.Spec.Revises = v1alpha1.ObjectName(plan)
	return b
}

// Obj is the plan.
func (b *PlanBuilder) Obj() *v1alpha1.ImplementationPlan { return b.plan.DeepCopy() }

// CallBuilder makes a Selection.
type CallBuilder struct{ call v1alpha1.Selection }

// Call begins a call of Bureau for operators.
func Call(name string) *CallBuilder {
	return &CallBuilder{v1alpha1.Selection{
		ObjectMeta: meta("Selection", Domain, name),
		Spec: v1alpha1.SelectionSpec{
			Jurisdiction: Edition, Seeks: v1alpha1.RoleOperator, Organiser: Bureau, Method: v1alpha1.MethodPublicTender,
		},
	}}
}

// In puts the call into a domain; its UID follows.
func (b *CallBuilder) In(domain string) *CallBuilder {
	b.call.Namespace = domain
	b.call.UID = UIDOf("Selection", domain, b.call.Name)
	return b
}

// Edition pins an edition.
func (b *CallBuilder) Edition(name string) *CallBuilder {
	b.call.Spec.Jurisdiction = v1alpha1.ObjectName(name)
	return b
}

// OrganisedBy names the organiser.
func (b *CallBuilder) OrganisedBy(organization string) *CallBuilder {
	b.call.Spec.Organiser = v1alpha1.ObjectName(organization)
	return b
}

// CarriesOut names the plan.
func (b *CallBuilder) CarriesOut(plan string) *CallBuilder {
	b.call.Spec.Plan = v1alpha1.ObjectName(plan)
	return b
}

// ForDevelopersUnder seeks developers under an agreement.
func (b *CallBuilder) ForDevelopersUnder(agreement string) *CallBuilder {
	b.call.Spec.Seeks, b.call.Spec.Agreement = v1alpha1.RoleDeveloper, v1alpha1.ObjectName(agreement)
	return b
}

// Obj is the call.
func (b *CallBuilder) Obj() *v1alpha1.Selection { return b.call.DeepCopy() }

// ObjectionBuilder makes an Objection.
type ObjectionBuilder struct{ objection v1alpha1.Objection }

// Objection begins an objection of Holder of 2026-03-01.
func Objection(name string) *ObjectionBuilder {
	return &ObjectionBuilder{v1alpha1.Objection{
		ObjectMeta: meta("Objection", Domain, name),
		Spec: v1alpha1.ObjectionSpec{
			Objector: v1alpha1.Objector{Name: Holder, Organization: Holder},
			RaisedOn: "2026-03-01", Ground: "the reviewer is related to the applicant",
		},
	}}
}

// In puts the objection into a domain; its UID follows.
func (b *ObjectionBuilder) In(domain string) *ObjectionBuilder {
	b.objection.Namespace = domain
	b.objection.UID = UIDOf("Objection", domain, b.objection.Name)
	return b
}

// By names the organisation that objects.
func (b *ObjectionBuilder) By(organization string) *ObjectionBuilder {
	b.objection.Spec.Objector = v1alpha1.Objector{Name: organization, Organization: v1alpha1.ObjectName(organization)}
	return b
}

// Against says what it is against.
func (b *ObjectionBuilder) Against(kind v1alpha1.LinkKind, name string) *ObjectionBuilder {
	b.objection.Spec.Against = v1alpha1.ObjectionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
	return b
}

// Obj is the objection.
func (b *ObjectionBuilder) Obj() *v1alpha1.Objection { return b.objection.DeepCopy() }

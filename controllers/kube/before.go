// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// aboveAgreement reads what stands above the agreement in question, and the
// agreements that are counted together with it.
func (r *reading) aboveAgreement() {
	agreement := r.facts.Agreement.Get()
	if agreement == nil {
		return
	}
	r.first("OperationAgreement", v1alpha1.ObjectName(agreement.Name))
	r.all(
		func() { r.above(agreement) },
		func() { r.rivals(agreement) },
		func() { r.revisions(v1alpha1.OnOperationAgreement, agreement.Name) },
	)
}

// above reads the plan, the call, the agreement of level 1 and those renewed and
// revised that an agreement names.
func (r *reading) above(agreement *v1alpha1.OperationAgreement) {
	r.all(
		func() { r.plan(agreement.Spec.Plan) },
		func() { r.selection(agreement.Spec.Selection) },
		func() { r.other(agreement.Spec.Under) },
		func() { r.earlierAgreement(agreement.Spec.Renews) },
		func() { r.versionBefore(agreement) },
	)
}

// versionBefore reads the agreement that another one revises, and where the edition
// asks which data join, all before it and the acts on them.
func (r *reading) versionBefore(agreement *v1alpha1.OperationAgreement) {
	if agreement.Spec.Revises != "" && authorization.AsksWhatWasHeld(r.editionOf(agreement.Spec.Jurisdiction)) {
		r.revised(agreement.Spec.Revises)
		return
	}
	r.earlierAgreement(agreement.Spec.Revises)
}

// earlierAgreement reads an agreement that another one renews or revises, of which
// only is asked what it says: what became of it, and of what came before it, is no
// matter to the later one.
func (r *reading) earlierAgreement(name v1alpha1.ObjectName) {
	if name == "" || !r.first("earlier OperationAgreement", name) {
		return
	}
	if agreement := r.noteAgreement(name); agreement != nil {
		r.jurisdiction(agreement.Spec.Jurisdiction)
	}
}

// revised reads an agreement that another one revises, and those that it revises
// itself: which of them came into force says which data join by the later one.
func (r *reading) revised(name v1alpha1.ObjectName) {
	if name == "" || !r.first("revised OperationAgreement", name) {
		return
	}
	var agreement *v1alpha1.OperationAgreement
	r.all(
		func() { agreement = r.noteAgreement(name) },
		func() { r.decisions(v1alpha1.OnOperationAgreement, string(name)) },
	)
	if agreement != nil {
		r.all(
			func() { r.names(authorization.NamesOf(agreement, nil).WithoutResources()) },
			func() { r.above(agreement) },
			func() { r.revised(agreement.Spec.Revises) },
		)
	}
}

// noteAgreement reads an agreement of the domain; nil where there is none, or it
// could not be read.
func (r *reading) noteAgreement(name v1alpha1.ObjectName) *v1alpha1.OperationAgreement {
	found := look(r, r.namespace, string(name), &v1alpha1.OperationAgreement{})
	r.note(func(f *authorization.Facts) {
		if _, known := f.Agreements[name]; !known {
			f.Agreements[name] = found
		}
	})
	return found.Get()
}

// other reads an agreement that the chain names beside the one in question.
func (r *reading) other(name v1alpha1.ObjectName) {
	if name == "" || !r.first("OperationAgreement", name) {
		return
	}
	var found authorization.Lookup[v1alpha1.OperationAgreement]
	r.all(
		func() { found = look(r, r.namespace, string(name), &v1alpha1.OperationAgreement{}) },
		func() { r.decisions(v1alpha1.OnOperationAgreement, string(name)) },
	)
	r.note(func(f *authorization.Facts) { f.Agreements[name] = found })
	agreement := found.Get()
	if agreement == nil {
		return
	}
	r.all(
		func() { r.names(authorization.NamesOf(agreement, nil).WithoutResources()) },
		func() { r.above(agreement) },
		func() { r.rivals(agreement) },
		func() { r.revisions(v1alpha1.OnOperationAgreement, string(name)) },
	)
}

func (r *reading) plan(name v1alpha1.ObjectName) {
	if name == "" || !r.first("ImplementationPlan", name) {
		return
	}
	var found authorization.Lookup[v1alpha1.ImplementationPlan]
	r.all(
		func() { found = look(r, r.namespace, string(name), &v1alpha1.ImplementationPlan{}) },
		func() { r.decisions(v1alpha1.OnImplementationPlan, string(name)) },
	)
	r.note(func(f *authorization.Facts) { f.Plans[name] = found })
	if plan := found.Get(); plan != nil {
		r.all(
			func() { r.jurisdiction(plan.Spec.Jurisdiction) },
			func() { r.organization(plan.Spec.Drafter) },
			func() { r.revisions(v1alpha1.OnImplementationPlan, string(name)) },
			func() { r.earlierPlan(plan.Spec.Revises) },
		)
	}
}

// earlierPlan reads a plan that another one revises, as earlierAgreement does.
func (r *reading) earlierPlan(name v1alpha1.ObjectName) {
	if name == "" || !r.first("earlier ImplementationPlan", name) {
		return
	}
	found := look(r, r.namespace, string(name), &v1alpha1.ImplementationPlan{})
	r.note(func(f *authorization.Facts) {
		if _, known := f.Plans[name]; !known {
			f.Plans[name] = found
		}
	})
	if plan := found.Get(); plan != nil {
		r.jurisdiction(plan.Spec.Jurisdiction)
	}
}

func (r *reading) selection(name v1alpha1.ObjectName) {
	if name == "" || !r.first("Selection", name) {
		return
	}
	var found authorization.Lookup[v1alpha1.Selection]
	r.all(
		func() { found = look(r, r.namespace, string(name), &v1alpha1.Selection{}) },
		func() { r.decisions(v1alpha1.OnSelection, string(name)) },
	)
	r.note(func(f *authorization.Facts) { f.Selections[name] = found })
	if selection := found.Get(); selection != nil {
		r.all(
			func() { r.jurisdiction(selection.Spec.Jurisdiction) },
			func() { r.organization(selection.Spec.Organiser) },
			func() { r.plan(selection.Spec.Plan) },
			func() { r.other(selection.Spec.Agreement) },
		)
	}
}

// called reads the agreement under which a call seeks developers.
func (r *reading) called(name v1alpha1.ObjectName) {
	if name == "" {
		return
	}
	r.other(name)
	r.note(func(f *authorization.Facts) { f.Agreement = f.Agreements[name] })
}

// against reads what an objection is against, and the edition that it pins.
func (r *reading) against(subject v1alpha1.ObjectionSubject) {
	switch subject.Kind {
	case v1alpha1.LinkImplementationPlan:
		r.plan(subject.Name)
	case v1alpha1.LinkSelection:
		r.selection(subject.Name)
	case v1alpha1.LinkOperationAgreement:
		r.agreement(string(subject.Name))
		if agreement := r.facts.Agreement.Get(); agreement != nil {
			r.jurisdiction(agreement.Spec.Jurisdiction)
		}
	case v1alpha1.LinkDeveloperGrant:
		grant := look(r, r.namespace, string(subject.Name), &v1alpha1.DeveloperGrant{})
		r.note(func(f *authorization.Facts) {
			f.Grant = grant.Get()
			f.GrantUnread = f.Grant == nil && !grant.IsMissing()
		})
		if grant := grant.Get(); grant != nil {
			r.jurisdiction(grant.Spec.Jurisdiction)
		}
	}
}

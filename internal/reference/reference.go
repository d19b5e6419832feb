// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package reference answers: which objects does an object refer to by name, so
// that they must not be deleted while it is there?
package reference

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Kinds that are referred to.
const (
	Jurisdiction       = "Jurisdiction"
	Organization       = "Organization"
	SandboxClass       = "SandboxClass"
	DataResource       = "DataResource"
	OperationAgreement = "OperationAgreement"
	ImplementationPlan = "ImplementationPlan"
	Selection          = "Selection"
	WorkCalendar       = "WorkCalendar"
)

// Target is an object that is referred to. Namespace is empty for kinds of the
// cluster.
type Target struct {
	Kind, Namespace, Name string
}

// Of are the targets of an object: all that its spec names. An object of a kind
// that refers to nothing has none. A name may come twice.
func Of(object any) []Target {
	switch o := object.(type) {
	case *v1alpha1.DeveloperGrant:
		return grant(o)
	case *v1alpha1.OperationAgreement:
		return agreement(o)
	case *v1alpha1.ImplementationPlan:
		return plan(o)
	case *v1alpha1.Selection:
		return selection(o)
	case *v1alpha1.Objection:
		return objection(o)
	case *v1alpha1.DataResource:
		return slices.Concat(of(Organization, "", o.Spec.SourceUnit), of(Organization, "", o.Spec.SharedFrom...), of(Jurisdiction, "", o.Spec.Jurisdiction))
	case *v1alpha1.Organization:
		return of(Organization, "", o.Spec.Affiliates...)
	case *v1alpha1.Jurisdiction:
		return slices.Concat(of(WorkCalendar, "", o.Spec.Calendar), of(Jurisdiction, "", o.Spec.Parent))
	case *v1alpha1.Decision:
		return decision(o)
	}
	return nil
}

func grant(g *v1alpha1.DeveloperGrant) []Target {
	targets := slices.Concat(
		of(Organization, "", g.Spec.Holder),
		of(Jurisdiction, "", g.Spec.Jurisdiction),
		of(OperationAgreement, g.Namespace, g.Spec.Agreement),
		of(SandboxClass, "", g.Spec.Sandbox.Class))
	for i := range g.Spec.Inputs {
		targets = append(targets, of(DataResource, g.Namespace, g.Spec.Inputs[i].Resource)...)
	}
	return targets
}

func agreement(a *v1alpha1.OperationAgreement) []Target {
	return slices.Concat(
		of(Organization, "", a.Spec.Grantor, a.Spec.Operator), of(Organization, "", a.Spec.CoGrantors...),
		of(Jurisdiction, "", a.Spec.Jurisdiction),
		of(ImplementationPlan, a.Namespace, a.Spec.Plan),
		of(Selection, a.Namespace, a.Spec.Selection),
		of(OperationAgreement, a.Namespace, a.Spec.Under, a.Spec.Revises, a.Spec.Renews),
		of(DataResource, a.Namespace, a.Spec.DataResources...))
}

func plan(p *v1alpha1.ImplementationPlan) []Target {
	return slices.Concat(
		of(Organization, "", p.Spec.Drafter),
		of(Jurisdiction, "", p.Spec.Jurisdiction),
		of(ImplementationPlan, p.Namespace, p.Spec.Revises),
		of(DataResource, p.Namespace, p.Spec.DataResources...))
}

func selection(s *v1alpha1.Selection) []Target {
	return slices.Concat(
		of(Organization, "", s.Spec.Organiser),
		of(Jurisdiction, "", s.Spec.Jurisdiction),
		of(ImplementationPlan, s.Namespace, s.Spec.Plan),
		of(OperationAgreement, s.Namespace, s.Spec.Agreement))
}

// objection are who objects and what to, but for a grant, which may always be
// deleted.
func objection(o *v1alpha1.Objection) []Target {
	targets := of(Organization, "", o.Spec.Objector.Organization)
	if o.Spec.Against.Kind == v1alpha1.LinkDeveloperGrant {
		return targets
	}
	return append(targets, of(string(o.Spec.Against.Kind), o.Namespace, o.Spec.Against.Name)...)
}

// decision are whose act it is, who else it names, and what it is on: the record
// of an act needs them for as long as it is kept. It does not hold a grant, which
// may always be deleted.
func decision(d *v1alpha1.Decision) []Target {
	targets := slices.Concat(
		of(Organization, "", d.Spec.Organization, d.Spec.TranscribedBy), of(Organization, "", d.Spec.To...),
		of(Jurisdiction, "", d.Spec.Jurisdiction))
	kind, name := string(d.Spec.Subject.Kind), d.Spec.Subject.Name
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnOrganization:
		targets = append(targets, of(kind, "", name)...)
	case v1alpha1.OnDataResource, v1alpha1.OnOperationAgreement, v1alpha1.OnImplementationPlan, v1alpha1.OnSelection:
		targets = append(targets, of(kind, d.Namespace, name)...)
	}
	if d.Spec.Scope != nil {
		targets = append(targets, of(DataResource, d.Namespace, d.Spec.Scope.Inputs...)...)
	}
	return targets
}

// ByDecisions says whether a Decision may refer to objects of a kind. There are
// many Decisions, and who need not look through them does not.
func ByDecisions(kind string) bool { return kind != SandboxClass && kind != WorkCalendar }

// of are the objects of a kind by those names that are given.
func of(kind, namespace string, names ...v1alpha1.ObjectName) []Target {
	targets := make([]Target, 0, len(names))
	for _, name := range names {
		if name != "" {
			targets = append(targets, Target{kind, namespace, string(name)})
		}
	}
	return targets
}

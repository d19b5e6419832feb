// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package reference answers: which objects does an object refer to by name, so
// that they must not be deleted while it is there?
package reference

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Kinds that are referred to.
const (
	Jurisdiction       = "Jurisdiction"
	Organization       = "Organization"
	SandboxClass       = "SandboxClass"
	DataResource       = "DataResource"
	OperationAgreement = "OperationAgreement"
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
	case *v1alpha1.DataResource:
		return append(organizations(o.Spec.SourceUnit), Target{Jurisdiction, "", string(o.Spec.Jurisdiction)})
	case *v1alpha1.Organization:
		return organizations(o.Spec.Affiliates...)
	case *v1alpha1.Decision:
		return decision(o)
	}
	return nil
}

func grant(g *v1alpha1.DeveloperGrant) []Target {
	targets := append(organizations(g.Spec.Holder),
		Target{Jurisdiction, "", string(g.Spec.Jurisdiction)},
		Target{OperationAgreement, g.Namespace, string(g.Spec.Agreement)},
		Target{SandboxClass, "", string(g.Spec.Sandbox.Class)})
	for i := range g.Spec.Inputs {
		targets = append(targets, Target{DataResource, g.Namespace, string(g.Spec.Inputs[i].Resource)})
	}
	return targets
}

func agreement(a *v1alpha1.OperationAgreement) []Target {
	targets := append(organizations(a.Spec.Grantor, a.Spec.Operator), organizations(a.Spec.CoGrantors...)...)
	targets = append(targets, Target{Jurisdiction, "", string(a.Spec.Jurisdiction)})
	return append(targets, resources(a.Namespace, a.Spec.DataResources)...)
}

// decision are whose act it is and what it is on: the record of an act needs
// both, for as long as it is kept. It does not hold a grant, which may always be
// deleted.
func decision(d *v1alpha1.Decision) []Target {
	targets := organizations(d.Spec.Organization)
	subject := Target{string(d.Spec.Subject.Kind), d.Namespace, string(d.Spec.Subject.Name)}
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnOrganization:
		subject.Namespace = ""
		targets = append(targets, subject)
	case v1alpha1.OnDataResource, v1alpha1.OnOperationAgreement:
		targets = append(targets, subject)
	}
	if d.Spec.Scope != nil {
		targets = append(targets, resources(d.Namespace, d.Spec.Scope.Inputs)...)
	}
	return targets
}

func organizations(names ...v1alpha1.ObjectName) []Target {
	targets := make([]Target, 0, len(names))
	for _, name := range names {
		targets = append(targets, Target{Organization, "", string(name)})
	}
	return targets
}

func resources(namespace string, names []v1alpha1.ObjectName) []Target {
	targets := make([]Target, 0, len(names))
	for _, name := range names {
		targets = append(targets, Target{DataResource, namespace, string(name)})
	}
	return targets
}

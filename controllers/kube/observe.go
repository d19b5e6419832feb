// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// SubjectNameField selects Decisions by the name of their subject, in the cache
// as on the API server.
const SubjectNameField = "spec.subject.name"

// Observer reads the facts a verdict rests on, from a cache or live. An object
// that does not exist is a fact; one that could not be read is left unknown,
// and the error returned beside the facts.
type Observer struct {
	Reader client.Reader
	// Guards tells what is known of the admission policies; nil is nothing.
	Guards Guards
	// Shared keeps what the Reader, which is a cache, tells of other chains; nil
	// reads it each time.
	Shared *Shared
	// Parallel reads what does not depend on each other at the same time: worth
	// it where each read is a request.
	Parallel bool
}

// Guards tells what is known of the admission policies that hold what is given.
type Guards interface {
	Guards() authorization.Guards
}

// Grant reads the facts on a grant.
func (o Observer) Grant(ctx context.Context, grant *v1alpha1.DeveloperGrant) (*authorization.Facts, error) {
	r := o.reading(ctx, grant.Namespace)
	r.grant(grant)
	r.proceed()
	return r.facts, r.err
}

// Agreement reads the facts on an agreement.
func (o Observer) Agreement(ctx context.Context, agreement *v1alpha1.OperationAgreement) (*authorization.Facts, error) {
	r := o.reading(ctx, agreement.Namespace)
	r.agreed(agreement)
	r.proceed()
	return r.facts, r.err
}

// Resource reads the facts on a data resource.
func (o Observer) Resource(ctx context.Context, resource *v1alpha1.DataResource) (*authorization.Facts, error) {
	r := o.reading(ctx, resource.Namespace)
	r.resource(v1alpha1.ObjectName(resource.Name))
	r.proceed()
	return r.facts, r.err
}

// Plan reads the facts on an implementation plan.
func (o Observer) Plan(ctx context.Context, plan *v1alpha1.ImplementationPlan) (*authorization.Facts, error) {
	r := o.reading(ctx, plan.Namespace)
	r.plan(v1alpha1.ObjectName(plan.Name))
	r.proceed()
	return r.facts, r.err
}

// Selection reads the facts on a call for applicants.
func (o Observer) Selection(ctx context.Context, selection *v1alpha1.Selection) (*authorization.Facts, error) {
	r := o.reading(ctx, selection.Namespace)
	r.selection(v1alpha1.ObjectName(selection.Name))
	r.called(selection.Spec.Agreement)
	r.proceed()
	return r.facts, r.err
}

// Objection reads the facts on an objection.
func (o Observer) Objection(ctx context.Context, objection *v1alpha1.Objection) (*authorization.Facts, error) {
	r := o.reading(ctx, objection.Namespace)
	r.facts.Objection = authorization.Found(objection)
	r.decisions(v1alpha1.OnObjection, objection.Name)
	r.against(objection.Spec.Against)
	r.proceed()
	return r.facts, r.err
}

// Edition reads the facts on an edition: those above it.
func (o Observer) Edition(ctx context.Context, edition *v1alpha1.Jurisdiction) (*authorization.Facts, error) {
	r := o.reading(ctx, "")
	r.parent(edition.Spec.Parent)
	return r.facts, r.err
}

// Organization reads the facts on a party, and the editions that confer roles.
func (o Observer) Organization(ctx context.Context, organization *v1alpha1.Organization) (*authorization.Facts, error) {
	r := o.reading(ctx, "")
	r.organization(v1alpha1.ObjectName(organization.Name))
	r.conferringAll(v1alpha1.ObjectName(organization.Name))
	r.barring(v1alpha1.ObjectName(organization.Name))
	r.registers()
	r.otherNames()
	return r.facts, r.err
}

// Subject reads the facts on the subject of a Decision, as far as it exists.
func (o Observer) Subject(ctx context.Context, d *v1alpha1.Decision) (*authorization.Facts, error) {
	r := o.reading(ctx, d.Namespace)
	name := string(d.Spec.Subject.Name)
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		found := look(r, d.Namespace, name, &v1alpha1.DeveloperGrant{})
		if grant := found.Get(); grant != nil {
			r.grant(grant)
		} else {
			r.facts.GrantUnread = !found.IsMissing()
		}
	case v1alpha1.OnOperationAgreement:
		r.agreement(name)
		r.names(authorization.NamesOf(r.facts.Agreement.Get(), nil))
		r.aboveAgreement()
	case v1alpha1.OnDataResource:
		r.resource(d.Spec.Subject.Name)
	case v1alpha1.OnOrganization:
		r.organization(d.Spec.Subject.Name)
		r.conferring(d)
	case v1alpha1.OnImplementationPlan:
		r.plan(d.Spec.Subject.Name)
	case v1alpha1.OnSelection:
		r.selection(d.Spec.Subject.Name)
	case v1alpha1.OnObjection:
		r.facts.Objection = look(r, d.Namespace, name, &v1alpha1.Objection{})
		if objection := r.facts.Objection.Get(); objection != nil {
			r.against(objection.Spec.Against)
		}
	}
	r.organization(d.Spec.Organization)
	r.decisions(d.Spec.Subject.Kind, name)
	r.proceed()
	return r.facts, r.err
}

func (o Observer) reading(ctx context.Context, namespace string) *reading {
	facts := authorization.NewFacts()
	if o.Shared != nil {
		facts.Loosened = &o.Shared.loosened
	}
	if o.Guards != nil {
		facts.Guards = o.Guards.Guards()
	}
	return &reading{ctx: ctx, reader: o.Reader, shared: o.Shared, parallel: o.Parallel, namespace: namespace, facts: facts, begun: map[string]bool{}, registry: &onceRegistered{}}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
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
}

// Grant reads the facts on a grant.
func (o Observer) Grant(ctx context.Context, grant *v1alpha1.DeveloperGrant) (*authorization.Facts, error) {
	r := o.reading(ctx, grant.Namespace)
	r.grant(grant)
	return r.facts, r.err
}

// Agreement reads the facts on an agreement.
func (o Observer) Agreement(ctx context.Context, agreement *v1alpha1.OperationAgreement) (*authorization.Facts, error) {
	r := o.reading(ctx, agreement.Namespace)
	r.facts.Agreement = authorization.Found(agreement)
	r.decisions(v1alpha1.OnOperationAgreement, agreement.Name)
	r.names(authorization.NamesOf(agreement, nil))
	return r.facts, r.err
}

// Resource reads the facts on a data resource.
func (o Observer) Resource(ctx context.Context, resource *v1alpha1.DataResource) (*authorization.Facts, error) {
	r := o.reading(ctx, resource.Namespace)
	r.resource(v1alpha1.ObjectName(resource.Name))
	return r.facts, r.err
}

// Organization reads the facts on a party.
func (o Observer) Organization(ctx context.Context, organization *v1alpha1.Organization) (*authorization.Facts, error) {
	r := o.reading(ctx, "")
	r.organization(v1alpha1.ObjectName(organization.Name))
	return r.facts, r.err
}

// Subject reads the facts on the subject of a Decision, as far as it exists.
func (o Observer) Subject(ctx context.Context, d *v1alpha1.Decision) (*authorization.Facts, error) {
	r := o.reading(ctx, d.Namespace)
	name := string(d.Spec.Subject.Name)
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		if grant := look(r, d.Namespace, name, &v1alpha1.DeveloperGrant{}).Get(); grant != nil {
			r.grant(grant)
		}
	case v1alpha1.OnOperationAgreement:
		r.facts.Agreement = look(r, d.Namespace, name, &v1alpha1.OperationAgreement{})
		r.names(authorization.NamesOf(r.facts.Agreement.Get(), nil))
	case v1alpha1.OnDataResource:
		r.resource(d.Spec.Subject.Name)
	case v1alpha1.OnOrganization:
		r.organization(d.Spec.Subject.Name)
	}
	r.organization(d.Spec.Organization)
	r.decisions(d.Spec.Subject.Kind, name)
	return r.facts, r.err
}

func (o Observer) reading(ctx context.Context, namespace string) *reading {
	return &reading{ctx: ctx, reader: o.Reader, namespace: namespace, facts: authorization.NewFacts()}
}

// reading is one pass of reads; each object is read once.
type reading struct {
	ctx       context.Context //nolint:containedctx // a reading lives no longer than the call it serves
	reader    client.Reader
	namespace string
	facts     *authorization.Facts
	err       error
}

func (r *reading) grant(grant *v1alpha1.DeveloperGrant) {
	r.facts.Grant = grant
	r.facts.Agreement = look(r, grant.Namespace, string(grant.Spec.Agreement), &v1alpha1.OperationAgreement{})
	r.facts.Class = look(r, "", string(grant.Spec.Sandbox.Class), &v1alpha1.SandboxClass{})
	r.decisions(v1alpha1.OnDeveloperGrant, grant.Name)
	r.decisions(v1alpha1.OnOperationAgreement, string(grant.Spec.Agreement))
	r.names(authorization.NamesOf(r.facts.Agreement.Get(), grant))
}

func (r *reading) names(names authorization.Names) {
	for _, name := range names.Jurisdictions {
		r.jurisdiction(name)
	}
	for _, name := range names.Organizations {
		r.organization(name)
	}
	for _, name := range names.Resources {
		r.resource(name)
	}
}

func (r *reading) jurisdiction(name v1alpha1.ObjectName) {
	if _, known := r.facts.Jurisdictions[name]; !known {
		r.facts.Jurisdictions[name] = look(r, "", string(name), &v1alpha1.Jurisdiction{})
	}
}

func (r *reading) organization(name v1alpha1.ObjectName) {
	if _, known := r.facts.Organizations[name]; !known {
		r.facts.Organizations[name] = look(r, "", string(name), &v1alpha1.Organization{})
		r.decisions(v1alpha1.OnOrganization, string(name))
	}
}

func (r *reading) resource(name v1alpha1.ObjectName) {
	if _, known := r.facts.Resources[name]; known {
		return
	}
	lookup := look(r, r.namespace, string(name), &v1alpha1.DataResource{})
	r.facts.Resources[name] = lookup
	r.decisions(v1alpha1.OnDataResource, string(name))
	resource := lookup.Get()
	if resource == nil {
		return
	}
	r.jurisdiction(resource.Spec.Jurisdiction)
	r.organization(resource.Spec.SourceUnit)
	if service := resource.Spec.Endpoint.Service; service != nil {
		r.facts.Services[service.Name] = look(r, r.namespace, service.Name, &corev1.Service{})
	}
}

// decisions reads all Decisions on a subject, and for the rules on who may act
// also the organisations that decided.
func (r *reading) decisions(kind v1alpha1.SubjectLinkKind, name string) {
	subject := v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
	if _, known := r.facts.Decisions[subject]; known {
		return
	}
	namespace := r.namespace
	if kind == v1alpha1.OnOrganization {
		namespace = v1alpha1.RegistryNamespace
	}
	var list v1alpha1.DecisionList
	err := r.reader.List(r.ctx, &list, client.InNamespace(namespace), client.MatchingFields{SubjectNameField: name})
	if err != nil {
		r.err = errors.Join(r.err, fmt.Errorf("list the Decisions on %s %s/%s: %w", kind, namespace, name, err))
		return
	}
	found := make([]*v1alpha1.Decision, 0, len(list.Items))
	for i := range list.Items {
		if list.Items[i].Spec.Subject.Kind == kind {
			found = append(found, &list.Items[i])
		}
	}
	r.facts.Decisions[subject] = found
	for _, d := range found {
		if d.Spec.Action == v1alpha1.ActionHalt || d.Spec.Action == v1alpha1.ActionRelease {
			r.organization(d.Spec.Organization)
		}
	}
}

// object is a kind of the API that a lookup can be made for.
type object[T any] interface {
	*T
	client.Object
}

func look[T any, P object[T]](r *reading, namespace, name string, into P) authorization.Lookup[T] {
	err := r.reader.Get(r.ctx, types.NamespacedName{Namespace: namespace, Name: name}, into)
	switch {
	case err == nil:
		return authorization.Found((*T)(into))
	case apierrors.IsNotFound(err):
		return authorization.Missing[T]()
	}
	r.err = errors.Join(r.err, fmt.Errorf("read %T %s/%s: %w", into, namespace, name, err))
	return authorization.Lookup[T]{}
}

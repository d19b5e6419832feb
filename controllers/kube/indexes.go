// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Cache indexes: who refers to what.
const (
	// DeciderField selects Decisions by the organisation whose acts they are.
	DeciderField = "spec.organization"
	// ToldField selects Decisions by whom they are told.
	ToldField = "spec.to"
	// USCCField selects organisations by their unified social credit code.
	USCCField = "spec.uscc"
	// GrantAgreementField selects grants by their agreement.
	GrantAgreementField = "spec.agreement"
	// GrantRefsField selects grants by `Kind/name` of whatever else they refer
	// to directly.
	GrantRefsField = "refs"
	// AgreementRefsField selects agreements by `Kind/name` of what they refer
	// to.
	AgreementRefsField = "refs"
	// PlanRefsField and SelectionRefsField select plans and calls by `Kind/name`
	// of what they refer to.
	PlanRefsField      = "refs"
	SelectionRefsField = "refs"
	// AgainstField selects objections by `Kind/name` of what they are against.
	AgainstField = "against"
	// UIDField selects agreements and resources by their UID.
	UIDField = "metadata.uid"
	// ResourceRefsField selects resources by `Kind/name` of what they refer to.
	ResourceRefsField = "refs"
)

// Ref is the index value of a reference to an object of a kind.
func Ref(kind string, name v1alpha1.ObjectName) string { return kind + "/" + string(name) }

// Index adds the indexes that observing and mapping events need.
func Index(ctx context.Context, indexer client.FieldIndexer) error {
	indexes := []struct {
		object client.Object
		field  string
		values client.IndexerFunc
	}{
		{&v1alpha1.Decision{}, SubjectNameField, func(o client.Object) []string {
			return []string{string(o.(*v1alpha1.Decision).Spec.Subject.Name)}
		}},
		{&v1alpha1.Decision{}, ActionField, func(o client.Object) []string {
			return []string{string(o.(*v1alpha1.Decision).Spec.Action)}
		}},
		{&v1alpha1.Decision{}, DeciderField, func(o client.Object) []string {
			return []string{string(o.(*v1alpha1.Decision).Spec.Organization)}
		}},
		{&v1alpha1.Decision{}, ToldField, func(o client.Object) []string {
			var told []string
			for _, name := range o.(*v1alpha1.Decision).Spec.To {
				told = append(told, string(name))
			}
			return told
		}},
		{&v1alpha1.Organization{}, USCCField, func(o client.Object) []string {
			return []string{o.(*v1alpha1.Organization).Spec.USCC}
		}},
		{&v1alpha1.DeveloperGrant{}, GrantAgreementField, func(o client.Object) []string {
			return []string{string(o.(*v1alpha1.DeveloperGrant).Spec.Agreement)}
		}},
		{&v1alpha1.DeveloperGrant{}, GrantRefsField, grantRefs},
		{&v1alpha1.OperationAgreement{}, AgreementRefsField, agreementRefs},
		{&v1alpha1.DataResource{}, ResourceRefsField, resourceRefs},
		{&v1alpha1.ImplementationPlan{}, PlanRefsField, planRefs},
		{&v1alpha1.Selection{}, SelectionRefsField, selectionRefs},
		{&v1alpha1.Objection{}, AgainstNameField, func(o client.Object) []string {
			return []string{string(o.(*v1alpha1.Objection).Spec.Against.Name)}
		}},
		{&v1alpha1.Objection{}, AgainstField, func(o client.Object) []string {
			against := o.(*v1alpha1.Objection).Spec.Against
			return []string{Ref(string(against.Kind), against.Name)}
		}},
		{&v1alpha1.ImplementationPlan{}, RevisesField, revisesOf},
		{&v1alpha1.OperationAgreement{}, RevisesField, revisesOf},
		{&v1alpha1.DeveloperGrant{}, RevisesField, revisesOf},
		{&v1alpha1.OperationAgreement{}, UIDField, uidOf},
		{&v1alpha1.DataResource{}, UIDField, uidOf},
	}
	for _, i := range indexes {
		if err := indexer.IndexField(ctx, i.object, i.field, i.values); err != nil {
			return fmt.Errorf("index %T by %s: %w", i.object, i.field, err)
		}
	}
	return nil
}

func uidOf(o client.Object) []string { return []string{string(o.GetUID())} }

func grantRefs(o client.Object) []string {
	spec := o.(*v1alpha1.DeveloperGrant).Spec
	refs := []string{Ref("Jurisdiction", spec.Jurisdiction), Ref("Organization", spec.Holder), Ref("SandboxClass", spec.Sandbox.Class)}
	for i := range spec.Inputs {
		refs = append(refs, Ref("DataResource", spec.Inputs[i].Resource))
	}
	return refs
}

func agreementRefs(o client.Object) []string {
	spec := o.(*v1alpha1.OperationAgreement).Spec
	refs := []string{Ref("Jurisdiction", spec.Jurisdiction), Ref("Organization", spec.Grantor), Ref("Organization", spec.Operator)}
	for _, name := range spec.CoGrantors {
		refs = append(refs, Ref("Organization", name))
	}
	for _, name := range spec.DataResources {
		refs = append(refs, Ref("DataResource", name))
	}
	refs = refsTo(refs, "ImplementationPlan", spec.Plan)
	refs = refsTo(refs, "Selection", spec.Selection)
	return refsTo(refs, "OperationAgreement", spec.Under, spec.Revises, spec.Renews)
}

func planRefs(o client.Object) []string {
	spec := o.(*v1alpha1.ImplementationPlan).Spec
	refs := []string{Ref("Jurisdiction", spec.Jurisdiction), Ref("Organization", spec.Drafter)}
	refs = refsTo(refs, "DataResource", spec.DataResources...)
	return refsTo(refs, "ImplementationPlan", spec.Revises)
}

func selectionRefs(o client.Object) []string {
	spec := o.(*v1alpha1.Selection).Spec
	refs := []string{Ref("Jurisdiction", spec.Jurisdiction), Ref("Organization", spec.Organiser)}
	refs = refsTo(refs, "ImplementationPlan", spec.Plan)
	return refsTo(refs, "OperationAgreement", spec.Agreement)
}

// refsTo adds the names of a kind that are given.
func refsTo(refs []string, kind string, names ...v1alpha1.ObjectName) []string {
	for _, name := range names {
		if name != "" {
			refs = append(refs, Ref(kind, name))
		}
	}
	return refs
}

func resourceRefs(o client.Object) []string {
	spec := o.(*v1alpha1.DataResource).Spec
	refs := []string{Ref("Jurisdiction", spec.Jurisdiction), Ref("Organization", spec.SourceUnit)}
	refs = refsTo(refs, "Organization", spec.SharedFrom...)
	if spec.Endpoint.Service != nil {
		refs = append(refs, Ref("Service", v1alpha1.ObjectName(spec.Endpoint.Service.Name)))
	}
	return refs
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// authorities are an organisation and, of a data authority, the others of its
// division: the one that was registered first counts, and when that goes, the
// next one does.
func (a Affected) authorities(ctx context.Context, o client.Object) []string {
	names := []string{o.GetName()}
	changed, ok := o.(*v1alpha1.Organization)
	if !ok || changed.Spec.Division == "" || !slices.Contains(changed.Spec.Roles, v1alpha1.RoleDataAuthority) {
		return names
	}
	var list v1alpha1.OrganizationList
	if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		return names
	}
	for i := range list.Items {
		other := &list.Items[i]
		if other.Name != changed.Name && other.Spec.Division == changed.Spec.Division && slices.Contains(other.Spec.Roles, v1alpha1.RoleDataAuthority) {
			names = append(names, other.Name)
		}
	}
	return names
}

// otherNames are the others that bear the credit code of an organisation: the one
// that was registered first is the body, and when that goes, the next one is.
func (a Affected) otherNames(ctx context.Context, o client.Object) []v1alpha1.ObjectName {
	changed, ok := o.(*v1alpha1.Organization)
	if !ok || changed.Spec.USCC == "" {
		return nil
	}
	var names []v1alpha1.ObjectName
	for _, other := range a.list(ctx, &v1alpha1.OrganizationList{}, "", USCCField, changed.Spec.USCC) {
		if other.Name != changed.Name {
			names = append(names, v1alpha1.ObjectName(other.Name))
		}
	}
	return names
}

// OtherNames are the others that bear the credit code of an organisation that
// changed, or of the one that a Decision is on.
func (a Affected) OtherNames(ctx context.Context, o client.Object) []reconcile.Request {
	if d, ok := o.(*v1alpha1.Decision); ok {
		o = a.subjectOf(ctx, d)
	}
	var requests []reconcile.Request
	for _, name := range a.otherNames(ctx, o) {
		requests = append(requests, request("", string(name))...)
	}
	return requests
}

// subjectOf is the organisation that a Decision is on, or one without a code where it
// is on none that is there.
func (a Affected) subjectOf(ctx context.Context, d *v1alpha1.Decision) *v1alpha1.Organization {
	found := &v1alpha1.Organization{}
	if d.Spec.Subject.Kind != v1alpha1.OnOrganization {
		return found
	}
	if a.Reader.Get(ctx, types.NamespacedName{Name: string(d.Spec.Subject.Name)}, found, client.UnsafeDisableDeepCopy) != nil {
		return &v1alpha1.Organization{}
	}
	return found
}

// onBody are what refers to the organisation that a Decision is on, by whichever of
// its names: what is taken from a body is taken whatever it is called.
func (a Affected) onBody(ctx context.Context, d *v1alpha1.Decision, by affects) []reconcile.Request {
	requests := by(ctx, "Organization", "", d.Spec.Subject.Name)
	for _, other := range a.OtherNames(ctx, d) {
		requests = append(requests, by(ctx, "Organization", "", v1alpha1.ObjectName(other.Name))...)
	}
	return requests
}

// UnderOneCode are the other resources, of any domain, under the catalogue code of
// one that changed: the one that was entered first counts, and when that goes, the
// next one does.
func (a Affected) UnderOneCode(ctx context.Context, o client.Object) []reconcile.Request {
	changed, ok := o.(*v1alpha1.DataResource)
	if !ok {
		return nil
	}
	var list v1alpha1.DataResourceList
	if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		return nil
	}
	var requests []reconcile.Request
	for i := range list.Items {
		other := &list.Items[i]
		if other.Spec.Catalogue.Code == changed.Spec.Catalogue.Code && client.ObjectKeyFromObject(other) != client.ObjectKeyFromObject(changed) {
			requests = append(requests, request(other.Namespace, other.Name)...)
		}
	}
	return requests
}

// withOneCode adds what rests on the resources under the catalogue code of one
// that changed.
func (a Affected) withOneCode(ctx context.Context, o client.Object, by affects, of []reconcile.Request) []reconcile.Request {
	for _, other := range a.UnderOneCode(ctx, o) {
		of = append(of, by(ctx, "DataResource", other.Namespace, v1alpha1.ObjectName(other.Name))...)
	}
	return of
}

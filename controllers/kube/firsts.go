// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"slices"

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

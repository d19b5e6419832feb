// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// pinning are what refers to an object of a kind, and of an edition also what
// refers to those under it: nothing is in force under an edition that loosens its
// parent. Of an organisation they are also what refers to those whom it relates to
// each other: none of these need name it.
func (a Affected) pinning(ctx context.Context, kind string, o client.Object, by affects) []reconcile.Request {
	requests := distinctOf(by(ctx, kind, o.GetNamespace(), v1alpha1.ObjectName(o.GetName())))
	switch kind {
	case "Organization":
		for _, name := range a.related(ctx, o) {
			requests.add(by(ctx, kind, "", v1alpha1.ObjectName(name))...)
		}
	case "Jurisdiction":
		for _, child := range a.EditionsUnder(ctx, o) {
			requests.add(by(ctx, kind, "", v1alpha1.ObjectName(child.Name))...)
		}
	}
	return requests.all
}

// EditionsUnder are the editions that an edition stands above, through others too:
// it may appear after them, and close a circle.
func (a Affected) EditionsUnder(ctx context.Context, edition client.Object) []reconcile.Request {
	var list v1alpha1.JurisdictionList
	if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		return nil
	}
	under := distinctOf(nil)
	for above := []string{edition.GetName()}; len(above) > 0; above = above[1:] {
		for i := range list.Items {
			child := &list.Items[i]
			if string(child.Spec.Parent) != above[0] || child.Name == edition.GetName() {
				continue
			}
			before := len(under.all)
			if under.add(request("", child.Name)...); len(under.all) > before {
				above = append(above, child.Name)
			}
		}
	}
	return under.all
}

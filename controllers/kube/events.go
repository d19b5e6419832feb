// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Affected maps a changed object to what its change may bear on, through the
// cache's indexes. Failures to read the cache map to nothing: the cache is
// local and reads of indexed kinds do not fail once it runs.
type Affected struct {
	Reader client.Reader
	// Informers are those of the cache, which hold the Decisions.
	Informers Informers
}

// ResourcesBy are the resources that refer to an object of a kind.
func (a Affected) ResourcesBy(kind string) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		return a.pinning(ctx, kind, o, a.resources)
	}
}

// AgreementsBy are the agreements that refer to an object of a kind, directly
// or through their resources, and those that rest on them.
func (a Affected) AgreementsBy(kind string) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		return a.resting(ctx, a.withOneCode(ctx, o, a.agreements, a.pinning(ctx, kind, o, a.agreements)))
	}
}

// GrantsBy are the grants that refer to an object of a kind, directly or
// through their resources. Those under an agreement follow the agreement.
func (a Affected) GrantsBy(kind string) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		return a.withOneCode(ctx, o, a.grants, a.pinning(ctx, kind, o, a.grants))
	}
}

// GrantsUnder are the grants under an agreement.
func (a Affected) GrantsUnder(ctx context.Context, agreement client.Object) []reconcile.Request {
	var list v1alpha1.DeveloperGrantList
	return a.list(ctx, &list, agreement.GetNamespace(), GrantAgreementField, agreement.GetName())
}

// PlansBy are the plans that refer to an object of a kind.
func (a Affected) PlansBy(kind string) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		return a.pinning(ctx, kind, o, a.plans)
	}
}

// SelectionsBy are the calls that refer to an object of a kind, directly or
// through their plan or agreement.
func (a Affected) SelectionsBy(kind string) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		return a.pinning(ctx, kind, o, a.selections)
	}
}

// ObjectionsAgainst are the objections against an object of a kind.
func (a Affected) ObjectionsAgainst(kind string) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		return a.list(ctx, &v1alpha1.ObjectionList{}, o.GetNamespace(), AgainstField, Ref(kind, v1alpha1.ObjectName(o.GetName())))
	}
}

func (a Affected) plans(ctx context.Context, kind, namespace string, name v1alpha1.ObjectName) []reconcile.Request {
	return a.list(ctx, &v1alpha1.ImplementationPlanList{}, namespace, PlanRefsField, Ref(kind, name))
}

func (a Affected) selections(ctx context.Context, kind, namespace string, name v1alpha1.ObjectName) []reconcile.Request {
	requests := a.referring(ctx, &v1alpha1.SelectionList{}, SelectionRefsField, kind, namespace, name)
	if kind == "ImplementationPlan" || kind == "OperationAgreement" {
		return requests
	}
	for _, plan := range a.plans(ctx, kind, namespace, name) {
		requests = append(requests, a.selections(ctx, "ImplementationPlan", plan.Namespace, v1alpha1.ObjectName(plan.Name))...)
	}
	for _, agreement := range a.list(ctx, &v1alpha1.OperationAgreementList{}, namespace, AgreementRefsField, Ref(kind, name)) {
		requests = append(requests, a.selections(ctx, "OperationAgreement", agreement.Namespace, v1alpha1.ObjectName(agreement.Name))...)
	}
	return requests
}

func (a Affected) resources(ctx context.Context, kind, namespace string, name v1alpha1.ObjectName) []reconcile.Request {
	return a.list(ctx, &v1alpha1.DataResourceList{}, namespace, ResourceRefsField, Ref(kind, name))
}

func (a Affected) agreements(ctx context.Context, kind, namespace string, name v1alpha1.ObjectName) []reconcile.Request {
	requests := a.referring(ctx, &v1alpha1.OperationAgreementList{}, AgreementRefsField, kind, namespace, name)
	switch kind {
	case "OperationAgreement", "Selection":
		return requests
	case "Jurisdiction", "Organization":
		for _, plan := range a.plans(ctx, kind, namespace, name) {
			requests = append(requests, a.agreements(ctx, "ImplementationPlan", plan.Namespace, v1alpha1.ObjectName(plan.Name))...)
		}
	}
	if kind != "DataResource" && kind != "Service" {
		for _, call := range a.referring(ctx, &v1alpha1.SelectionList{}, SelectionRefsField, kind, namespace, name) {
			requests = append(requests, a.agreements(ctx, "Selection", call.Namespace, v1alpha1.ObjectName(call.Name))...)
		}
	}
	return a.through(ctx, kind, namespace, name, requests, a.agreements)
}

// referring are those of a list that refer to an object, and of a plan also those
// that refer to an earlier version of it: they go on under the later one.
func (a Affected) referring(ctx context.Context, list client.ObjectList, field, kind, namespace string, name v1alpha1.ObjectName) []reconcile.Request {
	versions := request(namespace, string(name))
	if kind == "ImplementationPlan" {
		versions = a.withEarlier(ctx, v1alpha1.OnImplementationPlan, versions)
	}
	var requests []reconcile.Request
	for _, version := range versions {
		requests = append(requests, a.list(ctx, list, namespace, field, Ref(kind, v1alpha1.ObjectName(version.Name)))...)
	}
	return requests
}

// Objected maps an objection to what it is against, where that is of a kind.
func (a Affected) Objected(kind v1alpha1.LinkKind) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		if objection, ok := o.(*v1alpha1.Objection); ok && objection.Spec.Against.Kind == kind {
			return a.withEarlier(ctx, v1alpha1.SubjectLinkKind(kind), request(o.GetNamespace(), string(objection.Spec.Against.Name)))
		}
		return nil
	}
}

// ByCalendar maps a calendar to what follows the editions that count by it.
func (a Affected) ByCalendar(follows func(context.Context, client.Object) []reconcile.Request) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		var list v1alpha1.JurisdictionList
		if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
			return nil
		}
		var requests []reconcile.Request
		for i := range list.Items {
			if string(list.Items[i].Spec.Calendar) == o.GetName() {
				requests = append(requests, follows(ctx, &list.Items[i])...)
			}
		}
		return requests
	}
}

func (a Affected) grants(ctx context.Context, kind, namespace string, name v1alpha1.ObjectName) []reconcile.Request {
	requests := a.list(ctx, &v1alpha1.DeveloperGrantList{}, namespace, GrantRefsField, Ref(kind, name))
	return a.through(ctx, kind, namespace, name, requests, a.grants)
}

type affects func(ctx context.Context, kind, namespace string, name v1alpha1.ObjectName) []reconcile.Request

// through adds what refers to the resources that refer to the object.
func (a Affected) through(ctx context.Context, kind, namespace string, name v1alpha1.ObjectName, direct []reconcile.Request, by affects) []reconcile.Request {
	if kind == "DataResource" {
		return direct
	}
	for _, resource := range a.resources(ctx, kind, namespace, name) {
		direct = append(direct, by(ctx, "DataResource", resource.Namespace, v1alpha1.ObjectName(resource.Name))...)
	}
	return direct
}

func (a Affected) list(ctx context.Context, list client.ObjectList, namespace, field, value string) []reconcile.Request {
	if err := a.Reader.List(ctx, list, client.InNamespace(namespace), client.MatchingFields{field: value}, client.UnsafeDisableDeepCopy); err != nil {
		return nil
	}
	var requests distinct
	_ = meta.EachListItem(list, func(item runtime.Object) error { // the function never fails
		if o, ok := item.(client.Object); ok {
			requests.add(reconcile.Request{NamespacedName: client.ObjectKeyFromObject(o)})
			a.addEarlier(ctx, &requests, o) // whose place it may take
		}
		return nil
	})
	return requests.all
}

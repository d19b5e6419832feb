// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// AgreementAndResting are an agreement that changed, those that it revises, and
// those that rest on them.
func (a Affected) AgreementAndResting(ctx context.Context, o client.Object) []reconcile.Request {
	agreement, ok := o.(*v1alpha1.OperationAgreement)
	if !ok {
		return nil
	}
	on := distinctOf(Itself(ctx, o))
	on.add(a.restingOn(ctx, agreement)...)
	on.add(a.resting(ctx, a.Revised(v1alpha1.OnOperationAgreement)(ctx, o))...)
	return on.all
}

// resting adds the agreements that rest on those affected: those of level 2 under
// them, those whose operator was chosen in a call under them, and those that are
// counted together with them.
func (a Affected) resting(ctx context.Context, affected []reconcile.Request) []reconcile.Request {
	requests := distinctOf(affected)
	for _, request := range requests.all { // without those that are added
		agreement := &v1alpha1.OperationAgreement{}
		if err := a.Reader.Get(ctx, request.NamespacedName, agreement, client.UnsafeDisableDeepCopy); err != nil {
			agreement = &v1alpha1.OperationAgreement{}
			agreement.Namespace, agreement.Name = request.Namespace, request.Name
		}
		requests.add(a.restingOn(ctx, agreement)...)
	}
	return requests.all
}

func (a Affected) restingOn(ctx context.Context, agreement *v1alpha1.OperationAgreement) []reconcile.Request {
	ref := Ref("OperationAgreement", v1alpha1.ObjectName(agreement.Name))
	on := a.list(ctx, &v1alpha1.OperationAgreementList{}, agreement.Namespace, AgreementRefsField, ref)
	on = append(on, a.revising(ctx, agreement)...)
	for _, call := range a.list(ctx, &v1alpha1.SelectionList{}, agreement.Namespace, SelectionRefsField, ref) {
		on = append(on, a.list(ctx, &v1alpha1.OperationAgreementList{}, call.Namespace, AgreementRefsField, Ref("Selection", v1alpha1.ObjectName(call.Name)))...)
	}
	return append(on, a.countedWith(ctx, agreement)...)
}

// revising are the agreements that revise one, those that revise these, and so on:
// which data join by a later version is asked of all before it.
func (a Affected) revising(ctx context.Context, agreement *v1alpha1.OperationAgreement) []reconcile.Request {
	later := distinctOf(request(agreement.Namespace, agreement.Name))
	for i := 0; i < len(later.all); i++ {
		var list v1alpha1.OperationAgreementList
		by := client.MatchingFields{RevisesField: later.all[i].Name}
		if a.Reader.List(ctx, &list, client.InNamespace(agreement.Namespace), by, client.UnsafeDisableDeepCopy) != nil {
			break
		}
		for j := range list.Items {
			later.add(request(agreement.Namespace, list.Items[j].Name)...)
		}
	}
	return later.all[1:]
}

// countedWith are the agreements whose place one may take or leave free. Where
// no edition bounds the number of operators it looks at none.
func (a Affected) countedWith(ctx context.Context, agreement *v1alpha1.OperationAgreement) []reconcile.Request {
	bounding := a.bounding(ctx)
	if len(bounding) == 0 {
		return nil
	}
	var list v1alpha1.OperationAgreementList
	if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		return nil
	}
	var requests []reconcile.Request
	for i := range list.Items {
		other := &list.Items[i]
		at := slices.IndexFunc(bounding, func(j *v1alpha1.Jurisdiction) bool { return j.Name == string(other.Spec.Jurisdiction) })
		if at >= 0 && authorization.MayRival(bounding[at], other, agreement) {
			requests = append(requests, request(other.Namespace, other.Name)...)
		}
	}
	return requests
}

// bounding are the editions that bound the number of operators.
func (a Affected) bounding(ctx context.Context) []*v1alpha1.Jurisdiction {
	var list v1alpha1.JurisdictionList
	if err := a.Reader.List(ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		return nil
	}
	var bounding []*v1alpha1.Jurisdiction
	for i := range list.Items {
		if len(list.Items[i].Spec.Operators) > 0 {
			bounding = append(bounding, &list.Items[i])
		}
	}
	return bounding
}

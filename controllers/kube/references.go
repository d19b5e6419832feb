// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/reference"
)

// referencesPage is how many objects one request of a live look reads.
const referencesPage = 500

// referring are the kinds that refer to others, in the order in which a referrer
// is told.
var referring = []struct {
	kind string
	list func() client.ObjectList
}{
	{"DeveloperGrant", func() client.ObjectList { return &v1alpha1.DeveloperGrantList{} }},
	{"OperationAgreement", func() client.ObjectList { return &v1alpha1.OperationAgreementList{} }},
	{"Selection", func() client.ObjectList { return &v1alpha1.SelectionList{} }},
	{"ImplementationPlan", func() client.ObjectList { return &v1alpha1.ImplementationPlanList{} }},
	{"Objection", func() client.ObjectList { return &v1alpha1.ObjectionList{} }},
	{"Jurisdiction", func() client.ObjectList { return &v1alpha1.JurisdictionList{} }},
	{"DataResource", func() client.ObjectList { return &v1alpha1.DataResourceList{} }},
	{"Organization", func() client.ObjectList { return &v1alpha1.OrganizationList{} }},
	{"Decision", func() client.ObjectList { return &v1alpha1.DecisionList{} }},
}

// References tell what refers to an object.
type References struct {
	// Cache knows sooner or later, and has the indexes of Index.
	Cache client.Reader
	// Live reads from the API server what must be certain.
	Live client.Reader
}

// Seen names an object that refers to the target as far as the cache knows, or
// is empty.
func (r References) Seen(ctx context.Context, target reference.Target) (string, error) {
	for _, of := range referring {
		list := of.list()
		options := within(target)
		if of.kind != "Decision" { // those are held as acts, and a copy is the Decision
			options = append(options, client.UnsafeDisableDeepCopy)
		}
		if fields := referenceFields(of.kind, target); fields != nil {
			options = append(options, fields)
		}
		if err := r.Cache.List(ctx, list, options...); err != nil {
			return "", fmt.Errorf("look in the cache for a %s that refers to %s: %w", of.kind, target.Name, err)
		}
		if found := first(of.kind, list, target); found != "" {
			return found, nil
		}
	}
	return "", nil
}

// Proved names an object that refers to the target on the API server, or is
// empty. An error says that it could not be told: then the target is in use.
func (r References) Proved(ctx context.Context, target reference.Target) (string, error) {
	for _, of := range referring {
		for token := ""; ; {
			list := of.list()
			options := append(within(target), client.Limit(referencesPage), client.Continue(token))
			if err := r.Live.List(ctx, list, options...); err != nil {
				return "", fmt.Errorf("prove that no %s refers to %s: %w", of.kind, target.Name, err)
			}
			if found := first(of.kind, list, target); found != "" {
				return found, nil
			}
			if token = list.GetContinue(); token == "" {
				break
			}
		}
	}
	return "", nil
}

// within is where a target can be referred to from: names are of one namespace,
// but for those of the cluster.
func within(target reference.Target) []client.ListOption {
	return []client.ListOption{client.InNamespace(target.Namespace)}
}

// referenceFields are the indexes of the cache that find those of a kind which
// refer to a target; nil where the kind is looked through.
func referenceFields(kind string, target reference.Target) client.MatchingFields {
	ref := Ref(target.Kind, v1alpha1.ObjectName(target.Name))
	switch {
	case kind == "DeveloperGrant" && target.Kind == reference.OperationAgreement:
		return client.MatchingFields{GrantAgreementField: target.Name}
	case kind == "DeveloperGrant":
		return client.MatchingFields{GrantRefsField: ref}
	case kind == "OperationAgreement":
		return client.MatchingFields{AgreementRefsField: ref}
	case kind == "DataResource":
		return client.MatchingFields{ResourceRefsField: ref}
	case kind == "ImplementationPlan":
		return client.MatchingFields{PlanRefsField: ref}
	case kind == "Selection":
		return client.MatchingFields{SelectionRefsField: ref}
	}
	return nil
}

// first is the first of a list by namespace and name that refers to a target.
// An object that names itself does not hold itself.
func first(kind string, list client.ObjectList, target reference.Target) string {
	found := ""
	_ = meta.EachListItem(list, func(item runtime.Object) error {
		o, ok := item.(client.Object)
		if !ok || !slices.Contains(reference.Of(o), target) {
			return nil
		}
		name := strings.TrimPrefix(o.GetNamespace()+"/"+o.GetName(), "/")
		if self := kind == target.Kind && o.GetNamespace() == target.Namespace && o.GetName() == target.Name; self {
			return nil
		}
		if told := kind + " " + name; found == "" || told < found {
			found = told
		}
		return nil
	})
	return found
}

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
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
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
	// Informers are those of the cache, which hold the Decisions.
	Informers Informers
	// Clock tells which act can have none beside it any more that is as old; without
	// one, all acts of an organisation are looked at each time.
	Clock clock.PassiveClock
}

// Seen names an object that refers to the target as far as the cache knows, or
// is empty. Of an organisation that acted, or was told of an act, it names the first
// such act; known is what was named before, so that not all are looked at again.
func (r References) Seen(ctx context.Context, target reference.Target, known string) (string, error) {
	if target.Kind == reference.Organization {
		if act, err := r.firstAct(ctx, target, known); act != "" || err != nil {
			return act, err
		}
	}
	for _, of := range referring {
		found, err := r.seen(ctx, of.kind, of.list, target)
		if err != nil {
			return "", fmt.Errorf("look in the cache for a %s that refers to %s: %w", of.kind, target.Name, err)
		}
		if found != "" {
			return found, nil
		}
	}
	return "", nil
}

func (r References) seen(ctx context.Context, kind string, empty func() client.ObjectList, target reference.Target) (string, error) {
	if kind == decisionKind.Kind {
		return r.seenDecision(ctx, target)
	}
	list, options := empty(), append(within(target), client.UnsafeDisableDeepCopy)
	if fields := referenceFields(kind, target); fields != nil {
		options = append(options, fields)
	}
	if err := r.Cache.List(ctx, list, options...); err != nil {
		return "", err
	}
	return first(kind, list, target, mutually(ctx, r.Cache, kind, target)), nil
}

// seenDecision looks at Decisions without a copy of any: all acts of a cluster may
// be among them.
func (r References) seenDecision(ctx context.Context, target reference.Target) (string, error) {
	if !reference.ByDecisions(target.Kind) {
		return "", nil
	}
	which := looked{namespace: target.Namespace}
	switch target.Kind {
	case reference.OperationAgreement, reference.ImplementationPlan, reference.Selection: // an act names none but what it is on
		which.subject = target.Name
	}
	found := ""
	err := lookAt(ctx, r.Informers, r.Cache, which, func(d *v1alpha1.Decision) {
		if told := referrer(decisionKind.Kind, d, target); told != "" && (found == "" || told < found) {
			found = told
		}
	})
	return found, err
}

// Proved names an object that refers to the target on the API server, or is
// empty. An error says that it could not be told: then the target is in use.
func (r References) Proved(ctx context.Context, target reference.Target) (string, error) {
	for _, of := range referring {
		if of.kind == decisionKind.Kind && !reference.ByDecisions(target.Kind) {
			continue
		}
		mutual := mutually(ctx, r.Live, of.kind, target)
		for token := ""; ; {
			list := of.list()
			options := append(within(target), client.Limit(referencesPage), client.Continue(token))
			if err := r.Live.List(ctx, list, options...); err != nil {
				return "", fmt.Errorf("prove that no %s refers to %s: %w", of.kind, target.Name, err)
			}
			if found := first(of.kind, list, target, mutual); found != "" {
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
func first(kind string, list client.ObjectList, target reference.Target, mutual func(client.Object) bool) string {
	found := ""
	circle := circleOf(list, target)
	_ = meta.EachListItem(list, func(item runtime.Object) error {
		if o, ok := item.(client.Object); ok && !slices.Contains(circle, o.GetName()) {
			if told := referrer(kind, o, target); told != "" && (found == "" || told < found) && !mutual(o) {
				found = told
			}
		}
		return nil
	})
	return found
}

// mutually says of those of a kind that refer to a target of that kind whether it
// refers to them as well: two that revise or renew each other hold each other no
// more than one that names itself.
func mutually(ctx context.Context, reader client.Reader, kind string, target reference.Target) func(client.Object) bool {
	return func(o client.Object) bool {
		var own client.Object
		switch {
		case kind != target.Kind:
			return false
		case kind == reference.OperationAgreement:
			own = &v1alpha1.OperationAgreement{}
		case kind == reference.ImplementationPlan:
			own = &v1alpha1.ImplementationPlan{}
		default:
			return false
		}
		key := types.NamespacedName{Namespace: target.Namespace, Name: target.Name}
		if err := reader.Get(ctx, key, own); err != nil {
			return false // then the other holds it
		}
		return slices.Contains(reference.Of(own), reference.Target{Kind: kind, Namespace: o.GetNamespace(), Name: o.GetName()})
	}
}

// circleOf are the editions above an edition that stand under it too. These name
// each other as parent, and hold each other no more than one that names itself:
// none of them could ever be deleted.
func circleOf(list client.ObjectList, target reference.Target) []string {
	editions, ok := list.(*v1alpha1.JurisdictionList)
	if !ok || target.Kind != reference.Jurisdiction {
		return nil
	}
	parents := map[string]string{}
	for i := range editions.Items {
		parents[editions.Items[i].Name] = string(editions.Items[i].Spec.Parent)
	}
	var above []string
	for at := parents[target.Name]; at != "" && !slices.Contains(above, at); at = parents[at] {
		if at == target.Name {
			return above
		}
		above = append(above, at)
	}
	return nil
}

// referrer tells of an object that refers to a target, or is empty. An object that
// names itself does not hold itself.
func referrer(kind string, o client.Object, target reference.Target) string {
	self := kind == target.Kind && o.GetNamespace() == target.Namespace && o.GetName() == target.Name
	if self || !slices.Contains(reference.Of(o), target) {
		return ""
	}
	return kind + " " + strings.TrimPrefix(o.GetNamespace()+"/"+o.GetName(), "/")
}

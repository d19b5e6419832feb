// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package content

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Subject is an object with content, whatever its kind. The zero Subject has
// none and is asked for none.
type Subject struct {
	kind v1alpha1.LinkKind
	// given are the fields that are given, as the table names them.
	given map[string]bool
	// clauses are the keys of the clauses, by part; of kinds without parts they
	// are of All.
	clauses map[v1alpha1.Part][]v1alpha1.Clause
	term    *v1alpha1.Term
	traits  traits
}

// traits are what the conditions of an edition can ask of the object alone.
type traits struct {
	revises, renews, shared bool
	level                   int32
	mode                    v1alpha1.Mode
	seeks                   v1alpha1.Role
}

// OfPlan is the content of a plan.
func OfPlan(spec *v1alpha1.ImplementationPlanSpec) Subject {
	given := products(spec.Products)
	given["spec.title"] = spec.Title != ""
	given["spec.mode"] = spec.Mode != ""
	given["spec.term"] = spec.Term != nil
	given["spec.dataResources"] = len(spec.DataResources) > 0
	return Subject{
		kind: v1alpha1.LinkImplementationPlan, given: given, clauses: whole(spec.Clauses),
		traits: traits{revises: spec.Revises != "", mode: spec.Mode},
	}
}

// OfSelection is the content of a call.
func OfSelection(spec *v1alpha1.SelectionSpec) Subject {
	return Subject{
		kind: v1alpha1.LinkSelection, clauses: whole(spec.Clauses), traits: traits{seeks: spec.Seeks},
		given: map[string]bool{"spec.applicationWindow": spec.ApplicationWindow != nil, "spec.method": spec.Method != ""},
	}
}

// OfAgreement is the content of an agreement.
func OfAgreement(spec *v1alpha1.OperationAgreementSpec) Subject {
	given := products(spec.Products)
	given["spec.title"] = spec.Title != ""
	given["spec.mode"] = spec.Mode != ""
	given["spec.term"] = spec.Term != nil || spec.Window != nil
	given["spec.dataResources"] = len(spec.DataResources) > 0
	return Subject{
		kind: v1alpha1.LinkOperationAgreement, given: given, clauses: whole(spec.Clauses), term: spec.Term,
		traits: traits{revises: spec.Revises != "", renews: spec.Renews != "", level: max(spec.Level, 1), mode: spec.Mode},
	}
}

// OfResource is what a data resource states.
func OfResource(spec *v1alpha1.DataResourceSpec) Subject {
	return Subject{
		kind: v1alpha1.LinkDataResource, clauses: whole(spec.Clauses), traits: traits{shared: len(spec.SharedFrom) > 0},
		given: map[string]bool{
			"spec.catalogue": spec.Catalogue.Code != "", "spec.sourceUnit": spec.SourceUnit != "",
			"spec.classification": spec.Classification.Level != "", "spec.sector": spec.Sector != "",
			"spec.fields": len(spec.Fields) > 0, "spec.sharedFrom": len(spec.SharedFrom) > 0,
			"spec.desensitised": spec.Desensitised != nil,
		},
	}
}

// OfGrant is the content of a grant: its application and its contract.
func OfGrant(spec *v1alpha1.DeveloperGrantSpec) Subject {
	s := Subject{
		kind: v1alpha1.LinkDeveloperGrant, clauses: map[v1alpha1.Part][]v1alpha1.Clause{}, term: spec.Term,
		traits: traits{revises: spec.Revises != "", renews: spec.Renews != ""},
		given: map[string]bool{
			"spec.scenario": spec.Scenario.Name != "", "spec.inputs": len(spec.Inputs) > 0,
			"spec.inputs[].fields":     namesFields(spec.Inputs),
			"spec.term":                spec.Term != nil || spec.Window != nil,
			"spec.subjects":            len(spec.Subjects) > 0,
			"spec.contract.serviceFee": spec.Contract != nil && spec.Contract.ServiceFee != nil,
		},
	}
	if spec.Application != nil {
		s.clauses[v1alpha1.PartApplication] = spec.Application.Clauses
	}
	if spec.Contract != nil {
		s.clauses[v1alpha1.PartContract] = spec.Contract.Clauses
	}
	return s
}

// namesFields says whether every input names the fields that are asked for: without
// them all are.
func namesFields(inputs []v1alpha1.Input) bool {
	return len(inputs) > 0 && !slices.ContainsFunc(inputs, func(i v1alpha1.Input) bool { return len(i.Fields) == 0 })
}

func whole(clauses []v1alpha1.Clause) map[v1alpha1.Part][]v1alpha1.Clause {
	return map[v1alpha1.Part][]v1alpha1.Clause{v1alpha1.PartAll: clauses}
}

// products says what a list of products gives: a detail is given once every
// product has it.
func products(list []v1alpha1.PlannedProduct) map[string]bool {
	every := func(has func(v1alpha1.PlannedProduct) bool) bool {
		return len(list) > 0 && !slices.ContainsFunc(list, func(p v1alpha1.PlannedProduct) bool { return !has(p) })
	}
	return map[string]bool{
		"spec.products":            len(list) > 0,
		"spec.products[].form":     every(func(p v1alpha1.PlannedProduct) bool { return p.Form != "" }),
		"spec.products[].class":    every(func(p v1alpha1.PlannedProduct) bool { return p.Class != "" }),
		"spec.products[].standard": every(func(p v1alpha1.PlannedProduct) bool { return p.Standard != "" }),
	}
}

// has says whether a key is fulfilled in a part; in All, by any part.
func (s Subject) has(key string, part v1alpha1.Part) bool {
	if path, typed := Field(s.kind, key); typed {
		return s.given[path]
	}
	for of, clauses := range s.clauses {
		if (of == part || part == v1alpha1.PartAll) &&
			slices.ContainsFunc(clauses, func(c v1alpha1.Clause) bool { return c.Key == key }) {
			return true
		}
	}
	return false
}

// Visible says whether a condition of the edition holds as far as the object
// alone tells: what other objects decide does not hold.
func (s Subject) Visible(when v1alpha1.When) bool {
	if when.DivisionLevel != "" || when.Tier != 0 || when.RegisteredIn != "" || when.Drafter != "" || when.Inputs != "" {
		return false
	}
	t := s.traits
	return agrees(when.Revision, t.revises) && agrees(when.Renewal, t.renews) && agrees(when.Shared, t.shared) &&
		(when.Level == 0 || when.Level == t.level) && (when.Mode == "" || when.Mode == t.mode) &&
		(when.Seeks == "" || when.Seeks == t.seeks)
}

func agrees(asked *bool, is bool) bool { return asked == nil || *asked == is }

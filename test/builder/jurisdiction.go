// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"fmt"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// JurisdictionBuilder makes a Jurisdiction.
type JurisdictionBuilder struct{ edition v1alpha1.Jurisdiction }

var policy = []v1alpha1.BasisID{"policy"}

// Jurisdiction begins an edition, in effect from 2025 in Asia/Shanghai, that
// asks for no procedure and knows grants of the operator and of developers.
func Jurisdiction(code string, edition int32) *JurisdictionBuilder {
	b := &JurisdictionBuilder{v1alpha1.Jurisdiction{
		ObjectMeta: meta("Jurisdiction", "", fmt.Sprintf("%s.%d", code, edition)),
		Spec: v1alpha1.JurisdictionSpec{
			Code: code, Edition: edition,
			Title:    "an edition for tests, no law",
			TimeZone: "Asia/Shanghai",
		},
	}}
	for _, kind := range []v1alpha1.LinkKind{
		v1alpha1.LinkDataResource, v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection,
		v1alpha1.LinkOperationAgreement, v1alpha1.LinkDeveloperGrant, v1alpha1.LinkObjection,
	} {
		b.withoutAct(kind)
	}
	return b.EffectiveFrom("2025-01-01").Tier(1, v1alpha1.HolderOperator).Tier(2, v1alpha1.HolderDeveloper)
}

func (b *JurisdictionBuilder) withoutAct(kind v1alpha1.LinkKind) {
	effect, none := v1alpha1.EffectEnter, true
	switch kind {
	case v1alpha1.LinkDataResource:
		effect = v1alpha1.EffectCleared
	case v1alpha1.LinkSelection:
		effect = v1alpha1.EffectSelected
	case v1alpha1.LinkObjection:
		effect = v1alpha1.EffectDisposed
	}
	b.edition.Spec.Procedures = append(b.edition.Spec.Procedures, v1alpha1.Procedure{
		Name: "no-act-for-" + strings.ToLower(string(kind)), Of: kind, Effect: effect, None: &none, Basis: policy,
	})
}

// SilentOn takes back that a kind needs no procedure: the edition says nothing.
func (b *JurisdictionBuilder) SilentOn(kind v1alpha1.LinkKind) *JurisdictionBuilder {
	b.edition.Spec.Procedures = slices.DeleteFunc(b.edition.Spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Of == kind })
	return b
}

// Procedure adds a procedure.
func (b *JurisdictionBuilder) Procedure(p v1alpha1.Procedure) *JurisdictionBuilder {
	b.edition.Spec.Procedures = append(b.edition.Spec.Procedures, p)
	return b
}

// Zone reads civil dates in a zone.
func (b *JurisdictionBuilder) Zone(name string) *JurisdictionBuilder {
	b.edition.Spec.TimeZone = name
	return b
}

// EffectiveFrom is the first day of force; the empty day is none.
func (b *JurisdictionBuilder) EffectiveFrom(day string) *JurisdictionBuilder {
	b.edition.Spec.EffectiveFrom = nil
	if day != "" {
		date := v1alpha1.Date(day)
		b.edition.Spec.EffectiveFrom = &date
	}
	return b
}

// WithoutTiers takes every tier back.
func (b *JurisdictionBuilder) WithoutTiers() *JurisdictionBuilder {
	b.edition.Spec.Tiers = nil
	return b
}

// Tier adds a tier.
func (b *JurisdictionBuilder) Tier(number int32, holder v1alpha1.HolderRole) *JurisdictionBuilder {
	b.edition.Spec.Tiers = append(b.edition.Spec.Tiers, v1alpha1.Tier{
		Tier: number, Holder: holder, Inputs: []v1alpha1.InputKind{"Resource"}, Basis: policy,
	})
	return b
}

// AtMost bounds the term of a kind.
func (b *JurisdictionBuilder) AtMost(kind v1alpha1.LinkKind, years int32, counting v1alpha1.TermCounting, basis ...v1alpha1.BasisID) *JurisdictionBuilder {
	return b.rule(kind, v1alpha1.TermRule{Max: &v1alpha1.Years{Years: years}, Count: counting, Basis: basis})
}

// Exactly fixes the term of a kind.
func (b *JurisdictionBuilder) Exactly(kind v1alpha1.LinkKind, years int32, counting v1alpha1.TermCounting, basis ...v1alpha1.BasisID) *JurisdictionBuilder {
	return b.rule(kind, v1alpha1.TermRule{Exact: &v1alpha1.Years{Years: years}, Count: counting, Basis: basis})
}

func (b *JurisdictionBuilder) rule(kind v1alpha1.LinkKind, rule v1alpha1.TermRule) *JurisdictionBuilder {
	if b.edition.Spec.Terms == nil {
		b.edition.Spec.Terms = &v1alpha1.TermRules{}
	}
	if kind == v1alpha1.LinkOperationAgreement {
		b.edition.Spec.Terms.OperationAgreement = &rule
	} else {
		b.edition.Spec.Terms.DeveloperGrant = &rule
	}
	return b
}

// HaltedBy names the parties of which any may halt.
func (b *JurisdictionBuilder) HaltedBy(parties ...v1alpha1.Party) *JurisdictionBuilder {
	b.halt().By = parties
	return b
}

// ReleasedBy names the parties of which any may release.
func (b *JurisdictionBuilder) ReleasedBy(parties ...v1alpha1.Party) *JurisdictionBuilder {
	b.halt().ReleaseBy = parties
	return b
}

func (b *JurisdictionBuilder) halt() *v1alpha1.HaltRule {
	if b.edition.Spec.Halt == nil {
		b.edition.Spec.Halt = &v1alpha1.HaltRule{Basis: policy}
	}
	return b.edition.Spec.Halt
}

// The is the party that a field of the subject names.
func The(ref v1alpha1.PartyRef) v1alpha1.Party { return v1alpha1.Party{Ref: ref} }

// Any is every organisation of a role.
func Any(role v1alpha1.Role) v1alpha1.Party { return v1alpha1.Party{Role: role} }

// Obj is the edition.
func (b *JurisdictionBuilder) Obj() *v1alpha1.Jurisdiction { return b.edition.DeepCopy() }

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// asks says whether an edition has a procedure of a kind that asks for acts.
func asks(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool {
	if edition == nil {
		return false
	}
	return slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Of == kind && len(p.Steps) > 0 })
}

// Asks says whether an edition has a procedure of a kind that asks for acts, so
// that who acted, who objected and the calendar have to be read.
func Asks(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool { return asks(edition, kind) }

// AsksWhoIsRelated says whether an edition keeps related organisations from
// acting or from developing, so that all affiliations have to be read (DRV-7).
func AsksWhoIsRelated(edition *v1alpha1.Jurisdiction) bool {
	if edition == nil {
		return false
	}
	return slices.ContainsFunc(edition.Spec.Checks, func(c v1alpha1.CheckRule) bool { return c.Affiliates != "" }) || slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
		return slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return len(s.DistinctFrom) > 0 })
	})
}

// AsksWhatWasHeld says whether an edition asks for acts where data join an
// agreement, so that the agreements that one revises, and the acts on them, have
// to be read (YZ-4.开发.4).
func AsksWhatWasHeld(edition *v1alpha1.Jurisdiction) bool {
	return edition != nil && procedure.AsksOfAdded(edition, v1alpha1.LinkOperationAgreement)
}

// publishes says whether a procedure of a kind has a step with a publicity.
func publishes(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool {
	return slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
		return p.Of == kind && slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return s.Publicity != nil })
	})
}

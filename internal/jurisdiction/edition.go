// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package jurisdiction answers: what does an edition say? It reads one edition
// and knows no regime by name.
package jurisdiction

import (
	"fmt"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // a verdict does not depend on the files of the machine it is given on

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// zones are the zones that were loaded. A verdict asks for its zone many times,
// and loading one reads a file.
var zones sync.Map

// Zone is the time zone in which the edition's civil dates are read. It is
// always a named one: neither the machine's own nor UTC by default (D3).
func Zone(j *v1alpha1.Jurisdiction) (*time.Location, error) {
	name := j.Spec.TimeZone
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), nil
	}
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("load time zone %q of Jurisdiction %q: not a zone of the IANA database", name, j.Name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load time zone %q of Jurisdiction %q: %w", name, j.Name, err)
	}
	zones.Store(name, zone)
	return zone, nil
}

// EffectiveFrom is the first instant of force; ok is false where the edition
// gives none.
func EffectiveFrom(j *v1alpha1.Jurisdiction) (from time.Time, ok bool) {
	if j.Spec.EffectiveFrom == nil {
		return time.Time{}, false
	}
	zone, err := Zone(j)
	if err != nil {
		return time.Time{}, false
	}
	from, err = calendar.Midnight(*j.Spec.EffectiveFrom, zone)
	return from.UTC(), err == nil
}

// NotInEffect finds what keeps the edition itself from being in effect.
func NotInEffect(j *v1alpha1.Jurisdiction, now time.Time) *finding.Finding {
	if _, err := Zone(j); err != nil {
		return finding.New(v1alpha1.UnlawfulReason, nil,
			"Jurisdiction %q: spec.timeZone %q is no IANA time zone; apply an edition that names one, such as Asia/Shanghai", j.Name, j.Spec.TimeZone)
	}
	from, ok := EffectiveFrom(j)
	switch {
	case !ok:
		return finding.New(v1alpha1.NotYetEffectiveReason, nil,
			"Jurisdiction %q gives no spec.effectiveFrom; what pins it is not in force. Pin an edition that supplies the date", j.Name)
	case now.Before(from):
		return finding.New(v1alpha1.NotYetEffectiveReason, nil,
			"Jurisdiction %q comes into effect on %s", j.Name, *j.Spec.EffectiveFrom)
	}
	return nil
}

// ProcedureOpen finds that the edition does not say that a kind needs no
// procedure. Saying nothing is not saying "none".
func ProcedureOpen(j *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) *finding.Finding {
	for _, p := range j.Spec.Procedures {
		if p.Of == kind && p.None != nil && *p.None {
			return nil
		}
	}
	return finding.New(v1alpha1.UndeterminedReason, nil,
		"Jurisdiction %q names no procedure for %s; the edition must name one or declare none: true", j.Name, finding.A(kind))
}

// TierOf is the edition's tier whose holder fits: the operator of the grant's
// own agreement, or a developer that is not.
func TierOf(j *v1alpha1.Jurisdiction, holder *v1alpha1.Organization, operator string) (*v1alpha1.Tier, *finding.Finding) {
	return TierUnder(j, holder, operator, 1)
}

// TierUnder is TierOf for a grant under an agreement of a level. The operator
// of an agreement counts as what its level makes of it: that of one of level 2
// may be a developer.
func TierUnder(j *v1alpha1.Jurisdiction, holder *v1alpha1.Organization, operator string, level int32) (*v1alpha1.Tier, *finding.Finding) {
	role := v1alpha1.HolderDeveloper
	if holder.Name == operator && !developsAt(j, level) {
		role = v1alpha1.HolderOperator
	}
	for i := range j.Spec.Tiers {
		tier := &j.Spec.Tiers[i]
		if tier.Holder != role {
			continue
		}
		if !HasRole(holder, v1alpha1.Role(role)) {
			return nil, finding.New(v1alpha1.UnlawfulReason, tier.Basis,
				"spec.holder %q lacks the role %s that tier %d of Jurisdiction %q asks for; it has %v", holder.Name, role, tier.Tier, j.Name, holder.Spec.Roles)
		}
		return tier, nil
	}
	return nil, finding.New(v1alpha1.UnlawfulReason, nil,
		"Jurisdiction %q has no tier in which the %s may hold a grant, and spec.holder %q is one; choose another holder", j.Name, describe(role), holder.Name)
}

// developsAt says whether the operator of an agreement of a level is a
// developer.
func developsAt(j *v1alpha1.Jurisdiction, level int32) bool {
	return OperatorRole(j, level) == v1alpha1.RoleDeveloper
}

// LevelOf is the edition's rule for agreements of a level, or nil where it has
// none. An agreement that names no level is of level 1; a nil edition has none.
func LevelOf(j *v1alpha1.Jurisdiction, level int32) *v1alpha1.AgreementLevel {
	if j == nil {
		return nil
	}
	for i := range j.Spec.AgreementLevels {
		if j.Spec.AgreementLevels[i].Level == max(level, 1) {
			return &j.Spec.AgreementLevels[i]
		}
	}
	return nil
}

// OperatorRole is the role that the operator of an agreement of a level has:
// Operator where the edition says nothing else.
func OperatorRole(j *v1alpha1.Jurisdiction, level int32) v1alpha1.Role {
	if rule := LevelOf(j, level); rule != nil {
		return rule.Operator
	}
	return v1alpha1.RoleOperator
}

func describe(role v1alpha1.HolderRole) finding.Phrase {
	if role == v1alpha1.HolderOperator {
		return finding.Say("agreement's operator")
	}
	return finding.Say("developer")
}

// HasRole says whether an organisation has a role.
func HasRole(org *v1alpha1.Organization, role v1alpha1.Role) bool {
	return slices.Contains(org.Spec.Roles, role)
}

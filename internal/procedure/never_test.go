// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

const priceAuthority = v1alpha1.Role("PriceAuthority")

func TestNever(t *testing.T) {
	by := func(parties ...v1alpha1.Party) v1alpha1.Step {
		return v1alpha1.Step{Name: "approve", Act: v1alpha1.ActionApprove, By: parties, Basis: basis}
	}
	among := func(atLeast int32, choices ...v1alpha1.PartyChoice) v1alpha1.Party {
		return v1alpha1.Party{AtLeast: &atLeast, Among: choices}
	}
	sources := v1alpha1.PartyChoice{Role: v1alpha1.RoleSourceUnit, Level: v1alpha1.LevelSame}
	tests := map[string]struct {
		step   v1alpha1.Step
		change func(*scene, *v1alpha1.Procedure)
		want   string
	}{
		"a party that the grant has":  {step: by(v1alpha1.Party{Ref: v1alpha1.PartyHolder})},
		"a role that somebody has":    {step: by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame})},
		"the owners of the inputs":    {step: by(v1alpha1.Party{Owner: v1alpha1.ScopeOfInputs})},
		"a quorum that can be met":    {step: by(among(2, sources))},
		"who is named in another act": {step: by(v1alpha1.Party{Role: priceAuthority, OrNamedIn: "forward"})},
		"nothing waits for a duty":    {step: withGate(by(v1alpha1.Party{Role: priceAuthority}), false)},
		"a role that is claimed, and conferred by Decision": {
			step: by(v1alpha1.Party{Role: v1alpha1.RoleImplementingAgency, Level: v1alpha1.LevelSame}),
			change: func(s *scene, _ *v1alpha1.Procedure) {
				s.edition.Spec.Procedures = append(s.edition.Spec.Procedures, v1alpha1.Procedure{
					Name: "appoint", Of: v1alpha1.LinkOrganization, Effect: v1alpha1.EffectAppointed + ":ImplementingAgency", Steps: []v1alpha1.Step{by(v1alpha1.Party{Role: v1alpha1.RoleGovernment})},
				})
			},
		},
		"a role that nobody has": {
			step: by(v1alpha1.Party{Role: priceAuthority}),
			want: `NotEntitled: step grant/approve of DeveloperGrant "g" is for PriceAuthority over 640000, and none of these organisations is that; add it, or correct its roles, division or sectors [T-1]`,
		},
		"a role that nobody has at that level": {
			step: by(v1alpha1.Party{Role: v1alpha1.RoleGovernment, Level: v1alpha1.LevelSuperior}),
			want: `NotEntitled: step grant/approve of DeveloperGrant "g" is for Government of (none), and none of these organisations is that; add it, or correct its roles, division or sectors [T-1]`,
		},
		"a party that the kind has not": {
			step:   by(v1alpha1.Party{Ref: v1alpha1.PartySourceUnit}),
			change: func(s *scene, _ *v1alpha1.Procedure) { s.subject.Parties[v1alpha1.PartySourceUnit] = nil },
			want:   `NotEntitled: step grant/approve of DeveloperGrant "g" is for its SourceUnit, and it has none; the edition asks that of a kind which has one [T-1]`,
		},
		"a quorum that cannot be met": {
			step: by(among(3, sources)),
			want: `NotEntitled: step grant/approve of DeveloperGrant "g" needs 3 of SourceUnit of 640000, and only 2 of these organisations can be any: health-commission, insurance-bureau; add those that are missing, or correct their roles, divisions or sectors [T-1]`,
		},
		"a quorum of whom one may not": {
			step: distinct(by(among(2, sources)), v1alpha1.PartyGrantor),
			change: func(s *scene, _ *v1alpha1.Procedure) {
				s.orgs["health-commission"].Affiliates = []v1alpha1.ObjectName{"info-centre"}
			},
			want: `NotEntitled: step grant/approve of DeveloperGrant "g" needs 2 of SourceUnit of 640000, and only 1 of these organisations can be any: insurance-bureau; add those that are missing, or correct their roles, divisions or sectors [T-1]`,
		},
		"a step after one of a procedure that it does not go through": {
			step: following(by(v1alpha1.Party{Ref: v1alpha1.PartyHolder}), "plan/approve"),
			want: `OutOfOrder: step grant/approve of DeveloperGrant "g" comes after plan/approve, and neither it nor what it names goes through that step; let it name the plan, call or agreement that does, or correct the edition [T-1]`,
		},
		"a plan that is required, and not named": {
			step:   by(v1alpha1.Party{Ref: v1alpha1.PartyHolder}),
			change: func(_ *scene, p *v1alpha1.Procedure) { p.Requires = &v1alpha1.Requires{Plan: v1alpha1.RequiredInForce} },
			want:   `RequirementMissing: spec.plan of DeveloperGrant "g" names no ImplementationPlan; procedure grant needs one that is approved [T-1]`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := v1alpha1.Procedure{Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{tc.step}}
			s := grantScene(p)
			if tc.change != nil {
				tc.change(s, &s.edition.Spec.Procedures[0])
			}
			var got string
			for _, found := range procedure.Never(s.edition, &s.subject, &s.world, slices.Sorted(maps.Keys(s.orgs))) {
				got += found.Reason + ": " + found.Text()
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("it finds (-want +got):\n%s", diff)
			}
		})
	}
}

func withGate(s v1alpha1.Step, gate bool) v1alpha1.Step {
	s.Gate = &gate
	return s
}

func distinct(s v1alpha1.Step, from ...v1alpha1.PartyRef) v1alpha1.Step {
	s.DistinctFrom = from
	return s
}

func following(s v1alpha1.Step, refs ...v1alpha1.StepReference) v1alpha1.Step {
	s.After = refs
	return s
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestTheOperatorOfALevelHasTheRoleThatTheEditionAsks shows agreements of two
// levels, of which the second is a developer's.
func TestTheOperatorOfALevelHasTheRoleThatTheEditionAsks(t *testing.T) {
	levels := []v1alpha1.AgreementLevel{
		{Level: 1, Grantor: v1alpha1.RoleDataAuthority, Operator: v1alpha1.RoleOperator, Basis: []v1alpha1.BasisID{"YZ-3.模式.2"}},
		{Level: 2, Grantor: v1alpha1.RoleOperator, Operator: v1alpha1.RoleDeveloper, Basis: []v1alpha1.BasisID{"YZ-3.模式.3"}},
	}
	tests := map[string]struct {
		levels   []v1alpha1.AgreementLevel
		level    int32
		operator string
		want     string
	}{
		"no levels: an operator":            {nil, 0, builder.Operator, given},
		"no levels: a developer":            {nil, 0, builder.Holder, `denied, Unlawful: spec.operator "` + builder.Holder + `" lacks the role Operator; it has [Developer]`},
		"level 1: an operator":              {levels, 1, builder.Operator, given},
		"level 1 unsaid: an operator":       {levels, 0, builder.Operator, given},
		"level 1: a developer":              {levels, 1, builder.Holder, `denied, Unlawful: spec.operator "` + builder.Holder + `" lacks the role Operator; it has [Developer] [YZ-3.模式.2]`},
		"level 2: a developer":              {levels, 2, builder.Holder, given},
		"level 2: an operator":              {levels, 2, builder.Operator, `denied, Unlawful: spec.operator "` + builder.Operator + `" lacks the role Developer; it has [Operator] [YZ-3.模式.3]`},
		"level 2 of an edition without one": {levels[:1], 2, builder.Operator, given},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			edition := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).Obj()
			edition.Spec.AgreementLevels = tc.levels
			agreement := builder.Agreement("health").Over("visits", "labs").OperatedBy(tc.operator).Term("2026-01-01", "2026-12-31").Obj()
			agreement.Spec.Level = tc.level
			if tc.level == 2 {
				agreement.Spec.Grantor = builder.Operator
			}
			c := builder.Health().Put(edition, agreement)
			if got := whole(authorization.DecideAgreement(c.OfAgreement("health"), now)); got != tc.want {
				t.Errorf("the agreement is %s, want %s", got, tc.want)
			}
		})
	}
}

// TestADeveloperIsOneAlsoWhereItOperates shows in which tier the operator of an
// agreement holds a grant under it.
func TestADeveloperIsOneAlsoWhereItOperates(t *testing.T) {
	for level, want := range map[int32]int32{1: 0, 2: 2} {
		edition := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).Obj()
		edition.Spec.AgreementLevels = []v1alpha1.AgreementLevel{
			{Level: 1, Grantor: v1alpha1.RoleDataAuthority, Operator: v1alpha1.RoleOperator},
			{Level: 2, Grantor: v1alpha1.RoleOperator, Operator: v1alpha1.RoleDeveloper},
		}
		agreement := builder.Agreement("health").Over("visits", "labs").OperatedBy(builder.Holder).Term("2026-01-01", "2026-12-31").Obj()
		agreement.Spec.Level = level
		c := builder.Health().Put(edition, agreement)
		if v := authorization.DecideGrant(c.OfGrant("g"), now); v.Tier != want {
			t.Errorf("under an agreement of level %d the grant is of tier %d, want %d; it is %s", level, v.Tier, want, whole(v))
		}
	}
}

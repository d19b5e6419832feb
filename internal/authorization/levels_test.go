// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
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
		"level 1: a developer":              {levels, 1, builder.Holder, `denied, Unlawful: spec.operator "` + builder.Holder + `" lacks the role Operator; it has [Developer] [YZ-3.模式.2 (part 3)]`},
		"level 2: a developer":              {levels, 2, builder.Holder, given},
		"level 2: an operator":              {levels, 2, builder.Operator, `denied, Unlawful: spec.operator "` + builder.Operator + `" lacks the role Developer; it has [Operator] [YZ-3.模式.3 (part 3)]`},
		"level 2 of an edition without one": {levels[:1], 2, builder.Operator, given},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			edition := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).Obj()
			edition.Spec.AgreementLevels = tc.levels
			agreement := builder.Agreement("health").Over("visits", "labs").OperatedBy(tc.operator).Term("2026-01-01", "2026-12-31").Obj()
			agreement.Spec.Level = tc.level
			if tc.level == 2 {
				agreement.Spec.Grantor, agreement.Spec.Under = builder.Operator, "whole"
			}
			c := builder.Health().Put(edition, agreement, wholeAgreement())
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
		if level == 2 {
			agreement.Spec.Grantor, agreement.Spec.Under = builder.Operator, "whole"
		}
		c := builder.Health().Put(edition, agreement, wholeAgreement())
		if v := authorization.DecideGrant(c.OfGrant("g"), now); v.Tier != want {
			t.Errorf("under an agreement of level %d the grant is of tier %d, want %d; it is %s", level, v.Tier, want, whole(v))
		}
	}
}

// wholeAgreement is the agreement of level 1 that one of level 2 stands under.
func wholeAgreement() *v1alpha1.OperationAgreement {
	return builder.Agreement("whole").Over("visits", "labs").Term("2026-01-01", "2026-06-30").Obj()
}

// TestAnAgreementOfLevel2StandsUnderOneOfLevel1 shows that one of level 2 holds
// only while the one above it does, inside its term and its data, and granted by
// who operates it; whatever names itself holds nothing.
func TestAnAgreementOfLevel2StandsUnderOneOfLevel1(t *testing.T) {
	basis := []v1alpha1.BasisID{"YZ-3.模式.3"}
	edition := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).Obj()
	edition.Spec.AgreementLevels = []v1alpha1.AgreementLevel{
		{Level: 1, Grantor: v1alpha1.RoleDataAuthority, Operator: v1alpha1.RoleOperator, Basis: basis},
		{Level: 2, Grantor: v1alpha1.RoleOperator, Operator: v1alpha1.RoleDeveloper, Basis: basis},
	}
	second := func(change func(*v1alpha1.OperationAgreement)) *v1alpha1.OperationAgreement {
		a := builder.Agreement("health").Over("visits", "labs").OperatedBy(builder.Holder).Term("2026-01-01", "2026-12-31").Obj()
		a.Spec.Level, a.Spec.Under, a.Spec.Grantor = 2, "whole", builder.Operator
		if change != nil {
			change(a)
		}
		return a
	}
	chain := func(change func(*v1alpha1.OperationAgreement)) *builder.Chain {
		return builder.Health().Put(edition, wholeAgreement(), second(change))
	}
	tests := map[string]struct {
		chain *builder.Chain
		at    string
		want  string
	}{
		"under one in force":              {chain(nil), "2026-03-10T00:00:00Z", given},
		"in the last instant of its term": {chain(nil), "2026-06-30T15:59:59Z", given},
		"its term ends, and so does this": {chain(nil), "2026-06-30T16:00:00Z", `denied, AncestorNotInForce: OperationAgreement "whole" is not in force (TermEnded): the term of OperationAgreement "whole" ended at 2026-07-01T00:00:00+08:00; a later term needs a new one`},
		"it is terminated":                {chain(nil).Put(builder.Decision("t").Does(v1alpha1.ActionTerminate, v1alpha1.OnOperationAgreement, "whole").Obj()), "2026-03-10T00:00:00Z", "denied, AncestorNotInForce"},
		"it is suspended":                 {chain(nil).Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "whole").Obj()), "2026-03-10T00:00:00Z", "denied, AncestorNotInForce"},
		"one of its inputs is suspended":  {chain(nil).Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "whole").Only("visits").Obj()), "2026-03-10T00:00:00Z", given},
		"it is not there, and its name was suspended": {
			chain(nil).Drop("OperationAgreement", "whole").Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "whole").Obj()), "2026-03-10T00:00:00Z",
			`denied, ReferenceMissing: spec.under: OperationAgreement "whole" does not exist; what was taken from that name holds once it appears: OperationAgreement "whole" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`,
		},
		"it is not there":                  {chain(nil).Drop("OperationAgreement", "whole"), "2026-03-10T00:00:00Z", `denied, ReferenceMissing: spec.under: OperationAgreement "whole" does not exist; it comes into force when it appears`},
		"it cannot be read":                {chain(nil).Unreadable("OperationAgreement", "whole"), "2026-03-10T00:00:00Z", "undecided, Undetermined"},
		"it is named by none":              {chain(func(a *v1alpha1.OperationAgreement) { a.Spec.Under = "" }), "2026-03-10T00:00:00Z", `denied, Unlawful: spec.under of OperationAgreement "health" names no agreement; one of level 2 stands under one of level 1, name it [YZ-3.模式.3 (part 3)]`},
		"it is of level 2 itself":          {chain(func(a *v1alpha1.OperationAgreement) { a.Spec.Under = "health" }), "2026-03-10T00:00:00Z", `denied, Unlawful: spec.under: OperationAgreement "health" is of level 2; one of level 2 stands under one of level 1, name that [YZ-3.模式.3 (part 3)]`},
		"another one operates what grants": {chain(func(a *v1alpha1.OperationAgreement) { a.Spec.Grantor = builder.Bureau }), "2026-03-10T00:00:00Z", `denied, Unlawful: spec.grantor "` + builder.Bureau + `" of OperationAgreement "health" does not operate OperationAgreement "whole" above it, which "` + builder.Operator + `" does; that organisation grants what stands under it [YZ-3.模式.3 (part 3)]`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := whole(authorization.DecideAgreement(tc.chain.OfAgreement("health"), builder.Instant(tc.at))); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the agreement is %s, want %s", got, tc.want)
			}
		})
	}
}

// TestSocialDataJoinsAtLevel2 shows that social data alone need not be held by the
// agreement above, and only where the edition says who confirms it.
func TestSocialDataJoinsAtLevel2(t *testing.T) {
	no := false
	confirms := func(step v1alpha1.Step) *v1alpha1.Procedure {
		step.Name, step.Act, step.By = "fusion", v1alpha1.ActionApprove, []v1alpha1.Party{{Ref: v1alpha1.PartyGrantor}}
		return &v1alpha1.Procedure{Name: "fusion", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{step}}
	}
	social := &v1alpha1.When{Inputs: v1alpha1.InputsSocial}
	within := func(p *v1alpha1.Procedure, when *v1alpha1.When) *v1alpha1.Procedure {
		p.When = when
		return p
	}
	const stranger = `denied, Unlawful: spec.dataResources: DataResource "drugs" is not among spec.dataResources of OperationAgreement "whole"`
	tests := map[string]struct {
		origin   v1alpha1.Origin
		confirms *v1alpha1.Procedure
		want     string
	}{
		"social data that is confirmed":           {v1alpha1.OriginSocial, confirms(v1alpha1.Step{When: social}), given},
		"public data":                             {v1alpha1.OriginPublic, confirms(v1alpha1.Step{When: social}), stranger},
		"data of which nothing is said":           {"", confirms(v1alpha1.Step{When: social}), stranger},
		"social data that nobody confirms":        {v1alpha1.OriginSocial, nil, stranger},
		"confirmed by a step that is for all":     {v1alpha1.OriginSocial, confirms(v1alpha1.Step{}), stranger},
		"confirmed by a step that nobody awaits":  {v1alpha1.OriginSocial, confirms(v1alpha1.Step{When: social, Gate: &no}), stranger},
		"confirmed by what some grants need":      {v1alpha1.OriginSocial, within(confirms(v1alpha1.Step{When: social}), &v1alpha1.When{Tier: 1}), stranger},
		"confirmed under some agreements":         {v1alpha1.OriginSocial, confirms(v1alpha1.Step{When: &v1alpha1.When{Inputs: v1alpha1.InputsSocial, Mode: v1alpha1.ModeByField}}), stranger},
		"confirmed by what it alone needs":        {v1alpha1.OriginSocial, within(confirms(v1alpha1.Step{}), social), given},
		"confirmed of data that is none of these": {v1alpha1.OriginSocial, confirms(v1alpha1.Step{When: &v1alpha1.When{Inputs: v1alpha1.InputsPublic}}), stranger},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			edition := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).Obj()
			edition.Spec.AgreementLevels = []v1alpha1.AgreementLevel{
				{Level: 1, Grantor: v1alpha1.RoleDataAuthority, Operator: v1alpha1.RoleOperator},
				{Level: 2, Grantor: v1alpha1.RoleOperator, Operator: v1alpha1.RoleDeveloper},
			}
			if tc.confirms != nil {
				edition.Spec.Procedures = append(edition.Spec.Procedures, *tc.confirms)
			}
			drugs := builder.Resource("drugs").Obj()
			drugs.Spec.Origin, drugs.Spec.SourceUnit = tc.origin, "company"
			second := builder.Agreement("health").Over("visits", "drugs").OperatedBy(builder.Holder).Term("2026-01-01", "2026-12-31").Obj()
			second.Spec.Level, second.Spec.Under, second.Spec.Grantor = 2, "whole", builder.Operator
			c := builder.Health().Put(edition, drugs, builder.Organization("company").Obj(), wholeAgreement(), second)
			if got := inputs(authorization.DecideAgreement(c.OfAgreement("health"), now))["drugs"]; !strings.HasPrefix(got, tc.want) {
				t.Errorf("the data is %s, want %s", got, tc.want)
			}
		})
	}
}

// TestAnInputOfLevel2IsOneOfLevel1 shows which data an agreement of level 2 and a
// grant under it may hold, and when both end.
func TestAnInputOfLevel2IsOneOfLevel1(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).Obj()
	edition.Spec.AgreementLevels = []v1alpha1.AgreementLevel{
		{Level: 1, Grantor: v1alpha1.RoleDataAuthority, Operator: v1alpha1.RoleOperator},
		{Level: 2, Grantor: v1alpha1.RoleOperator, Operator: v1alpha1.RoleDeveloper},
	}
	second := builder.Agreement("health").Over("visits", "labs", "drugs").OperatedBy(builder.Holder).Term("2026-01-01", "2026-12-31").Obj()
	second.Spec.Level, second.Spec.Under, second.Spec.Grantor = 2, "whole", builder.Operator
	grant := builder.Grant("g").Under("health").Input("visits").Input("labs").Input("drugs").Term("2026-01-01", "2026-12-31").Obj()
	c := builder.Health().Put(edition, wholeAgreement(), second, grant,
		builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "whole").Only("visits").Obj())
	for _, v := range []authorization.Verdict{authorization.DecideAgreement(c.OfAgreement("health"), now), authorization.DecideGrant(c.OfGrant("g"), now)} {
		want := []string{"AncestorNotInForce", "InForce", "Unlawful"}
		for i, in := range v.Inputs {
			if in.Reason() != want[i] {
				t.Errorf("%s is %s (%s), want %s", in.Resource, in.Reason(), in.Message(), want[i])
			}
		}
		if v.Force != authorization.InForce {
			t.Errorf("the rest is %s", whole(v))
		}
		if end := builder.Instant("2026-06-30T16:00:00Z"); !v.Interval.NotAfter.Equal(end) {
			t.Errorf("it ends at %s, want %s with the agreement above", v.Interval.NotAfter, end)
		}
	}
}

// TestWhatNamesItselfHoldsNothing shows that a call under the very agreement whose
// operator it chose lets neither hold, and is an answer.
func TestWhatNamesItselfHoldsNothing(t *testing.T) {
	agreement := builder.Agreement("health").Over("visits").Term("2026-01-01", "2026-12-31").Obj()
	agreement.Spec.Selection = "call"
	edition := builder.Jurisdiction("demo", 1).Obj()
	edition.Spec.AgreementLevels = []v1alpha1.AgreementLevel{{Level: 1, Grantor: v1alpha1.RoleDataAuthority, Operator: v1alpha1.RoleDeveloper}}
	call := &v1alpha1.Selection{}
	call.Name, call.Spec.Jurisdiction, call.Spec.Seeks, call.Spec.Organiser, call.Spec.Agreement = "call", "demo.1", v1alpha1.RoleDeveloper, builder.Bureau, "health"
	agreement.Spec.Operator = builder.Holder
	c := builder.Health().Put(edition, agreement, call)
	v := authorization.DecideAgreement(c.OfAgreement("health"), now)
	if v.Force != authorization.Denied || !strings.Contains(v.Message(), "rests on itself") {
		t.Errorf("the agreement is %s", whole(v))
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// signing is Health and a second agreement, under an edition in which grantor and
// operator sign and one operator is allowed.
type signing struct {
	*builder.Chain
}

func counting(rule v1alpha1.OperatorsRule) signing {
	edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkOperationAgreement).Procedure(v1alpha1.Procedure{
		Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{
			Name: "sign", Act: v1alpha1.ActionSign, Basis: []v1alpha1.BasisID{"policy"},
			By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor), builder.The(v1alpha1.PartyCoGrantor), builder.The(v1alpha1.PartyOperator)},
		}},
	}).Obj()
	rule.Basis = []v1alpha1.BasisID{"SY-5.2c"}
	edition.Spec.Operators = []v1alpha1.OperatorsRule{rule}
	return signing{builder.Health().Put(
		edition, builder.Organization("second").Roles(v1alpha1.RoleOperator).Obj(), builder.Organization("city-bureau").Roles("DataAuthority").Obj())}
}

// agreed adds an agreement of an operator.
func (s signing) agreed(name, operator, from, to string, change ...func(*v1alpha1.OperationAgreement)) signing {
	a := builder.Agreement(name).Over("visits", "labs").OperatedBy(operator).Term(from, to).Obj()
	a.Spec.Mode, a.Spec.Field = v1alpha1.ModeByField, "health"
	for _, c := range change {
		c(a)
	}
	s.Put(a)
	return s
}

// signed has both parties sign an agreement on a day.
func (s signing) signed(name, operator, on string) signing {
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: v1alpha1.ObjectName(name)}
	var digest v1alpha1.Digest
	for _, d := range s.OfAgreement(name).Proceedings(subject, now).Digests {
		digest = d.Digest
	}
	for _, by := range []string{string(s.OfAgreement(name).Agreement.Get().Spec.Grantor), operator} {
		s.Put(builder.Decision(name+"-"+by).By(by).ActedOn(on).Recorded(on+"T04:00:00Z").
			Does(v1alpha1.ActionSign, v1alpha1.OnOperationAgreement, name).Step("agreement/sign").Covers(v1alpha1.PartAll, digest).Obj())
	}
	return s
}

// TestOperatorsAreCounted shows that of agreements which exceed the number of
// operators the one that was signed later is not in force, and the earlier is
// untouched, until its place is free (SY-5.2c, YZ-3.模式.5, SY-5.2a).
func TestOperatorsAreCounted(t *testing.T) {
	year := []string{"2026-01-01", "2026-12-31"}
	one := v1alpha1.OperatorsRule{Max: 1}
	perField := v1alpha1.OperatorsRule{Mode: v1alpha1.ModeByField, Max: 1, Per: []v1alpha1.CountPer{v1alpha1.PerGrantor, v1alpha1.PerField}}
	two := func(rule v1alpha1.OperatorsRule, change ...func(*v1alpha1.OperationAgreement)) signing {
		return counting(rule).agreed("health", builder.Operator, year[0], year[1]).agreed("other", "second", year[0], year[1], change...)
	}
	both := func(rule v1alpha1.OperatorsRule, change ...func(*v1alpha1.OperationAgreement)) signing {
		return two(rule, change...).signed("health", builder.Operator, "2026-01-05").signed("other", "second", "2026-01-06")
	}
	const pending = "denied, ProcedurePending"
	taken := `denied, PlaceTaken: OperationAgreement "demo-health/health" of Organization "` + builder.Operator + `" was signed earlier, and at most 1 may operate`
	tests := map[string]struct {
		chain        *builder.Chain
		at           string
		first, later string
	}{
		"the later signature is not in force":               {both(one).Chain, "", given, taken + ` under the editions of one code at a time; OperationAgreement "other" comes into force once a place is free [SY-5.2c (article 5)]`},
		"whoever was made first":                            {two(one).signed("other", "second", "2026-01-05").signed("health", builder.Operator, "2026-01-06").Chain, "", `denied, PlaceTaken: OperationAgreement "demo-health/other"`, given},
		"also one that nobody signed yet":                   {two(one).signed("health", builder.Operator, "2026-01-05").Chain, "", given, taken},
		"nobody holds a place unsigned":                     {two(one).Chain, "", pending, pending},
		"of one field and grantor":                          {both(perField).Chain, "", given, taken + ` for Organization "` + builder.Bureau + `" in the field "health"`},
		"of another field":                                  {both(perField, func(a *v1alpha1.OperationAgreement) { a.Spec.Field = "transport" }).Chain, "", given, given},
		"of another grantor":                                {both(perField, func(a *v1alpha1.OperationAgreement) { a.Spec.Grantor = "city-bureau" }).Chain, "", given, given},
		"of another mode, which is not bounded":             {both(perField, func(a *v1alpha1.OperationAgreement) { a.Spec.Mode = v1alpha1.ModeComprehensive }).Chain, "", given, given},
		"of a level that is not bounded":                    {both(v1alpha1.OperatorsRule{Max: 1, Level: 2}).Chain, "", given, given},
		"where two are allowed":                             {both(v1alpha1.OperatorsRule{Max: 2}).Chain, "", given, given},
		"an operator who signs again takes no second place": {counting(one).agreed("health", builder.Operator, year[0], year[1]).agreed("other", builder.Operator, year[0], year[1]).signed("health", builder.Operator, "2026-01-05").signed("other", builder.Operator, "2026-01-06").Chain, "", given, given},
		"terms that share no day":                           {counting(one).agreed("health", builder.Operator, year[0], "2026-02-28").agreed("other", "second", "2026-03-01", year[1]).signed("health", builder.Operator, "2026-01-05").signed("other", "second", "2026-01-06").Chain, "", "denied, TermEnded", given},
		"a place that is free at the end of a term":         {counting(one).agreed("health", builder.Operator, year[0], "2026-06-30").agreed("other", "second", year[0], year[1]).signed("health", builder.Operator, "2026-01-05").signed("other", "second", "2026-01-06").Chain, "2026-06-30T16:00:00Z", "denied, TermEnded", given},
		"and not an instant before":                         {counting(one).agreed("health", builder.Operator, year[0], "2026-06-30").agreed("other", "second", year[0], year[1]).signed("health", builder.Operator, "2026-01-05").signed("other", "second", "2026-01-06").Chain, "2026-06-30T15:59:59Z", given, taken},
		"who is suspended holds a place":                    {both(one).Put(builder.Decision("s").Suspends(v1alpha1.OnOperationAgreement, "health").Obj()), "", "denied, Suspended", taken},
		"who is terminated holds none":                      {both(one).Put(builder.Decision("t").Does(v1alpha1.ActionTerminate, v1alpha1.OnOperationAgreement, "health").Obj()), "", "denied, Terminated", given},
		"those who were not looked for take nothing":        {both(one).Unreadable("Rivals of OperationAgreement", "other"), "", given, "undecided, Undetermined"},
		"one whose signatures cannot be read":               {both(one).Unreadable("Decisions on OperationAgreement", "health"), "", "undecided, Undetermined", "undecided, Undetermined"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			at := now
			if tc.at != "" {
				at = builder.Instant(tc.at)
			}
			for agreement, want := range map[string]string{"health": tc.first, "other": tc.later} {
				if got := whole(authorization.DecideAgreement(tc.chain.OfAgreement(agreement), at)); !strings.HasPrefix(got, want) {
					t.Errorf("%s is %s, want %s", agreement, got, want)
				}
			}
		})
	}
}

// TestAPlaceIsLookedAtAgainWhenItIsFree shows that who waits for a place is looked
// at when the term of who holds it ends.
func TestAPlaceIsLookedAtAgainWhenItIsFree(t *testing.T) {
	s := counting(v1alpha1.OperatorsRule{Max: 1}).agreed("health", builder.Operator, "2026-01-01", "2026-06-30").agreed("other", "second", "2026-01-01", "2026-12-31").
		signed("health", builder.Operator, "2026-01-05").signed("other", "second", "2026-01-06")
	v := authorization.DecideAgreement(s.OfAgreement("other"), now)
	if want := builder.Instant("2026-06-30T16:00:00Z"); !v.Next.Equal(want) {
		t.Errorf("it is looked at at %s, want %s", v.Next, want)
	}
}

// TestWithoutActsWhoWasMadeFirstHoldsThePlace shows the order of agreements whose
// edition asks for no signature.
func TestWithoutActsWhoWasMadeFirstHoldsThePlace(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).Obj()
	edition.Spec.Operators = []v1alpha1.OperatorsRule{{Max: 1}}
	made := func(name, operator, at string) *v1alpha1.OperationAgreement {
		a := builder.Agreement(name).Over("visits").OperatedBy(operator).Term("2026-01-01", "2026-12-31").Obj()
		a.CreationTimestamp = metav1.NewTime(builder.Instant(at))
		return a
	}
	c := builder.Health().Put(edition, builder.Organization("second").Roles(v1alpha1.RoleOperator).Obj(),
		made("health", builder.Operator, "2026-01-02T00:00:00Z"), made("other", "second", "2026-01-01T00:00:00Z"))
	if got := whole(authorization.DecideAgreement(c.OfAgreement("health"), now)); !strings.HasPrefix(got, "denied, PlaceTaken") {
		t.Errorf("who was made later is %s", got)
	}
	if got := whole(authorization.DecideAgreement(c.OfAgreement("other"), now)); got != given {
		t.Errorf("who was made first is %s", got)
	}
}

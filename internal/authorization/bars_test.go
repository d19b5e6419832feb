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

// barring is an edition in which the data authority terminates agreements on a
// ground that bars for three years, and who applies in a call may not be barred.
func barring(affiliates v1alpha1.AffiliateRule) *builder.Chain {
	call := v1alpha1.Procedure{
		Name: "call", Of: v1alpha1.LinkSelection, Effect: v1alpha1.EffectSelected,
		Steps: []v1alpha1.Step{{Name: "apply", Act: v1alpha1.ActionApply, By: []v1alpha1.Party{builder.The(v1alpha1.PartyApplicant)}, Basis: []v1alpha1.BasisID{"YZ-3.一级程序.2"}}},
	}
	end := v1alpha1.Procedure{
		Name: "end", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectTerminated,
		Steps: []v1alpha1.Step{{Name: "end", Act: v1alpha1.ActionTerminate, By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}, Grounds: []string{"YZ-3.退出.2", "YZ-3.退出.6"}, Basis: []v1alpha1.BasisID{"YZ-3.退出.0"}}},
	}
	edition := builder.Jurisdiction("demo", 1).EffectiveFrom("2024-01-01").SilentOn(v1alpha1.LinkSelection).Procedure(call).Procedure(end).Obj()
	edition.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred, Affiliates: affiliates, Basis: []v1alpha1.BasisID{"YZ-3.退出.8", "D15"}}}
	edition.Spec.Grounds = []v1alpha1.Ground{
		{ID: "YZ-3.退出.2", Act: v1alpha1.ActionTerminate, Bar: &v1alpha1.Bar{Years: new(int32(3))}, Basis: []v1alpha1.BasisID{"YZ-3.退出.2"}},
		{ID: "YZ-3.退出.6", Act: v1alpha1.ActionTerminate, Basis: []v1alpha1.BasisID{"YZ-3.退出.6"}},
	}
	sister := builder.Organization("sister").Roles(v1alpha1.RoleOperator).Obj()
	sister.Spec.Affiliates = []v1alpha1.ObjectName{builder.Operator}
	selection := &v1alpha1.Selection{}
	selection.Namespace, selection.Name = builder.Domain, "call"
	selection.Spec = v1alpha1.SelectionSpec{Jurisdiction: "demo.1", Seeks: v1alpha1.RoleOperator, Organiser: builder.Bureau, Method: v1alpha1.MethodDirect, ApplicationWindow: &v1alpha1.Term{From: "2025-01-01", To: "2028-12-31"}}
	return builder.Health().Put(edition, selection, sister,
		builder.Agreement("health").Over("visits").Term("2025-01-01", "2027-12-31").Obj())
}

func revoked(ground string) *v1alpha1.Decision {
	return builder.Decision("revocation").By(builder.Bureau).ActedOn("2025-05-10").Recorded("2025-05-10T03:00:00Z").
		Does(v1alpha1.ActionTerminate, v1alpha1.OnOperationAgreement, "health").Step("end/end").Because(ground).Obj()
}

// TestWhoIsBarredDoesNotApply shows that what an organisation applies for does not
// count on a day on which it is barred: revoked on 2025-05-10 it may apply from
// 2028-05-11 on (YZ-3.退出.8, D15).
func TestWhoIsBarredDoesNotApply(t *testing.T) {
	const barred = `Barred: Organization "` + builder.Operator + `" may not act on step call/apply: Organization "` + builder.Operator + `" is barred from 2025-05-11 to 2028-05-10 by Decision "revocation"; it may from 2028-05-11 on [YZ-3.退出.8 (part 3), D15]`
	bar := builder.Decision("bar").By(builder.Bureau).ActedOn("2025-05-10").Does(v1alpha1.ActionBar, v1alpha1.OnOrganization, builder.Operator).Obj()
	bar.Spec.Jurisdiction, bar.Spec.DueDate = "demo.1", new(v1alpha1.Date("2028-05-10"))
	tests := map[string]struct {
		with         *v1alpha1.Decision
		affiliates   v1alpha1.AffiliateRule
		by, on, late string
		want         string
		registered   *v1alpha1.Organization
	}{
		"the day before the revocation":            {with: revoked("YZ-3.退出.2"), on: "2025-05-09"},
		"on its day, which bars not yet":           {with: revoked("YZ-3.退出.2"), on: "2025-05-10"},
		"the day after":                            {with: revoked("YZ-3.退出.2"), on: "2025-05-11", want: barred},
		"on the third anniversary":                 {with: revoked("YZ-3.退出.2"), on: "2028-05-10", want: barred},
		"the day after it":                         {with: revoked("YZ-3.退出.2"), on: "2028-05-11"},
		"dated before, and handed in while barred": {with: revoked("YZ-3.退出.2"), on: "2025-05-09", late: "2025-06-01T03:00:00Z", want: barred},
		"on a ground that bars not":                {with: revoked("YZ-3.退出.6"), on: "2025-05-11"},
		"by an explicit bar":                       {with: bar, on: "2028-05-10", want: `Barred: Organization "` + builder.Operator + `" may not act`},
		"another organisation":                     {with: revoked("YZ-3.退出.2"), by: "sister", on: "2025-05-11"},
		"by the name that was registered first":    {with: revoked("YZ-3.退出.2"), by: "first", on: "2025-05-11", want: `Barred: Organization "first" may not act`, registered: bearing("first", builder.Operator, "2020-01-01T00:00:00Z", v1alpha1.RoleOperator)},
		"one affiliated, where that is denied":     {with: revoked("YZ-3.退出.2"), affiliates: v1alpha1.AffiliatesDeny, by: "sister", on: "2025-05-11", want: `Barred: Organization "sister" may not act`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			by := tc.by
			if by == "" {
				by = builder.Operator
			}
			recorded := tc.late
			if recorded == "" {
				recorded = tc.on + "T03:00:00Z"
			}
			c := barring(tc.affiliates).Put(tc.with)
			if tc.registered != nil {
				operator := bearing(builder.Operator, builder.Operator, "2021-01-01T00:00:00Z", v1alpha1.RoleOperator)
				c.Put(tc.registered, operator)
			}
			selected := v1alpha1.DecisionSubject{Kind: v1alpha1.OnSelection, Name: "call"}
			at := builder.Instant("2028-12-01T00:00:00Z")
			apply := builder.Decision("apply").By(by).ActedOn(tc.on).Recorded(recorded).Does(v1alpha1.ActionApply, v1alpha1.OnSelection, "call").
				Step("call/apply").Covers(v1alpha1.PartAll, c.OfSelection("call").Proceedings(selected, at).Digests[0].Digest).Obj()
			c.Put(apply)
			found, _ := authorization.Counts(c.OfSelection("call"), apply, at)
			got := ""
			if found != nil {
				got = found.Reason + ": " + found.Text()
			}
			if tc.want == "" && got != "" || !strings.HasPrefix(got, tc.want) {
				t.Errorf("the application is %q, want %q", got, tc.want)
			}
		})
	}
}

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

// TestABarIsSaidOfWhomItBars: whoever looks at the organisation reads that it may
// apply for nothing, until when and by whose act; it takes nothing away, and ends by
// itself.
func TestABarIsSaidOfWhomItBars(t *testing.T) {
	bar := func(edition, due string) *v1alpha1.Decision {
		d := builder.Decision("bar").By(builder.Bureau).ActedOn("2025-05-10").Recorded("2025-05-10T03:00:00Z").Does(v1alpha1.ActionBar, v1alpha1.OnOrganization, builder.Operator).Obj()
		d.Spec.Jurisdiction = v1alpha1.ObjectName(edition)
		if due != "" {
			d.Spec.DueDate = new(v1alpha1.Date(due))
		}
		return d
	}
	other := builder.Decision("other").By(builder.Bureau).ActedOn("2025-05-10").Recorded("2025-05-11T03:00:00Z").Does(v1alpha1.ActionBar, v1alpha1.OnOrganization, builder.Operator).Obj()
	other.Spec.Jurisdiction, other.Spec.DueDate = "demo.1", new(v1alpha1.Date("2027-01-31"))
	suspend := builder.Decision("s").Suspends(v1alpha1.OnOrganization, builder.Operator).Obj()
	const said = given + `; Organization "data-bureau" bars it from 2025-05-11 to 2028-05-10 (Decision "bar"): what it applies for or submits on these days under editions of the code "demo" does not count`
	tests := map[string]struct {
		acts     []*v1alpha1.Decision
		at       string
		want     string
		wantNext string
	}{
		"on its first barred day":          {[]*v1alpha1.Decision{bar("demo.1", "2028-05-10")}, "2025-05-11T00:00:00Z", said, "2028-05-10T16:00:00Z"},
		"in its last instant":              {[]*v1alpha1.Decision{bar("demo.1", "2028-05-10")}, "2028-05-10T15:59:59Z", said, "2028-05-10T16:00:00Z"},
		"when it is over":                  {[]*v1alpha1.Decision{bar("demo.1", "2028-05-10")}, "2028-05-10T16:00:00Z", given, ""},
		"two of them, until the first end": {[]*v1alpha1.Decision{bar("demo.1", "2028-05-10"), other}, "2026-01-01T00:00:00Z", `Organization "data-bureau" bars it from 2025-05-11 to 2027-01-31 (Decision "other")`, "2027-01-31T16:00:00Z"},
		"without a last day":               {[]*v1alpha1.Decision{bar("demo.1", "")}, "2026-01-01T00:00:00Z", given, ""},
		"under an edition that bars none":  {[]*v1alpha1.Decision{bar("lenient.1", "2028-05-10")}, "2026-01-01T00:00:00Z", given, ""},
		"under one that does not exist":    {[]*v1alpha1.Decision{bar("gone.1", "2028-05-10")}, "2026-01-01T00:00:00Z", given, ""},
		"under none":                       {[]*v1alpha1.Decision{bar("", "2028-05-10")}, "2026-01-01T00:00:00Z", given, ""},
		"under one that was not read": {
			[]*v1alpha1.Decision{bar("unread.1", "2028-05-10")}, "2026-01-01T00:00:00Z",
			given + `; Organization "data-bureau" bars it to 2028-05-10 (Decision "bar") under Jurisdiction "unread.1", as far as that has the check NotBarred`, "2028-05-11T00:00:00Z",
		},
		"beside what takes away, which is said alone": {[]*v1alpha1.Decision{bar("demo.1", "2028-05-10"), suspend}, "2026-04-01T00:00:00Z", "denied, Suspended", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := barring("")
			for _, d := range tc.acts {
				c.Put(d)
			}
			f := c.OfOrganization(builder.Operator)
			f.Jurisdictions["demo.1"], f.Jurisdictions["gone.1"] = c.OfSelection("call").Jurisdictions["demo.1"], authorization.Missing[v1alpha1.Jurisdiction]()
			f.Jurisdictions["lenient.1"] = authorization.Found(builder.Jurisdiction("lenient", 1).Obj())
			v := authorization.DecideOrganization(f, builder.Operator, builder.Instant(tc.at))
			if got := whole(v); !strings.Contains(got, tc.want) || tc.want == given && got != given {
				t.Errorf("it is %s, want %s", got, tc.want)
			}
			if got := v.Next; tc.wantNext != "" && !got.Equal(builder.Instant(tc.wantNext)) {
				t.Errorf("next %s, want %s", got, tc.wantNext)
			}
		})
	}
}

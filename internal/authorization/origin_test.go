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

// fusing is an edition of two levels in which who grants confirms social data, and
// the data of public services is public data.
func fusing() *v1alpha1.Jurisdiction {
	edition := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).SilentOn(v1alpha1.LinkDeveloperGrant).Procedure(v1alpha1.Procedure{
		Name: "scenario", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{{
			Name: "fusion", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)},
			When: &v1alpha1.When{Inputs: v1alpha1.InputsSocial}, Basis: []v1alpha1.BasisID{"YZ-4.开发.3"},
		}},
	}).SilentOn(v1alpha1.LinkDataResource).Procedure(v1alpha1.Procedure{
		Name: "resource", Of: v1alpha1.LinkDataResource, Effect: v1alpha1.EffectCleared, Steps: []v1alpha1.Step{{
			Name: "clear", Act: v1alpha1.ActionClear, By: []v1alpha1.Party{builder.The(v1alpha1.PartySourceUnit)}, Basis: []v1alpha1.BasisID{"YZ-1.适用.2"},
		}},
	}).Obj()
	edition.Spec.AgreementLevels = []v1alpha1.AgreementLevel{
		{Level: 1, Grantor: v1alpha1.RoleDataAuthority, Operator: v1alpha1.RoleOperator},
		{Level: 2, Grantor: v1alpha1.RoleOperator, Operator: v1alpha1.RoleDeveloper},
	}
	edition.Spec.Checks = []v1alpha1.CheckRule{{
		Check: v1alpha1.CheckSourceClass, Of: v1alpha1.PartySourceUnit, When: &v1alpha1.When{Inputs: v1alpha1.InputsPublic},
		SourceClasses: []v1alpha1.SourceClass{v1alpha1.SourcePublicService}, Basis: []v1alpha1.BasisID{"YZ-1.术语.1"},
	}}
	return edition
}

// fused is a grant of level 2 over the social data prices, which a company supplies
// and the agreement above does not hold.
func fused(change func(r *v1alpha1.DataResource, supplier *v1alpha1.Organization)) *builder.Chain {
	second := builder.Agreement("health").Over("prices").OperatedBy(builder.Holder).Term("2026-01-01", "2026-12-31").Obj()
	second.Spec.Level, second.Spec.Under, second.Spec.Grantor = 2, "whole", builder.Operator
	prices, company := builder.Resource("prices").Obj(), builder.Organization("company").Obj()
	prices.Spec.Origin, prices.Spec.SourceUnit = v1alpha1.OriginSocial, "company"
	change(prices, company)
	return builder.Health().Put(fusing(), prices, company, wholeAgreement(), second,
		builder.Grant("g").Under("health").Input("prices").Term("2026-01-01", "2026-06-30").Obj())
}

// fuses records an act on a whole object as it is, on a day.
func fuses(c *builder.Chain, name string, kind v1alpha1.SubjectLinkKind, on string, action v1alpha1.Action, by, step, day string) {
	digests := c.OfGrant("g").Report(v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(on)}, nil, now).Digests
	c.Put(builder.Decision(name).By(by).ActedOn(day).Recorded(day+"T04:00:00Z").Does(action, kind, on).
		Step(v1alpha1.StepReference(step)).Covers(v1alpha1.PartAll, digests[v1alpha1.PartAll]).Obj())
}

// TestDataOfAPublicBodyIsNoSocialData shows whose data is social data when its author
// says so, and that the data of public bodies does not pass by what binds public data
// (YZ-1.术语.1, YZ-1.术语.2, YZ-4.开发.3).
func TestDataOfAPublicBodyIsNoSocialData(t *testing.T) {
	public := func(field, name, by string) string {
		return `denied, Unlawful: spec.origin Social of DataResource "prices": its ` + field + ` names Organization "` + name +
			`", whose data is public data under Jurisdiction "demo.1" (` + by + `); leave spec.origin out, or apply another DataResource of data that no public body supplied [YZ-1.术语.1 (part 1)]`
	}
	tests := map[string]struct {
		change func(r *v1alpha1.DataResource, supplier *v1alpha1.Organization)
		want   string
	}{
		"an ordinary company": {func(*v1alpha1.DataResource, *v1alpha1.Organization) {}, given},
		"a class of the edition's": {func(_ *v1alpha1.DataResource, o *v1alpha1.Organization) {
			o.Spec.SourceClass = v1alpha1.SourcePublicService
		}, public("spec.sourceUnit", "company", "spec.sourceClass PublicService")},
		"a class that it lists not": {func(_ *v1alpha1.DataResource, o *v1alpha1.Organization) {
			o.Spec.SourceClass = v1alpha1.SourcePeopleOrganization
		}, given},
		"a state organ without class": {func(_ *v1alpha1.DataResource, o *v1alpha1.Organization) { o.Spec.LegalForm = "StateOrgan" }, public("spec.sourceUnit", "company", "spec.legalForm StateOrgan")},
		"a public institution":        {func(_ *v1alpha1.DataResource, o *v1alpha1.Organization) { o.Spec.LegalForm = "PublicInstitution" }, public("spec.sourceUnit", "company", "spec.legalForm PublicInstitution")},
		"a source unit without class": {func(_ *v1alpha1.DataResource, o *v1alpha1.Organization) {
			o.Spec.Roles = []v1alpha1.Role{v1alpha1.RoleSourceUnit}
		}, public("spec.sourceUnit", "company", "spec.roles SourceUnit")},
		"shared by a source unit": {func(r *v1alpha1.DataResource, _ *v1alpha1.Organization) {
			r.Spec.SharedFrom = []v1alpha1.ObjectName{builder.SourceUnit}
		}, public("spec.sharedFrom", builder.SourceUnit, "spec.roles SourceUnit")},
		"shared by who is not there": {func(r *v1alpha1.DataResource, _ *v1alpha1.Organization) {
			r.Spec.SharedFrom = []v1alpha1.ObjectName{"nobody"}
		}, `denied, ReferenceMissing: spec.sharedFrom of DataResource prices: Organization "nobody" does not exist`},
		"shared by both": {func(r *v1alpha1.DataResource, _ *v1alpha1.Organization) {
			r.Spec.SharedFrom = []v1alpha1.ObjectName{"nobody", builder.SourceUnit}
		}, public("spec.sharedFrom", builder.SourceUnit, "spec.roles SourceUnit")},
		"shared by another company": {func(r *v1alpha1.DataResource, _ *v1alpha1.Organization) {
			r.Spec.SharedFrom = []v1alpha1.ObjectName{builder.Holder}
		}, given},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := fused(tc.change)
			fuses(c, "clear", v1alpha1.OnDataResource, "prices", v1alpha1.ActionClear, "company", "resource/clear", "2026-03-02")
			if got := whole(authorization.DecideResource(c.OfResource("prices"), "prices", now)); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the data is %s, want %s", got, tc.want)
			}
			if got := inputs(authorization.DecideAgreement(c.OfAgreement("health"), now))["prices"]; !strings.HasPrefix(got, tc.want) {
				t.Errorf("under the agreement the data is %s, want %s", got, tc.want)
			}
			never := c.OfResource("prices").Never(v1alpha1.DecisionSubject{Kind: v1alpha1.OnDataResource, Name: "prices"}, now)
			if unlawful := strings.HasPrefix(tc.want, "denied, Unlawful"); unlawful != (len(never) > 0) {
				t.Errorf("before anybody acts it is told that %v", never)
			}
		})
	}
	silent := fusing()
	silent.Spec.Checks = nil
	c := fused(func(_ *v1alpha1.DataResource, o *v1alpha1.Organization) { o.Spec.LegalForm = "StateOrgan" }).Put(silent)
	if got := whole(authorization.DecideResource(c.OfResource("prices"), "prices", now)); !strings.HasPrefix(got, `denied, Unlawful: spec.origin Social`) || strings.Contains(got, "[") {
		t.Errorf("under an edition that lists no class the data of a state organ is %s", got)
	}
	if got := whole(authorization.DecideResource(c.Drop("Jurisdiction", "demo.1").OfResource("prices"), "prices", now)); !strings.HasPrefix(got, "denied, ReferenceMissing") {
		t.Errorf("under an edition that is not there it is %s", got)
	}
	shop := builder.Organization("shop").Obj()
	shop.Spec.USCC = builder.CreditCode(builder.SourceUnit)
	c = fused(func(r *v1alpha1.DataResource, _ *v1alpha1.Organization) {
		r.Spec.SharedFrom = []v1alpha1.ObjectName{"shop"}
	}).Put(shop)
	if got := whole(authorization.DecideResource(c.OfResource("prices"), "prices", now)); got != public("spec.sharedFrom", "shop", "spec.roles SourceUnit") {
		t.Errorf("shared by a source unit in another name the data is %s", got)
	}
	c = fused(func(r *v1alpha1.DataResource, _ *v1alpha1.Organization) {
		r.Spec.SharedFrom = []v1alpha1.ObjectName{builder.Holder}
	})
	fuses(c, "clear", v1alpha1.OnDataResource, "prices", v1alpha1.ActionClear, "company", "resource/clear", "2026-03-02")
	c.Unreadable("Organization", builder.Holder)
	if got := whole(authorization.DecideResource(c.OfResource("prices"), "prices", now)); !strings.HasPrefix(got, "undecided") {
		t.Errorf("while nobody can tell whose data it is, it is %s", got)
	}
	if got := inputs(authorization.DecideAgreement(c.OfAgreement("health"), now))["prices"]; !strings.HasPrefix(got, "undecided") {
		t.Errorf("while nobody can tell whose data it is, under the agreement it is %s", got)
	}
}

// TestSocialDataIsConfirmedAsItWasCleared shows that a confirmation before the
// clearing, and one of content that was cleared anew, confirms nothing; and that the
// clearing fixes what was confirmed (YZ-4.开发.3).
func TestSocialDataIsConfirmedAsItWasCleared(t *testing.T) {
	clears := func(c *builder.Chain, name, day string) {
		fuses(c, name, v1alpha1.OnDataResource, "prices", v1alpha1.ActionClear, "company", "resource/clear", day)
	}
	confirm := func(c *builder.Chain, name, day string) {
		fuses(c, name, v1alpha1.OnDeveloperGrant, "g", v1alpha1.ActionApprove, builder.Operator, "scenario/fusion", day)
	}
	other := func(c *builder.Chain) {
		prices := c.OfResource("prices").Resources["prices"].Get().DeepCopy()
		prices.Spec.Catalogue.Name = "another list"
		c.Put(prices)
	}
	tests := map[string]struct {
		do   func(c *builder.Chain)
		want string
	}{
		"cleared and not confirmed":        {func(c *builder.Chain) { clears(c, "a", "2026-03-02") }, "denied, ProcedurePending"},
		"cleared, then confirmed":          {func(c *builder.Chain) { clears(c, "a", "2026-03-02"); confirm(c, "b", "2026-03-03") }, given},
		"cleared and confirmed on one day": {func(c *builder.Chain) { clears(c, "a", "2026-03-02"); confirm(c, "b", "2026-03-02") }, given},
		"confirmed, then cleared":          {func(c *builder.Chain) { confirm(c, "b", "2026-03-02"); clears(c, "a", "2026-03-03") }, "denied, ProcedurePending"},
		"confirmed, changed and cleared":   {func(c *builder.Chain) { confirm(c, "b", "2026-03-02"); other(c); clears(c, "a", "2026-03-03") }, "denied, ProcedurePending"},
		"and confirmed again": {func(c *builder.Chain) {
			confirm(c, "b", "2026-03-02")
			clears(c, "a", "2026-03-03")
			confirm(c, "d", "2026-03-04")
		}, given},
		"changed once it was confirmed": {func(c *builder.Chain) { clears(c, "a", "2026-03-02"); confirm(c, "b", "2026-03-03"); other(c) }, "denied, ContentChanged"},
		"changed, and cleared anew": {func(c *builder.Chain) {
			clears(c, "a", "2026-03-02")
			confirm(c, "b", "2026-03-03")
			other(c)
			clears(c, "d", "2026-03-04")
		}, "denied, ProcedurePending"},
		"cleared anew, and confirmed again": {func(c *builder.Chain) {
			clears(c, "a", "2026-03-02")
			confirm(c, "b", "2026-03-03")
			other(c)
			clears(c, "d", "2026-03-04")
			confirm(c, "e", "2026-03-05")
		}, given},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := fused(func(*v1alpha1.DataResource, *v1alpha1.Organization) {})
			tc.do(c)
			v := authorization.DecideGrant(c.OfGrant("g"), now)
			if got := inputs(v)["prices"]; !strings.HasPrefix(got, tc.want) {
				t.Errorf("the data is %s, want %s", got, tc.want)
			}
		})
	}
}

// TestPublicDataIsNotConfirmed shows that nobody confirms public data, and that when
// it was cleared says nothing of the social data beside it.
func TestPublicDataIsNotConfirmed(t *testing.T) {
	second := builder.Agreement("health").Over("prices", "visits").OperatedBy(builder.Holder).Term("2026-01-01", "2026-12-31").Obj()
	second.Spec.Level, second.Spec.Under, second.Spec.Grantor = 2, "whole", builder.Operator
	hospital := builder.Organization(builder.SourceUnit).Roles(v1alpha1.RoleSourceUnit).Obj()
	hospital.Spec.SourceClass = v1alpha1.SourcePublicService
	c := fused(func(*v1alpha1.DataResource, *v1alpha1.Organization) {}).Put(second, hospital, builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-06-30").Obj())
	fuses(c, "a", v1alpha1.OnDataResource, "visits", v1alpha1.ActionClear, builder.SourceUnit, "resource/clear", "2026-03-04")
	if got := inputs(authorization.DecideGrant(c.OfGrant("g"), now))["visits"]; !strings.Contains(got, `has no step for DeveloperGrant "g"`) {
		t.Errorf("of a grant with public data alone a step is asked, which that edition has for social data alone: %s", got)
	}
	c.Put(builder.Grant("g").Under("health").Input("prices").Input("visits").Term("2026-01-01", "2026-06-30").Obj())
	fuses(c, "b", v1alpha1.OnDataResource, "prices", v1alpha1.ActionClear, "company", "resource/clear", "2026-03-02")
	fuses(c, "d", v1alpha1.OnDeveloperGrant, "g", v1alpha1.ActionApprove, builder.Operator, "scenario/fusion", "2026-03-03")
	for name, got := range inputs(authorization.DecideGrant(c.OfGrant("g"), now)) {
		if got != given {
			t.Errorf("%s is %s, want that social data was confirmed as it was cleared", name, got)
		}
	}
}

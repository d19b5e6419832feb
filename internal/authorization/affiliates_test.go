// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"fmt"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// banning is Health under an edition that keeps the operator, and whoever is
// affiliated with it, from developing.
func banning() *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).Obj()
	edition.Spec.Checks = []v1alpha1.CheckRule{{
		Check: v1alpha1.CheckRedevelopmentBan, Scope: "AllInScope", Affiliates: v1alpha1.AffiliatesDeny, Basis: []v1alpha1.BasisID{"NX-22.4"},
	}}
	return builder.Health().Put(edition)
}

// TestWhoIsAffiliatedWithTheOperatorHoldsNothing follows affiliations to any
// depth and from either side, and takes the grant away when one is declared.
func TestWhoIsAffiliatedWithTheOperatorHoldsNothing(t *testing.T) {
	organization := func(name string, role v1alpha1.Role, affiliates ...v1alpha1.ObjectName) *v1alpha1.Organization {
		o := builder.Organization(name).Roles(role).Obj()
		o.Spec.Affiliates = affiliates
		return o
	}
	operator := func(affiliates ...v1alpha1.ObjectName) *v1alpha1.Organization {
		return organization(builder.Operator, v1alpha1.RoleOperator, affiliates...)
	}
	holder := func(affiliates ...v1alpha1.ObjectName) *v1alpha1.Organization {
		return organization(builder.Holder, v1alpha1.RoleDeveloper, affiliates...)
	}
	between := func(affiliates ...v1alpha1.ObjectName) *v1alpha1.Organization {
		return organization("between", v1alpha1.RoleDeveloper, affiliates...)
	}
	tests := map[string]struct {
		declared []*v1alpha1.Organization
		want     authorization.Force
	}{
		"nobody":                                      {nil, authorization.InForce},
		"the operator declares the holder":            {[]*v1alpha1.Organization{operator(builder.Holder)}, authorization.Denied},
		"the holder declares the operator":            {[]*v1alpha1.Organization{holder(builder.Operator)}, authorization.Denied},
		"one between them, declared from above":       {[]*v1alpha1.Organization{operator("between"), between(builder.Holder)}, authorization.Denied},
		"one between them, declared from both sides":  {[]*v1alpha1.Organization{operator("between"), between(), holder("between")}, authorization.Denied},
		"one between them, who declares both of them": {[]*v1alpha1.Organization{between(builder.Operator, builder.Holder)}, authorization.Denied},
		"one beside the holder alone":                 {[]*v1alpha1.Organization{between(), holder("between")}, authorization.InForce},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := banning()
			for _, o := range tc.declared {
				c.Put(o)
			}
			if v := authorization.DecideGrant(c.OfGrant("g"), now); v.Force != tc.want {
				t.Errorf("the grant is %s", whole(v))
			}
		})
	}
}

// bearing is an organisation with the unified social credit code of another one,
// registered at an instant.
func bearing(name, of, made string, roles ...v1alpha1.Role) *v1alpha1.Organization {
	o := builder.Organization(name).Roles(roles...).Obj()
	o.Spec.USCC, o.CreationTimestamp = builder.CreditCode(of), metav1.NewTime(builder.Instant(made))
	return o
}

// TestOneBodyIsOneParty shows that of two organisations with one credit code the one
// that was registered first is the body, whatever the other one is called, and that
// what was decided or declared of either is of both.
func TestOneBodyIsOneParty(t *testing.T) {
	const early, late = "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"
	holder := func(made string) *v1alpha1.Organization {
		return bearing(builder.Holder, builder.Holder, made, v1alpha1.RoleDeveloper)
	}
	operator := bearing(builder.Operator, builder.Operator, early, v1alpha1.RoleOperator)
	friend := bearing("another", builder.Operator, late, v1alpha1.RoleOperator)
	friend.Spec.Affiliates = []v1alpha1.ObjectName{builder.Holder}
	nameless := func(o *v1alpha1.Organization) *v1alpha1.Organization { o.Spec.USCC = ""; return o }
	disqualified := builder.Decision("out").By(builder.Bureau).Disqualifies("another").Obj()
	second := func(first, code string) string {
		return fmt.Sprintf("denied, Unlawful: spec.holder: Organization %q bears the spec.uscc %s of Organization %q, which was registered first", builder.Holder, builder.CreditCode(code), first)
	}
	tests := map[string]struct {
		registered []*v1alpha1.Organization
		act        *v1alpha1.Decision
		want       string
	}{
		"alone":                                              {[]*v1alpha1.Organization{holder(early)}, nil, given},
		"registered first":                                   {[]*v1alpha1.Organization{holder(early), bearing("another", builder.Holder, late)}, nil, given},
		"registered later":                                   {[]*v1alpha1.Organization{holder(late), bearing("another", builder.Holder, early)}, nil, second("another", builder.Holder)},
		"of one instant, by their names":                     {[]*v1alpha1.Organization{holder(early), bearing("a", builder.Holder, early)}, nil, second("a", builder.Holder)},
		"of one instant, the first of the names":             {[]*v1alpha1.Organization{holder(early), bearing("zz", builder.Holder, early)}, nil, given},
		"without a code there is no other":                   {[]*v1alpha1.Organization{nameless(holder(late)), nameless(bearing("another", "", early))}, nil, given},
		"its operator by another name":                       {[]*v1alpha1.Organization{operator, bearing(builder.Holder, builder.Operator, late, v1alpha1.RoleDeveloper)}, nil, second(builder.Operator, builder.Operator)},
		"one affiliated with the other name of the operator": {[]*v1alpha1.Organization{operator, friend}, nil, `denied, Unlawful: spec.holder "` + builder.Holder + `" of DeveloperGrant "g" is affiliated with`},
		"disqualified by its other name":                     {[]*v1alpha1.Organization{holder(early), bearing("another", builder.Holder, late)}, disqualified, "denied, Disqualified: "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := banning()
			for _, o := range tc.registered {
				c.Put(o)
			}
			if tc.act != nil {
				c.Put(tc.act)
			}
			if got := whole(authorization.DecideGrant(c.OfGrant("g"), now)); got != tc.want && (tc.want == given || !strings.HasPrefix(got, tc.want)) {
				t.Errorf("the grant is %s, want %s", got, tc.want)
			}
		})
	}
	if got := whole(authorization.DecideGrant(builder.Health().Unreadable("Organizations", "").OfGrant("g"), now)); !strings.HasPrefix(got, "undecided, Undetermined") {
		t.Errorf("while nobody can tell who else bears its code the grant is %s", got)
	}
}

// TestASecondNameGivesNothing shows that what an organisation does whose credit code
// was registered before under another name gives nothing, and what it takes away
// stays taken until it gives that back itself.
func TestASecondNameGivesNothing(t *testing.T) {
	const early, late = "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"
	edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant).Procedure(v1alpha1.Procedure{
		Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{Name: "approve", Act: v1alpha1.ActionApprove, Basis: []v1alpha1.BasisID{"policy"}, By: []v1alpha1.Party{{
			Among: []v1alpha1.PartyChoice{{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelAny}}, AtLeast: new(int32(2)),
		}}}},
	}).Obj()
	authority := func(name, of, made string) *v1alpha1.Organization {
		return bearing(name, of, made, v1alpha1.RoleDataAuthority)
	}
	c := builder.Health().Put(edition).Put(authority("one", "one", early), authority("two", "one", late), authority("three", "three", early))
	var digest v1alpha1.Digest
	for _, d := range c.OfGrant("g").Proceedings(v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}, now).Digests {
		if d.Part == v1alpha1.PartAll {
			digest = d.Digest
		}
	}
	approves := func(by string) *v1alpha1.Decision {
		return builder.Decision("by-"+by).By(by).ActedOn("2026-03-02").Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "g").Step("grant/approve").Covers(v1alpha1.PartAll, digest).Obj()
	}
	suspends := builder.Decision("suspends").By("two").Suspends(v1alpha1.OnDeveloperGrant, "g").ActedOn("2026-03-03").Obj()
	lifts := builder.Decision("lifts").By("two").Lifts(suspends).ActedOn("2026-03-04").Obj()
	for _, step := range []struct {
		name string
		act  *v1alpha1.Decision
		want string
	}{
		{"one approves", approves("one"), "denied, ProcedurePending"},
		{"the other name of that approves too", approves("two"), "denied, ProcedurePending"},
		{"another one approves", approves("three"), given},
		{"the other name suspends", suspends, "denied, Suspended"},
		{"and lifts that", lifts, given},
	} {
		c.Put(step.act)
		if got := whole(authorization.DecideGrant(c.OfGrant("g"), now)); !strings.HasPrefix(got, step.want) {
			t.Errorf("%s: the grant is %s, want %s", step.name, got, step.want)
		}
	}
	want := `Organization "two" bears the spec.uscc ` + builder.CreditCode("one") + ` of Organization "one", which was registered first`
	if found, _ := authorization.Counts(c.OfGrant("g"), approves("two"), now); found == nil || found.Reason != v1alpha1.NotEntitledReason || !strings.HasPrefix(found.Message, want) {
		t.Errorf("the act of the other name is found %v, want %s", found, want)
	}
	for _, act := range []*v1alpha1.Decision{approves("one"), approves("three"), lifts} {
		if found, _ := authorization.Counts(c.OfGrant("g"), act, now); found != nil {
			t.Errorf("Decision %s does not count: %s", act.Name, found.Message)
		}
	}
}

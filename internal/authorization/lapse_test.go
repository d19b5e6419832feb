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

// lapsing is Health under an edition that was valid for a year from 2025-06-01,
// with every link made at an instant.
func lapsing(made string) *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).EffectiveFrom("2025-06-01").Obj()
	edition.Spec.Validity = &v1alpha1.Validity{Years: 1, Basis: []v1alpha1.BasisID{"HA-25.1", "D56"}}
	c := builder.Health().Put(edition)
	at := metav1.NewTime(builder.Instant(made))
	grant := c.OfGrant("g").Grant.DeepCopy()
	agreement := c.OfGrant("g").Agreement.Get().DeepCopy()
	grant.CreationTimestamp, agreement.CreationTimestamp = at, at
	return c.Put(grant, agreement)
}

// TestNothingNewIsLawfulOnceTheRulesLapsed shows that what was made before the
// validity of the regulation ended runs on to its end, with a remark, and that
// what was made from that instant on is not lawful (HA-25.1, GS-OP-43.1,
// YZ-7.实施.1, D56).
func TestNothingNewIsLawfulOnceTheRulesLapsed(t *testing.T) {
	const basis = " [HA-25.1 (article 25), D56]"
	const ended = `the validity of Jurisdiction "demo.1" ended at 2026-06-01T00:00:00+08:00`
	remark := given + "; " + ended + "; what was made before runs on to its end, and nothing new is lawful under it" + basis
	tests := map[string]struct {
		made, at, want string
	}{
		"made in time, before the end":           {"2026-01-01T00:00:00Z", "2026-05-31T15:59:59Z", given},
		"made in time, after the end":            {"2026-01-01T00:00:00Z", "2026-05-31T16:00:00Z", remark},
		"made by a clock that goes ahead":        {"2026-06-02T00:00:00Z", "2026-05-31T15:59:59Z", given},
		"made in the last instant":               {"2026-05-31T15:59:59Z", "2026-07-01T00:00:00Z", remark},
		"made once they lapsed":                  {"2026-05-31T16:00:00Z", "2026-07-01T00:00:00Z", `denied, Unlawful: OperationAgreement "health" was made at 2026-06-01T00:00:00+08:00, and ` + ended + `; nothing new is lawful under it, pin an edition that is valid still` + basis},
		"made in time, and its own term is over": {"2026-01-01T00:00:00Z", "2026-12-31T16:00:00Z", "denied, TermEnded"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c, at := lapsing(tc.made), builder.Instant(tc.at)
			if got := whole(authorization.DecideAgreement(c.OfAgreement("health"), at)); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the agreement is %s, want %s", got, tc.want)
			}
		})
	}
	v := authorization.DecideGrant(lapsing("2026-06-02T00:00:00Z").OfGrant("g"), builder.Instant("2026-07-01T00:00:00Z"))
	if v.Reason() != v1alpha1.AncestorNotInForceReason {
		t.Errorf("a grant under one that was made too late is %s", whole(v))
	}
	if v := authorization.DecideGrant(lapsing("2026-01-02T00:00:00Z").OfGrant("g"), builder.Instant("2026-03-01T00:00:00Z")); !v.Next.Equal(builder.Instant("2026-05-31T16:00:00Z")) {
		t.Errorf("it is looked at again at %s, want when the rules lapse", v.Next)
	}
}

// TestAnEditionSaysThatItLapsed shows the condition Active of an edition.
func TestAnEditionSaysThatItLapsed(t *testing.T) {
	edition := lapsing("2026-01-01T00:00:00Z").OfGrant("g").Jurisdictions["demo.1"].Get()
	for at, want := range map[string]string{
		"2025-05-31T15:59:59Z": "NotYetEffective", "2025-05-31T16:00:00Z": "InForce",
		"2026-05-31T15:59:59Z": "InForce", "2026-05-31T16:00:00Z": "Lapsed",
	} {
		if v := authorization.DecideJurisdiction(authorization.NewFacts(), edition, builder.Instant(at)); v.Reason() != want {
			t.Errorf("at %s the edition is %s, want %s", at, v.Reason(), want)
		}
	}
}

// TestWhatWasPutBackIsAsOldAsItsActs shows that a link that was made again from a
// copy after the rules lapsed is what it was, as long as an act on the very
// content that it has was recorded before.
func TestWhatWasPutBackIsAsOldAsItsActs(t *testing.T) {
	const after = "2026-07-01T00:00:00Z"
	digestOf := func(c *builder.Chain) v1alpha1.Digest {
		for _, d := range c.OfGrant("g").Proceedings(v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}, now).Digests {
			if d.Part == v1alpha1.PartAll {
				return d.Digest
			}
		}
		return ""
	}
	restored := func(digest v1alpha1.Digest, recorded string) string {
		c := proceeding()
		edition := c.OfGrant("g").Jurisdictions["demo.1"].Get().DeepCopy()
		edition.Spec.EffectiveFrom, edition.Spec.Validity = new(v1alpha1.Date("2025-06-01")), &v1alpha1.Validity{Years: 1}
		grant := c.OfGrant("g").Grant.DeepCopy()
		grant.CreationTimestamp = metav1.NewTime(builder.Instant("2026-06-15T00:00:00Z"))
		c.Put(edition, grant)
		if digest == "" {
			digest = digestOf(c)
		}
		c.Put(builder.Decision("apply").By(builder.Holder).ActedOn("2026-03-02").Restored("old", recorded).
			Does(v1alpha1.ActionApply, v1alpha1.OnDeveloperGrant, "g").Step("grant/apply").Covers(v1alpha1.PartAll, digest).Obj())
		return whole(authorization.DecideGrant(c.OfGrant("g"), builder.Instant(after)))
	}
	if got := restored("", "2026-03-02T01:00:00Z"); !strings.HasPrefix(got, "denied, ProcedurePending") {
		t.Errorf("with an act of its time it is %s", got)
	}
	if got := restored("", "2026-06-16T01:00:00Z"); !strings.HasPrefix(got, "denied, Unlawful") {
		t.Errorf("with an act of today it is %s", got)
	}
	if got := restored("sha256:0000000000000000000000000000000000000000000000000000000000000000", "2026-03-02T01:00:00Z"); !strings.HasPrefix(got, "denied, Unlawful") {
		t.Errorf("with an act on another content it is %s", got)
	}
}

// TestAnExceptionAdmitsALongerTerm shows that an exception which the edition
// allows and the government made stands against its rule until its last day
// (HA-14.2, GS-OP-20.2, D10).
func TestAnExceptionAdmitsALongerTerm(t *testing.T) {
	exception := v1alpha1.Procedure{
		Name: "exception", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectExcepted,
		Steps: []v1alpha1.Step{{Name: "except", Act: v1alpha1.ActionExcept, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}, DueDate: v1alpha1.RequirementRequired, Basis: []v1alpha1.BasisID{"D10"}}},
	}
	enter := v1alpha1.Procedure{
		Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}, Basis: []v1alpha1.BasisID{"policy"}}},
	}
	chain := func(allowed string, except bool) *builder.Chain {
		edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkOperationAgreement).Procedure(enter).Procedure(exception).Obj()
		edition.Spec.Terms = &v1alpha1.TermRules{OperationAgreement: &v1alpha1.TermRule{Max: &v1alpha1.Years{Years: 1}, Exception: allowed, Basis: []v1alpha1.BasisID{"HA-14.2"}}}
		c := builder.Health().Put(edition, builder.Agreement("health").Over("visits").Term("2026-01-01", "2027-12-31").Obj())
		var digest v1alpha1.Digest
		for _, d := range c.OfAgreement("health").Proceedings(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}, now).Digests {
			digest = d.Digest
		}
		act := func(name string, action v1alpha1.Action, step string) *v1alpha1.Decision {
			d := builder.Decision(name).By(builder.Bureau).ActedOn("2026-01-05").Does(action, v1alpha1.OnOperationAgreement, "health").Step(v1alpha1.StepReference(step)).Covers(v1alpha1.PartAll, digest).Obj()
			if action == v1alpha1.ActionExcept {
				d.Spec.DueDate = new(v1alpha1.Date("2026-12-31"))
			}
			return d
		}
		c.Put(act("sign", v1alpha1.ActionSign, "agreement/sign"))
		if except {
			c.Put(act("except", v1alpha1.ActionExcept, "exception/except"))
		}
		return c
	}
	const unlawful = `denied, Unlawful: the term ends on 2027-12-31; Jurisdiction "demo.1" allows 1 year at most`
	tests := map[string]struct {
		chain    *builder.Chain
		at, want string
	}{
		"without one":                    {chain("Allowed", false), "2026-03-10T00:00:00Z", unlawful},
		"with one":                       {chain("Allowed", true), "2026-03-10T00:00:00Z", given},
		"to the end of its last day":     {chain("Allowed", true), "2026-12-31T15:59:59Z", given},
		"and not after it":               {chain("Allowed", true), "2026-12-31T16:00:00Z", unlawful},
		"where the edition never admits": {chain("Never", true), "2026-03-10T00:00:00Z", unlawful},
		"whose acts cannot be read":      {chain("Allowed", true).Unreadable("Decisions on OperationAgreement", "health"), "2026-03-10T00:00:00Z", "undecided, Undetermined"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := whole(authorization.DecideAgreement(tc.chain.OfAgreement("health"), builder.Instant(tc.at))); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the agreement is %s, want %s", got, tc.want)
			}
		})
	}
}

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

// changed is Health, whose agreement both parties signed, and a later version of
// it over visits alone from April on, which they sign on 20 March.
func changed(change ...func(*v1alpha1.OperationAgreement)) *builder.Chain {
	s := counting(v1alpha1.OperatorsRule{Max: 9}).agreed("health", builder.Operator, "2026-01-01", "2026-12-31")
	s.signed("health", builder.Operator, "2026-01-05")
	a := builder.Agreement("changed").Over("visits").Term("2026-04-01", "2026-12-31").Revises("health").Obj()
	a.Spec.Mode, a.Spec.Field = v1alpha1.ModeByField, "health"
	for _, c := range change {
		c(a)
	}
	s.Put(a)
	return s.signed("changed", string(a.Spec.Operator), "2026-03-20").Chain
}

// TestALaterVersionTakesThePlace shows that an agreement holds until the one that
// revises it is complete and its term has begun, and from then on never again,
// nor do the grants under it (NX-8.2b).
func TestALaterVersionTakesThePlace(t *testing.T) {
	const place = `denied, Replaced: OperationAgreement "changed", which revises OperationAgreement "health", took its place at 2026-04-01T00:00:00+08:00`
	suspended := builder.Decision("s").On("2026-05-01").Suspends(v1alpha1.OnOperationAgreement, "changed").Obj()
	tests := map[string]struct {
		chain                *builder.Chain
		at                   string
		old, later, underOld string
	}{
		"until it is signed":           {changed().Drop("Decision", "changed-"+builder.Operator), "2026-04-02T00:00:00Z", given, "denied, ProcedurePending", given},
		"signed, until its term":       {changed(), "2026-03-31T15:59:59Z", given, "denied, NotYetEffective", given},
		"from its term on":             {changed(), "2026-03-31T16:00:00Z", place, given, `denied, AncestorNotInForce: OperationAgreement "health" is not in force (Replaced): OperationAgreement "changed"`},
		"suspended, nothing is undone": {changed().Put(suspended), "2026-05-02T00:00:00Z", place, "denied, Suspended", "denied, AncestorNotInForce"},
		"nor when its term is over": {changed(func(a *v1alpha1.OperationAgreement) { a.Spec.Term.To = "2026-06-30" }), "2026-07-01T00:00:00Z",
			place, "denied, TermEnded", "denied, AncestorNotInForce"},
		"of another operator it is none": {changed(func(a *v1alpha1.OperationAgreement) { a.Spec.Operator = "second" }), "2026-04-02T00:00:00Z", given,
			`denied, Unlawful: spec.revises: OperationAgreement "health" is of Organization "` + builder.Bureau + `" with "` + builder.Operator + `", and`, given},
		"unread, nothing is known": {changed().Unreadable("Revisions of OperationAgreement", "health"), "2026-03-10T00:00:00Z",
			"undecided, Undetermined: what revises OperationAgreement", "denied, ProcedurePending", "undecided, Undetermined"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			at := builder.Instant(tc.at)
			got := []string{
				whole(authorization.DecideAgreement(tc.chain.OfAgreement("health"), at)),
				whole(authorization.DecideAgreement(tc.chain.OfAgreement("changed"), at)),
				whole(authorization.DecideGrant(tc.chain.OfGrant("g"), at)),
			}
			for i, want := range []string{tc.old, tc.later, tc.underOld} {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("it is %s, want %s", got[i], want)
				}
			}
		})
	}
	if next := authorization.DecideAgreement(changed().OfAgreement("health"), builder.Instant("2026-03-25T00:00:00Z")).Next; !next.Equal(builder.Instant("2026-03-31T16:00:00Z")) {
		t.Errorf("the earlier one is asked again at %s, want when the later one begins", next)
	}
}

// TestAPlanGoesOnUnderItsLaterVersion shows that what was complete under a plan
// goes on under its later version, and that what comes later names that one.
func TestAPlanGoesOnUnderItsLaterVersion(t *testing.T) {
	made := func(o metav1.Object, at string) metav1.Object {
		o.SetCreationTimestamp(metav1.NewTime(builder.Instant(at)))
		return o
	}
	under := func(name string) metav1.Object {
		return builder.Agreement(name).Over("visits", "labs", "drugs").Term("2026-01-01", "2026-12-31").CarriesOut("p", "").Obj()
	}
	chain := func(more ...metav1.Object) *builder.Chain {
		return builder.Health().Put(
			made(builder.Plan("p").Obj(), "2026-01-02T00:00:00Z"),
			made(builder.Plan("q").Revises("p").Obj(), "2026-06-01T00:00:00Z"),
			made(under("health"), "2026-01-10T00:00:00Z"),
			made(under("late"), "2026-06-10T00:00:00Z"),
		).Put(more...)
	}
	act := builder.Decision("act").On("2026-06-15")
	tests := map[string]struct {
		chain             *builder.Chain
		plan, early, late string
	}{
		"changed": {chain(), `denied, Replaced: ImplementationPlan "q", which revises ImplementationPlan "p", took its place at 2026-06-01T08:00:00+08:00`, given,
			`denied, AncestorNotInForce: spec.plan of OperationAgreement "late": ImplementationPlan "q" took the place of the plan that it names`},
		"the later one is suspended":   {chain(act.Suspends(v1alpha1.OnImplementationPlan, "q").Obj()), "denied, Replaced", `denied, AncestorNotInForce: ImplementationPlan "q" is not in force (Suspended)`, "denied, AncestorNotInForce"},
		"the earlier one is suspended": {chain(act.Suspends(v1alpha1.OnImplementationPlan, "p").Obj()), "denied, Suspended", `denied, AncestorNotInForce: ImplementationPlan "p" is not in force (Suspended)`, "denied, AncestorNotInForce"},
		"of another drafter it is none": {chain(made(builder.Plan("q").DraftedBy(builder.SourceUnit).Revises("p").Obj(), "2026-06-01T00:00:00Z")),
			given, given, given},
		"changed again": {chain(made(builder.Plan("r").Revises("q").Obj(), "2026-06-05T00:00:00Z"), act.Suspends(v1alpha1.OnImplementationPlan, "r").Obj()), "denied, Replaced", `denied, AncestorNotInForce: ImplementationPlan "r" is not in force (Suspended)`, "denied, AncestorNotInForce"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			at := builder.Instant("2026-06-20T00:00:00Z")
			got := []string{
				whole(authorization.DecidePlan(tc.chain.OfPlan("p"), "p", at)),
				whole(authorization.DecideAgreement(tc.chain.OfAgreement("health"), at)),
				whole(authorization.DecideAgreement(tc.chain.OfAgreement("late"), at)),
			}
			for i, want := range []string{tc.plan, tc.early, tc.late} {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("it is %s, want %s", got[i], want)
				}
			}
		})
	}
}

// TestGrantsNameEarlierOnes shows what a grant is to one that it revises, renews
// or continues.
func TestGrantsNameEarlierOnes(t *testing.T) {
	grant := func(change func(*v1alpha1.DeveloperGrant)) *builder.Chain {
		g := builder.Grant("h").Under("health").Input("visits").Term("2026-03-01", "2026-12-31").Obj()
		change(g)
		return builder.Health().Put(g, builder.Organization("other").Roles(v1alpha1.RoleDeveloper).Group("other:developers").Obj())
	}
	tests := map[string]struct {
		change     func(*v1alpha1.DeveloperGrant)
		earlier, h string
	}{
		"a change takes the place": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises = "g" }, `denied, Replaced: DeveloperGrant "h", which revises DeveloperGrant "g"`, given},
		"a change of another holder is none": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises, g.Spec.Holder = "g", "other" }, given,
			`denied, Unlawful: spec.revises: Organization "` + builder.Holder + `" holds DeveloperGrant "g", and "other" DeveloperGrant "h"`},
		"none revises itself": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises = "h" }, given, `denied, Unlawful: spec.revises: DeveloperGrant "h" revises itself`},
		"a renewal begins after the other's term": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Renews = "g" }, given,
			`denied, Unlawful: the term of DeveloperGrant "h" begins at 2026-03-01T00:00:00+08:00, before that of DeveloperGrant "g", which it renews`},
		"what is renewed may be gone": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Renews = "gone" }, given, given},
		"another holder goes on with a scenario": {func(g *v1alpha1.DeveloperGrant) {
			g.Spec.Continues, g.Spec.Holder, g.Spec.Scenario.Name = "g", "other", "g"
		}, given, given},
		"another scenario is nothing to go on with": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Continues, g.Spec.Scenario.Name = "g", "else" }, given,
			`denied, Unlawful: spec.continues: DeveloperGrant "g" is for the scenario`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := grant(tc.change)
			for of, want := range map[string]string{"g": tc.earlier, "h": tc.h} {
				if got := whole(authorization.DecideGrant(c.OfGrant(of), now)); !strings.HasPrefix(got, want) {
					t.Errorf("grant %s is %s, want %s", of, got, want)
				}
			}
		})
	}
}

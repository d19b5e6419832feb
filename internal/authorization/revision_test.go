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
	inJuly := s.OfAgreement("health").Jurisdictions["demo.1"].Get().DeepCopy()
	inJuly.Name, inJuly.Spec.Edition, inJuly.Spec.EffectiveFrom = "demo.2", 2, new(v1alpha1.Date("2026-07-01"))
	s.Put(a, inJuly)
	return s.signed("changed", string(a.Spec.Operator), "2026-03-20").Chain
}

// TestALaterVersionTakesThePlace shows that an agreement holds until the one that
// revises it is complete and its term has begun, and from then on never again,
// nor do the grants under it (NX-8.2b).
func TestALaterVersionTakesThePlace(t *testing.T) {
	const place = `denied, Replaced: OperationAgreement "changed", which revises OperationAgreement "health", took its place at 2026-04-01T00:00:00+08:00`
	suspended := builder.Decision("s").On("2026-05-01").Suspends(v1alpha1.OnOperationAgreement, "changed").Obj()
	early := builder.Decision("e").On("2026-03-25").Suspends(v1alpha1.OnOperationAgreement, "changed").Obj()
	ended := builder.Decision("t").On("2026-03-25").Terminates(v1alpha1.OnOperationAgreement, "changed").Obj()
	next := func() *builder.Chain { // the later one pins an edition that is not yet in effect when it is signed
		return changed(func(a *v1alpha1.OperationAgreement) { a.Spec.Jurisdiction = "demo.2" })
	}
	const placeInJuly = `denied, Replaced: OperationAgreement "changed", which revises OperationAgreement "health", took its place at 2026-07-01T00:00:00+08:00`
	inJune := builder.Decision("j").On("2026-06-15").Terminates(v1alpha1.OnOperationAgreement, "changed").Obj()
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
		"terminated before its term, it takes no place":   {changed().Put(ended), "2026-04-02T00:00:00Z", given, "denied, Terminated", given},
		"suspended before its term, until that is lifted": {changed().Put(early), "2026-04-02T00:00:00Z", given, "denied, Suspended", given},
		"and lifted": {changed().Put(early, builder.Decision("l").On("2026-04-10").Lifts(early).Obj()), "2026-04-11T00:00:00Z", place, given, "denied, AncestorNotInForce"},
		"of a plan that never came, it takes no place": {changed(func(a *v1alpha1.OperationAgreement) { a.Spec.Plan = "gone" }), "2026-04-02T00:00:00Z", given,
			`denied, ReferenceMissing: spec.plan: ImplementationPlan "gone"`, given},
		"of an edition to come, until that is in effect": {next(), "2026-06-30T15:59:59Z", given, "denied, NotYetEffective", given},
		"of an edition to come, from then on":            {next(), "2026-06-30T16:00:00Z", placeInJuly, given, "denied, AncestorNotInForce"},
		"terminated before its edition took effect":      {next().Put(inJune), "2026-07-02T00:00:00Z", given, "denied, Terminated", given},
		"acts on the later one unread":                   {changed().Unreadable("Decisions on OperationAgreement", "changed"), "2026-04-02T00:00:00Z", "undecided, Undetermined", "undecided, Undetermined", "undecided, Undetermined"},
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
		return builder.Health().Put(g, builder.Organization("other").Roles(v1alpha1.RoleDeveloper).Group("other:developers").Obj(),
			builder.Agreement("ended").Over("visits").Term("2026-01-01", "2026-12-31").Obj(),
			builder.Decision("end").On("2026-02-01").Terminates(v1alpha1.OnOperationAgreement, "ended").Obj())
	}
	tests := map[string]struct {
		change     func(*v1alpha1.DeveloperGrant)
		earlier, h string
	}{
		"a change takes the place": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises = "g" }, `denied, Replaced: DeveloperGrant "h", which revises DeveloperGrant "g"`, given},
		"a change of another holder is none": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises, g.Spec.Holder = "g", "other" }, given,
			`denied, Unlawful: spec.revises: Organization "` + builder.Holder + `" holds DeveloperGrant "g", and "other" DeveloperGrant "h"`},
		"nothing of the cluster is asked": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises, g.Spec.Sandbox.Class = "g", "gone" }, "denied, Replaced",
			`denied, ReferenceMissing: spec.sandbox.class`},
		"under an agreement that was terminated before it takes none": {func(g *v1alpha1.DeveloperGrant) { g.Spec.Revises, g.Spec.Agreement = "g", "ended" }, given,
			`denied, AncestorNotInForce: OperationAgreement "ended" is not in force (Terminated)`},
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

// TestOfTwoThatReviseEachOther shows that the one that was there first holds.
func TestOfTwoThatReviseEachOther(t *testing.T) {
	grant := func(name, revises, made string) metav1.Object {
		g := builder.Grant(name).Under("health").Input("visits").Term("2026-03-01", "2026-12-31").Obj()
		g.Spec.Revises, g.CreationTimestamp = v1alpha1.ObjectName(revises), metav1.NewTime(builder.Instant(made))
		return g
	}
	agreement := func(name, revises, made string) metav1.Object {
		a := builder.Agreement(name).Over("visits").Term("2026-01-01", "2026-12-31").Revises(revises).Obj()
		a.CreationTimestamp = metav1.NewTime(builder.Instant(made))
		return a
	}
	plan := func(name, revises, made string) metav1.Object {
		p := builder.Plan(name).Revises(revises).Obj()
		p.CreationTimestamp = metav1.NewTime(builder.Instant(made))
		return p
	}
	c := builder.Health().Put(
		grant("x", "y", "2026-03-02T00:00:00Z"), grant("y", "x", "2026-03-03T00:00:00Z"),
		agreement("x", "y", "2026-03-03T00:00:00Z"), agreement("y", "x", "2026-03-02T00:00:00Z"),
		plan("x", "y", "2026-03-02T00:00:00Z"), plan("y", "x", "2026-03-02T00:00:00Z"))
	at := builder.Instant("2026-03-10T00:00:00Z")
	const replaced = `denied, Replaced: %[1]s %[2]q, which revises %[1]s %[3]q, took its place`
	for kind, decide := range map[string]func(name string) authorization.Verdict{
		"DeveloperGrant":     func(name string) authorization.Verdict { return authorization.DecideGrant(c.OfGrant(name), at) },
		"OperationAgreement": func(name string) authorization.Verdict { return authorization.DecideAgreement(c.OfAgreement(name), at) },
		"ImplementationPlan": func(name string) authorization.Verdict {
			return authorization.DecidePlan(c.OfPlan(name), v1alpha1.ObjectName(name), at)
		},
	} {
		first, second := "x", "y"
		if kind == "OperationAgreement" {
			first, second = "y", "x"
		}
		if got := whole(decide(first)); got != given {
			t.Errorf("%s %s was there first and is %s, want %s", kind, first, got, given)
		}
		if got, want := whole(decide(second)), fmt.Sprintf(replaced, kind, first, second); !strings.HasPrefix(got, want) {
			t.Errorf("%s %s is %s, want %s", kind, second, got, want)
		}
	}
}

// TestWhoHoldsADeletedGrantBack shows by which later version a grant is kept
// from coming back.
func TestWhoHoldsADeletedGrantBack(t *testing.T) {
	chain := func(change func(g, h *v1alpha1.DeveloperGrant)) *builder.Chain {
		g := builder.Grant("g").Under("health").Input("visits").Term("2026-03-01", "2026-12-31").Obj()
		h := builder.Grant("h").Under("health").Input("visits").Term("2026-03-01", "2026-12-31").Obj()
		h.Spec.Revises = "g"
		if change != nil {
			change(g, h)
		}
		return builder.Health().Put(g, h)
	}
	deleted := metav1.NewTime(builder.Instant("2026-03-12T00:00:00Z"))
	suspended := builder.Decision("s").On("2026-03-20").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	tests := map[string]struct {
		chain  *builder.Chain
		at     string
		want   v1alpha1.ObjectName
		unread bool
	}{
		"one that took its place":           {chain: chain(nil), at: "2026-04-01T00:00:00Z", want: "h"},
		"also where that one is deleted":    {chain: chain(func(_, h *v1alpha1.DeveloperGrant) { h.DeletionTimestamp = &deleted }), at: "2026-04-01T00:00:00Z", want: "h"},
		"also while it is suspended":        {chain: chain(nil).Put(suspended), at: "2026-04-01T00:00:00Z", want: "h"},
		"none once its own term is over":    {chain: chain(nil), at: "2027-01-01T00:00:00Z"},
		"none once it is terminated":        {chain: chain(nil).Put(builder.Decision("t").On("2026-03-20").Terminates(v1alpha1.OnDeveloperGrant, "g").Obj()), at: "2026-04-01T00:00:00Z"},
		"none once it is deleted":           {chain: chain(func(g, _ *v1alpha1.DeveloperGrant) { g.DeletionTimestamp = &deleted }), at: "2026-04-01T00:00:00Z"},
		"none that was never in force":      {chain: chain(func(_, h *v1alpha1.DeveloperGrant) { h.Spec.Holder = "gone" }), at: "2026-04-01T00:00:00Z"},
		"nobody knows where it is not read": {chain: chain(nil).Unreadable("Revisions of DeveloperGrant", "g"), at: "2026-04-01T00:00:00Z", unread: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			later, unread := authorization.ReplacedBy(tc.chain.OfGrant("g"), builder.Instant(tc.at))
			if later != tc.want || (unread != nil) != tc.unread {
				t.Errorf("it is held back by %q (%v), want %q", later, unread, tc.want)
			}
		})
	}
}

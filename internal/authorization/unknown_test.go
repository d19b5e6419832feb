// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// reads are the objects of builder.Health's grant, each of which may fail to be
// read.
var reads = []struct{ kind, name string }{
	{"OperationAgreement", "health"},
	{"Jurisdiction", "demo.1"},
	{"Organization", "data-bureau"},
	{"Organization", "data-group"},
	{"Organization", "medtech"},
	{"SandboxClass", "standard"},
	{"Decisions on DeveloperGrant", "g"},
	{"Decisions on OperationAgreement", "health"},
	{"Decisions on Organization", "data-bureau"},
	{"Decisions on Organization", "data-group"},
	{"Decisions on Organization", "medtech"},
}

func TestWhatCouldNotBeReadNeitherOpensNorCuts(t *testing.T) {
	for _, read := range reads {
		t.Run(read.kind+" "+read.name, func(t *testing.T) {
			v := authorization.DecideGrant(builder.Health().Unreadable(read.kind, read.name).OfGrant("g"), now)
			if v.Force != authorization.Undecided || v.Reason() != v1alpha1.UndeterminedReason {
				t.Errorf("the verdict is %s, want it undecided", whole(v))
			}
			if open := v.Open(); len(open) > 0 {
				t.Errorf("inputs %v are open on facts that could not be read", open)
			}
		})
	}
}

func TestWhatCouldNotBeReadNeverHidesACut(t *testing.T) {
	cuts := map[string]func(c *builder.Chain){
		"the grant is suspended": func(c *builder.Chain) {
			c.Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj())
		},
		"the agreement is terminated": func(c *builder.Chain) {
			c.Put(builder.Decision("t").Terminates(v1alpha1.OnOperationAgreement, "health").Obj())
		},
		"the holder is disqualified": func(c *builder.Chain) {
			c.Put(builder.Decision("d").Disqualifies("medtech").Obj())
		},
		"the grant is paused": func(c *builder.Chain) {
			c.Put(builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Paused(true).Obj())
		},
		"the grant's window has ended": func(c *builder.Chain) {
			c.Put(builder.Grant("g").Under("health").Input("visits").Window("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z").Obj())
		},
		"both inputs are suspended": func(c *builder.Chain) {
			c.Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits", "labs").Obj())
		},
		"both resources are halted": func(c *builder.Chain) {
			c.Put(builder.Decision("v").Halts(v1alpha1.OnDataResource, "visits").Obj(), builder.Decision("l").Halts(v1alpha1.OnDataResource, "labs").Obj())
		},
	}
	hides := map[string]map[string]bool{ // what is told by the very object that could not be read
		"the grant is suspended":      {"Decisions on DeveloperGrant g": true},
		"the agreement is terminated": {"Decisions on OperationAgreement health": true},
		"the holder is disqualified":  {"Decisions on Organization medtech": true},
		"both inputs are suspended":   {"Decisions on DeveloperGrant g": true},
		"both resources are halted":   {"OperationAgreement health": true},
	}
	for name, cut := range cuts {
		for _, read := range reads {
			t.Run(name+", without "+read.kind+" "+read.name, func(t *testing.T) {
				if hides[name][read.kind+" "+read.name] {
					return
				}
				c := builder.Health()
				cut(c)
				v := authorization.DecideGrant(c.Unreadable(read.kind, read.name).OfGrant("g"), now)
				if v.Force != authorization.Denied {
					t.Errorf("the verdict is %s, want it denied", whole(v))
				}
			})
		}
	}
}

// Without the edition nobody knows by which clocks the day of a lift begins.
// That gives nothing, and takes nothing either.
func TestADayByUnknownClocksIsNoGroundForACut(t *testing.T) {
	tests := map[string]struct {
		kind v1alpha1.SubjectLinkKind
		name string
		lose func(c *builder.Chain)
		want authorization.Force
	}{
		"a grant's edition is not read":      {v1alpha1.OnDeveloperGrant, "g", func(c *builder.Chain) { c.Unreadable("Jurisdiction", "demo.1") }, authorization.Undecided},
		"an agreement's edition is not read": {v1alpha1.OnOperationAgreement, "health", func(c *builder.Chain) { c.Unreadable("Jurisdiction", "demo.1") }, authorization.Undecided},
		"the agreement is not read":          {v1alpha1.OnOperationAgreement, "health", func(c *builder.Chain) { c.Unreadable("OperationAgreement", "health") }, authorization.Undecided},
		"the agreement does not exist":       {v1alpha1.OnOperationAgreement, "health", func(c *builder.Chain) { c.Drop("OperationAgreement", "health") }, authorization.Denied},
		"an organisation knows no clocks":    {v1alpha1.OnOrganization, "medtech", func(*builder.Chain) {}, authorization.Denied},
		"a grant's edition is read":          {v1alpha1.OnDeveloperGrant, "g", func(*builder.Chain) {}, authorization.InForce},
		"the lift is of tomorrow on all earth": {v1alpha1.OnDeveloperGrant, "g", func(c *builder.Chain) {
			c.Unreadable("Jurisdiction", "demo.1")
			suspend := builder.Decision("t").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
			c.Put(suspend, builder.Decision("m").Lifts(suspend).ActedOn("2026-03-12").Recorded("2026-03-09T00:00:00Z").Obj())
		}, authorization.Denied},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			suspend := builder.Decision("s").Suspends(tc.kind, tc.name).Obj()
			c := builder.Health().Put(suspend, builder.Decision("l").Lifts(suspend).ActedOn("2026-03-10").Recorded("2026-03-09T00:00:00Z").Obj())
			tc.lose(c)
			if v := authorization.DecideGrant(c.OfGrant("g"), now); v.Force != tc.want {
				t.Errorf("eight hours into the lift's day in Shanghai the verdict is %s", whole(v))
			}
		})
	}
	unread := builder.Resource("visits").Edition("demo.2").Obj()
	suspend := builder.Decision("s").Suspends(v1alpha1.OnDataResource, "visits").Obj()
	c := builder.Health().Put(unread, suspend, builder.Decision("l").Lifts(suspend).ActedOn("2026-03-10").Recorded("2026-03-09T00:00:00Z").Obj())
	for name, lost := range map[string][2]string{"its edition": {"Jurisdiction", "demo.2"}, "the resource": {"DataResource", "visits"}} {
		v := authorization.DecideGrant(c.Clone().Unreadable(lost[0], lost[1]).OfGrant("g"), now)
		if v.Inputs[0].Force != authorization.Undecided {
			t.Errorf("without %s visits is %s, want it undecided", name, inputs(v)["visits"])
		}
	}
}

func TestAnInputThatCouldNotBeReadIsTheOnlyOneUndecided(t *testing.T) {
	unread := func(what string) string {
		return "undecided, Undetermined: " + what + " could not be read; nothing is given until it is"
	}
	tests := map[string]struct {
		chain *builder.Chain
		want  map[string]string
		whole string
	}{
		"its object": {
			builder.Health().Unreadable("DataResource", "visits"),
			map[string]string{"visits": unread(`DataResource "visits"`), "labs": given}, given,
		},
		"the Decisions on it": {
			builder.Health().Unreadable("Decisions on DataResource", "visits"),
			map[string]string{"visits": unread(`the Decisions on DataResource "visits"`), "labs": given}, given,
		},
		"its Service": {
			builder.Health().Put(builder.Resource("visits").Service("clinic", 5432).Obj()).Unreadable("Service", "clinic"),
			map[string]string{"visits": unread(`Service "clinic"`), "labs": given}, given,
		},
		"the one, while the other is suspended": {
			builder.Health().Unreadable("DataResource", "visits").Put(builder.Decision("s").Suspends(v1alpha1.OnDataResource, "labs").Obj()),
			map[string]string{
				"visits": unread(`DataResource "visits"`),
				"labs":   `denied, Suspended: DataResource "labs" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`,
			}, unread(`DataResource "visits"`),
		},
		"the class, while one of two inputs is suspended": {
			builder.Health().Unreadable("SandboxClass", "standard").Put(builder.Decision("s").Suspends(v1alpha1.OnDataResource, "labs").Obj()),
			map[string]string{
				"visits": unread(`SandboxClass "standard"`),
				"labs":   `denied, Suspended: DataResource "labs" was suspended by Organization "data-bureau" (Decision "s", 2026-03-01); its Lift regarding that Decision is awaited`,
			}, unread(`SandboxClass "standard"`),
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideGrant(tc.chain.OfGrant("g"), now)
			if diff := cmp.Diff(tc.want, inputs(v)); diff != "" {
				t.Errorf("the inputs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.whole, whole(v)); diff != "" {
				t.Errorf("the grant (-want +got):\n%s", diff)
			}
		})
	}
}

func TestZeroValuesDeny(t *testing.T) {
	var zero authorization.Verdict
	tests := map[string]struct {
		verdict authorization.Verdict
		want    string
	}{
		"the zero verdict":      {zero, "denied, Undetermined: nothing was decided"},
		"facts without a grant": {authorization.DecideGrant(authorization.NewFacts(), now), "denied, ReferenceMissing: the grant does not exist"},
		"the zero facts":        {authorization.DecideGrant(&authorization.Facts{}, now), "denied, ReferenceMissing: the grant does not exist"},
		"a grant of which nothing is known": {
			authorization.DecideGrant(&authorization.Facts{Grant: builder.Health().OfGrant("g").Grant}, now),
			`undecided, Undetermined: the Decisions on DeveloperGrant "g" could not be read; nothing is given until it is`,
		},
		"facts without an agreement": {authorization.DecideAgreement(authorization.NewFacts(), now), `undecided, Undetermined: OperationAgreement "in question" could not be read; nothing is given until it is`},
		"a resource of which nothing is known": {
			authorization.DecideResource(authorization.NewFacts(), "visits", now),
			`undecided, Undetermined: the Decisions on DataResource "visits" could not be read; nothing is given until it is`,
		},
		"a party of which nothing is known": {
			authorization.DecideOrganization(authorization.NewFacts(), "medtech", now),
			`undecided, Undetermined: the Decisions on Organization "medtech" could not be read; nothing is given until it is`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, whole(tc.verdict)); diff != "" {
				t.Errorf("the verdict (-want +got):\n%s", diff)
			}
			if len(tc.verdict.Open()) > 0 {
				t.Errorf("inputs %v are open", tc.verdict.Open())
			}
		})
	}
	var input authorization.InputVerdict
	if got := told(input.Force, input.Reason(), input.Message()); got != "denied, Undetermined: nothing was decided" {
		t.Errorf("the zero answer on an input is %s, want it denied", got)
	}
}

func TestLookups(t *testing.T) {
	grant := builder.Grant("g").Obj()
	var unknown authorization.Lookup[v1alpha1.DeveloperGrant]
	tests := map[string]struct {
		lookup      authorization.Lookup[v1alpha1.DeveloperGrant]
		want        *v1alpha1.DeveloperGrant
		wantMissing bool
	}{
		"found":                      {authorization.Found(grant), grant, false},
		"missing":                    {authorization.Missing[v1alpha1.DeveloperGrant](), nil, true},
		"the zero lookup is unknown": {unknown, nil, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.lookup.Get() != tc.want || tc.lookup.IsMissing() != tc.wantMissing {
				t.Errorf("object %v, missing %t; want %v, %t", tc.lookup.Get(), tc.lookup.IsMissing(), tc.want, tc.wantMissing)
			}
		})
	}
}

func TestStatusIsNeverTruth(t *testing.T) {
	c := builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj())
	facts := c.OfGrant("g")
	before := whole(authorization.DecideGrant(facts, now))
	facts.Grant.Status.Tier = 9
	facts.Grant.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionTrue, Reason: v1alpha1.InForceReason}}
	facts.Grant.Status.ObservedGeneration = facts.Grant.Generation
	disposable := true
	for _, decisions := range facts.Decisions {
		for _, d := range decisions {
			d.Status.Disposable = &disposable
		}
	}
	if diff := cmp.Diff(before, whole(authorization.DecideGrant(facts, now))); diff != "" {
		t.Errorf("the verdict followed a status (-want +got):\n%s", diff)
	}
}

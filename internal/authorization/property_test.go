// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/builder"
)

// properties hold of every chain at every instant.
var properties = []struct {
	name  string
	holds func(*rapid.T, drawnChain)
}{
	{"it is in force only inside the terms of grant and agreement", onlyInsideTerms},
	{"it is in force only while no act stands against the chain", onlyWhileNothingStands},
	{"an act that takes away gives nothing", takingAwayGivesNothing},
	{"what could not be read gives nothing", theUnreadGivesNothing},
	{"the same facts in another order are the same verdict", orderMeansNothing},
	{"until the next instant nothing changes by itself", nothingChangesBefore},
	{"what is not in force opens nothing and says why", whatIsShutSaysWhy},
}

func TestEveryChain(t *testing.T) {
	for _, property := range properties {
		t.Run(property.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { property.holds(t, drawChain(t)) })
		})
	}
}

// FuzzDecideGrant holds every property on chains that a fuzzer makes:
//
//	go test -fuzz FuzzDecideGrant ./internal/authorization
func FuzzDecideGrant(f *testing.F) {
	for seed := range uint64(32) {
		source, corpus := rand.New(rand.NewPCG(seed, 0)), make([]byte, 8192)
		for i := range corpus {
			corpus[i] = byte(source.Uint32())
		}
		f.Add(corpus)
	}
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		chain := drawChain(t)
		for _, property := range properties {
			property.holds(t, chain)
		}
	}))
}

// Chains that are never in force would prove nothing.
func TestArbitraryChainsAreOftenInForce(t *testing.T) {
	inForce, partly, examples := 0, 0, 400
	for seed := range examples {
		c := rapid.Custom(drawChain).Example(seed)
		v := authorization.DecideGrant(c.OfGrant("g"), c.at)
		if v.Force == authorization.InForce {
			inForce++
			if len(v.Open()) < len(v.Inputs) {
				partly++
			}
		}
	}
	if inForce < examples/20 || partly == 0 {
		t.Errorf("of %d arbitrary chains %d are in force, %d of them in part; want a twentieth, and some in part", examples, inForce, partly)
	}
}

func onlyInsideTerms(t *rapid.T, c drawnChain) {
	facts := c.OfGrant("g")
	v := authorization.DecideGrant(facts, c.at)
	if v.Force != authorization.InForce {
		return
	}
	agreement := facts.Agreement.Get()
	for link, span := range map[string]calendar.Interval{
		"grant":     spanOf(t, facts, facts.Grant.Spec.Jurisdiction, facts.Grant.Spec.Term, facts.Grant.Spec.Window),
		"agreement": spanOf(t, facts, agreement.Spec.Jurisdiction, agreement.Spec.Term, agreement.Spec.Window),
		"verdict":   v.Interval,
	} {
		if !span.Contains(c.at) {
			t.Errorf("in force at %s, outside the %s's term %v", c.at, link, span)
		}
	}
}

func spanOf(t *rapid.T, f *authorization.Facts, edition v1alpha1.ObjectName, term *v1alpha1.Term, window *v1alpha1.Window) calendar.Interval {
	zone, err := jurisdiction.Zone(f.Jurisdictions[edition].Get())
	if err != nil {
		t.Fatalf("in force under an edition without a zone: %v", err)
	}
	span, err := calendar.Span(term, window, zone)
	if err != nil {
		t.Fatalf("in force without a term: %v", err)
	}
	return span
}

// unanswered are the acts that no other answers, whoever might. Of halts those
// whose author the edition entitles, or of whom nobody knows.
func unanswered(c drawnChain) []*v1alpha1.Decision {
	return slices.DeleteFunc(slices.Clone(c.acts), func(act *v1alpha1.Decision) bool {
		by := act.Spec.Organization
		takes := act.Spec.Action != v1alpha1.ActionLift && act.Spec.Action != v1alpha1.ActionRelease
		counts := act.Spec.Action != v1alpha1.ActionHalt || by == builder.Bureau || by == "nobody-knows"
		final := act.Spec.Action == v1alpha1.ActionTerminate || act.Spec.Action == v1alpha1.ActionDisqualify
		answered := slices.ContainsFunc(c.acts, func(other *v1alpha1.Decision) bool {
			return other.Spec.Regarding != nil && string(other.Spec.Regarding.Name) == act.Name
		})
		return !takes || !counts || (answered && !final)
	})
}

func onlyWhileNothingStands(t *rapid.T, c drawnChain) {
	facts := c.OfGrant("g")
	v := authorization.DecideGrant(facts, c.at)
	chain := []v1alpha1.DecisionSubject{
		{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}, {Kind: v1alpha1.OnOperationAgreement, Name: facts.Grant.Spec.Agreement},
		{Kind: v1alpha1.OnOrganization, Name: facts.Grant.Spec.Holder},
		{Kind: v1alpha1.OnOrganization, Name: builder.Operator}, {Kind: v1alpha1.OnOrganization, Name: builder.Bureau},
	}
	for _, act := range unanswered(c) {
		if slices.Contains(chain, act.Spec.Subject.DecisionSubject) && act.Spec.Scope == nil && v.Force != authorization.Denied {
			t.Errorf("%s stands against %s %q, and the grant is %s", act.Name, act.Spec.Subject.Kind, act.Spec.Subject.Name, whole(v))
		}
		for _, open := range v.Open() {
			covers := slices.Contains(chain, act.Spec.Subject.DecisionSubject) && act.Spec.Scope != nil && slices.Contains(act.Spec.Scope.Inputs, open)
			itself := act.Spec.Subject.DecisionSubject == v1alpha1.DecisionSubject{Kind: v1alpha1.OnDataResource, Name: open}
			source := act.Spec.Subject.DecisionSubject == v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: builder.SourceUnit}
			if itself && act.Spec.Action == v1alpha1.ActionHalt && act.Spec.Organization == builder.Bureau {
				continue // a resource has no grantor: where the edition names halters, the bureau is none of them
			}
			if covers || itself || source {
				t.Errorf("%s (%s) takes input %s, which is open", act.Name, act.Spec.Action, open)
			}
		}
	}
}

func takingAwayGivesNothing(t *rapid.T, c drawnChain) {
	before := authorization.DecideGrant(c.OfGrant("g"), c.at)
	more := c.Clone().Put(takingAway(t, builder.Decision("one-more").By(sample(t, "by", someOrganizations))))
	compareForce(t, before, authorization.DecideGrant(more.OfGrant("g"), c.at), "one act more that takes away")
}

func theUnreadGivesNothing(t *rapid.T, c drawnChain) {
	before := authorization.DecideGrant(c.OfGrant("g"), c.at)
	read := sample(t, "unread", reads)
	after := authorization.DecideGrant(c.Clone().Unreadable(read.kind, read.name).OfGrant("g"), c.at)
	if before.Force != authorization.InForce && after.Force == authorization.InForce {
		t.Errorf("without %s %s what was %s is %s", read.kind, read.name, whole(before), whole(after))
	}
	halts := slices.ContainsFunc(c.acts, func(d *v1alpha1.Decision) bool { return d.Spec.Action == v1alpha1.ActionHalt })
	if before.Force == authorization.InForce && after.Force == authorization.Denied && !halts { // of halts doubt counts
		t.Errorf("without %s %s what was in force is %s", read.kind, read.name, whole(after))
	}
}

// compareForce says where less is denied after than before.
func compareForce(t *rapid.T, before, after authorization.Verdict, by string) {
	if before.Force == authorization.Denied && after.Force != authorization.Denied {
		t.Errorf("by %s what was %s is %s", by, whole(before), whole(after))
	}
	if before.Force == authorization.Undecided && after.Force == authorization.InForce {
		t.Errorf("by %s what was %s is %s", by, whole(before), whole(after))
	}
	for i, in := range before.Inputs {
		if in.Force == authorization.Denied && after.Inputs[i].Force != authorization.Denied {
			t.Errorf("by %s input %s is %s, and was %s", by, in.Resource, inputs(after)[string(in.Resource)], inputs(before)[string(in.Resource)])
		}
	}
}

func orderMeansNothing(t *rapid.T, c drawnChain) {
	before := authorization.DecideGrant(c.OfGrant("g"), c.at)
	shuffled := c.Clone()
	for _, act := range rapid.Permutation(c.acts).Draw(t, "order") {
		shuffled.Put(act) // last
	}
	if diff := cmp.Diff(before, authorization.DecideGrant(shuffled.OfGrant("g"), c.at)); diff != "" {
		t.Errorf("the acts in another order (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(before, authorization.DecideGrant(c.OfGrant("g"), c.at)); diff != "" {
		t.Errorf("decided twice (-before +after):\n%s", diff)
	}
}

func nothingChangesBefore(t *rapid.T, c drawnChain) {
	facts := c.OfGrant("g")
	v := authorization.DecideGrant(facts, c.at)
	last := v.Next.Add(-1)
	if v.Next.IsZero() {
		last = c.at.AddDate(50, 0, 0)
	} else if !v.Next.After(c.at) {
		t.Fatalf("at %s the next instant is %s, which is not to come", c.at, v.Next)
	}
	for _, at := range []time.Time{c.at.Add(last.Sub(c.at) / 2), last} {
		later := authorization.DecideGrant(facts, at)
		if diff := cmp.Diff(whole(v), whole(later)); diff != "" {
			t.Errorf("decided at %s with the next instant %s, it changes at %s (-before +after):\n%s", c.at, v.Next, at, diff)
		}
		if diff := cmp.Diff(inputs(v), inputs(later)); diff != "" {
			t.Errorf("decided at %s with the next instant %s, inputs change at %s (-before +after):\n%s", c.at, v.Next, at, diff)
		}
	}
}

func whatIsShutSaysWhy(t *rapid.T, c drawnChain) {
	v := authorization.DecideGrant(c.OfGrant("g"), c.at)
	if (v.Force == authorization.InForce) != (v.Finding == nil) {
		t.Errorf("%s with the finding %v", whole(v), v.Finding)
	}
	if v.Force != authorization.InForce && len(v.Open()) > 0 {
		t.Errorf("%s, and %v are open", whole(v), v.Open())
	}
	if v.Force == authorization.InForce && len(v.Open()) == 0 {
		t.Errorf("%s without an open input", whole(v))
	}
	for _, in := range v.Inputs {
		if (in.Force == authorization.InForce) != (in.Finding == nil) || in.Message() == "" || in.Reason() == "" {
			t.Errorf("input %s: %s with the finding %v", in.Resource, told(in.Force, in.Reason(), in.Message()), in.Finding)
		}
	}
}

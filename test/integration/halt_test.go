// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/ordering"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestHaltAndReleaseAreForTheEditionsParties(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	d.with(builder.Jurisdiction(d.name, 1).
		HaltedBy(builder.The(v1alpha1.PartyGrantor), builder.Any("SecurityAuthority")).
		ReleasedBy(builder.The(v1alpha1.PartyGrantor)).Obj()).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")

	foreign := d.decide(d.act("h-foreign", d.source).Halts(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitDecision(foreign, "Counts=False(NotEntitled) Ready=True(Settled)")
	d.awaitOpen("g")
	if _, mark := marks(t, d.namespace(box(grant))); ordering.ParseOpened(mark).Answers.Cause != "" {
		t.Errorf("the sandbox was opened again by %s: a halt of somebody who may not halt had cut it", mark)
	}

	halt := d.decide(d.act("h", d.authority).Halts(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Halted", d.authority, halt.Name)
	own := d.decide(d.act("r-own", d.authority).Releases(halt))
	d.awaitDecision(own, "Counts=False(NotEntitled) Ready=True(Settled)")
	d.awaitFrozen("g", "Halted")
	d.decide(d.act("r", d.bureau).Releases(halt))
	d.awaitOpen("g")
}

func TestHaltOfAgreementStopsAllOfItsGrants(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("one").Input("visits").Obj(), d.grant("two").Input("labs").Obj())
	one, two := d.awaitOpen("one"), d.awaitOpen("two")
	d.startPod(box(one), "at-work")
	d.startPod(box(two), "at-work")

	halt := d.decide(d.act("h", d.bureau).Halts(v1alpha1.OnOperationAgreement, "health"))
	d.awaitFrozen("one", "AncestorNotInForce", "Halted", halt.Name)
	d.awaitFrozen("two", "AncestorNotInForce", "Halted", halt.Name)

	d.decide(d.act("r", d.bureau).Releases(halt))
	d.awaitOpen("one")
	d.awaitOpen("two")
}

func TestDisqualifiedHolderLosesAllOfItsGrants(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	other := d.name + "-other"
	d.with(builder.Organization(other).Roles(v1alpha1.RoleDeveloper).User(d.developer).Obj(),
		d.agreement("more").Over("labs").Term(begins, ends).Obj()).established()
	d.create(d.grant("under-health").Input("visits").Obj(), d.grant("under-more").Under("more").Input("labs").Obj(),
		d.grant("of-another").Holder(other).Input("visits").Obj())
	for _, name := range []string{"under-health", "under-more", "of-another"} {
		d.awaitOpen(name)
	}
	act := d.decide(d.act("d", d.authority).Disqualifies(d.holder))
	d.awaitFrozen("under-health", "Disqualified", d.holder, act.Name)
	d.awaitFrozen("under-more", "Disqualified", d.holder, act.Name)
	d.awaitOpen("of-another")
}

// TestDisqualifiedByAnotherNameLosesItsGrants registers the holder again under its
// credit code: the other name holds nothing, and what is taken from it is taken from
// the holder.
func TestDisqualifiedByAnotherNameLosesItsGrants(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	again := builder.Organization(d.holder + "-again").Roles(v1alpha1.RoleDeveloper).Obj()
	again.Spec.USCC = builder.CreditCode(d.holder)
	d.create(again, d.grant("by-another-name").Holder(again.Name).Input("visits").Obj())
	d.awaitGrant("by-another-name", "Active=False(Unlawful) SandboxReady=True(NotNeeded) Ready=False(Invalid) Stalled=True(Invalid)", "spec.holder", again.Spec.USCC, d.holder, "registered first")
	d.awaitOpen("g")
	act := d.decide(d.act("d", d.authority).Disqualifies(again.Name))
	d.awaitFrozen("g", "Disqualified", again.Name, act.Name)
}

func TestDisqualifiedOperatorTakesEverythingWithIt(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	d.with(d.agreement("more").Over("labs").Term(begins, ends).Obj()).established()
	// The operator itself works on tier 1.
	d.create(d.grant("own").Holder(d.operator).Input("visits").Obj(), d.grant("under-more").Under("more").Input("labs").Obj())
	d.awaitGrant("own", open)
	d.awaitOpen("under-more")

	act := d.decide(d.act("d", d.authority).Disqualifies(d.operator))
	d.awaitFrozen("own", "AncestorNotInForce", "Disqualified", act.Name)
	d.awaitFrozen("under-more", "AncestorNotInForce", "Disqualified", act.Name)
	d.awaitAgreement("health", "Active=False(Disqualified) Ready=True(Settled)")
	d.awaitAgreement("more", "Active=False(Disqualified) Ready=True(Settled)")
}

func TestTerminatedGrantDoesNotComeBack(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	end := d.decide(d.act("t", d.bureau).Terminates(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Terminated", end.Name)
	lift := d.decide(d.act("l", d.bureau).Lifts(end))
	d.awaitDecision(lift, "Counts=False(RegardingUnfit) Ready=True(Settled)")
	d.awaitFrozen("g", "Terminated", end.Name)
}

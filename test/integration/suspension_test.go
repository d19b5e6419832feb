// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// What a Decision says of itself.
const (
	effective = "Counts=True(Effective) Ready=True(Settled)"
	lifted    = "Counts=True(Lifted) Ready=True(Settled)"
)

func TestSuspendedGrantIsCutAndLiftedGrantComesBack(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj(), d.grant("bystander").Input("visits").Obj())
	grant := d.awaitOpen("g")
	d.awaitOpen("bystander")
	d.startPod(box(grant), "at-work")

	suspension := d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g").Because("an audit"))
	d.awaitFrozen("g", "Suspended", d.bureau, suspension.Name, "an audit", "Lift")
	d.awaitOpen("bystander")

	lift := d.decide(d.act("l", d.bureau).Lifts(suspension))
	d.awaitOpen("g")
	d.awaitDecision(suspension, lifted)
	d.awaitDecision(lift, effective)
	d.startPod(box(grant), "back-at-work")
}

func TestTwoSuspensionsNeedTwoLifts(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	first := d.decide(d.act("s1", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	second := d.decide(d.act("s2", d.authority).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")

	d.decide(d.act("l1", d.bureau).Lifts(first))
	d.awaitDecision(first, lifted)
	repeated := d.decide(d.act("l1-again", d.bureau).Lifts(first))
	d.awaitDecision(repeated, "Counts=False(Repeated) Ready=True(Settled)")
	d.awaitFrozen("g", "Suspended", second.Name)

	d.decide(d.act("l2", d.authority).Lifts(second))
	d.awaitOpen("g")
}

func TestLiftByAnotherOrganizationDoesNotCount(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	suspension := d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")

	foreign := d.decide(d.act("l-foreign", d.operator).Lifts(suspension))
	d.awaitDecision(foreign, "Counts=False(OtherOrganization) Ready=True(Settled)")
	unfit := d.decide(d.act("r", d.bureau).Releases(suspension))
	d.awaitDecision(unfit, "Counts=False(RegardingUnfit) Ready=True(Settled)")
	stray := d.decide(d.act("l-stray", d.bureau).Lifts(suspension).RegardingUID("another"))
	d.awaitDecision(stray, "Counts=False(RegardingMissing) Ready=True(Settled)")
	d.awaitFrozen("g", "Suspended")

	d.decide(d.act("l", d.bureau).Lifts(suspension))
	d.awaitOpen("g")
}

// The act binds the name: making the subject again is no way around it.
func TestSuspensionOutlivesItsSubject(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	first := d.awaitOpen("g")
	suspension := d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	d.awaitFrozen("g", "Suspended")

	d.remove(first)
	d.awaitCut(box(first))
	d.create(d.grant("g").Input("visits").Obj())
	second := d.awaitGrant("g", "Active=False(Suspended) "+idle)

	d.decide(d.act("l", d.bureau).Lifts(suspension))
	d.awaitOpen("g")
	d.awaitCut(box(first))
	if box(first) == box(second) {
		t.Errorf("both grants have the sandbox %s; one made again is another grant", box(first))
	}
}

func TestSuspensionOfAgreementOutlivesIt(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	before := d.awaitAgreement("health", "Active=True(InForce) Ready=True(Settled)")
	suspension := d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnOperationAgreement, "health"))
	d.awaitFrozen("g", "AncestorNotInForce", "health", "Suspended", suspension.Name)
	d.awaitAgreement("health", "Active=False(Suspended) Ready=True(Settled)")

	d.remove(before)
	d.again(before.DeepCopy())
	after := d.awaitAgreement("health", "Active=False(Suspended) Ready=True(Settled)")
	d.awaitFrozen("g", "AncestorNotInForce")

	d.decide(d.act("l", d.bureau).Lifts(suspension))
	grant := d.awaitOpen("g")
	d.eventually("the data is open under the new agreement, and closed under the old", func(ctx context.Context) error {
		return errors.Join(d.routeIs(ctx, after, "visits", true), d.routeIs(ctx, before, "visits", false))
	})
	if uid := d.namespace(box(grant)).Labels[v1alpha1.AgreementUIDLabel]; uid != string(after.UID) {
		t.Errorf("the sandbox stands under agreement %s, want the new one %s", uid, after.UID)
	}
}

// Taking away needs a well-formed object, the user's own name and the verb.
func TestOddTakingAwayStillCuts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("数", 300)
	tests := map[string]struct {
		act        func(d *domain) *builder.DecisionBuilder
		wantReason string
	}{
		"dated in the future": {
			func(d *domain) *builder.DecisionBuilder {
				return d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g").ActedOn("2999-12-31")
			}, "Suspended"},
		"dated before anything": {
			func(d *domain) *builder.DecisionBuilder {
				return d.act("s", d.bureau).Halts(v1alpha1.OnDeveloperGrant, "g").ActedOn("1000-01-01")
			}, "Halted"},
		"by an organisation that does not exist": {
			func(d *domain) *builder.DecisionBuilder {
				return d.act("s", "nowhere").Suspends(v1alpha1.OnDeveloperGrant, "g")
			}, "Suspended"},
		"with a scope that names its inputs and more": {
			func(d *domain) *builder.DecisionBuilder {
				return d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g").Only("visits", "labs", "unheard-of")
			}, "NoInputLeft"},
		"with everything said": {
			func(d *domain) *builder.DecisionBuilder {
				return d.act("s", d.bureau).Terminates(v1alpha1.OnDeveloperGrant, "g").Because(long[:255]).
					Noting(long).Document(v1alpha1.DecisionDocument{Number: "宁卫数函〔2025〕18号", Body: "卫生健康委员会"})
			}, "Terminated"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDomain(t).established()
			d.create(d.grant("g").Input("visits").Input("labs").Obj())
			d.awaitOpen("g")
			d.decide(tc.act(d))
			d.awaitFrozen("g", tc.wantReason)
		})
	}
}

func TestOwnersPauseCutsAndNothingElseLiftsIt(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	pause := func(paused bool) {
		t.Helper()
		patch := client.MergeFrom(grant.DeepCopy())
		grant.Spec.Suspend = &paused
		if err := admin.Patch(t.Context(), grant, patch); err != nil {
			t.Fatal(err)
		}
	}
	pause(true)
	d.awaitFrozen("g", "Suspended", "spec.suspend")
	suspension := d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "g"))
	pause(false)
	d.awaitFrozen("g", "Suspended", suspension.Name)
	pause(true)
	d.decide(d.act("l", d.bureau).Lifts(suspension))
	d.awaitFrozen("g", "Suspended", "spec.suspend")
	pause(false)
	d.awaitOpen("g")
}

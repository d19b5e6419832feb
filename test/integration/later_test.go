// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// An agreement holds until the one that revises it is in force, and the grants
// under it are cut then; they are applied for anew under the later one. Nothing
// is undone when that one is suspended.
func TestALaterVersionTakesThePlace(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	// Not in force for years.
	d.create(d.agreement("planned").Over("visits").Term("2034-01-01", ends).Revises("health").Obj())
	d.awaitAgreement("planned", "Active=False(NotYetEffective) Ready=True(Settled)")
	d.awaitOpen("g")
	d.create(d.agreement("changed").Over("visits").Term(begins, ends).Revises("health").Obj())
	d.awaitAgreement("changed", "Active=True(InForce) Ready=True(Settled)")
	d.awaitAgreement("health", "Active=False("+v1alpha1.ReplacedReason+") Ready=True(Settled)")
	d.awaitFrozen("g", v1alpha1.AncestorNotInForceReason, "changed")
	d.create(d.grant("h").Under("changed").Input("visits").Revises("g").Obj())
	d.awaitOpen("h")
	d.decide(d.act("suspend", d.bureau).Suspends(v1alpha1.OnOperationAgreement, "changed"))
	d.awaitFrozen("h", v1alpha1.AncestorNotInForceReason)
	d.awaitAgreement("health", "Active=False("+v1alpha1.ReplacedReason+") Ready=True(Settled)")
}

// A grant that was replaced does not come back when the later one is deleted:
// that one is kept, without access, until the earlier one is deleted too.
func TestADeletedLaterGrantGivesNothingBack(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	d.create(d.grant("h").Input("visits").Revises("g").Obj(), d.grant("draft").Under("nothing").Input("visits").Revises("g").Obj())
	later := d.awaitOpen("h")
	earlier := d.awaitFrozen("g", v1alpha1.ReplacedReason, "h")
	if err := admin.Delete(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	d.awaitCut(box(later))
	d.eventually("the later grant says why it is kept", func(ctx context.Context) error {
		seen := &v1alpha1.DeveloperGrant{}
		if err := get(ctx, d.name, "h", seen); err != nil {
			return err
		}
		ready := meta.FindStatusCondition(seen.Status.Conditions, v1alpha1.SandboxReadyCondition)
		if ready == nil || !strings.Contains(ready.Message, `took the place of "g" and is kept until that one is over or deleted`) {
			return fmt.Errorf("it says %+v", ready)
		}
		return nil
	})
	d.remove(d.awaitGrant("draft", waiting("ReferenceMissing"))) // took nobody's place
	d.awaitFrozen("g", v1alpha1.ReplacedReason, "h")
	d.remove(earlier)
	d.eventually("the later grant is gone", func(ctx context.Context) error {
		if err := get(ctx, d.name, "h", &v1alpha1.DeveloperGrant{}); err != nil {
			return ignoreNotFound(err)
		}
		return errors.New("it is still there")
	})
}

// An act in a role that was not conferred yet counts once it was, with nothing
// else happening to the grant.
func TestARoleConferredAfterTheActWasRecorded(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	basis := []v1alpha1.BasisID{"policy"}
	anywhere := func(role v1alpha1.Role) []v1alpha1.Party {
		return []v1alpha1.Party{{Role: role, Level: v1alpha1.LevelAny}}
	}
	edition := builder.Jurisdiction(d.name, 1).SilentOn(v1alpha1.LinkDeveloperGrant).Procedure(v1alpha1.Procedure{
		Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{Name: "approve", Act: v1alpha1.ActionApprove, By: anywhere(v1alpha1.RoleImplementingAgency), Basis: basis}},
	}).Procedure(v1alpha1.Procedure{
		Name: "appointment", Of: v1alpha1.LinkOrganization, Effect: "Appointed:ImplementingAgency",
		Steps: []v1alpha1.Step{{Name: "appoint", Act: v1alpha1.ActionAppoint, By: anywhere(v1alpha1.RoleDataAuthority), Basis: basis}},
	}).Obj()
	d.with(edition, builder.Organization(d.authority).Roles(v1alpha1.RoleImplementingAgency).Obj()).established()
	d.create(d.grant("g").Input("visits").Obj())
	approve := d.decide(d.act("approve", d.authority).Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "g").
		Covers(v1alpha1.PartAll, d.digest("g")).Step("grant/approve"))
	d.awaitDecision(approve, "Counts=False("+v1alpha1.NotEntitledReason+") Ready=True(Settled)")
	appoint := d.act("appoint", d.bureau).In(v1alpha1.RegistryNamespace).Does(v1alpha1.ActionAppoint, v1alpha1.OnOrganization, d.authority).
		Covers(v1alpha1.PartAll, d.digestOfParty(d.authority)).Step("appointment/appoint").Under(d.edition)
	d.decide(appoint)
	d.awaitOpen("g")
	d.awaitDecision(approve, "Counts=True(Effective) Ready=True(Settled)")
}

// digestOfParty is what acts on an organisation carry.
func (d *domain) digestOfParty(name string) v1alpha1.Digest {
	d.t.Helper()
	o := &v1alpha1.Organization{ObjectMeta: metav1.ObjectMeta{Name: name}}
	d.eventually("digests of "+name+" are told", func(ctx context.Context) error {
		if err := admin.Get(ctx, types.NamespacedName{Name: name}, o); err != nil {
			return err
		}
		if len(o.Status.Digests) == 0 {
			return errors.New("none is told")
		}
		return nil
	})
	return o.Status.Digests[0].Digest
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestTheDataOfAnOrdinaryCompanyIsNoPublicData takes the class of a source unit
// away: its data is no longer lawful, and a grant has no input left (HA-3.1).
func TestTheDataOfAnOrdinaryCompanyIsNoPublicData(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).Obj()
	edition.Spec.Checks = []v1alpha1.CheckRule{{
		Check: v1alpha1.CheckSourceClass, Of: v1alpha1.PartySourceUnit,
		SourceClasses: []v1alpha1.SourceClass{v1alpha1.SourcePublicService}, Basis: []v1alpha1.BasisID{"HA-3.1"},
	}}
	for class, want := range map[v1alpha1.SourceClass]string{
		v1alpha1.SourcePublicService: v1alpha1.InForceReason, v1alpha1.SourceStateOrgan: v1alpha1.UnlawfulReason, "": v1alpha1.UnlawfulReason,
	} {
		unit := builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj()
		unit.Spec.SourceClass = class
		c := builder.Health().Put(edition, unit)
		v := authorization.DecideResource(c.OfResource("visits"), "visits", now)
		if v.Reason() != want {
			t.Errorf("the data of a unit of class %q is %s, want %s", class, whole(v), want)
		}
		grant := authorization.DecideGrant(c.OfGrant("g"), now)
		if lawful := want == v1alpha1.InForceReason; lawful != (grant.Force == authorization.InForce) {
			t.Errorf("a grant over the data of a unit of class %q is %s", class, whole(grant))
		}
	}
}

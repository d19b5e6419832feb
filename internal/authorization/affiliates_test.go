// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

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
			edition := builder.Jurisdiction("demo", 1).Obj()
			edition.Spec.Checks = []v1alpha1.CheckRule{{
				Check: v1alpha1.CheckRedevelopmentBan, Scope: "AllInScope", Affiliates: v1alpha1.AffiliatesDeny, Basis: []v1alpha1.BasisID{"NX-22.4"},
			}}
			c := builder.Health().Put(edition)
			for _, o := range tc.declared {
				c.Put(o)
			}
			if v := authorization.DecideGrant(c.OfGrant("g"), now); v.Force != tc.want {
				t.Errorf("the grant is %s", whole(v))
			}
		})
	}
}

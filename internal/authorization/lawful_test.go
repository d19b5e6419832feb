// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestAVerdictMakesTheChecksOfItsEdition shows that a check denies the agreement
// and the grant under it, and that none is made which the edition does not ask.
func TestAVerdictMakesTheChecksOfItsEdition(t *testing.T) {
	form := func(forms ...v1alpha1.LegalForm) v1alpha1.CheckRule {
		return v1alpha1.CheckRule{Check: v1alpha1.CheckLegalForm, Of: v1alpha1.PartyOperator, LegalForms: forms, Basis: []v1alpha1.BasisID{"HA-3.3"}}
	}
	tests := map[string]struct {
		checks []v1alpha1.CheckRule
		want   authorization.Force
		reason string
	}{
		"none is asked":                       {nil, authorization.InForce, v1alpha1.InForceReason},
		"the operator has the form asked for": {[]v1alpha1.CheckRule{form("LegalPerson")}, authorization.InForce, v1alpha1.InForceReason},
		"the operator has another":            {[]v1alpha1.CheckRule{form("StateOrgan")}, authorization.Denied, v1alpha1.UnlawfulReason},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			edition := builder.Jurisdiction("demo", 1).Obj()
			edition.Spec.Checks = tc.checks
			c := builder.Health().Put(edition)
			v := authorization.DecideAgreement(c.OfAgreement("health"), now)
			if v.Force != tc.want || v.Reason() != tc.reason {
				t.Errorf("the agreement is %s, want %s", whole(v), tc.reason)
			}
			if grant := authorization.DecideGrant(c.OfGrant("g"), now); grant.Force != tc.want {
				t.Errorf("the grant under it is %s", whole(grant))
			}
			if tc.want == authorization.Denied && (len(v.Finding.Basis) != 1 || v.Finding.Basis[0] != "HA-3.3") {
				t.Errorf("the finding rests on %v, want HA-3.3", v.Finding.Basis)
			}
		})
	}
}

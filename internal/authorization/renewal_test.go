// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestARenewalFollowsWhatItRenews shows that a renewal is between the same parties
// and begins once the term that it follows has ended (D54, SY-10.6).
func TestARenewalFollowsWhatItRenews(t *testing.T) {
	chain := func(change func(*v1alpha1.OperationAgreement)) *builder.Chain {
		anew := builder.Agreement("anew").Over("visits").Term("2027-01-01", "2027-12-31").Obj()
		anew.Spec.Renews = "health"
		if change != nil {
			change(anew)
		}
		edition := builder.Jurisdiction("demo", 1).Obj()
		edition.Spec.Renewal = &v1alpha1.RenewalRule{Of: []v1alpha1.LinkKind{v1alpha1.LinkOperationAgreement}, Basis: []v1alpha1.BasisID{"SY-10.6"}}
		return builder.Health().Put(edition, anew, builder.Organization("city-bureau").Roles("DataAuthority").Obj())
	}
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"of the same parties, afterwards": {chain(nil), given},
		"what it renews is gone":          {chain(nil).Drop("OperationAgreement", "health"), given},
		"what it renews cannot be read":   {chain(nil).Unreadable("OperationAgreement", "health"), "undecided, Undetermined"},
		"it begins before the other ends": {chain(func(a *v1alpha1.OperationAgreement) { a.Spec.Term.From = "2026-12-31" }), `denied, Unlawful: the term of OperationAgreement "anew" begins at 2026-12-31T00:00:00+08:00, before that of OperationAgreement "health", which it renews, has ended at 2027-01-01T00:00:00+08:00; begin it then [SY-10.6 (article 10)]`},
		"of another grantor":              {chain(func(a *v1alpha1.OperationAgreement) { a.Spec.Grantor = "city-bureau" }), `denied, Unlawful: spec.renews: OperationAgreement "health" is of Organization "` + builder.Bureau + `"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := whole(authorization.DecideAgreement(tc.chain.OfAgreement("anew"), builder.Instant("2027-03-10T00:00:00Z"))); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the renewal is %s, want %s", got, tc.want)
			}
		})
	}
}

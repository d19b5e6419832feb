// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// uniquely is Health under an edition that wants one data authority a division and
// one resource a code, in which a city's bureau approves the grant.
func uniquely() *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant).Procedure(v1alpha1.Procedure{
		Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{Name: "approve", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelAny}}, Basis: []v1alpha1.BasisID{"policy"}}},
	}).Obj()
	edition.Spec.Checks = []v1alpha1.CheckRule{
		{Check: v1alpha1.CheckDataAuthorityUnique, Basis: []v1alpha1.BasisID{"HA-4.1a"}},
		{Check: v1alpha1.CheckCatalogueCodeUnique, Basis: []v1alpha1.BasisID{"HA-9.1"}},
	}
	return builder.Health().Put(edition)
}

func bureau(name, made string) *v1alpha1.Organization {
	o := builder.Organization(name).Roles(v1alpha1.RoleDataAuthority).Obj()
	o.CreationTimestamp = metav1.NewTime(builder.Instant(made))
	return o
}

// TestThereIsOneDataAuthority shows that of two that claim to be the data
// authority of one division the one that was registered later is no party, and
// that what it does by that role does not count (HA-4.1a, YZ-1.职责.1, YZ-3.模式.4).
func TestThereIsOneDataAuthority(t *testing.T) {
	const early, late = "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"
	unlawful := `denied, Unlawful: the Grantor "` + builder.Bureau + `" of OperationAgreement "health" claims the role DataAuthority of a division of which Organization "other" was registered as that earlier; there is one, name it [HA-4.1a (article 4)]`
	elsewhere := bureau("other", early)
	elsewhere.Spec.Division = "650000"
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"alone":                         {uniquely().Put(bureau(builder.Bureau, early)), given},
		"registered first":              {uniquely().Put(bureau(builder.Bureau, early), bureau("other", late)), given},
		"registered later":              {uniquely().Put(bureau(builder.Bureau, late), bureau("other", early)), unlawful},
		"beside one of another place":   {uniquely().Put(bureau(builder.Bureau, late), elsewhere), given},
		"one that is not read is a gap": {uniquely().Put(bureau(builder.Bureau, early)).Unreadable("Organizations", ""), "undecided, Undetermined"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := whole(authorization.DecideAgreement(tc.chain.OfAgreement("health"), now)); got != tc.want && !strings.HasPrefix(got, tc.want) {
				t.Errorf("the agreement is %s, want %s", got, tc.want)
			}
		})
	}
	c := uniquely().Put(bureau(builder.Bureau, early), bureau("other", late))
	var digest v1alpha1.Digest
	for _, d := range c.OfGrant("g").Proceedings(v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}, now).Digests {
		if d.Part == v1alpha1.PartAll {
			digest = d.Digest
		}
	}
	for by, want := range map[string]string{builder.Bureau: given, "other": "denied, ProcedurePending"} {
		c.Put(builder.Decision("approve").By(by).ActedOn("2026-03-02").Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "g").Step("grant/approve").Covers(v1alpha1.PartAll, digest).Obj())
		if got := whole(authorization.DecideGrant(c.OfGrant("g"), now)); !strings.HasPrefix(got, want) {
			t.Errorf("approved by %s the grant is %s, want %s", by, got, want)
		}
	}
}

// TestACatalogueCodeIsOfOneResource shows that of two resources under one code the
// one that was entered later may not be worked on, and the earlier is untouched
// (HA-9.1).
func TestACatalogueCodeIsOfOneResource(t *testing.T) {
	entered := func(name, at string) *v1alpha1.DataResource {
		r := builder.Resource(name).Obj()
		r.Spec.Catalogue.Code, r.CreationTimestamp = "410000-health-1", metav1.NewTime(builder.Instant(at))
		return r
	}
	c := uniquely().Put(entered("visits", "2025-01-01T00:00:00Z"), entered("labs", "2025-01-02T00:00:00Z"))
	if got := whole(authorization.DecideResource(c.OfResource("visits"), "visits", now)); got != given {
		t.Errorf("the one that was entered first is %s", got)
	}
	want := `denied, Unlawful: spec.catalogue.code "410000-health-1" of DataResource "labs" is that of DataResource "` + builder.Domain + `/visits", which was entered earlier`
	if got := whole(authorization.DecideResource(c.OfResource("labs"), "labs", now)); !strings.HasPrefix(got, want) {
		t.Errorf("the other is %s, want %s", got, want)
	}
	if got := whole(authorization.DecideResource(c.Unreadable("Entries beside DataResource", "labs").OfResource("labs"), "labs", now)); !strings.HasPrefix(got, "undecided") {
		t.Errorf("while the others cannot be read it is %s", got)
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// edition is one of the demo's text with a parent, changed.
func edition(name, parent string, change ...func(*v1alpha1.JurisdictionSpec)) *v1alpha1.Jurisdiction {
	j := builder.Jurisdiction("demo", 1).Obj()
	j.Name, j.UID, j.Spec.Parent = name, types.UID("uid-"+name), v1alpha1.ObjectName(parent)
	for _, c := range change {
		c(&j.Spec)
	}
	return j
}

// TestNothingIsInForceUnderALooserEdition shows that a chain under an edition that
// loosens its parent, or whose parent nobody can hold it against, gives nothing
// (GS-OP-5.1, GS-OP-40.1; D62).
func TestNothingIsInForceUnderALooserEdition(t *testing.T) {
	looser := func(s *v1alpha1.JurisdictionSpec) { s.TimeZone = "Asia/Urumqi" }
	const zone = `denied, Unlawful: nothing is in force under Jurisdiction "demo-pilot.1": spec.timeZone: is "Asia/Urumqi", and the parent demo.1 has "Asia/Shanghai"`
	of := func(editions ...metav1.Object) *builder.Chain {
		c := builder.Health()
		a := c.OfAgreement("health").Agreement.Get().DeepCopy()
		g := c.OfGrant("g").Grant.DeepCopy()
		a.Spec.Jurisdiction, g.Spec.Jurisdiction = "demo-pilot.1", "demo-pilot.1"
		return c.Drop("Jurisdiction", "demo.1").Put(a, g).Put(editions...)
	}
	text := builder.Jurisdiction("demo", 1).Obj()
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"like its parent":    {of(edition("demo-pilot.1", "demo.1"), text), given},
		"looser":             {of(edition("demo-pilot.1", "demo.1", looser), text), zone},
		"a missing parent":   {of(edition("demo-pilot.1", "demo.1")), `denied, ReferenceMissing: spec.parent: Jurisdiction "demo.1" does not exist`},
		"an unread parent":   {of(edition("demo-pilot.1", "demo.1"), text).Unreadable("Jurisdiction", "demo.1"), "undecided, Undetermined"},
		"a looser one above": {of(edition("demo-pilot.1", "demo-city.1", looser), edition("demo-city.1", "demo.1", looser), text), `denied, Unlawful: nothing is in force under Jurisdiction "demo-city.1"`},
		"a circle":           {of(edition("demo-pilot.1", "demo-city.1"), edition("demo-city.1", "demo-pilot.1")), `denied, Unlawful: nothing is in force under Jurisdiction "demo-pilot.1": spec.parent: Jurisdiction "demo-pilot.1" and "demo-city.1" name each other`},
		"under a circle":     {of(edition("demo-pilot.1", "demo-city.1"), edition("demo-city.1", "demo-county.1"), edition("demo-county.1", "demo-city.1")), `denied, Unlawful: nothing is in force under Jurisdiction "demo-city.1"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := whole(authorization.DecideAgreement(tc.chain.OfAgreement("health"), now)); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the agreement is %s, want %s", got, tc.want)
			}
			loosened := &authorization.Loosened{}
			for _, how := range []string{"asked", "remembered"} {
				facts := tc.chain.OfGrant("g")
				facts.Loosened = loosened
				if got := whole(authorization.DecideGrant(facts, now)); (got == given) != (tc.want == given) {
					t.Errorf("%s, the grant is %s, and the agreement %s", how, got, tc.want)
				}
			}
		})
	}
}

// TestAnotherTextOfAParentIsHeldAgainstAnew shows that what is remembered of an
// edition and its parent is of those two texts alone.
func TestAnotherTextOfAParentIsHeldAgainstAnew(t *testing.T) {
	first := builder.Jurisdiction("demo", 1).Obj()
	second := first.DeepCopy() // by the same name, after the first was deleted
	second.UID, second.Spec.TimeZone = "second", "Asia/Urumqi"
	third := second.DeepCopy()
	third.Generation, third.Spec.TimeZone = second.Generation+1, first.Spec.TimeZone
	loosened := &authorization.Loosened{}
	for i, text := range []*v1alpha1.Jurisdiction{first, second, third, first} {
		c := builder.Health()
		g := c.OfGrant("g").Grant.DeepCopy()
		g.Spec.Jurisdiction = "demo-pilot.1"
		facts := c.Put(edition("demo-pilot.1", "demo.1"), text, g).OfGrant("g")
		facts.Loosened = loosened
		if got := whole(authorization.DecideGrant(facts, now)); (got == given) != (text != second) {
			t.Errorf("under text %d of its parent the grant is %s", i, got)
		}
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhoMayActOnASubject shows whom the chain designates for each kind of
// subject, and by which clocks an act is read.
func TestWhoMayActOnASubject(t *testing.T) {
	const grantor, beside, operator, holder, source = v1alpha1.PartyGrantor, v1alpha1.PartyCoGrantor, v1alpha1.PartyOperator, v1alpha1.PartyHolder, v1alpha1.PartySourceUnit
	on := func(kind v1alpha1.SubjectLinkKind, name v1alpha1.ObjectName) v1alpha1.DecisionSubject {
		return v1alpha1.DecisionSubject{Kind: kind, Name: name}
	}
	grant, agreement, visits := on(v1alpha1.OnDeveloperGrant, "g"), on(v1alpha1.OnOperationAgreement, "health"), on(v1alpha1.OnDataResource, "visits")
	health := func() *builder.Chain {
		return builder.Health().Put(
			builder.Jurisdiction("demo", 1).HaltedBy(builder.The(grantor)).Obj(),
			builder.Agreement("health").GrantedBy(builder.Bureau, "city-bureau").Over("visits", "labs").Term("2026-01-01", "2026-12-31").Obj())
	}
	grantors, besides := []string{builder.Bureau}, []string{"city-bureau"}
	ofChain := jurisdiction.Parties{source: nil, operator: {builder.Operator}, grantor: grantors, beside: besides, holder: {builder.Holder}}
	ofData := jurisdiction.Parties{source: {builder.SourceUnit}, grantor: nil, beside: nil, operator: nil, holder: nil}
	tests := map[string]struct {
		facts    *authorization.Facts
		subject  v1alpha1.DecisionSubject
		want     jurisdiction.Parties
		wantZone string
		wantHalt bool
	}{
		"a grant": {health().OfGrant("g"), grant, ofChain, "Asia/Shanghai", true},
		"an agreement has no holder": {
			health().OfGrant("g"), agreement, jurisdiction.Parties{source: nil, operator: {builder.Operator}, grantor: grantors, beside: besides, holder: nil}, "Asia/Shanghai", true,
		},
		"a resource has its source unit alone":         {health().OfGrant("g"), visits, ofData, "Asia/Shanghai", true},
		"a resource that does not exist":               {health().Drop("DataResource", "visits").OfGrant("g"), visits, nil, "", false},
		"a resource that is not read":                  {health().Unreadable("DataResource", "visits").OfGrant("g"), visits, nil, "UTC+14", false},
		"a resource whose edition is not read":         {health().Unreadable("Jurisdiction", "demo.1").OfGrant("g"), visits, ofData, "UTC+14", false},
		"an agreement that is not read":                {health().Unreadable("OperationAgreement", "health").OfGrant("g"), agreement, jurisdiction.Parties{source: nil, holder: nil}, "UTC+14", false},
		"an agreement that does not exist":             {health().Drop("OperationAgreement", "health").OfGrant("g"), agreement, jurisdiction.Parties{source: nil, holder: nil}, "", false},
		"a grant that does not exist":                  {health().OfAgreement("health"), grant, jurisdiction.Parties{source: nil, operator: {builder.Operator}, grantor: grantors, beside: besides}, "", false},
		"a grant whose edition is missing":             {health().Drop("Jurisdiction", "demo.1").OfGrant("g"), grant, ofChain, "", false},
		"a grant whose edition names no zone there is": {health().Put(builder.Jurisdiction("demo", 1).Zone("Nowhere/Land").Obj()).OfGrant("g"), grant, ofChain, "", false},
		"an organisation pins no edition":              {health().OfGrant("g"), on(v1alpha1.OnOrganization, builder.Holder), ofChain, "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			rules := tc.facts.RulesFor(tc.subject, now)
			if tc.want != nil { // fields that none of these kinds has designate nobody
				for _, ref := range []v1alpha1.PartyRef{
					v1alpha1.PartySharedFrom, v1alpha1.PartyDrafter, v1alpha1.PartyOrganiser, v1alpha1.PartySubject, v1alpha1.PartyObjector,
				} {
					if named, ok := rules.Parties[ref]; !ok || named != nil {
						t.Errorf("%s designates %v, want nobody", ref, named)
					}
					delete(rules.Parties, ref)
				}
			}
			if diff := cmp.Diff(tc.want, rules.Parties); diff != "" {
				t.Errorf("the parties (-want +got):\n%s", diff)
			}
			zone := ""
			if rules.Zone != nil {
				zone = rules.Zone.String()
			}
			if zone != tc.wantZone {
				t.Errorf("days are read in %q, want %q", zone, tc.wantZone)
			}
			if (rules.Halt != nil) != tc.wantHalt {
				t.Errorf("the edition's rule on halts is %+v", rules.Halt)
			}
		})
	}
}

// TestWhoHaltsIsMatchedLikeWhoActs shows that a role entitles to halt only where it
// would to act: at the level, over the territory and for the sector that the
// edition names, and for as long as it was read (NX-21.4a, HA-18.1a).
func TestWhoHaltsIsMatchedLikeWhoActs(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).HaltedBy(builder.The(v1alpha1.PartyGrantor)).Obj()
	edition.Spec.Division = "990000"
	chain := func(division string, party v1alpha1.Party) *builder.Chain {
		own := edition.DeepCopy()
		own.Spec.Halt.By = []v1alpha1.Party{party}
		bureau := builder.Organization("bureau").Roles("DataAuthority").Obj()
		bureau.Spec.Division, bureau.Spec.Sectors = division, []string{"transport"}
		return builder.Health().Put(own, bureau, builder.Decision("h").By("bureau").Halts(v1alpha1.OnDeveloperGrant, "g").Obj())
	}
	wherever := v1alpha1.Party{Role: "DataAuthority"}
	same := v1alpha1.Party{Role: "DataAuthority", Level: v1alpha1.LevelSame}
	sector := v1alpha1.Party{Role: "DataAuthority", Level: v1alpha1.LevelAny, Of: v1alpha1.ScopeOfInputs}
	wanting := chain("990000", same)
	wanting.Unreadable("Organization", "bureau")
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"over the territory":             {chain("990000", wherever), "denied, Halted"},
		"of a city in it":                {chain("990200", wherever), given},
		"of its level":                   {chain("990000", same), "denied, Halted"},
		"of another province":            {chain("650000", same), given},
		"of no sector of the inputs":     {chain("990000", sector), given},
		"while it cannot be read, halts": {wanting, "denied, Halted"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := whole(authorization.DecideGrant(tc.chain.OfGrant("g"), now)); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the grant is %s, want %s", got, tc.want)
			}
		})
	}
}

// TestAnUnknownDayBeginsWhereDaysBeginFirst shows the very instant from which a
// lift may have taken effect, fourteen hours before the day begins in UTC.
func TestAnUnknownDayBeginsWhereDaysBeginFirst(t *testing.T) {
	suspend := builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	c := builder.Health().Unreadable("Jurisdiction", "demo.1").
		Put(suspend, builder.Decision("l").Lifts(suspend).ActedOn("2026-03-10").Recorded("2026-03-01T00:00:00Z").Obj())
	for at, want := range map[string]authorization.Force{
		"2026-03-09T09:59:59.999999999Z": authorization.Denied,
		"2026-03-09T10:00:00Z":           authorization.Undecided,
	} {
		if v := authorization.DecideGrant(c.OfGrant("g"), builder.Instant(at)); v.Force != want {
			t.Errorf("at %s the grant is %s", at, whole(v))
		}
	}
}

// TestAReleaseThatTheHoldersSideWroteDown shows that the rules know who is
// affiliated, where the edition asks: no Release is written down by a clerk of the holder's side, and a
// Halt is, whoever wrote it down.
func TestAReleaseThatTheHoldersSideWroteDown(t *testing.T) {
	for clerk, want := range map[v1alpha1.ObjectName]string{
		"clerks": given, builder.Holder: "denied, Halted", builder.Operator: "denied, Halted", "daughter": "denied, Halted",
	} {
		edition := builder.Jurisdiction("demo", 1).Obj()
		edition.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckRedevelopmentBan, Scope: "AllInScope", Affiliates: v1alpha1.AffiliatesDeny, Basis: []v1alpha1.BasisID{"NX-22.4"}}}
		daughter := builder.Organization("daughter").Obj()
		daughter.Spec.Affiliates = []v1alpha1.ObjectName{builder.Holder}
		halt := builder.Decision("halt").Halts(v1alpha1.OnDeveloperGrant, "g").Obj()
		release := builder.Decision("release").Releases(halt).On("2026-03-05").Obj()
		halt.Spec.TranscribedBy, release.Spec.TranscribedBy = clerk, clerk
		facts := builder.Health().Put(edition, builder.Organization("clerks").Obj(), daughter, halt, release).OfGrant("g")
		if got := whole(authorization.DecideGrant(facts, now)); !strings.HasPrefix(got, want) {
			t.Errorf("written down by %s it is %s, want %s", clerk, got, want)
		}
	}
}

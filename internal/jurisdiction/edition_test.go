// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/builder"
)

// text is a finding as a reader sees it; empty is none.
func text(f *finding.Finding) string {
	if f == nil {
		return ""
	}
	return f.Reason + ": " + f.Text()
}

func TestZoneIsANamedOne(t *testing.T) {
	tests := map[string]struct {
		zone    string
		want    string
		wantErr string
	}{
		"Shanghai":                            {zone: "Asia/Shanghai", want: "Asia/Shanghai"},
		"asked for again, it is the same":     {zone: "Asia/Shanghai", want: "Asia/Shanghai"},
		"UTC where it is said":                {zone: "UTC", want: "UTC"},
		"not UTC where nothing is said":       {zone: "", wantErr: `load time zone "" of Jurisdiction "demo.1": not a zone of the IANA database`},
		"not the zone of whatever machine":    {zone: "Local", wantErr: `load time zone "Local" of Jurisdiction "demo.1": not a zone of the IANA database`},
		"not a place without a zone":          {zone: "Asia/Yinchuan", wantErr: `load time zone "Asia/Yinchuan" of Jurisdiction "demo.1": unknown time zone Asia/Yinchuan`},
		"not a path out of the zone database": {zone: "../../etc/passwd", wantErr: `load time zone "../../etc/passwd" of Jurisdiction "demo.1": time: invalid location name`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			zone, err := jurisdiction.Zone(builder.Jurisdiction("demo", 1).Zone(tc.zone).Obj())
			if tc.wantErr != "" {
				if err == nil || err.Error() != tc.wantErr {
					t.Fatalf("Zone: error %v, want %q", err, tc.wantErr)
				}
				return
			}
			if err != nil {
				t.Fatalf("Zone: %v", err)
			}
			if diff := cmp.Diff(tc.want, zone.String()); diff != "" {
				t.Errorf("Zone (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNotInEffect(t *testing.T) {
	edition := func() *builder.JurisdictionBuilder { return builder.Jurisdiction("demo", 1) }
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		at      string
		want    string
	}{
		"from the first instant of its first day": {edition().EffectiveFrom("2025-01-01").Obj(), "2024-12-31T16:00:00Z", ""},
		"not the instant before, in its own zone": {
			edition().EffectiveFrom("2025-01-01").Obj(), "2024-12-31T15:59:59.999999999Z",
			`NotYetEffective: Jurisdiction "demo.1" comes into effect on 2025-01-01`,
		},
		"one without a first day is a parent only": {
			edition().EffectiveFrom("").Obj(), "2026-01-01T00:00:00Z",
			`NotYetEffective: Jurisdiction "demo.1" gives no spec.effectiveFrom; what pins it is not in force. Pin an edition that supplies the date`,
		},
		"one whose first day is no day never begins": {
			edition().EffectiveFrom("2025-02-30").Obj(), "2026-01-01T00:00:00Z",
			`NotYetEffective: Jurisdiction "demo.1" gives no spec.effectiveFrom; what pins it is not in force. Pin an edition that supplies the date`,
		},
		"one whose zone does not exist never begins": {
			edition().Zone("Mars/Olympus").Obj(), "2026-01-01T00:00:00Z",
			`Unlawful: Jurisdiction "demo.1": spec.timeZone "Mars/Olympus" is no IANA time zone; apply an edition that names one, such as Asia/Shanghai`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := text(jurisdiction.NotInEffect(tc.edition, builder.Instant(tc.at)))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("NotInEffect at %s (-want +got):\n%s", tc.at, diff)
			}
		})
	}
}

func TestEffectiveFromOfAZoneThatDoesNotExistIsNone(t *testing.T) {
	if from, ok := jurisdiction.EffectiveFrom(builder.Jurisdiction("demo", 1).Zone("Mars/Olympus").Obj()); ok || !from.IsZero() {
		t.Errorf("EffectiveFrom = %s, %t; want none", from, ok)
	}
}

func TestProcedureOpen(t *testing.T) {
	notNone := builder.Jurisdiction("demo", 1).Obj()
	for i := range notNone.Spec.Procedures {
		*notNone.Spec.Procedures[i].None = false
	}
	unsaid := builder.Jurisdiction("demo", 1).Obj()
	for i := range unsaid.Spec.Procedures {
		unsaid.Spec.Procedures[i].None = nil
	}
	const open = `Undetermined: Jurisdiction "demo.1" names no procedure for a DeveloperGrant; the edition must name one or declare none: true`
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		want    string
	}{
		"none is needed, and the edition says so":      {builder.Jurisdiction("demo", 1).Obj(), ""},
		"saying nothing is not saying none":            {builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant).Obj(), open},
		"what it says of other kinds does not matter":  {builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDataResource).Obj(), ""},
		"none: false is not none":                      {notNone, open},
		"a procedure without steps or none is no none": {unsaid, open},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, text(jurisdiction.ProcedureOpen(tc.edition, v1alpha1.LinkDeveloperGrant))); diff != "" {
				t.Errorf("ProcedureOpen (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTierOf(t *testing.T) {
	both := builder.Jurisdiction("demo", 1).Obj()
	developers := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(2, v1alpha1.HolderDeveloper).Obj()
	operators := builder.Jurisdiction("demo", 1).WithoutTiers().Tier(1, v1alpha1.HolderOperator).Obj()
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		holder  *v1alpha1.Organization
		want    int32
		wantWhy string
	}{
		"the operator of the grant's own agreement": {edition: both, holder: builder.Organization("data-group").Roles("Operator").Obj(), want: 1},
		"a developer": {edition: both, holder: builder.Organization("medtech").Roles("Developer").Obj(), want: 2},
		"the operator of another agreement is a developer only where it has the role": {
			edition: both, holder: builder.Organization("other-group").Roles("Operator").Obj(),
			wantWhy: `Unlawful: spec.holder "other-group" lacks the role Developer that tier 2 of Jurisdiction "demo.1" asks for; it has [Operator] [policy]`,
		},
		"and may hold one where it has it": {edition: both, holder: builder.Organization("other-group").Roles("Operator", "Developer").Obj(), want: 2},
		"the operator, where it has lost the role": {
			edition: both, holder: builder.Organization("data-group").Roles("Consumer").Obj(),
			wantWhy: `Unlawful: spec.holder "data-group" lacks the role Operator that tier 1 of Jurisdiction "demo.1" asks for; it has [Consumer] [policy]`,
		},
		"the operator where the edition lets developers alone": {
			edition: developers, holder: builder.Organization("data-group").Roles("Operator", "Developer").Obj(),
			wantWhy: `Unlawful: Jurisdiction "demo.1" has no tier in which the agreement's operator may hold a grant, and spec.holder "data-group" is one; choose another holder`,
		},
		"a developer where the edition lets the operator alone": {
			edition: operators, holder: builder.Organization("medtech").Roles("Developer").Obj(),
			wantWhy: `Unlawful: Jurisdiction "demo.1" has no tier in which the developer may hold a grant, and spec.holder "medtech" is one; choose another holder`,
		},
		"anybody where the edition has no tier": {
			edition: builder.Jurisdiction("demo", 1).WithoutTiers().Obj(), holder: builder.Organization("medtech").Roles("Developer").Obj(),
			wantWhy: `Unlawful: Jurisdiction "demo.1" has no tier in which the developer may hold a grant, and spec.holder "medtech" is one; choose another holder`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tier, found := jurisdiction.TierOf(tc.edition, tc.holder, "data-group")
			if diff := cmp.Diff(tc.wantWhy, text(found)); diff != "" {
				t.Errorf("what stands against the holder (-want +got):\n%s", diff)
			}
			var got int32
			if tier != nil {
				got = tier.Tier
			}
			if got != tc.want {
				t.Errorf("tier %d, want %d", got, tc.want)
			}
		})
	}
}

func TestTierUnderALevel(t *testing.T) {
	j := parent(t)
	l2 := &v1alpha1.Organization{Spec: v1alpha1.OrganizationSpec{Roles: []v1alpha1.Role{v1alpha1.RoleDeveloper}}}
	l2.Name = "medtech"
	tier, found := jurisdiction.TierUnder(j, l2, "medtech", 2)
	if found != nil || tier.Tier != 2 {
		t.Errorf("the developer of an agreement of level 2: tier %v, %v; want 2", tier, found)
	}
	if _, found := jurisdiction.TierUnder(j, l2, "medtech", 1); found == nil {
		t.Error("the operator of an agreement of level 1 holds a developer's grant")
	}
	if _, found := jurisdiction.TierOf(j, l2, "medtech"); found == nil {
		t.Error("the operator of an agreement that names no level holds a developer's grant")
	}
}

func TestOperatorRole(t *testing.T) {
	const operator, developer = v1alpha1.RoleOperator, v1alpha1.RoleDeveloper
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		level   int32
		want    v1alpha1.Role
	}{
		"of level 1":                           {parent(t), 1, operator},
		"of an agreement that names no level":  {parent(t), 0, operator},
		"of level 2, as the edition says":      {parent(t), 2, developer},
		"of a level of which it says nothing":  {&v1alpha1.Jurisdiction{}, 2, operator},
		"of an edition that could not be read": {nil, 1, operator},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := jurisdiction.OperatorRole(tc.edition, tc.level); got != tc.want {
				t.Errorf("OperatorRole = %s, want %s", got, tc.want)
			}
		})
	}
}

func TestParties(t *testing.T) {
	parties := jurisdiction.Parties{
		v1alpha1.PartyGrantor:    {"data-bureau", "health-bureau"},
		v1alpha1.PartyHolder:     {"medtech"},
		v1alpha1.PartySourceUnit: nil, // a field that the kind has not
	}
	the, role := builder.The, builder.Any
	tests := map[string]struct {
		designated []v1alpha1.Party
		wantKnown  bool
		wantText   string
		place      func(*v1alpha1.Party) finding.Phrase
	}{
		"the grantor":               {[]v1alpha1.Party{the("Grantor")}, true, "the Grantor data-bureau, health-bureau", nil},
		"the holder, who is alone":  {[]v1alpha1.Party{the("Holder")}, true, "the Holder medtech", nil},
		"a co-grantor":              {[]v1alpha1.Party{the("Grantor")}, true, "the Grantor data-bureau, health-bureau", nil},
		"somebody else":             {[]v1alpha1.Party{the("Grantor")}, true, "the Grantor data-bureau, health-bureau", nil},
		"by role":                   {[]v1alpha1.Party{role("DataAuthority")}, true, "any DataAuthority", nil},
		"by role, of a place":       {[]v1alpha1.Party{role("DataAuthority"), the("Grantor")}, true, "any DataAuthority of 640000; the Grantor data-bureau, health-bureau", func(*v1alpha1.Party) finding.Phrase { return finding.Say(" of %s", "640000") }},
		"by another role":           {[]v1alpha1.Party{role("DataAuthority")}, true, "any DataAuthority", nil},
		"by one of several":         {[]v1alpha1.Party{the("Grantor"), role("DataAuthority")}, true, "the Grantor data-bureau, health-bureau; any DataAuthority", nil},
		"a field that is not there": {[]v1alpha1.Party{the("SourceUnit")}, true, "nobody", nil},
		"a field that is not known": {[]v1alpha1.Party{the("Operator"), the("Grantor")}, false, "the Grantor data-bureau, health-bureau", nil},
		"an empty name is nobody":   {[]v1alpha1.Party{the("SourceUnit")}, true, "nobody", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := parties.Know(tc.designated); got != tc.wantKnown {
				t.Errorf("Know = %t, want %t", got, tc.wantKnown)
			}
			if diff := cmp.Diff(tc.wantText, jurisdiction.Describe(tc.designated, parties, tc.place).String()); diff != "" {
				t.Errorf("Describe (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnEditionKnowsNoRegimeByName(t *testing.T) {
	at := builder.Instant("2026-01-01T00:00:00Z")
	for _, code := range []string{"demo", "sample", "elsewhere"} {
		edition := builder.Jurisdiction(code, 7).EffectiveFrom("2027-01-01").Obj()
		got := text(jurisdiction.NotInEffect(edition, at))
		if want := strings.ReplaceAll(`NotYetEffective: Jurisdiction "CODE.7" comes into effect on 2027-01-01`, "CODE", code); got != want {
			t.Errorf("code %s: got %q, want %q", code, got, want)
		}
	}
}

func TestTheZoneIsLoadedOnce(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).Obj()
	var seen *time.Location
	for range 3 {
		zone, err := jurisdiction.Zone(edition)
		if err != nil {
			t.Fatalf("Zone: %v", err)
		}
		if seen != nil && zone != seen {
			t.Fatalf("Zone gave another location for the same name")
		}
		seen = zone
	}
}

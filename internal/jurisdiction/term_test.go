// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestTermUnlawful(t *testing.T) {
	const grant, agreement = v1alpha1.LinkDeveloperGrant, v1alpha1.LinkOperationAgreement
	atMost3 := builder.Jurisdiction("demo", 1).AtMost(grant, 3, v1alpha1.StartDayIncluded, "HA-14.2").Obj()
	atMost3Excluded := builder.Jurisdiction("demo", 1).AtMost(grant, 3, v1alpha1.StartDayExcluded, "HA-14.2").Obj()
	neither := builder.Jurisdiction("demo", 1).AtMost(agreement, 3, v1alpha1.StartDayIncluded).Obj()
	neither.Spec.Terms.OperationAgreement.Max = nil
	exactly2 := builder.Jurisdiction("demo", 1).Exactly(agreement, 2, v1alpha1.StartDayIncluded, "SY-10.5").Obj()
	tests := map[string]struct {
		edition  *v1alpha1.Jurisdiction
		kind     v1alpha1.LinkKind
		from, to string
		want     string
	}{
		"shorter than the cap":        {atMost3, grant, "2025-01-01", "2026-12-31", ""},
		"equal to the cap (D9)":       {atMost3, grant, "2025-01-01", "2027-12-31", ""},
		"one day longer than the cap": {atMost3, grant, "2025-01-01", "2028-01-01", `Unlawful: the term ends on 2028-01-01; Jurisdiction "demo.1" allows 3 years at most, to 2027-12-31 [HA-14.2 (article 14)]`},
		"the anniversary where the edition excludes the start day (D8)": {atMost3Excluded, grant, "2025-01-01", "2028-01-01", ""},
		"the day after the anniversary":                                 {atMost3Excluded, grant, "2025-01-01", "2028-01-02", `Unlawful: the term ends on 2028-01-02; Jurisdiction "demo.1" allows 3 years at most, to 2028-01-01 [HA-14.2 (article 14)]`},
		"from 29 February to 28 February (D8)":                          {atMost3, grant, "2024-02-29", "2027-02-28", ""},
		"from 29 February to 1 March":                                   {atMost3, grant, "2024-02-29", "2027-03-01", `Unlawful: the term ends on 2027-03-01; Jurisdiction "demo.1" allows 3 years at most, to 2027-02-28 [HA-14.2 (article 14)]`},
		"exactly (D11)":                                                 {exactly2, agreement, "2025-01-01", "2026-12-31", ""},
		"shorter than exactly (D11)":                                    {exactly2, agreement, "2025-01-01", "2026-12-30", `Unlawful: the term ends on 2026-12-30; Jurisdiction "demo.1" asks for exactly 2 years, to 2026-12-31 [SY-10.5 (article 10)]`},
		"longer than exactly (D11)":                                     {exactly2, agreement, "2025-01-01", "2027-01-01", `Unlawful: the term ends on 2027-01-01; Jurisdiction "demo.1" asks for exactly 2 years, to 2026-12-31 [SY-10.5 (article 10)]`},
		"the rule of another kind does not bind":                        {exactly2, grant, "2025-01-01", "2035-12-31", ""},
		"nor does any where the edition has none":                       {builder.Jurisdiction("demo", 1).Obj(), grant, "2025-01-01", "2099-12-31", ""},
		"a resource has no term":                                        {atMost3, v1alpha1.LinkDataResource, "2025-01-01", "2099-12-31", ""},
		"of a zone that does not exist another finding tells":           {builder.Jurisdiction("demo", 1).AtMost(grant, 3, "", "D8").Zone("Mars/Olympus").Obj(), grant, "2025-01-01", "2099-12-31", ""},
		"a rule that gives neither max nor exact binds nothing":         {neither, agreement, "2025-01-01", "2099-12-31", ""},
		"left out, the start day counts: the reading that ends earlier": {builder.Jurisdiction("demo", 1).AtMost(grant, 1, "", "policy").Obj(), grant, "2025-01-01", "2026-01-01", `Unlawful: the term ends on 2026-01-01; Jurisdiction "demo.1" allows 1 year at most, to 2025-12-31 [policy]`},
		"a cap on agreements binds agreements":                          {builder.Jurisdiction("demo", 1).AtMost(agreement, 5, "", "GS-OP-20.2").Obj(), agreement, "2025-01-01", "2030-01-01", `Unlawful: the term ends on 2030-01-01; Jurisdiction "demo.1" allows 5 years at most, to 2029-12-31 [GS-OP-20.2 (article 20)]`},
		"a cap of a hundred years":                                      {builder.Jurisdiction("demo", 1).AtMost(agreement, 100, "", "policy").Obj(), agreement, "2025-01-01", "2124-12-31", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			term := &v1alpha1.Term{From: v1alpha1.Date(tc.from), To: v1alpha1.Date(tc.to)}
			zone, err := jurisdiction.Zone(builder.Jurisdiction("demo", 1).Obj())
			if err != nil {
				t.Fatalf("Zone: %v", err)
			}
			span, err := calendar.Span(term, nil, zone)
			if err != nil {
				t.Fatalf("Span: %v", err)
			}
			if diff := cmp.Diff(tc.want, text(jurisdiction.TermUnlawful(tc.edition, tc.kind, span))); diff != "" {
				t.Errorf("TermUnlawful of %s to %s (-want +got):\n%s", tc.from, tc.to, diff)
			}
		})
	}
}

func TestAWindowIsBoundToo(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).AtMost(v1alpha1.LinkDeveloperGrant, 1, "", "policy").Obj()
	tests := map[string]struct{ from, to, want string }{
		"of ninety seconds": {"2026-01-01T10:00:00+08:00", "2026-01-01T10:01:30+08:00", ""},
		"to the end of the last day, though it began in the middle of one": {"2026-01-01T10:00:00+08:00", "2027-01-01T00:00:00+08:00", ""},
		"a second longer": {
			"2026-01-01T10:00:00+08:00", "2027-01-01T00:00:01+08:00",
			`Unlawful: the term ends on 2027-01-01; Jurisdiction "demo.1" allows 1 year at most, to 2026-12-31 [policy]`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			span, err := calendar.Span(nil, builder.Grant("g").Window(tc.from, tc.to).Obj().Spec.Window, nil)
			if err != nil {
				t.Fatalf("Span: %v", err)
			}
			if diff := cmp.Diff(tc.want, text(jurisdiction.TermUnlawful(edition, v1alpha1.LinkDeveloperGrant, span))); diff != "" {
				t.Errorf("TermUnlawful (-want +got):\n%s", diff)
			}
		})
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestNextIsWhenTimeAloneChangesTheAnswer(t *testing.T) {
	suspend := builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()
	onHolder := builder.Decision("s").Suspends(v1alpha1.OnOrganization, "medtech").Obj()
	tests := map[string]struct {
		chain *builder.Chain
		at    string
		want  string // empty: never
	}{
		"before the term: its begin":                  {builder.Health(), "2025-06-01T00:00:00Z", "2025-12-31T16:00:00Z"},
		"within the term: its end":                    {builder.Health(), "2026-03-10T00:00:00Z", "2026-12-31T16:00:00Z"},
		"the last instant of the term: its end":       {builder.Health(), "2026-12-31T15:59:59.999999999Z", "2026-12-31T16:00:00Z"},
		"after the term: never":                       {builder.Health(), "2026-12-31T16:00:00Z", ""},
		"before the edition: when it takes effect":    {builder.Health(), "2024-06-01T00:00:00Z", "2024-12-31T16:00:00Z"},
		"the agreement's end, where it comes first":   {builder.Health().Put(builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2028-12-31").Obj()), "2026-03-10T00:00:00Z", "2026-12-31T16:00:00Z"},
		"a lift that is recorded but not yet due":     {builder.Health().Put(suspend, builder.Decision("l").Lifts(suspend).ActedOn("2026-04-01").Obj()), "2026-03-10T00:00:00Z", "2026-03-31T16:00:00Z"},
		"a lift of the holder, which pins no zone":    {builder.Health().Put(onHolder, builder.Decision("l").Lifts(onHolder).ActedOn("2026-04-01").Obj()), "2026-03-10T00:00:00Z", "2026-04-01T12:00:00Z"},
		"a lift of nobody is never due":               {builder.Health().Put(suspend, builder.Decision("l").By("medtech").Lifts(suspend).ActedOn("2026-04-01").Obj()), "2026-03-10T00:00:00Z", "2026-12-31T16:00:00Z"},
		"a suspension dated in the future counts now": {builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").ActedOn("2026-04-01").Obj()), "2026-03-10T00:00:00Z", "2026-12-31T16:00:00Z"},
		"a resource's edition that takes effect later": {
			builder.Health().Put(builder.Jurisdiction("demo", 2).EffectiveFrom("2026-07-01").Obj(), builder.Resource("visits").Edition("demo.2").Obj()),
			"2026-03-10T00:00:00Z", "2026-06-30T16:00:00Z",
		},
		"a window": {builder.Health().Put(builder.Grant("g").Under("health").Input("visits").Window("2026-03-10T00:00:00Z", "2026-03-10T00:01:30Z").Obj()), "2026-03-10T00:01:00Z", "2026-03-10T00:01:30Z"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			at := builder.Instant(tc.at)
			next := authorization.DecideGrant(tc.chain.OfGrant("g"), at).Next
			got := ""
			if !next.IsZero() {
				got = next.UTC().Format(time.RFC3339Nano)
			}
			if got != tc.want {
				t.Errorf("at %s the next instant is %q, want %q", tc.at, got, tc.want)
			}
		})
	}
}

func TestAnEditionIsInEffectFromItsFirstInstant(t *testing.T) {
	tests := map[string]struct{ at, want, next string }{
		"before":            {"2024-12-31T15:59:59Z", `denied, NotYetEffective: Jurisdiction "demo.1" comes into effect on 2025-01-01`, "2024-12-31T16:00:00Z"},
		"its first instant": {"2024-12-31T16:00:00Z", given, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideJurisdiction(authorization.NewFacts(), builder.Jurisdiction("demo", 1).Obj(), builder.Instant(tc.at))
			if got := whole(v); got != tc.want {
				t.Errorf("at %s: %s, want %s", tc.at, got, tc.want)
			}
			next := ""
			if !v.Next.IsZero() {
				next = v.Next.UTC().Format(time.RFC3339)
			}
			if next != tc.next {
				t.Errorf("at %s the next instant is %q, want %q", tc.at, next, tc.next)
			}
		})
	}
}

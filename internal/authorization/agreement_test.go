// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/test/builder"
)

// instant writes an instant, and the zero one as nothing.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func span(i calendar.Interval) string { return instant(i.NotBefore) + " to " + instant(i.NotAfter) }

func TestAnAgreementRestsOnItsOwnTermAndEdition(t *testing.T) {
	const wholeYear = "2025-12-31T16:00:00Z to 2026-12-31T16:00:00Z"
	overVisits := func(edition string) *builder.AgreementBuilder {
		return builder.Agreement("health").Edition(edition).Over("visits")
	}
	tests := map[string]struct {
		chain *builder.Chain
		at    string
		want  string
		next  string
		span  string
	}{
		"within its term": {builder.Health(), "2026-03-10T00:00:00Z", given, "2026-12-31T16:00:00Z", wholeYear},
		"at its end": {
			builder.Health(), "2026-12-31T16:00:00Z",
			`denied, TermEnded: the term of OperationAgreement "health" ended at 2027-01-01T00:00:00+08:00; a later term needs a new one`, "", wholeYear,
		},
		"a term of days that do not exist": {
			builder.Health().Put(overVisits("demo.1").Term("2026-01-01", "2026-02-30").Obj()), "2026-01-10T00:00:00Z",
			`denied, Unlawful: spec: term.to: read date "2026-02-30": parsing time "2026-02-30": day out of range`, "", " to ",
		},
		"a window under an edition that is not in effect": {
			builder.Health().Put(builder.Jurisdiction("demo", 2).EffectiveFrom("2026-07-01").Obj(), overVisits("demo.2").Window("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z").Obj()),
			"2026-03-10T00:00:00Z", `denied, NotYetEffective: Jurisdiction "demo.2" comes into effect on 2026-07-01`, "2026-06-30T16:00:00Z", "2026-01-01T00:00:00Z to 2026-12-31T00:00:00Z",
		},
		"a window that ended under an edition without a zone is told in UTC": {
			builder.Health().Put(builder.Jurisdiction("demo", 2).Zone("Nowhere/Land").Obj(), overVisits("demo.2").Window("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z").Obj()),
			"2026-03-10T00:00:00Z", `denied, TermEnded: the term of OperationAgreement "health" ended at 2026-03-01T00:00:00Z; a later term needs a new one`, "", "2026-01-01T00:00:00Z to 2026-03-01T00:00:00Z",
		},
		"an edition that names no procedure for it": {
			builder.Health().Put(builder.Jurisdiction("demo", 2).SilentOn(v1alpha1.LinkOperationAgreement).Obj(), overVisits("demo.2").Term("2026-01-01", "2026-12-31").Obj()),
			"2026-03-10T00:00:00Z", `denied, Undetermined: Jurisdiction "demo.2" names no procedure for an OperationAgreement; the edition must name one or declare none: true`, "2026-12-31T16:00:00Z", wholeYear,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideAgreement(tc.chain.OfAgreement("health"), builder.Instant(tc.at))
			if got := whole(v); got != tc.want {
				t.Errorf("the agreement is %s, want %s", got, tc.want)
			}
			if got := instant(v.Next); got != tc.next {
				t.Errorf("the next instant is %q, want %q", got, tc.next)
			}
			if got := span(v.Interval); got != tc.span {
				t.Errorf("its interval is %s, want %s", got, tc.span)
			}
		})
	}
}

func TestWhatIsAloneIsWokenToo(t *testing.T) {
	onVisits := builder.Decision("s").Suspends(v1alpha1.OnDataResource, "visits").Obj()
	onHolder := builder.Decision("s-holder").Suspends(v1alpha1.OnOrganization, builder.Holder).Obj()
	c := builder.Health().Put(onVisits, builder.Decision("l-visits").Lifts(onVisits).ActedOn("2026-04-01").Obj(),
		onHolder, builder.Decision("l-holder").Lifts(onHolder).ActedOn("2026-04-01").Obj())
	edition := authorization.DecideJurisdiction(authorization.NewFacts(), builder.Jurisdiction("demo", 1).Obj(), now)
	tests := map[string]struct{ got, want string }{
		"a resource, by a lift to come":      {instant(authorization.DecideResource(c.OfResource("visits"), "visits", now).Next), "2026-03-31T16:00:00Z"},
		"an organisation, by a lift to come": {instant(authorization.DecideOrganization(c.OfOrganization(builder.Holder), builder.Holder, now).Next), "2026-04-01T12:00:00Z"},
		"an edition runs from its day on":    {span(edition.Interval), "2024-12-31T16:00:00Z to "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.got != tc.want {
				t.Errorf("got %q, want %q", tc.got, tc.want)
			}
		})
	}
}

func TestAGrantThatCannotBeInForceHasNoTierAndNoInterval(t *testing.T) {
	grant := func() *builder.GrantBuilder { return builder.Grant("g").Under("health").Input("visits") }
	tests := map[string]struct {
		chain    *builder.Chain
		wantTier int32
		wantSpan string
	}{
		"in force": {builder.Health(), 2, "2025-12-31T16:00:00Z to 2026-12-31T16:00:00Z"},
		"paused by nobody": {
			builder.Health().Put(grant().Paused(false).Term("2026-01-01", "2026-12-31").Obj()), 2, "2025-12-31T16:00:00Z to 2026-12-31T16:00:00Z",
		},
		"a term of days that do not exist": {builder.Health().Put(grant().Term("2026-01-01", "2026-02-30").Obj()), 2, " to "},
		"a holder that is no developer": {
			builder.Health().Put(builder.Organization(builder.Holder).Roles("SourceUnit").Obj()), 0, "2025-12-31T16:00:00Z to 2026-12-31T16:00:00Z",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideGrant(tc.chain.OfGrant("g"), now)
			if v.Tier != tc.wantTier || span(v.Interval) != tc.wantSpan {
				t.Errorf("tier %d, interval %s, want %d and %s; it is %s", v.Tier, span(v.Interval), tc.wantTier, tc.wantSpan, whole(v))
			}
			if in := v.Force == authorization.InForce; in != (name == "in force" || name == "paused by nobody") {
				t.Errorf("it is %s", whole(v))
			}
		})
	}
}

func TestFieldsOfDataThatIsNotThereAreAskedLater(t *testing.T) {
	c := builder.Health().Drop("DataResource", "visits").
		Put(builder.Grant("g").Under("health").Input("visits", "date").Input("labs").Term("2026-01-01", "2026-12-31").Obj())
	want := `denied, ReferenceMissing: spec.inputs: DataResource "visits" does not exist; it comes into force when it appears`
	if got := inputs(authorization.DecideGrant(c.OfGrant("g"), now))["visits"]; got != want {
		t.Errorf("visits is %s, want %s", got, want)
	}
}

func TestWhatIsDeniedHasNothingOpen(t *testing.T) {
	v := authorization.Verdict{Inputs: []authorization.InputVerdict{{Resource: "visits", Force: authorization.InForce}}}
	if open := v.Open(); open != nil {
		t.Errorf("open are %v of a verdict that denies", open)
	}
}

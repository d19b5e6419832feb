// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestFactsThatRememberTellTheSame shows that a verdict and what status shows are
// the same over facts that remember both as over facts that remember neither.
func TestFactsThatRememberTellTheSame(t *testing.T) {
	for name, at := range map[string]string{"before its term": "2026-03-25T00:00:00Z", "in it": "2026-04-02T00:00:00Z", "after it": "2027-02-01T00:00:00Z"} {
		t.Run(name, func(t *testing.T) {
			on := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "changed"}
			facts, at := changed().OfAgreement("changed"), builder.Instant(at)
			want, shown := authorization.DecideAgreement(facts, at), facts.Proceedings(on, at)
			remembering := facts.Remembering()
			for range 2 {
				got := authorization.DecideAgreement(remembering, at)
				if whole(got) != whole(want) || !got.Next.Equal(want.Next) {
					t.Errorf("it is %s until %v, want %s until %v", whole(got), got.Next, whole(want), want.Next)
				}
				if diff := cmp.Diff(shown, remembering.Proceedings(on, at)); diff != "" {
					t.Errorf("what is shown (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestWhoMayGiveBack shows whose act would give back what was taken, of the link
// and of what it stands under, and that nobody's does once it is over.
func TestWhoMayGiveBack(t *testing.T) {
	suspended := builder.Decision("s").On("2026-03-01").Suspends(v1alpha1.OnOperationAgreement, "health").Obj()
	halted := builder.Decision("h").On("2026-03-01").Halts(v1alpha1.OnDeveloperGrant, "g").Obj()
	ended := builder.Decision("t").On("2026-03-01").Terminates(v1alpha1.OnDeveloperGrant, "g").Obj()
	lift, release := "Lift of Organization "+string(suspended.Spec.Organization), "Release of Organization "+string(halted.Spec.Organization)
	tests := map[string]struct {
		acts []*v1alpha1.Decision
		at   string
		want []string
	}{
		"nothing is taken":     {nil, "2026-03-10T00:00:00Z", nil},
		"the agreement is":     {[]*v1alpha1.Decision{suspended}, "2026-03-10T00:00:00Z", []string{lift}},
		"the grant is":         {[]*v1alpha1.Decision{halted}, "2026-03-10T00:00:00Z", []string{release}},
		"it is terminated too": {[]*v1alpha1.Decision{suspended, ended}, "2026-03-10T00:00:00Z", nil},
		"its term is over":     {[]*v1alpha1.Decision{halted}, "2036-03-10T00:00:00Z", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := builder.Health()
			for _, act := range tc.acts {
				c.Put(act)
			}
			var got []string
			for _, giving := range authorization.DecideGrant(c.OfGrant("g"), builder.Instant(tc.at)).Givings() {
				got = append(got, giving.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("what would give it back (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhoTheInputsWaitFor shows that a grant of which no input is left names whose act
// each of them waits for, in one order and each once, and only then.
func TestWhoTheInputsWaitFor(t *testing.T) {
	clearing := func(inputs ...string) *builder.Chain {
		edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDataResource).Procedure(v1alpha1.Procedure{
			Name: "resource", Of: v1alpha1.LinkDataResource, Effect: v1alpha1.EffectCleared, Steps: []v1alpha1.Step{{
				Name: "clear", Act: v1alpha1.ActionClear, By: []v1alpha1.Party{builder.The(v1alpha1.PartySourceUnit)}, Basis: []v1alpha1.BasisID{"YZ-1.适用.2"},
			}},
		}).Obj()
		grant := builder.Grant("g").Under("health").Term("2026-01-01", "2026-12-31")
		for _, input := range inputs {
			grant.Input(input)
		}
		return builder.Health().Put(edition, grant.Obj(), builder.Organization("archive").Roles(v1alpha1.RoleSourceUnit).Obj())
	}
	labs := builder.Resource("labs").Obj()
	labs.Spec.SourceUnit = "archive"
	const unit, archive = "Clear of SourceUnit " + builder.SourceUnit + " [YZ-1.适用.2 (part 1)]", "Clear of SourceUnit archive [YZ-1.适用.2 (part 1)]"
	suspended := builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("labs").Obj()
	tests := map[string]struct {
		chain *builder.Chain
		want  []string
	}{
		"for nobody, in force":             {builder.Health(), nil},
		"both for one":                     {clearing("visits", "labs"), []string{unit}},
		"each for another":                 {clearing("visits", "labs").Put(labs), []string{archive, unit}},
		"each for another, in other order": {clearing("labs", "visits").Put(labs), []string{archive, unit}},
		"one for what was taken":           {clearing("visits", "labs").Put(suspended), []string{unit, "Lift of Organization " + string(suspended.Spec.Organization)}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, giving := range authorization.DecideGrant(tc.chain.OfGrant("g"), now).Givings() {
				got = append(got, giving.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("whom it waits for (-want +got):\n%s", diff)
			}
		})
	}
}

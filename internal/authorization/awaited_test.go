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

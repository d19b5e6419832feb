// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestGuardsGiveAtOnceAndTakeAfterTheGrace(t *testing.T) {
	missing := func(since time.Duration) authorization.Guards {
		return authorization.Guards{Missing: "ValidatingAdmissionPolicy mandate-x does not exist", Since: now.Add(since)}
	}
	grace := authorization.GuardGrace
	tests := map[string]struct {
		guards authorization.Guards
		cut    bool // something else stands against the grant and the agreement
		want   authorization.Force
		reason string
		next   time.Time // of the guards, or zero
	}{
		"proven":                            {authorization.Guards{Proven: true}, false, authorization.InForce, v1alpha1.InForceReason, time.Time{}},
		"the zero guards deny giving alone": {authorization.Guards{}, false, authorization.Undecided, v1alpha1.GuardMissingReason, time.Time{}},
		"missing since now":                 {missing(0), false, authorization.Undecided, v1alpha1.GuardMissingReason, now.Add(grace)},
		"missing for almost the grace":      {missing(time.Nanosecond - grace), false, authorization.Undecided, v1alpha1.GuardMissingReason, now.Add(time.Nanosecond)},
		"missing for the grace":             {missing(-grace), false, authorization.Denied, v1alpha1.GuardMissingReason, time.Time{}},
		"missing, whatever was proven": {
			authorization.Guards{Proven: true, Missing: "it", Since: now.Add(-grace)}, false, authorization.Denied, v1alpha1.GuardMissingReason, time.Time{},
		},
		"a cut comes before unknown guards":          {authorization.Guards{}, true, authorization.Denied, v1alpha1.TerminatedReason, time.Time{}},
		"a cut comes before guards within the grace": {missing(0), true, authorization.Denied, v1alpha1.TerminatedReason, now.Add(grace)},
		"a cut is told before a missing guard":       {missing(-grace), true, authorization.Denied, v1alpha1.TerminatedReason, time.Time{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := builder.Health()
			if tc.cut {
				c.Put(builder.Decision("tg").Terminates(v1alpha1.OnDeveloperGrant, "g").Obj(), builder.Decision("ta").Terminates(v1alpha1.OnOperationAgreement, "health").Obj())
			}
			grant, agreement := c.OfGrant("g"), c.OfAgreement("health")
			grant.Guards, agreement.Guards = tc.guards, tc.guards
			for what, v := range map[string]authorization.Verdict{
				"grant": authorization.DecideGrant(grant, now), "agreement": authorization.DecideAgreement(agreement, now),
			} {
				if v.Force != tc.want || v.Reason() != tc.reason {
					t.Errorf("the %s is %s, want %s", what, whole(v), tc.reason)
				}
				for _, in := range v.Inputs {
					if in.Force != tc.want {
						t.Errorf("input %s of the %s is %v, want %v", in.Resource, what, in.Force, tc.want)
					}
				}
				if !tc.next.IsZero() && !v.Next.Equal(tc.next) {
					t.Errorf("the %s is looked at again at %s, want %s", what, v.Next, tc.next)
				}
			}
		})
	}
}

// An input that is cut is cut, whatever is unknown of the guards.
func TestUnknownGuardsHideNoCutOfAnInput(t *testing.T) {
	facts := builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDataResource, "labs").Obj()).OfGrant("g")
	facts.Guards = authorization.Guards{}
	v := authorization.DecideGrant(facts, now)
	want := []authorization.Force{authorization.Undecided, authorization.Denied}
	if diff := cmp.Diff(want, []authorization.Force{v.Inputs[0].Force, v.Inputs[1].Force}); diff != "" {
		t.Errorf("the inputs (-want +got):\n%s", diff)
	}
}

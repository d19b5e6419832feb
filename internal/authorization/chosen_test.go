// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// chosen is an agreement that is signed with the operator whom a call chose, on days.
func chosen(choice, signature string) *builder.Chain {
	call := v1alpha1.Procedure{
		Name: "call", Of: v1alpha1.LinkSelection, Effect: v1alpha1.EffectSelected,
		Steps: []v1alpha1.Step{{Name: "choose", Act: v1alpha1.ActionSelect, By: []v1alpha1.Party{builder.The(v1alpha1.PartyOrganiser)}, Basis: []v1alpha1.BasisID{"SY-10.4a"}}},
	}
	sign := v1alpha1.Procedure{
		Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter, Requires: &v1alpha1.Requires{Plan: v1alpha1.RequiredInForce, Selection: v1alpha1.RequiredSelected},
		Steps: []v1alpha1.Step{{Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}, Basis: []v1alpha1.BasisID{"SY-10.4a"}}},
	}
	plan := v1alpha1.Procedure{
		Name: "plan", Of: v1alpha1.LinkImplementationPlan, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{Name: "approve", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{builder.Any(v1alpha1.RoleDataAuthority)}, Basis: []v1alpha1.BasisID{"NX-8.1"}}},
	}
	edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkImplementationPlan).SilentOn(v1alpha1.LinkSelection).SilentOn(v1alpha1.LinkOperationAgreement).Procedure(plan).Procedure(call).Procedure(sign).Obj()
	agreement := builder.Agreement("health").Over("visits").Term("2026-01-01", "2026-12-31").Obj()
	agreement.Spec.Plan, agreement.Spec.Selection = "p", "call"
	c := builder.Health().Put(edition, agreement, builder.Call("call").Obj(), builder.Plan("p").Obj())
	for _, act := range []struct {
		kind       v1alpha1.SubjectLinkKind
		name, step string
		does       v1alpha1.Action
		on         string
	}{{v1alpha1.OnImplementationPlan, "p", "plan/approve", v1alpha1.ActionApprove, "2026-01-05"}, {v1alpha1.OnSelection, "call", "call/choose", v1alpha1.ActionSelect, choice}, {v1alpha1.OnOperationAgreement, "health", "agreement/sign", v1alpha1.ActionSign, signature}} {
		facts := c.OfAgreement("health")
		digests := facts.Proceedings(v1alpha1.DecisionSubject{Kind: act.kind, Name: v1alpha1.ObjectName(act.name)}, now).Digests
		d := builder.Decision(act.name+"-act").By(builder.Bureau).ActedOn(act.on).Recorded("2026-01-20T04:00:00Z").
			Does(act.does, act.kind, act.name).Step(v1alpha1.StepReference(act.step)).Covers(v1alpha1.PartAll, digests[0].Digest).Obj()
		d.Spec.To = []v1alpha1.ObjectName{builder.Operator}
		c.Put(d)
	}
	return c
}

// TestAnAgreementIsSignedWithWhomTheCallChose: not before, and what could not be read
// of the call is no ground to cut (NX-6.1, SY-10.4a, GS-OP-19.1a).
func TestAnAgreementIsSignedWithWhomTheCallChose(t *testing.T) {
	tests := map[string]struct {
		chain *builder.Chain
		want  authorization.Force
	}{
		"chosen, and signed on the day":           {chosen("2026-01-10", "2026-01-10"), authorization.InForce},
		"signed before the choice":                {chosen("2026-01-10", "2026-01-09"), authorization.Denied},
		"when nobody can read the acts of a call": {chosen("2026-01-10", "2026-01-10").Unreadable("Decisions on Selection", "call"), authorization.Undecided},
		"when nobody can read the acts of a plan": {chosen("2026-01-10", "2026-01-10").Unreadable("Decisions on ImplementationPlan", "p"), authorization.Undecided},
		"when nobody can read the call":           {chosen("2026-01-10", "2026-01-10").Unreadable("Selection", "call"), authorization.Undecided},
		"when the call is gone":                   {chosen("2026-01-10", "2026-01-10").Drop("Selection", "call"), authorization.Denied},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if v := authorization.DecideAgreement(tc.chain.OfAgreement("health"), now); v.Force != tc.want {
				t.Errorf("it is %s, want %d", whole(v), tc.want)
			}
		})
	}
}

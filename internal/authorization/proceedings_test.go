// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// proceeding is Health under an edition in which a grant is applied for by its
// holder and approved by every source unit, with a receipt of the holder.
func proceeding() *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkDeveloperGrant).Procedure(v1alpha1.Procedure{
		Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{
			{Name: "apply", Act: v1alpha1.ActionApply, By: []v1alpha1.Party{builder.The(v1alpha1.PartyHolder)}, Basis: []v1alpha1.BasisID{"policy"}},
			{
				Name: "approve", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{{Owner: v1alpha1.ScopeOfInputs}},
				After: []v1alpha1.StepReference{"apply"}, To: []v1alpha1.Party{builder.The(v1alpha1.PartyHolder)}, Receipt: v1alpha1.RequirementRequired,
				Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject}, Basis: []v1alpha1.BasisID{"policy"},
			},
		},
	})
	return builder.Health().Put(edition.Obj())
}

func TestALinkLacksWhatItsEditionAsksFor(t *testing.T) {
	edition := builder.Jurisdiction("demo", 1).Obj()
	edition.Spec.Content = &v1alpha1.ContentRules{OperationAgreement: []v1alpha1.ContentItem{{Key: "breachLiability", Basis: []v1alpha1.BasisID{"NX-1"}}}}
	lacking := builder.Health().Put(edition)
	cited := builder.Agreement("health").Over("visits", "labs", "drugs").Term("2026-01-01", "2026-12-31").Obj()
	cited.Spec.Clauses = []v1alpha1.Clause{{Key: "breachLiability", Document: "agreement", At: "1"}}
	at := builder.Instant("2026-06-01T00:00:00Z")
	v := authorization.DecideAgreement(lacking.OfAgreement("health"), at)
	if v.Reason() != v1alpha1.UnlawfulReason || !strings.Contains(v.Message(), "breachLiability") || !strings.Contains(v.Message(), "NX-1") {
		t.Errorf("an agreement without the clause is %s: %s", v.Reason(), v.Message())
	}
	if v := authorization.DecideAgreement(lacking.Put(cited).OfAgreement("health"), at); v.Force != authorization.InForce {
		t.Errorf("one with it is %s: %s", v.Reason(), v.Message())
	}
}

func TestAGrantWaitsForItsProcedure(t *testing.T) {
	const now = "2026-06-01T00:00:00Z"
	grant := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}
	digests := map[v1alpha1.Part]v1alpha1.Digest{}
	for _, d := range proceeding().OfGrant("g").Proceedings(grant, builder.Instant(now)).Digests {
		digests[d.Part] = d.Digest
	}
	act := func(name string, action v1alpha1.Action, by string) *builder.DecisionBuilder {
		return builder.Decision(name).By(by).ActedOn("2026-03-02").Does(action, v1alpha1.OnDeveloperGrant, "g").Covers(v1alpha1.PartAll, digests[v1alpha1.PartAll])
	}
	apply := act("apply", v1alpha1.ActionApply, builder.Holder).Step("grant/apply").Obj()
	approve := act("approve", v1alpha1.ActionApprove, builder.SourceUnit).Step("grant/approve").Obj()
	receive := act("receive", v1alpha1.ActionReceive, builder.Holder).Step("grant/approve").Regards(approve).Obj()
	whole := func() *builder.Chain { return proceeding().Put(apply, approve, receive) }
	tests := map[string]struct {
		chain     *builder.Chain
		wantForce authorization.Force
		want      string
		says      []string
	}{
		"for the first act":        {proceeding(), authorization.Denied, "ProcedurePending", []string{"grant/apply", builder.Holder, "[policy]"}},
		"for the second":           {proceeding().Put(apply), authorization.Denied, "ProcedurePending", []string{"grant/approve", builder.SourceUnit}},
		"for the receipt":          {proceeding().Put(apply, approve), authorization.Denied, "ProcedurePending", []string{"grant/approve", builder.Holder}},
		"and is then in force":     {whole(), authorization.InForce, "InForce", nil},
		"however acts are ordered": {proceeding().Put(receive, approve, apply), authorization.InForce, "InForce", nil},
		"what was approved is another content now": {
			whole().Put(builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Obj()), authorization.Denied, "ContentChanged", nil,
		},
		"who approved is no source unit": {
			proceeding().Put(apply, receive, act("approve", v1alpha1.ActionApprove, builder.Bureau).Step("grant/approve").Obj()), authorization.Denied, "ProcedurePending", []string{builder.SourceUnit},
		},
		"a suspension cuts all the same": {
			whole().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj()), authorization.Denied, "Suspended", nil,
		},
		"a suspension of one input leaves the other": {
			whole().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Only("labs").Obj()), authorization.InForce, "InForce", nil,
		},
		"of acts that could not be read nothing is taken":    {whole().Unreadable("Decisions on DeveloperGrant", "g"), authorization.Undecided, "Undetermined", nil},
		"of a class that could not be read nothing is taken": {whole().Unreadable("SandboxClass", builder.StandardClass), authorization.Undecided, "Undetermined", nil},
		"of data that could not be read nothing is taken":    {whole().Unreadable("DataResource", "labs"), authorization.Undecided, "Undetermined", nil},
		"of a party that could not be read nothing is taken": {whole().Unreadable("Organization", builder.SourceUnit), authorization.Undecided, "Undetermined", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := authorization.DecideGrant(tc.chain.OfGrant("g"), builder.Instant(now))
			if v.Force != tc.wantForce || v.Reason() != tc.want {
				t.Errorf("%d %s (%s), want %d %s", v.Force, v.Reason(), v.Message(), tc.wantForce, tc.want)
			}
			for _, words := range tc.says {
				if !strings.Contains(v.Message(), words) {
					t.Errorf("it says %q, want %q in it", v.Message(), words)
				}
			}
		})
	}
}

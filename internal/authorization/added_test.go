// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// approved is Health under an edition in which the unit of every input that joins
// a later version approves it, with data of two units more: beds and roads.
func approved(of v1alpha1.LinkKind, more ...metav1.Object) *builder.Chain {
	edition := builder.Jurisdiction("demo", 1).SilentOn(of).Procedure(v1alpha1.Procedure{
		Name: "enter", Of: of, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{
			Name: "join", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{{Owner: v1alpha1.ScopeOfInputs}}, Each: v1alpha1.EachInput,
			When:     &v1alpha1.When{Revision: new(true), Inputs: v1alpha1.InputsAdded},
			Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove}, Basis: []v1alpha1.BasisID{"policy"},
		}, {
			Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{builder.The(v1alpha1.PartyOperator)}, Basis: []v1alpha1.BasisID{"policy"},
		}},
	})
	return builder.Health().Put(edition.Obj(),
		builder.Organization("ward").Roles("SourceUnit").Obj(), builder.Resource("beds").SuppliedBy("ward").Obj(),
		builder.Organization("road-office").Roles("SourceUnit").Obj(), builder.Resource("roads").SuppliedBy("road-office").Obj(),
	).Put(more...)
}

// TestWhoseDataJoinsALaterVersion shows that the units are asked of what some
// earlier version does not hold, and of nothing else (YZ-4.开发.4).
func TestWhoseDataJoinsALaterVersion(t *testing.T) {
	version := func(name, revises string, over ...string) metav1.Object {
		return builder.Agreement(name).Over(over...).Term("2026-01-01", "2026-12-31").Revises(revises).Obj()
	}
	first := version("first", "", "visits", "beds")
	const (
		none  = `denied, ProcedurePending: step enter/sign`
		waits = `denied, ProcedurePending: step enter/join of OperationAgreement "v": awaits Approve of `
		doubt = `undecided, Undetermined: `
	)
	tests := map[string]struct {
		chain *builder.Chain
		want  string
	}{
		"of the first version":                 {approved(v1alpha1.LinkOperationAgreement, version("v", "", "visits", "beds")), none},
		"nothing joins":                        {approved(v1alpha1.LinkOperationAgreement, first, version("v", "first", "beds", "visits")), none},
		"less":                                 {approved(v1alpha1.LinkOperationAgreement, first, version("v", "first", "visits")), none},
		"one joins":                            {approved(v1alpha1.LinkOperationAgreement, first, version("v", "first", "visits", "beds", "roads")), waits + "SourceUnit road-office"},
		"it joined by one that nobody entered": {approved(v1alpha1.LinkOperationAgreement, first, version("second", "first", "visits", "beds", "roads"), version("v", "second", "visits", "roads")), waits + "SourceUnit road-office"},
		"it had left, and comes back":          {approved(v1alpha1.LinkOperationAgreement, first, version("second", "first", "visits"), version("v", "second", "visits", "beds")), waits + "SourceUnit ward"},
		"the first is gone":                    {approved(v1alpha1.LinkOperationAgreement, version("v", "first", "beds", "roads")), waits + "SourceUnit ward and SourceUnit road-office"},
		"the first is unread":                  {approved(v1alpha1.LinkOperationAgreement, first, version("v", "first", "beds")).Unreadable("OperationAgreement", "first"), doubt + `OperationAgreement "first" could not be read`},
		"the one before it is unread":          {approved(v1alpha1.LinkOperationAgreement, version("second", "first", "beds"), version("v", "second", "beds")).Unreadable("OperationAgreement", "first"), doubt + `step enter/join of OperationAgreement "v": awaits Approve of SourceUnit ward`},
		"they revise each other":               {approved(v1alpha1.LinkOperationAgreement, version("second", "v", "beds"), version("v", "second", "beds")), `denied, Unlawful: spec.revises: OperationAgreement "second" was there before`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := whole(authorization.DecideAgreement(tc.chain.OfAgreement("v"), builder.Instant("2026-06-01T00:00:00Z")))
			if !strings.HasPrefix(got, tc.want) {
				t.Errorf("it is %s, want %s", got, tc.want)
			}
		})
	}
}

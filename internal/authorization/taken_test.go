// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhatATakingRestsOn shows which act a Lift or a Release may answer: the one
// that completed a suspension of two steps, and a halt, which has none.
func TestWhatATakingRestsOn(t *testing.T) {
	by := []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}
	edition := builder.Jurisdiction("demo", 1).Procedure(v1alpha1.Procedure{
		Name: "stop", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectSuspended,
		Steps: []v1alpha1.Step{
			{Name: "report", Act: v1alpha1.ActionRequest, By: by, Basis: []v1alpha1.BasisID{"policy"}},
			{Name: "consent", Act: v1alpha1.ActionConsent, By: by, After: []v1alpha1.StepReference{"report"}, Basis: []v1alpha1.BasisID{"policy"}},
		},
	}).Obj()
	act := func(name string, action v1alpha1.Action) *builder.DecisionBuilder {
		return builder.Decision(name).By(builder.Bureau).ActedOn("2026-03-02").Does(action, v1alpha1.OnOperationAgreement, "health")
	}
	report := act("report", v1alpha1.ActionRequest).Step("stop/report").Obj()
	consent := act("consent", v1alpha1.ActionConsent).Step("stop/consent").Regards(report).Obj()
	halt := act("halt", v1alpha1.ActionHalt).Obj()
	tests := map[string]struct {
		acts []*v1alpha1.Decision
		want []string
	}{
		"nothing yet":                            {nil, nil},
		"a report alone takes nothing":           {[]*v1alpha1.Decision{report}, nil},
		"with the consent, the consent":          {[]*v1alpha1.Decision{report, consent}, []string{"consent"}},
		"a halt beside it is another act":        {[]*v1alpha1.Decision{report, consent, halt}, []string{"halt", "consent"}},
		"a halt alone, which is of no procedure": {[]*v1alpha1.Decision{halt}, []string{"halt"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := builder.Health().Put(edition)
			for _, d := range tc.acts {
				c = c.Put(d)
			}
			subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}
			var got []string
			for _, d := range c.OfAgreement("health").Taken(subject, now) {
				got = append(got, d.Name)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("taken by (-want +got):\n%s", diff)
			}
		})
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestNever shows what can never come into force as it is written; what only waits
// is not told.
func TestNever(t *testing.T) {
	steps := []v1alpha1.Step{{Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{{Ref: v1alpha1.PartyOperator}}, Basis: []v1alpha1.BasisID{"policy"}}}
	tests := map[string]struct {
		edition   func(*v1alpha1.JurisdictionSpec)
		agreement func(*v1alpha1.OperationAgreementSpec)
		// want begins what is found: reason and message; nothing where it is empty.
		want string
	}{
		"nothing": {},
		"what only waits for acts": {edition: func(j *v1alpha1.JurisdictionSpec) {
			j.Procedures = append(withoutAgreements(j), v1alpha1.Procedure{Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter, Steps: steps})
		}},
		"an operator without the role": {
			agreement: func(a *v1alpha1.OperationAgreementSpec) { a.Operator = a.Grantor },
			want:      `Unlawful: spec.operator "data-bureau" lacks the role Operator`,
		},
		"a kind of which the edition says nothing": {
			edition: func(j *v1alpha1.JurisdictionSpec) { j.Procedures = withoutAgreements(j) },
			want:    `Undetermined: `,
		},
		"a renewal that nobody can admit": {
			edition: func(j *v1alpha1.JurisdictionSpec) {
				j.Procedures = append(withoutAgreements(j), v1alpha1.Procedure{Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter, Steps: steps})
			},
			agreement: func(a *v1alpha1.OperationAgreementSpec) { a.Renews = "last" },
			want:      `Undetermined: spec.renews: Jurisdiction "demo.1" has no procedure of an OperationAgreement with the effect Renewed`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			edition := builder.Jurisdiction("demo", 1).Obj()
			if tc.edition != nil {
				tc.edition(&edition.Spec)
			}
			facts := builder.Health().Put(edition).OfAgreement("health")
			if tc.agreement != nil {
				changed := facts.Agreement.Get().DeepCopy()
				tc.agreement(&changed.Spec)
				*facts.Agreement.Get() = *changed
			}
			var got []string
			for _, found := range facts.Never(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}, now) {
				got = append(got, found.Reason+": "+found.Message)
			}
			if said := strings.Join(got, "\n"); (tc.want == "") != (said == "") || !strings.HasPrefix(said, tc.want) {
				t.Errorf("it finds %q, want %q", said, tc.want)
			}
		})
	}
}

// withoutAgreements are the procedures of an edition but for those of agreements.
func withoutAgreements(j *v1alpha1.JurisdictionSpec) []v1alpha1.Procedure {
	var kept []v1alpha1.Procedure
	for _, p := range j.Procedures {
		if p.Of != v1alpha1.LinkOperationAgreement {
			kept = append(kept, p)
		}
	}
	return kept
}

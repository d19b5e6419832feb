// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// TestOnlyWhatCanBeObjectedToIsBlocked lets an edition publish what an objection is
// to block, of each kind that has procedures.
func TestOnlyWhatCanBeObjectedToIsBlocked(t *testing.T) {
	const field = "spec.procedures[published].steps[publish].publicity.openObjections"
	for kind, wantFlaw := range map[v1alpha1.LinkKind]bool{
		v1alpha1.LinkImplementationPlan: false, v1alpha1.LinkSelection: false, v1alpha1.LinkOperationAgreement: false, v1alpha1.LinkDeveloperGrant: false,
		v1alpha1.LinkDataResource: true, v1alpha1.LinkOrganization: true,
	} {
		j := parent(t)
		publish := *step(&j.Spec, "selection", "publish")
		publish.Publicity = publish.Publicity.DeepCopy()
		publish.Publicity.OpenObjections = v1alpha1.ObjectionsBlock
		j.Spec.Procedures = append(j.Spec.Procedures, v1alpha1.Procedure{Name: "published", Of: kind, Effect: v1alpha1.EffectFiled, Steps: []v1alpha1.Step{publish}})
		var said string
		for _, flaw := range jurisdiction.Flaws(j) {
			if flaw.Field == field {
				said = flaw.Text
			}
		}
		want := ""
		if wantFlaw {
			want = "an objection is to block, and none can be raised against the " + string(kind)
		}
		if said != want {
			t.Errorf("of %s: it says %q, want %q", kind, said, want)
		}
	}
}

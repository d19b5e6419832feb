// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestATerminationWakesWhatWasSubmittedSince terminates a grant on a day before
// others were applied for.
func TestATerminationWakesWhatWasSubmittedSince(t *testing.T) {
	refuses := builder.Jurisdiction("demo", 1).Obj()
	refuses.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred}}
	refuses.Spec.Grounds = []v1alpha1.Ground{{ID: "abuse", Act: v1alpha1.ActionTerminate, Bar: &v1alpha1.Bar{Years: new(int32(3))}}, {ID: "idle", Act: v1alpha1.ActionTerminate}}
	silent := refuses.DeepCopy()
	silent.Spec.Checks = nil
	friend := builder.Organization("friend").Obj()
	friend.Spec.Affiliates = []v1alpha1.ObjectName{"medtech", "parent"}
	submits := func(by, on, day, recorded string) *v1alpha1.Decision {
		return builder.Decision("submit-"+on).By(by).Does(v1alpha1.ActionSubmit, v1alpha1.OnDeveloperGrant, on).Step("grant/submit").ActedOn(day).Recorded(recorded).Obj()
	}
	const before, since = "2026-01-10T00:00:00Z", "2026-03-10T00:00:00Z"
	ends := builder.Decision("end").By("bureau").Terminates(v1alpha1.OnDeveloperGrant, "g").Because("abuse").ActedOn("2026-03-01").Obj()
	idle := ends.DeepCopy()
	idle.Spec.Ground = "idle"
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		act     *v1alpha1.Decision
		want    []string
	}{
		"a ground that bars":             {refuses, ends, []string{"dated-back", "g", "of-friend", "of-parent", "since"}},
		"another ground":                 {refuses, idle, []string{"g"}},
		"an edition that refuses no one": {silent, ends, []string{"g"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			a := affectedBy(t, tc.edition, friend, builder.Organization("medtech").Obj(),
				builder.Grant("g").Holder("medtech").Obj(),
				submits("medtech", "before", "2026-01-10", before), submits("medtech", "since", "2026-03-10", since),
				submits("medtech", "dated-back", "2026-01-10", since), submits("friend", "of-friend", "2026-03-10", since), submits("parent", "of-parent", "2026-03-10", since),
				submits("stranger", "of-stranger", "2026-03-10", since),
			)
			if diff := cmp.Diff(tc.want, namesOf(a.GrantsDecided(t.Context(), tc.act))); diff != "" {
				t.Errorf("woken (-want +got):\n%s", diff)
			}
			acts := []string{}
			for _, name := range tc.want {
				if name != "g" {
					acts = append(acts, "submit-"+name)
				}
			}
			if diff := cmp.Diff(acts, namesOf(a.Barred(t.Context(), tc.act)), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("acts looked at again (-want +got):\n%s", diff)
			}
		})
	}
}

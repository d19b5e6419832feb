// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// TestWhoConfersIsAwaited: of several conferrals the first is waited for, and where
// none is known nobody is, and nothing is said of it.
func TestWhoConfersIsAwaited(t *testing.T) {
	giving := func(act v1alpha1.Action) finding.Giving {
		return finding.Giving{Act: act, By: finding.All("", finding.Say("Government"))}
	}
	two := []procedure.Conferral{{Step: "a/b", Giving: giving(v1alpha1.ActionAppoint)}, {Step: "c/d", Giving: giving(v1alpha1.ActionRecognise)}}
	tests := map[string]struct {
		of         []procedure.Conferral
		said, give string
	}{
		"none": {nil, "", ""},
		"two": {
			two, `: step a/b on Organization "x", Appoint of Government; step c/d on Organization "x", Recognise of Government`,
			two[0].Giving.Phrase().String(),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := procedure.AwaitedOn(finding.New(v1alpha1.ProcedurePendingReason, nil, "awaited"), test.of)
			var gives string
			for _, g := range found.Said.Givings() {
				gives += g.Phrase().String()
			}
			if diff := cmp.Diff([]string{test.said, test.give}, []string{procedure.Awaits(test.of, "x").String(), gives}); diff != "" {
				t.Errorf("said, and who is awaited (-want +got):\n%s", diff)
			}
		})
	}
}

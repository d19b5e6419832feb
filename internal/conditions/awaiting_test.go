// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/finding"
)

// TestWhoIsAwaited shows whom status names as waited for: who acts next, who may
// give back what was taken, and nobody where nothing brings the link back.
func TestWhoIsAwaited(t *testing.T) {
	taken := func(reason, by string) *finding.Finding {
		return finding.New(reason, nil, "because").GivenBackBy(finding.Giving{Act: v1alpha1.ActionLift, By: finding.All("", finding.Say("Organization %s", by))})
	}
	input := func(by string) authorization.InputVerdict {
		return authorization.InputVerdict{Resource: "visits", Finding: taken(v1alpha1.SuspendedReason, by)}
	}
	tests := map[string]struct {
		verdict authorization.Verdict
		waiting string
		want    string
		due     bool
	}{
		"who acts next":                {verdictFor(v1alpha1.ProcedurePendingReason), "bureau", "bureau", true},
		"nobody, in force":             {verdictFor(v1alpha1.InForceReason), "", "", true},
		"who may lift":                 {authorization.Verdict{Finding: taken(v1alpha1.SuspendedReason, "bureau")}, "", "Lift of Organization bureau", true},
		"both":                         {authorization.Verdict{Finding: taken(v1alpha1.SuspendedReason, "bureau")}, "medtech", "medtech; Lift of Organization bureau", true},
		"who may lift one input":       {authorization.Verdict{Force: authorization.InForce, Inputs: []authorization.InputVerdict{input("owner")}}, "", "Lift of Organization owner", true},
		"nobody once the term is over": {verdictFor(v1alpha1.TermEndedReason), "bureau", "", false},
		"nor once it is terminated":    {authorization.Verdict{Finding: taken(v1alpha1.TerminatedReason, "bureau"), Inputs: []authorization.InputVerdict{input("owner")}}, "bureau", "", false},
		"nor once it is replaced":      {verdictFor(v1alpha1.ReplacedReason), "bureau", "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			due := v1alpha1.Date("2026-03-20")
			got := conditions.Awaiting(tc.verdict, v1alpha1.ProcedureReport{WaitingFor: tc.waiting, Due: &due})
			if got.WaitingFor != tc.want || (got.Due != nil) != tc.due {
				t.Errorf("it waits for %q until %v, want %q", got.WaitingFor, got.Due, tc.want)
			}
		})
	}
	long := authorization.Verdict{Finding: taken(v1alpha1.SuspendedReason, strings.Repeat("局", 300))}
	if got := conditions.Awaiting(long, v1alpha1.ProcedureReport{}).WaitingFor; len(got) > 512 || len(got) < 509 || !utf8.ValidString(got) || !strings.HasSuffix(got, "局…") {
		t.Errorf("of a long name it tells %d bytes, want at most 512, whole characters and that there are more: %s", len(got), got[len(got)-9:])
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/checking"
)

// TestATermThatAnExceptionAloneAllows is warned of, until the folder has the act that
// makes the exception, or the one by which an agreement of before runs on.
func TestATermThatAnExceptionAloneAllows(t *testing.T) {
	edition, err := os.ReadFile("../../config/jurisdictions/gansu/edition.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const agreement = `{apiVersion: mandate.publicdata.io/v1alpha1, kind: OperationAgreement, metadata: {namespace: d, name: a}, spec: {jurisdiction: gansu.1, title: t, grantor: g, operator: g, mode: ByScenario, dataResources: [r], TERM}}`
	const parties = "\n---\n{apiVersion: mandate.publicdata.io/v1alpha1, kind: Organization, metadata: {name: g}, spec: {}}" +
		"\n---\n{apiVersion: mandate.publicdata.io/v1alpha1, kind: DataResource, metadata: {namespace: d, name: r}, spec: {}}"
	act := func(step, action string) string {
		return "\n---\n{apiVersion: mandate.publicdata.io/v1alpha1, kind: Decision, metadata: {namespace: d, name: b}, spec: {subject: {kind: OperationAgreement, name: a}, step: " + step + ", action: " + action + "}}"
	}
	const six, said = `term: {from: "2026-01-01", to: "2031-12-31"}`, `a.yaml: warning: OperationAgreement d/a: spec.term: the term ends on 2031-12-31; Jurisdiction "gansu.1" allows 5 years at most, to 2030-12-31; an exception by agreement-exception/except would let it stand [GS-OP-20.2 (article 20), D8, D9, D10]`
	tests := map[string]struct {
		term, acts string
		want       []string
	}{
		"six years":                    {term: six, want: []string{said}},
		"six years as instants":        {term: `window: {notBefore: "2025-12-31T16:00:00Z", notAfter: "2031-12-31T16:00:00Z"}`, want: []string{said}},
		"five years":                   {term: `term: {from: "2026-01-01", to: "2030-12-31"}`},
		"six years, and the exception": {term: six, acts: act("agreement-exception/except", "Except")},
		"six years, adopted as before": {term: six, acts: act("transition/adopt", "Attest")},
		"six years, and another act":   {term: six, acts: act("agreement/sign", "Sign"), want: []string{said}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			folder := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(strings.Replace(agreement, "TERM", tc.term, 1) + tc.acts)}})
			beside := checking.Read([]checking.File{{Name: "e.yaml", Data: append(edition, parties...)}})
			now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			stage := checking.Stage{
				Objects: folder.Recorded(beside.Objects, now), Now: now,
				Facts: func(*v1alpha1.Decision) *authorization.Facts { return authorization.NewFacts() },
			}
			var got []string
			for _, fault := range folder.Hopes(stage) {
				if fault.Field == "spec.term" {
					got = append(got, fault.String())
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			var report checking.Report
			report.Add(folder.Hopes(stage)...)
			if text := report.Text(acting.Chinese); tc.want != nil && !strings.Contains(text, "可由 agreement-exception/except 作出例外批准") {
				t.Errorf("in Chinese it says\n%s", text)
			}
		})
	}
}

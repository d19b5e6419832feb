// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/checking"
)

// TestWhatADocumentIs lets nothing pass that was never looked at.
func TestWhatADocumentIs(t *testing.T) {
	party := `{apiVersion: mandate.publicdata.io/v1alpha1, kind: Organization, metadata: {name: a}, spec: {unknown: 1}}`
	item := "a.yaml: Organization a: spec.unknown: the kind has no such field; see kubectl explain"
	tests := map[string]struct {
		document string
		objects  int
		others   int
		want     string
	}{
		"a list":                    {"{apiVersion: v1, kind: List, items: [" + party + ", {apiVersion: v1, kind: Pod}]}", 1, 1, item},
		"a list of the kind":        {"{apiVersion: mandate.publicdata.io/v1alpha1, kind: OrganizationList, items: [" + party + "]}", 1, 0, item},
		"a mark of the byte order":  {"\ufeff# a remark\n" + party, 1, 0, item},
		"remarks alone":             {"# nothing\n---\n# nothing either\n", 0, 0, ""},
		"without a kind":            {"{apiVersion: v1, metadata: {name: a}}", 0, 0, "a.yaml: a document has no kind, so that it is not known what it is; write it, or leave the document out"},
		"without a version":         {"{kind: Organization}", 0, 0, "a.yaml: a document has no apiVersion,"},
		"without either":            {"{metadata: {name: a}}", 0, 0, "a.yaml: a document has no apiVersion, kind,"},
		"an entry without either":   {"{apiVersion: v1, kind: List, items: [{metadata: {name: a}}]}", 0, 0, "a.yaml: a document has no apiVersion, kind,"},
		"entries and no object":     {"[{kind: Organization}]", 0, 0, "a.yaml: a document is a list, and no object; write each object"},
		"a single value":            {"just words", 0, 0, "a.yaml: a document is the single value just words, and no object; write apiVersion"},
		"a line counts in its file": {"# one\n---\n# three\n---\na: [", 0, 0, "a.yaml: error converting YAML to JSON: yaml: line 5: "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			folder := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(tc.document)}})
			if len(folder.Objects) != tc.objects || folder.Others != tc.others {
				t.Errorf("%d objects and %d others, want %d and %d", len(folder.Objects), folder.Others, tc.objects, tc.others)
			}
			said := ""
			if len(folder.Faults) > 0 {
				said = folder.Faults[0].String()
			}
			if !strings.HasPrefix(said, tc.want) || (tc.want == "") != (said == "") {
				t.Errorf("it says %q, want %q", said, tc.want)
			}
		})
	}
}

// TestALinkOfAnEditionWithoutADay is warned of, with the editions that have one.
func TestALinkOfAnEditionWithoutADay(t *testing.T) {
	child := "---\n" + strings.NewReplacer("name: demo.1", "name: demo-pilot.1", "spec:\n", "spec:\n  parent: demo.1\n  effectiveFrom: \"2025-01-01\"\n").Replace(edition)
	said := `b.yaml: warning: DataResource demo-health/visits: spec.jurisdiction: Jurisdiction "demo.1" gives no spec.effectiveFrom, so that what pins it never comes into force; pin an edition that supplies the date`
	tests := map[string]struct {
		beside string
		want   []string
	}{
		"a child has one": {edition + child, []string{said + ", such as demo-pilot.1"}},
		"none is there":   {edition, []string{said + `: one whose spec.parent is "demo.1" and which gives spec.effectiveFrom`}},
		"it has one":      {strings.Replace(edition, "spec:\n", "spec:\n  effectiveFrom: \"2025-01-01\"\n", 1), nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			folder := checking.Read([]checking.File{{Name: "b.yaml", Data: []byte(resource)}})
			beside := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(tc.beside)}})
			now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			stage := checking.Stage{
				Objects: folder.Recorded(beside.Objects, now), Now: now,
				Facts: func(*v1alpha1.Decision) *authorization.Facts { return authorization.NewFacts() },
			}
			var got []string
			for _, fault := range folder.Hopes(stage) {
				got = append(got, fault.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestChineseSaysWhatHasToBeTyped beside what it means.
func TestChineseSaysWhatHasToBeTyped(t *testing.T) {
	folder := checking.Read([]checking.File{{Name: "b.yaml", Data: []byte(strings.Replace(resource, "sector:", "effectOf: x\n  sector:", 1))}, {Name: "c.yaml", Data: []byte(
		`{apiVersion: mandate.publicdata.io/v1alpha1, kind: OperationAgreement, metadata: {namespace: d, name: a}, spec: {mode: 整体}}`)}})
	var report checking.Report
	report.Add(folder.Faults...)
	if said, want := report.Text(acting.Chinese), "不允许“整体”，可用的值：整体授权 Whole、"; !strings.Contains(said, want) {
		t.Errorf("it says\n%s\nwant %q", said, want)
	}
}

// TestHowAValueIsWritten is said in place of how many characters it may have.
func TestHowAValueIsWritten(t *testing.T) {
	act := `{apiVersion: mandate.publicdata.io/v1alpha1, kind: Decision, metadata: {namespace: d, name: a}, spec: {actedOn: 2025年7月1日, dueDate: 2025年7月1日, subject: {digest: abc}}}`
	of := strings.NewReplacer(sumA, "sha256:"+sumA, "clauses: [{key: qualityNote", "clauses: [{key: qualityNote, document: note, at: p. 1}, {key: qualityNote").Replace(resource)
	var report checking.Report
	report.Add(checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(act)}, {Name: "b.yaml", Data: []byte(of)}}).Faults...)
	said := report.Text(acting.English)
	for _, want := range []string{
		"spec.actedOn: 2025年7月1日 is no day: write it as YYYY-MM-DD, such as 2025-07-01, or as an instant",
		"spec.dueDate: 2025年7月1日 is no day: write it as YYYY-MM-DD, such as 2025-07-01\n",
		"spec.subject.digest: abc is no digest: write sha256: and 64",
		"spec.documents[0].sha256: the value is no SHA-256: write its 64",
		"key: qualityNote comes twice",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
}

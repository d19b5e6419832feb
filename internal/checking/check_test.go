// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/checking"
)

const edition = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Jurisdiction
metadata: {name: demo.1}
spec:
  code: demo
  timeZone: Asia/Shanghai
  content:
    dataResource:
    - {key: qualityNote, basis: [policy]}
  procedures:
  - {name: resource, of: DataResource, effect: Enter, none: true, basis: [policy]}
  - {name: agreement, of: OperationAgreement, effect: Enter, none: true, basis: [policy]}
  - {name: grant, of: DeveloperGrant, effect: Enter, none: true, basis: [policy]}
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: Organization
metadata: {name: commission}
`

const resource = `
# what precedes the first document
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: DataResource
metadata: {namespace: demo-health, name: visits}
spec:
  jurisdiction: demo.1
  sourceUnit: commission
  clauses: [{key: qualityNote, document: note, at: p. 2}]
  documents: [{name: note, title: Note, sha256: aa, uri: "https://papers.example/a/note.pdf"}]
--- # the next
apiVersion: v1
kind: Namespace
`

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		resource string
		sums     checking.Sums
		want     []string
	}{
		"nothing wrong": {resource: resource, sums: checking.Sums{"note.pdf": "aa"}},
		"a field that no kind has": {
			resource: strings.Replace(resource, "sourceUnit:", "sourceUnity:", 1), sums: checking.Sums{"note.pdf": "aa"},
			want: []string{`b.yaml: DataResource demo-health/visits: error unmarshaling JSON: while decoding JSON: json: unknown field "sourceUnity"`},
		},
		"a reference to nothing": {
			resource: strings.Replace(resource, "commission", "nobody", 1), sums: checking.Sums{"note.pdf": "aa"},
			want: []string{"b.yaml: DataResource demo-health/visits: spec: refers to Organization nobody, which is not in the folder"},
		},
		"content that the edition asks for": {
			resource: strings.Replace(resource, "qualityNote", "other", 1), sums: checking.Sums{"note.pdf": "aa"},
			want: []string{"b.yaml: DataResource demo-health/visits: spec: it lacks clause qualityNote [policy]"},
		},
		"a paper with other bytes": {
			resource: resource, sums: checking.Sums{"note.pdf": "bb"},
			want: []string{"b.yaml: DataResource demo-health/visits: spec.documents[note].sha256: sha256 is aa, and the file note.pdf has bb"},
		},
		"a paper that is not there": {
			resource: resource,
			want:     []string{"b.yaml: DataResource demo-health/visits: spec.documents[note].sha256: its file note.pdf is not among the documents"},
		},
		"the same object twice": {
			resource: resource + "\n---\n" + resource, sums: checking.Sums{"note.pdf": "aa"},
			want: []string{"b.yaml: DataResource demo-health/visits: metadata.name: another object of the folder has the same kind, namespace and name: the last one applied would win"},
		},
		"what is no YAML": {
			resource: "a: [", want: []string{"b.yaml: error converting YAML to JSON: yaml: line 2: did not find expected node content"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			beside := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(edition)}})
			folder := checking.Read([]checking.File{{Name: "b.yaml", Data: []byte(tc.resource)}})
			var got []string
			for _, fault := range append(folder.Check(beside.Objects), folder.Papers(tc.sums)...) {
				got = append(got, fault.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnEditionIsHeldAgainstItself(t *testing.T) {
	folder := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(strings.ReplaceAll(edition, "none: true, ", ""))}})
	if got := folder.Check(nil); len(got) == 0 || !strings.HasPrefix(got[0].Field, "spec.procedures") {
		t.Errorf("an edition whose procedures have no step has the faults %v, want one of spec.procedures", got)
	}
}

func TestText(t *testing.T) {
	r := checking.Report{Objects: 2, Others: 1, Faults: []checking.Fault{{File: "a.yaml", Text: "no"}}}
	if diff := cmp.Diff("a.yaml: no\n已检查 2 个对象，另有 1 个其他类型的文档未检查：1 处问题\n", r.Text(acting.Chinese)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking_test

import (
	"maps"
	"slices"
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
  edition: 1
  title: Demonstration
  timeZone: Asia/Shanghai
  content:
    DataResource:
    - {key: qualityNote, basis: [policy]}
  procedures:
  - {name: resource, of: DataResource, effect: Cleared, none: true, basis: [policy]}
  - {name: agreement, of: OperationAgreement, effect: Enter, none: true, basis: [policy]}
  - {name: grant, of: DeveloperGrant, effect: Enter, none: true, basis: [policy]}
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: Organization
metadata: {name: commission}
spec: {displayName: Commission, uscc: 11990000DEM0000013, roles: [SourceUnit], legalForm: StateOrgan, division: "990000", subjects: [{kind: Group, name: commission}]}
`

var (
	sumA = strings.Repeat("a", 64)
	sumB = strings.Repeat("b", 64)
)

var resource = `
# what precedes the first document
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: DataResource
metadata: {namespace: demo-health, name: visits}
spec:
  jurisdiction: demo.1
  sourceUnit: commission
  catalogue: {code: 990100-1, name: Visits}
  classification: {level: General3, standard: GB/T 43697-2024}
  sector: health
  endpoint: {cidr: {block: 10.20.0.0/24, ports: [{port: 5432}]}}
  clauses: [{key: qualityNote, document: note, at: p. 2}]
  documents: [{name: note, title: Note, sha256: ` + sumA + `, uri: "https://papers.example/a/note.pdf"}]
--- # the next
apiVersion: v1
kind: Namespace
`

// act is on no step, and has a paper of its own.
var act = `
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: Decision
metadata: {namespace: demo-health, name: classified}
spec:
  organization: commission
  decidedBy: Li Na
  action: Halt
  subject: {kind: DataResource, name: visits}
  actedOn: "2026-03-02T10:00:00+08:00"
  ground: Other
  document: {number: "1", sha256: ` + sumB + `}
`

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		resource string
		sums     checking.Sums
		want     []string
	}{
		"nothing wrong": {resource: resource, sums: checking.Sums{"note.pdf": {sumA}}},
		"a field that no kind has": {
			resource: strings.Replace(resource, "sourceUnit:", "sourceUnity:", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{
				"b.yaml: DataResource demo-health/visits: spec.sourceUnity: the kind has no such field; see kubectl explain",
				"b.yaml: DataResource demo-health/visits: spec.sourceUnit: is missing, and is required",
			},
		},
		"a value outside of its list": {
			resource: strings.Replace(resource, "General3", "General9", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{`b.yaml: DataResource demo-health/visits: spec.classification.level: General9 is not allowed; supported values: "General1", "General2", "General3", "General4", "Important", "Core"`},
		},
		"a value that does not fit its pattern": {
			resource: strings.Replace(resource, sumA, strings.Repeat("g", 64), 1),
			want: []string{
				"b.yaml: DataResource demo-health/visits: spec.documents[0].sha256: " + strings.Repeat("g", 64) + " is no SHA-256: write its 64 hexadecimal digits in lower case, without a prefix, as sha256sum prints them",
				"b.yaml: DataResource demo-health/visits: spec.documents[note].sha256: its file note.pdf is not among the documents",
			},
		},
		"a value of another type": {
			resource: strings.Replace(resource, "port: 5432", "port: five", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{`b.yaml: DataResource demo-health/visits: spec.endpoint.cidr.ports[0].port: must be of type integer, and is of type string`},
		},
		"a number beyond all bounds": {
			resource: strings.Replace(resource, "port: 5432", "port: 99999999999999999999", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{`b.yaml: DataResource demo-health/visits: spec.endpoint.cidr.ports[0].port: 1e+20 is more than 65535`},
		},
		"a number beyond the machine's": {
			resource: strings.Replace(resource, "port: 5432", "port: 99999999999", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{`b.yaml: DataResource demo-health/visits: spec.endpoint.cidr.ports[0].port: 99999999999 is more than 65535`},
		},
		"a number that is no whole one": {
			resource: strings.Replace(resource, "port: 5432", "port: 1.5", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{`b.yaml: DataResource demo-health/visits: spec.endpoint.cidr.ports[0].port: must be of type integer, and is of type number`},
		},
		"a value of two lines": {
			resource: strings.Replace(resource, "General3", `"General\n9"`, 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{`b.yaml: DataResource demo-health/visits: spec.classification.level: General\n9 is not allowed; supported values: "General1", "General2", "General3", "General4", "Important", "Core"`},
		},
		"a rule over fields": {
			resource: strings.Replace(resource, "document: note", "document: nothing", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{"b.yaml: DataResource demo-health/visits: spec.clauses: every clause cites an entry of documents"},
		},
		"a rule that names the value": {
			resource: strings.Replace(resource, "10.20.0.0/24", "10.20.0.0/240", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{"b.yaml: DataResource demo-health/visits: spec.endpoint.cidr.block: block 10.20.0.0/240 is not a CIDR such as 10.20.0.0/24"},
		},
		"the same key twice": {
			resource: strings.Replace(resource, "  sector: health\n", "  sector: health\n  sector: other\n", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{`b.yaml: DataResource demo-health/visits: yaml: unmarshal errors: line 13: key "sector" already set in map`},
		},
		"a name that none may have": {
			resource: strings.Replace(resource, "name: visits", "name: Visits", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{"b.yaml: DataResource demo-health/Visits: metadata.name: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"},
		},
		"a reference to nothing": {
			resource: strings.Replace(resource, "commission", "nobody", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{"b.yaml: DataResource demo-health/visits: spec.sourceUnit: refers to Organization nobody, which is neither in the folder nor beside it (--jurisdictions)"},
		},
		"content that the edition asks for": {
			resource: strings.Replace(resource, "qualityNote", "other", 1), sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{"b.yaml: DataResource demo-health/visits: spec.clauses: it lacks clause qualityNote [policy]"},
		},
		"a paper with other bytes": {
			resource: resource, sums: checking.Sums{"note.pdf": {sumB}},
			want: []string{"b.yaml: DataResource demo-health/visits: spec.documents[note].sha256: sha256 is " + sumA + ", and the file note.pdf has " + sumB},
		},
		"a paper beside another of its name": {resource: resource, sums: checking.Sums{"note.pdf": {sumB, sumA}}},
		"the paper of an act": {
			resource: resource + act, sums: checking.Sums{"note.pdf": {sumA}, "minutes.pdf": {sumB}},
		},
		"the paper of an act with other bytes": {
			resource: resource + act, sums: checking.Sums{"note.pdf": {sumA}, "minutes.pdf": {strings.Repeat("c", 64)}},
			want: []string{"b.yaml: Decision demo-health/classified: spec.document.sha256: sha256 is " + sumB + ", and no file among the documents has it"},
		},
		"a paper that is not there": {
			resource: resource,
			want:     []string{"b.yaml: DataResource demo-health/visits: spec.documents[note].sha256: its file note.pdf is not among the documents"},
		},
		"the same object twice": {
			resource: resource + "\n---\n" + resource, sums: checking.Sums{"note.pdf": {sumA}},
			want: []string{"b.yaml: DataResource demo-health/visits: metadata.name: another object of the folder has the same kind, namespace and name: the last one applied would win"},
		},
		"what is no YAML": {
			resource: "a: [", want: []string{"b.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content"},
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

func TestEditionsThatNameEachOtherAsParent(t *testing.T) {
	child := func(name, parent string) string {
		return "---\n" + strings.NewReplacer("name: demo.1", "name: "+name, "spec:\n", "spec:\n  parent: "+parent+"\n").Replace(edition)
	}
	folder := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(child("demo-one.1", "demo-two.1") + child("demo-two.1", "demo-one.1"))}})
	var got []string
	for _, fault := range folder.Check(nil) {
		if fault.Kind != "Jurisdiction" {
			continue
		}
		got = append(got, fault.Name+" "+fault.Field)
		if !strings.Contains(fault.Text, `"demo-one.1"`) || !strings.Contains(fault.Text, `"demo-two.1"`) {
			t.Errorf("it says %q, want both named", fault.Text)
		}
	}
	if diff := cmp.Diff([]string{"demo-one.1 spec.parent", "demo-two.1 spec.parent"}, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestText(t *testing.T) {
	r := checking.Report{Objects: 2, Others: 1, Faults: []checking.Fault{{File: "a.yaml", Text: "no"}}}
	if diff := cmp.Diff("a.yaml: no\n已检查 2 个对象，另有 1 个其他类型的文档未检查：1 处问题，0 处警告\n", r.Text(acting.Chinese)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestTextInEnglish(t *testing.T) {
	r := checking.Report{Objects: 1, Others: 2}
	r.Add(checking.Fault{File: "a.yaml", Text: "no"}, checking.Fault{Severity: checking.Warned, File: "e.yaml", Beside: true, Text: "no either"}, checking.Fault{Severity: checking.Warned, File: "b.yaml", Field: "spec.term", Text: "too late"})
	want := "a.yaml: no\nb.yaml: warning: spec.term: too late\n" +
		"in what --jurisdictions names, of which the form alone is looked at, and which makes no check fail:\ne.yaml: warning: no either\n" +
		"1 object checked, 2 documents of other kinds left alone: 1 fault, 2 warnings\n"
	if diff := cmp.Diff(want, r.Text(acting.English)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestWhatIsNoObjectYet(t *testing.T) {
	tests := map[string]struct {
		files map[string]string
		want  []string
	}{
		"a kustomization that lists files": {files: map[string]string{"d/kustomization.yaml": "resources: [a.yaml]\n"}},
		"one that changes them, and its patches": {
			files: map[string]string{
				"d/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../a]\npatches: [{path: patch.yaml}]\npatchesStrategicMerge: [more.yaml]\n",
				"d/patch.yaml":         "apiVersion: mandate.publicdata.io/v1alpha1\nkind: Jurisdiction\nmetadata: {name: demo.1}\nspec: {parent: a.1}\n",
				"d/more.yaml":          "apiVersion: mandate.publicdata.io/v1alpha1\nkind: Jurisdiction\nmetadata: {name: demo.1}\nspec: {parent: a.1}\n",
			},
			want: []string{
				"d/kustomization.yaml: is a kustomization that changes objects, which are judged as it makes them: kubectl kustomize d | kubectl mandate check -f -",
				"d/more.yaml: is a patch and no object: render it first, and check what comes out: kubectl kustomize d | kubectl mandate check -f -",
				"d/patch.yaml: is a patch and no object: render it first, and check what comes out: kubectl kustomize d | kubectl mandate check -f -",
			},
		},
		"patches that nothing lists": {
			files: map[string]string{"p/a.yaml": "- {op: add, path: /spec/title, value: x}\n", "p/b.yaml": "apiVersion: mandate.publicdata.io/v1alpha1\nkind: Organization\nmetadata: {name: a}\n$patch: delete\n"},
			want: []string{
				"p/a.yaml: is a patch and no object: render it first, and check what comes out: kubectl kustomize p | kubectl mandate check -f -",
				"p/b.yaml: is a patch and no object: render it first, and check what comes out: kubectl kustomize p | kubectl mandate check -f -",
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var files []checking.File
			for _, name := range slices.Sorted(maps.Keys(tc.files)) {
				files = append(files, checking.File{Name: name, Data: []byte(tc.files[name])})
			}
			var got []string
			for _, fault := range checking.Read(files).Faults {
				got = append(got, fault.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoActCoversAContractAlone: the edition is refused in the words of the API server,
// and once, in the language of who asks.
func TestNoActCoversAContractAlone(t *testing.T) {
	for _, of := range []string{"grant, of: DeveloperGrant", "agreement, of: OperationAgreement"} {
		steps := strings.Replace(edition, of+", effect: Enter, none: true, basis: [policy]", of+", effect: Enter, steps: [{name: sign, act: Sign, by: [{ref: Grantor}], covers: Contract, basis: [policy]}]", 1)
		folder := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(steps)}})
		var report checking.Report
		report.Add(folder.Check(nil)...)
		var got []string
		for _, fault := range report.Faults {
			got = append(got, fault.Field+": "+fault.Text)
		}
		place := "spec.procedures[1].steps[0].covers: "
		if strings.HasPrefix(of, "grant") {
			place = "spec.procedures[2].steps[0].covers: "
		}
		want := []string{place + "covers cannot be Contract: who signs a contract signs the whole grant; write All, or leave covers out"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("faults of %s (-want +got):\n%s", of, diff)
		}
		if text := report.Text(acting.Chinese); !strings.Contains(text, place+"covers 不能为 Contract：") {
			t.Errorf("in Chinese it is told %s", text)
		}
	}
}

// What a contract has to say is told before it is signed, whether there is one or
// not.
func TestWhatAContractLacksIsTold(t *testing.T) {
	asking := strings.Replace(edition, "    DataResource:\n", "    DeveloperGrant:\n    - {key: dataSecurity, part: Contract, basis: [policy]}\n    DataResource:\n", 1)
	beside := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(asking)}})
	for contract, want := range map[string]string{
		"": "it lacks, before it is signed, clause dataSecurity [policy]",
		", contract: {clauses: [{key: other, document: d, at: p. 1}]}":        "it lacks, before it is signed, clause dataSecurity [policy]",
		", contract: {clauses: [{key: dataSecurity, document: d, at: p. 1}]}": "",
	} {
		folder := checking.Read([]checking.File{{Name: "b.yaml", Data: []byte(`
apiVersion: mandate.publicdata.io/v1alpha1
kind: DeveloperGrant
metadata: {namespace: demo-health, name: g}
spec: {jurisdiction: demo.1, agreement: a` + contract + `}
`)}})
		got := ""
		for _, fault := range folder.Check(beside.Objects)[len(folder.Faults):] {
			if fault.Field == "spec.contract" {
				got = fault.Text
				if fault.Severity != checking.Warned {
					t.Errorf("of a grant with%q it is a fault, want a warning: it is taken, and the signature waits", contract)
				}
			}
		}
		if got != want {
			t.Errorf("of a grant with%q it is told %q, want %q", contract, got, want)
		}
	}
}

// Whom a grant designates and its holder does not list is told, and no fault: nobody
// lets them in, and the grant is taken.
func TestWhoIsDesignatedInVainIsTold(t *testing.T) {
	folder := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(edition + `
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: DeveloperGrant
metadata: {namespace: demo-health, name: g}
spec: {jurisdiction: demo.1, holder: commission, subjects: [{kind: User, name: li}, {kind: Group, name: commission}]}
`)}})
	var got []string
	for _, fault := range folder.Check(nil)[len(folder.Faults):] {
		if fault.Field == "spec.subjects" {
			got = append(got, string(fault.Severity)+" "+fault.Text)
		}
	}
	want := []string{"Warning designates li, whom spec.subjects of Organization commission does not list so: not let in until it does"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is told (-want +got):\n%s", diff)
	}
}

// A reference is told where it stands, in a list of names and in one of objects.
func TestAReferenceIsToldWhereItStands(t *testing.T) {
	folder := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(`
apiVersion: mandate.publicdata.io/v1alpha1
kind: DeveloperGrant
metadata: {namespace: d, name: g}
spec: {sandbox: {class: small}, inputs: [{resource: visits}, {resource: labs}]}
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: OperationAgreement
metadata: {namespace: d, name: a}
spec: {coGrantors: [bureau], dataResources: [visits]}
`)}})
	var got []string
	for _, fault := range folder.Check(nil)[len(folder.Faults):] {
		got = append(got, fault.Name+" "+fault.Field)
	}
	want := []string{"g spec.sandbox.class", "g spec.inputs[0].resource", "g spec.inputs[1].resource", "a spec.coGrantors[0]", "a spec.dataResources[0]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"path"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Sums are the SHA-256 digests of files, 64 hexadecimal digits, by file name
// without folders: several where folders hold files of one name.
type Sums map[string][]string

// Add adds the digest of a file.
func (s Sums) Add(file, sum string) { s[file] = append(s[file], sum) }

// hold says whether any file has a digest.
func (s Sums) hold(sum string) bool {
	for _, of := range s {
		if slices.Contains(of, sum) {
			return true
		}
	}
	return false
}

// Papers are the documents and evidence of the folder whose file is missing or
// has other bytes. The file of a document is called like the last part of its
// uri, or, where it has none, like its name. The paper of an act has a number and
// no file of a name: any file may be it.
func (f Folder) Papers(sums Sums) []Fault {
	var faults []Fault
	for _, o := range f.Objects {
		for _, p := range papersOf(o.Object) {
			if wrong := p.wrong(sums); !wrong.IsZero() {
				faults = append(faults, o.fault(p.field, wrong))
			}
		}
	}
	return faults
}

// paper is one document or piece of evidence, or, without a name, that of an act.
type paper struct{ field, name, uri, sum string }

func (p paper) wrong(sums Sums) finding.Phrase {
	file := p.name
	if p.uri != "" {
		file = path.Base(p.uri)
	}
	switch got := sums[file]; {
	case file == "" && !sums.hold(p.sum):
		return finding.Say("sha256 is %s, and no file among the documents has it", p.sum)
	case file == "" || slices.Contains(got, p.sum):
		return finding.Phrase{}
	case len(got) == 0:
		return finding.Say("its file %s is not among the documents", file)
	default:
		return finding.Say("sha256 is %s, and the file %s has %s", p.sum, file, strings.Join(got, ", "))
	}
}

func papersOf(object any) []paper {
	var documents []v1alpha1.Document
	var papers []paper
	switch o := object.(type) {
	case *v1alpha1.ImplementationPlan:
		documents = o.Spec.Documents
	case *v1alpha1.Selection:
		documents = o.Spec.Documents
	case *v1alpha1.OperationAgreement:
		documents = o.Spec.Documents
	case *v1alpha1.DataResource:
		documents = o.Spec.Documents
	case *v1alpha1.DeveloperGrant:
		documents = o.Spec.Documents
	case *v1alpha1.Objection:
		documents = o.Spec.Documents
	case *v1alpha1.Decision:
		if d := o.Spec.Document; d != nil && d.SHA256 != "" {
			papers = append(papers, paper{field: "spec.document.sha256", sum: d.SHA256})
		}
		for _, e := range o.Spec.Evidence {
			papers = append(papers, paper{fmt.Sprintf("spec.evidence[%s].sha256", e.Name), string(e.Name), e.URI, e.SHA256})
		}
	}
	for _, d := range documents {
		papers = append(papers, paper{fmt.Sprintf("spec.documents[%s].sha256", d.Name), string(d.Name), d.URI, d.SHA256})
	}
	return papers
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// TestInstrument takes from a child edition what the text says about itself: by
// whom it is interpreted, and what prevails over it. The words are the matrix's,
// and a child that does not say them is looser than its parent, so that nothing
// that pins it is in force.
func TestInstrument(t *testing.T) {
	for regulation, edition := range editions(t) {
		rows := expected(t, regulation)
		for _, row := range matrix.Rows() {
			if row.Regulation() != regulation || !aboutItself(rows[row.ID]) {
				continue
			}
			t.Run(row.ID, func(t *testing.T) {
				if flaws := jurisdiction.Loosens(childOf(edition), edition); len(flaws) > 0 {
					t.Fatalf("a child that only names its parent is looser: %v", flaws)
				}
				if edition.Spec.Instrument == nil || !slices.Contains(edition.Spec.Instrument.Basis, v1alpha1.BasisID(row.ID)) {
					t.Fatalf("the instrument of %s does not cite the row", edition.Name)
				}
				if strings.Contains(row.How, "interpretationBody") {
					interpreted(t, edition, row)
					return
				}
				prevails(t, edition, row)
			})
		}
	}
}

func aboutItself(lines []string) bool {
	return slices.ContainsFunc(lines, func(line string) bool {
		return strings.HasPrefix(line, "instrument; interpreted by") || line == "instrument; prevailing rules"
	})
}

// childOf is a child that supplies and tightens nothing.
func childOf(edition *v1alpha1.Jurisdiction) *v1alpha1.Jurisdiction {
	child := edition.DeepCopy()
	child.Name, child.Spec.Parent = edition.Spec.Code+"-x.1", v1alpha1.ObjectName(edition.Name)
	return child
}

// halfWidth writes brackets as the matrix does, whatever the edition's are.
var halfWidth = strings.NewReplacer("（", "(", "）", ")")

func interpreted(t *testing.T, edition *v1alpha1.Jurisdiction, row matrix.Entry) {
	t.Helper()
	body := halfWidth.Replace(edition.Spec.Instrument.InterpretationBody)
	if body == "" || !strings.Contains(halfWidth.Replace(row.Terms[0]), "由"+body+"负责解释") {
		t.Errorf("the edition is interpreted by %q, and the text says %q", body, row.Terms[0])
	}
	for _, other := range []string{"", "another office"} {
		looser(t, edition, "spec.instrument.interpretationBody", func(i *v1alpha1.Instrument) { i.InterpretationBody = other })
	}
	crd, err := os.ReadFile(filepath.Join(root, "config", "crd", "mandate.publicdata.io_jurisdictions.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(crd), "jsonPath: .spec.instrument.interpretationBody\n      name: Interpreted by\n") {
		t.Error("no column of kubectl get jurisdictions shows who interprets the text")
	}
}

func prevails(t *testing.T, edition *v1alpha1.Jurisdiction, row matrix.Entry) {
	t.Helper()
	at := slices.IndexFunc(edition.Spec.Instrument.Prevailing, func(rule string) bool { return strings.HasSuffix(rule, row.Terms[0]) })
	if at < 0 {
		t.Fatalf("what prevails is %q, and the text says %q", edition.Spec.Instrument.Prevailing, row.Terms[0])
	}
	looser(t, edition, "spec.instrument.prevailing", func(i *v1alpha1.Instrument) { i.Prevailing = slices.Delete(i.Prevailing, at, at+1) })
}

func looser(t *testing.T, edition *v1alpha1.Jurisdiction, field string, change func(*v1alpha1.Instrument)) {
	t.Helper()
	child := childOf(edition)
	change(child.Spec.Instrument)
	flaws := jurisdiction.Loosens(child, edition)
	if !slices.ContainsFunc(flaws, func(f jurisdiction.Flaw) bool { return f.Field == field }) {
		t.Errorf("a child with the instrument %+v: found %v, want %s to be looser", child.Spec.Instrument, flaws, field)
	}
}

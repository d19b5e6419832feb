// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dispositions_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/test/conformance/dispositions"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// TestEveryRowHasItsDisposition is what make verify asks as well: a row that
// is claimed is shown, by a test that is there.
func TestEveryRowHasItsDisposition(t *testing.T) {
	all, err := dispositions.Load()
	if err != nil {
		t.Fatal(err)
	}
	tests, err := dispositions.Tests(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range dispositions.Check(all, tests) {
		t.Error(wrong)
	}
}

const source = `package sample_test
func TestA(t *testing.T) { t.Run("one thing", nil) }
func TestB(t *testing.T) {}
func (x) TestC(t *testing.T) {}
func helper() {}
`

func TestMissing(t *testing.T) {
	index, err := dispositions.Tests(fstest.MapFS{
		"in/a_test.go":          {Data: []byte(source)},
		"in/testdata/b_test.go": {Data: []byte("package b\nfunc TestD() {}")},
		"bin/c_test.go":         {Data: []byte("package c\nfunc TestE() {}")},
		"by/d_test.go":          {Data: []byte("package d\nimport _ \"x/test/conformance/matrix\"\nfunc TestF() {}")},
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		name, want string
	}{
		"a test":                         {"in TestA", ""},
		"a subtest":                      {"in TestA/one thing", ""},
		"a subtest by its row":           {"by TestF/NX-14.2", ""},
		"a row where there are none":     {"in TestB/NX-14.2", `folder in names no subtest "NX-14.2", which "in TestB/NX-14.2" is`},
		"a row that is none":             {"by TestF/NX-99.1", `folder by names no subtest "NX-99.1", which "by TestF/NX-99.1" is`},
		"another folder":                 {"out TestA", `folder out, which "out TestA" names, has no tests`},
		"another test":                   {"in TestZ", "folder in has no TestZ"},
		"a method":                       {"in TestC", "folder in has no TestC"},
		"what is only data":              {"in TestD", "folder in has no TestD"},
		"what was built":                 {"bin TestE", `folder bin, which "bin TestE" names, has no tests`},
		"a name without a folder":        {"TestA", "\"TestA\" is not `<folder> <Test>`"},
		"a subtest of a subtest missing": {"in TestA/one thing/two", `folder in names no subtest "two", which "in TestA/one thing/two" is`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, index.Missing(tc.name)); diff != "" {
				t.Errorf("Missing (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	index, err := dispositions.Tests(fstest.MapFS{"in/a_test.go": {Data: []byte(source)}})
	if err != nil {
		t.Fatal(err)
	}
	shown := dispositions.Disposition{ID: "NX-7.2.a", Is: dispositions.Enforced, As: dispositions.Refused, By: "content", Tests: []string{"in TestA"}}
	tests := map[string]struct {
		of   func(d *dispositions.Disposition)
		want []string
	}{
		"shown": {func(*dispositions.Disposition) {}, nil},
		"no row": {func(d *dispositions.Disposition) { d.ID = "NX-99" }, []string{
			"NX-99 is no row of the matrix", "NX-7.2.a has no disposition",
		}},
		"a test that does not exist": {func(d *dispositions.Disposition) { d.Tests = []string{"in TestZ"} }, []string{
			"NX-7.2.a: folder in has no TestZ",
		}},
		"no test": {func(d *dispositions.Disposition) { d.Tests = nil }, []string{"NX-7.2.a: no test shows it"}},
		"out of reach, which it is not": {func(d *dispositions.Disposition) { d.Is = dispositions.OutOfReach }, []string{
			`NX-7.2.a: it is "outOfReach", and its mode in the matrix is "admission-reject"`,
		}},
		"claimed, though out of reach": {func(d *dispositions.Disposition) { d.ID = "NX-1.1" }, []string{
			`NX-1.1: it is "enforced", and its mode in the matrix is "out-of-reach"`, "NX-7.2.a has no disposition",
		}},
		"gated without a reason": {func(d *dispositions.Disposition) { d.As = dispositions.Gated }, []string{
			"NX-7.2.a: admission could refuse it, and it is gated: say why",
		}},
		"recorded, and nothing takes it away": {func(d *dispositions.Disposition) { d.Is, d.As = dispositions.Recorded, "" }, []string{
			"NX-7.2.a: it is recorded, and none of its tests takes it away: [TestTakenAway TestRequiredContent TestContentOfRules TestGrounds TestInstrument TestResponsible] do",
		}},
		"later, though it is asked now": {func(d *dispositions.Disposition) {
			*d = dispositions.Disposition{ID: d.ID, Is: dispositions.Later, Needs: []dispositions.Capability{dispositions.Product}}
		}, []string{"NX-7.2.a: it is about kinds of this version alone: say why it waits all the same"}},
		"open, and nothing missing": {func(d *dispositions.Disposition) {
			*d = dispositions.Disposition{ID: d.ID, Is: dispositions.Open}
		}, []string{"NX-7.2.a: an open row says what is missing"}},
		"a word that is none": {func(d *dispositions.Disposition) { d.Is = "done" }, []string{`NX-7.2.a: "done" is no disposition`}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d := shown
			tc.of(&d)
			if diff := cmp.Diff(tc.want, own(dispositions.Check([]dispositions.Disposition{d}, index), d.ID)); diff != "" {
				t.Errorf("Check (-want +got):\n%s", diff)
			}
		})
	}
}

// own are the faults of the one disposition, and that its row has none.
func own(wrong []string, id string) []string {
	others := map[string]bool{}
	for _, row := range matrix.Rows() {
		others[row.ID+" has no disposition"] = row.ID != id && row.ID != "NX-7.2.a"
	}
	var kept []string
	for _, w := range wrong {
		if !others[w] {
			kept = append(kept, w)
		}
	}
	return kept
}

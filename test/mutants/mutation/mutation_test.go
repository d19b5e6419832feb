// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package mutation

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A module with one package, and tests that notice some changes of it.
var module = map[string]string{
	"go.mod": "module example\n\ngo 1.26\n",
	"term/term.go": `package term

import "errors"

const day = 24

var errOver = errors.New("over")

// Term has an end.
type Term struct{ Begin, End int }

func (t Term) Check(now int) error {
	if now < t.Begin || now >= t.End {
		return errOver
	}
	return nil
}

func After(days int) Term { return Term{Begin: 1, End: 1 + days*day} }

func Untested(a, b bool) bool { return a && !b }
`,
	"term/term_test.go": `package term

import "testing"

func TestCheck(t *testing.T) {
	for now, over := range map[int]bool{0: true, 1: false, 24: false, 25: true} {
		if err := After(1).Check(now); (err != nil) != over {
			t.Errorf("at %d: %v", now, err)
		}
	}
}
`,
}

func TestEveryChangeIsTried(t *testing.T) {
	root := t.TempDir()
	for name, text := range module {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	results, err := Run(t.Context(), root, "./term", nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Outcome{}
	for _, r := range results {
		got[r.Mutant.Function+": "+r.Mutant.Original+" => "+r.Mutant.Instead] = r.Outcome
	}
	const condition = "func Check: now < t.Begin || now >= t.End => "
	want := map[string]Outcome{
		condition + "true": Killed, condition + "false": Killed, condition + "now < t.Begin && now >= t.End": Killed,
		condition + "now < t.Begin": Killed, condition + "now >= t.End": Killed,
		"func Check: now < t.Begin => now <= t.Begin": Killed, "func Check: now < t.Begin => now >= t.Begin": Killed,
		"func Check: now >= t.End => now > t.End": Killed, "func Check: now >= t.End => now < t.End": Killed,
		"func Check: errOver => nil":                                  Killed,
		"func After: Term{Begin: 1, End: 1 + days*day} => *new(Term)": Killed,
		"func After: 1 => 0":                                          Killed,
		"func After: 1 => 2":                                          Killed,
		"func After: 1 + days*day => 0":                               Killed,
		"func After: 1 + days*day => 1 - days*day":                    Killed,
		"func After: days*day => days / day":                          Killed,
		"func Untested: a && !b => false":                             Unreached,
		"func Untested: a && !b => true":                              Unreached,
		"func Untested: a && !b => a || !b":                           Unreached,
		"func Untested: a && !b => a":                                 Unreached,
		"func Untested: a && !b => !b":                                Unreached,
		"func Untested: !b => b":                                      Unreached,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the mutants (-want +got):\n%s", diff)
	}
	some, err := Run(t.Context(), root, "./term", regexp.MustCompile(`term\.go func After: 1 =>`), 2)
	if err != nil || len(some) != 3 || some[0].Mutant.Instead != "0" || some[0].Outcome != Killed || some[1].Mutant.Instead != "2" {
		t.Errorf("of some mutants that were asked for: %+v, %v", some, err)
	}
	if left, err := filepath.Glob(filepath.Join(root, "term", "*")); err != nil || len(left) != 2 {
		t.Errorf("left beside the package: %v, %v", left, err)
	}
}

func TestEquivalents(t *testing.T) {
	text := "# a file\n\n# a reason\n# of two lines\na/f.go func F: x => y\na/f.go func F: x => z\n"
	list, err := ParseEquivalents(text)
	if err != nil {
		t.Fatal(err)
	}
	want := Equivalents{"a/f.go func F: x => y": "a reason of two lines", "a/f.go func F: x => z": "a reason of two lines"}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("the list (-want +got):\n%s", diff)
	}
	for name, text := range map[string]string{
		"without a reason": "a/f.go func F: x => y\n",
		"twice":            "# a reason\na/f.go func F: x => y\na/f.go func F: x => y\n",
	} {
		if _, err := ParseEquivalents(text); err == nil {
			t.Errorf("%s: read as a list", name)
		}
	}
	mutant := func(instead string) Mutant {
		return Mutant{File: "a/f.go", Function: "func F", Original: "x", Instead: instead, Around: "x", Nth: 1}
	}
	results := []Result{{mutant("y"), Survived}, {mutant("z"), Survived}, {mutant("v"), Killed}, {mutant("w"), Unreached}}
	score, err := list.Count("./a", results)
	if err != nil || score.Killed != 1 || score.Equivalent != 2 || score.Percent() != 50 || len(score.Left) != 1 {
		t.Errorf("the score is %+v, %v", score, err)
	}
	if _, err := list.Count("./a", slices.Concat(results[2:], []Result{{mutant("y"), Killed}})); err == nil {
		t.Error("a mutant that is killed and one that is none are listed as equivalent, which is no error")
	}
	if score, err := list.Of(regexp.MustCompile("x => y$")).Count("./a", results[:1]); err != nil || score.Equivalent != 1 {
		t.Errorf("the score of one mutant is %+v, %v", score, err)
	}
	if diff := cmp.Diff(want, list.Of(nil)); diff != "" {
		t.Errorf("all of the list (-want +got):\n%s", diff)
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package exceptions

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// named is the word by which the test of a row calls whom the row lets through.
func (r row) named() string {
	switch r.who {
	case breakGlass:
		return "rescuer"
	case masters:
		return "root"
	}
	return r.who
}

// TestEveryLineHasATest reads the tests of other packages: a line whom none here
// shows names one that is there and in which whom it lets through has a part.
func TestEveryLineHasATest(t *testing.T) {
	for _, r := range append(rows(), elsewhere...) {
		if (r.tries == nil) == (r.test == "") {
			t.Errorf("%s at %s is to be tried here, or to name a test elsewhere", r.who, r.policy)
		}
	}
	for _, r := range elsewhere {
		t.Run(r.who+" at "+r.policy, func(t *testing.T) {
			body := bodyOf(t, r.test)
			switch {
			case body == "":
				t.Errorf("it names %q, which is no test: write <folder> <Test>", r.test)
			case !strings.Contains(body, r.named()):
				t.Errorf("%s has no part in %s", r.named(), r.test)
			}
		})
	}
}

// bodyOf is the text of a test, named as `<folder> <Test>`; empty where there is
// none of that name.
func bodyOf(t *testing.T, test string) string {
	t.Helper()
	folder, name, _ := strings.Cut(test, " ")
	files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(folder), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == name && strings.HasPrefix(name, "Test") {
				return string(text[set.Position(f.Pos()).Offset:set.Position(f.End()).Offset])
			}
		}
	}
	return ""
}

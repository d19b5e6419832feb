// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// formats are the formats that the packages beneath folders say something with,
// and where: the constants that reach finding.Say and finding.New, also through
// functions that hand a parameter of theirs on.
func formats(t *testing.T, roots ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	walk := func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || strings.Contains(path, "testdata") {
			return err
		}
		s := scan{fset: token.NewFileSet(), sayers: map[string]int{"finding.Say": 0, "finding.New": 2}, found: found}
		return s.folder(path, func(at token.Position, what string) { t.Errorf("%s: %s", at, what) })
	}
	for _, root := range roots {
		if err := filepath.WalkDir(root, walk); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// scan reads one package.
type scan struct {
	fset *token.FileSet
	// sayers are the functions that say something, by the place of the format
	// among their arguments.
	sayers map[string]int
	found  map[string]string
}

func (s *scan) folder(path string, fault func(token.Position, string)) error {
	names, err := filepath.Glob(filepath.Join(path, "*.go"))
	if err != nil {
		return err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(s.fset, name, nil, 0)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	if len(files) > 0 && files[0].Name.Name == "finding" {
		s.sayers = map[string]int{"Say": 0, "New": 2}
	}
	for known := -1; known != len(s.sayers); { // a wrapper of a wrapper too
		known = len(s.sayers)
		for _, file := range files {
			s.calls(file, func(token.Position, string) {})
		}
	}
	for _, file := range files {
		s.calls(file, fault)
	}
	return nil
}

// calls looks at every call of a sayer: its format is a constant, or a parameter
// of the function around it, which is a sayer then.
func (s *scan) calls(file *ast.File, fault func(token.Position, string)) {
	for _, declaration := range file.Decls {
		within, _ := declaration.(*ast.FuncDecl)
		ast.Inspect(declaration, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			place, sayer := s.sayers[called(call.Fun)]
			if !sayer || place >= len(call.Args) {
				return true
			}
			at := s.fset.Position(call.Pos())
			if format, constant := constantOf(call.Args[place]); constant {
				s.found[format] = at.String()
			} else if parameter := parameterOf(within, call.Args[place]); parameter >= 0 {
				s.sayers[within.Name.Name] = parameter
			} else {
				fault(at, "what is said is no constant, so that no catalogue can hold it")
			}
			return true
		})
	}
}

// called is the name of a function: with that of the package where it is of
// package finding, alone where it is of the package itself.
func called(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.Ident); ok && of.Name == "finding" {
			return "finding." + f.Sel.Name
		}
		return f.Sel.Name
	}
	return ""
}

func constantOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, a := constantOf(e.X)
		right, b := constantOf(e.Y)
		return left + right, a && b
	}
	return "", false
}

// parameterOf is the place of a parameter, without the receiver, or -1.
func parameterOf(within *ast.FuncDecl, e ast.Expr) int {
	ident, ok := e.(*ast.Ident)
	if !ok || within == nil {
		return -1
	}
	place := 0
	for _, field := range within.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == ident.Name {
				return place
			}
			place++
		}
	}
	return -1
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package dispositions

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// Index is what tests there are: by folder, their names and the strings that
// subtests are named by.
type Index map[string]*Folder

// Folder is what the tests of one folder are called.
type Folder struct {
	tests map[string]bool
	words map[string]bool
	// byRow says that its subtests are named by rows of the matrix.
	byRow bool
}

// Tests reads the test files of a repository. It runs nothing, so that a test
// which needs a control plane is found as quickly as any other.
func Tests(repository fs.FS) (Index, error) {
	found := Index{}
	err := fs.WalkDir(repository, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (name == "bin" || strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		return found.read(repository, name)
	})
	if err != nil {
		return nil, fmt.Errorf("read the tests: %w", err)
	}
	return found, nil
}

func (x Index) read(repository fs.FS, name string) error {
	content, err := fs.ReadFile(repository, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("parse %s: %w", name, err)
	}
	dir := path.Dir(name)
	if x[dir] == nil {
		x[dir] = &Folder{tests: map[string]bool{}, words: map[string]bool{}}
	}
	x[dir].take(file)
	return nil
}

func (f *Folder) take(file *ast.File) {
	for _, imported := range file.Imports {
		f.byRow = f.byRow || strings.HasSuffix(imported.Path.Value, `/test/conformance/matrix"`)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && strings.HasPrefix(n.Name.Name, "Test") {
				f.tests[n.Name.Name] = true
			}
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil {
				f.words[text] = true
			}
		}
		return true
	})
}

// Missing says why there is no test of that name; empty where there is one. A
// subtest is there when its name is a string in the folder's tests, or a row
// where the folder takes its subtests from the matrix.
func (x Index) Missing(name string) string {
	dir, test, spaced := strings.Cut(name, " ")
	function, sub, _ := strings.Cut(test, "/")
	folder := x[dir]
	switch {
	case !spaced:
		return fmt.Sprintf("%q is not `<folder> <Test>`", name)
	case folder == nil:
		return fmt.Sprintf("folder %s, which %q names, has no tests", dir, name)
	case !folder.tests[function]:
		return fmt.Sprintf("folder %s has no %s", dir, function)
	case sub == "" || folder.words[sub] || (folder.byRow && matrix.Exists(sub)):
		return ""
	}
	for part := range strings.SplitSeq(sub, "/") {
		if !folder.words[part] && (!folder.byRow || !matrix.Exists(part)) {
			return fmt.Sprintf("folder %s names no subtest %q, which %q is", dir, part, name)
		}
	}
	return ""
}

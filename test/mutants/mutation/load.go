// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package mutation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// source is one package, parsed and with its types.
type source struct {
	dir, name string
	fileSet   *token.FileSet
	// paths, texts and files go together; paths are absolute.
	paths []string
	texts [][]byte
	files []*ast.File
	info  *types.Info
	pkg   *types.Package
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	DepOnly                 bool
}

// load reads the package of a folder of the module at root, such as
// ./internal/calendar, with the types of what it imports.
func load(ctx context.Context, root, folder string) (*source, error) {
	packages, err := list(ctx, root, folder)
	if err != nil {
		return nil, err
	}
	exports, s := map[string]string{}, &source{fileSet: token.NewFileSet()}
	var path string
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
		if p.DepOnly {
			continue
		}
		path, s.dir = p.ImportPath, p.Dir
		for _, name := range p.GoFiles {
			if err := s.parse(filepath.Join(p.Dir, name)); err != nil {
				return nil, err
			}
		}
	}
	if len(s.files) == 0 {
		return nil, fmt.Errorf("load %s: no Go files", folder)
	}
	s.name = s.files[0].Name.Name
	s.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
	}
	config := types.Config{Importer: importer.ForCompiler(s.fileSet, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
	if s.pkg, err = config.Check(path, s.fileSet, s.files, s.info); err != nil {
		return nil, fmt.Errorf("check types of %s: %w", folder, err)
	}
	return s, nil
}

func (s *source) parse(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read source: %w", err)
	}
	file, err := parser.ParseFile(s.fileSet, path, text, parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("parse source: %w", err)
	}
	s.paths, s.texts, s.files = append(s.paths, path), append(s.texts, text), append(s.files, file)
	return nil
}

func list(ctx context.Context, root, folder string) ([]listed, error) {
	command := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,DepOnly", folder)
	command.Dir, command.Stderr = root, os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("list packages: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("list packages: %w", err)
	}
	var packages []listed
	for decoder := json.NewDecoder(out); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("read the list of packages: %w", err), command.Wait())
		}
		packages = append(packages, p)
	}
	if err := command.Wait(); err != nil {
		return nil, fmt.Errorf("list packages: %w", err)
	}
	return packages, nil
}

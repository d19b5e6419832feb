// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package mutation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// finder collects the places of one file.
type finder struct {
	*source
	index    int
	places   map[[2]int]*place
	order    []*place
	function string
	// results are the results of the function around, innermost last.
	results []*types.Tuple
}

// find collects the places of every file, numbered from 1.
func find(s *source) []*place {
	var all []*place
	for i, file := range s.files {
		f := &finder{source: s, index: i, places: map[[2]int]*place{}}
		for _, declaration := range file.Decls {
			f.declaration(declaration)
		}
		all = append(all, f.order...)
	}
	for i, p := range all {
		p.number = i + 1
	}
	return all
}

func (f *finder) declaration(d ast.Decl) {
	switch d := d.(type) {
	case *ast.GenDecl:
		if d.Tok == token.VAR {
			f.function = "var"
			f.walk(d)
		}
	case *ast.FuncDecl:
		if d.Body == nil {
			return
		}
		f.function = "func " + d.Name.Name
		signature := f.info.Defs[d.Name].Type().(*types.Signature)
		f.results = []*types.Tuple{signature.Results()}
		f.block(d.Body.List, signature.Results().Len() > 0)
	}
}

// walk visits a node that is no function body, and what is in it.
func (f *finder) walk(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			results := f.info.Types[n].Type.(*types.Signature).Results()
			f.results = append(f.results, results)
			f.block(n.Body.List, results.Len() > 0)
			f.results = f.results[:len(f.results)-1]
			return false
		case *ast.BlockStmt:
			f.block(n.List, false)
			return false
		case *ast.CaseClause:
			for _, e := range n.List {
				f.walk(e)
			}
			f.block(n.Body, false)
			return false
		case *ast.ArrayType:
			return false
		case *ast.GenDecl:
			return n.Tok == token.VAR // what is constant must stay so
		case *ast.IfStmt:
			f.instead(n.Cond, "bool", "true", "false")
		case *ast.ForStmt:
			if n.Cond != nil {
				f.instead(n.Cond, "bool", "false")
			}
		case *ast.ReturnStmt:
			f.returned(n)
		case *ast.BinaryExpr:
			if n.Op == token.SHL && f.info.Types[n].Value != nil {
				return false // its operands are of no type of their own
			}
			f.binary(n)
		case ast.Expr:
			f.expression(n)
		}
		return true
	})
}

// block visits the statements of a list; ends says that the function around
// needs the last one to return.
func (f *finder) block(list []ast.Stmt, ends bool) {
	for i, s := range list {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				f.add(s, statement, "", "left out")
			}
		case *ast.IncDecStmt, *ast.ExprStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt:
			f.add(s, statement, "", "left out")
		case *ast.BranchStmt:
			if s.Tok == token.CONTINUE {
				f.add(s, statement, "", "left out")
			}
		case *ast.SwitchStmt:
			f.cases(s, ends && i == len(list)-1)
		}
		f.walk(s)
	}
}

// cases lets each case of a switch be passed over, and where it has no tag, be
// taken. The switch that a function ends with must return.
func (f *finder) cases(s *ast.SwitchStmt, last bool) {
	for _, c := range s.Body.List {
		clause := c.(*ast.CaseClause)
		if s.Tag == nil {
			for _, e := range clause.List {
				f.instead(e, "bool", "true", "false")
			}
		} else if len(clause.Body) > 0 && !last {
			f.body(clause)
		}
	}
}

func (f *finder) body(c *ast.CaseClause) {
	from, to := f.offset(c.Colon)+1, f.offset(c.End())
	var label string
	for i, e := range c.List {
		if i > 0 {
			label += ", "
		}
		label += f.text(e)
	}
	if c.List == nil {
		label = "default"
	}
	p := &place{file: f.index, from: from, to: to, function: f.function, role: caseBody, original: "case " + label, instead: []string{"passed over"}}
	f.order = append(f.order, p)
}

// returned lets each result be zero, and true.
func (f *finder) returned(n *ast.ReturnStmt) {
	results := f.results[len(f.results)-1]
	if len(n.Results) != results.Len() {
		return
	}
	for i, e := range n.Results {
		f.zero(e, results.At(i).Type())
		if isBool(results.At(i).Type()) {
			f.instead(e, "bool", "true")
		}
	}
}

// zero lets an expression be the zero value of a type.
func (f *finder) zero(e ast.Expr, t types.Type) {
	switch text := f.text(e); {
	case isZero(f.info.Types[e].Value):
		return
	case text == "nil" || strings.HasSuffix(text, "{}"):
		return
	case isBool(t):
		f.instead(e, "bool", "false")
		return
	}
	if kind, ok := f.spell(t); ok {
		f.instead(e, kind, zeroOf(t, kind))
	} else if tv := f.info.Types[e]; tv.Value == nil {
		if _, tuple := tv.Type.(*types.Tuple); !tuple && f.places[f.span(e)] == nil {
			f.add(e, value, "", "zero")
		}
	}
}

func zeroOf(t types.Type, kind string) string {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			return `""`
		case u.Info()&types.IsNumeric != 0:
			return "0"
		}
	case *types.Pointer, *types.Slice, *types.Map, *types.Signature:
		return "nil"
	case *types.Interface:
		if _, parameter := t.(*types.TypeParam); !parameter {
			return "nil"
		}
	}
	return "*new(" + kind + ")"
}

// isZero says whether a constant is the zero value of its type.
func isZero(v constant.Value) bool {
	if v == nil {
		return false
	}
	switch v.Kind() {
	case constant.Bool:
		return !constant.BoolVal(v)
	case constant.String:
		return constant.StringVal(v) == ""
	}
	return constant.Sign(v) == 0
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

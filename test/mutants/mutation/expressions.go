// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package mutation

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// operators are what an operator is changed into.
var operators = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.ADD: {token.SUB}, token.SUB: {token.ADD},
	token.MUL: {token.QUO}, token.QUO: {token.MUL}, token.REM: {token.MUL},
}

// expression finds what may be changed of one expression itself.
func (f *finder) expression(e ast.Expr) {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			f.instead(e, "bool", f.text(e.X))
		}
	case *ast.BasicLit:
		f.literal(e)
	case *ast.CompositeLit:
		f.composite(e)
	case *ast.CallExpr:
		f.call(e)
	}
}

func (f *finder) binary(e *ast.BinaryExpr) {
	tv := f.info.Types[e]
	if tv.Value != nil || isString(tv.Type) {
		return
	}
	kind, ok := f.spell(types.Default(tv.Type))
	if !ok {
		return
	}
	x, y := f.text(e.X), f.text(e.Y)
	for _, other := range operators[e.Op] {
		f.instead(e, kind, fmt.Sprintf("%s %s %s", x, other, y))
	}
	if e.Op == token.LAND || e.Op == token.LOR {
		f.instead(e, kind, x, y)
	}
}

// literal lets a whole number be one more.
func (f *finder) literal(e *ast.BasicLit) {
	tv := f.info.Types[e]
	if e.Kind != token.INT || tv.Value == nil || tv.Type == nil {
		return
	}
	n, exact := constant.Int64Val(constant.ToInt(tv.Value))
	kind, ok := f.spell(types.Default(tv.Type))
	if !exact || !ok {
		return
	}
	f.instead(e, kind, fmt.Sprint(n+1))
}

// composite lets each field, value or element be zero.
func (f *finder) composite(e *ast.CompositeLit) {
	t := f.info.Types[e].Type
	if p, ok := t.Underlying().(*types.Pointer); ok { // an element &T{} written as {}
		t = p.Elem()
	}
	for i, element := range e.Elts {
		pair, keyed := element.(*ast.KeyValueExpr)
		switch u := t.Underlying().(type) {
		case *types.Struct:
			if !keyed {
				f.zero(element, u.Field(i).Type())
			} else if field := f.info.Uses[pair.Key.(*ast.Ident)]; field != nil {
				f.zero(pair.Value, field.Type())
			}
		case *types.Map:
			f.element(pair.Value, u.Elem())
		case *types.Slice:
			if !keyed {
				f.element(element, u.Elem())
			}
		}
	}
}

// element is zeroed unless its type is left out in the source.
func (f *finder) element(e ast.Expr, t types.Type) {
	if literal, ok := e.(*ast.CompositeLit); ok && literal.Type == nil {
		return
	}
	f.zero(e, t)
}

// call lets an argument of a list be zero, such as one check of a chain, and an
// append add nothing.
func (f *finder) call(e *ast.CallExpr) {
	if name, ok := e.Fun.(*ast.Ident); ok && name.Name == "append" && f.info.Uses[name] == types.Universe.Lookup("append") {
		if kind, ok := f.spell(f.info.Types[e].Type); ok {
			f.instead(e, kind, f.text(e.Args[0]))
		}
		return
	}
	signature, ok := f.info.Types[e.Fun].Type.(*types.Signature)
	if !ok || !signature.Variadic() || e.Ellipsis.IsValid() {
		return
	}
	fixed := signature.Params().Len() - 1
	list, ok := signature.Params().At(fixed).Type().(*types.Slice)
	if !ok || types.IsInterface(list.Elem()) { // what fmt prints
		return
	}
	for _, argument := range e.Args[min(fixed, len(e.Args)):] {
		f.zero(argument, list.Elem())
	}
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// instead adds changes of an expression.
func (f *finder) instead(e ast.Expr, kind string, texts ...string) {
	p := f.add(e, expression, kind)
	for _, text := range texts {
		if text != f.text(e) && !slices.Contains(p.instead, text) {
			p.instead = append(p.instead, text)
		}
	}
	if len(p.instead) == 0 { // nothing but what is there
		f.order = slices.DeleteFunc(f.order, func(other *place) bool { return other == p })
		delete(f.places, [2]int{p.from, p.to})
	}
}

// add is the place of a node, which is made where it is new.
func (f *finder) add(n ast.Node, r role, kind string, instead ...string) *place {
	key := f.span(n)
	known := f.places[key]
	if known != nil && known.role == value { // its own type can be spelled
		known.role, known.kind, known.instead = r, kind, nil
	}
	if known == nil || (known.role == statement) != (r == statement) {
		known = &place{file: f.index, from: key[0], to: key[1], function: f.function, role: r, kind: kind, original: f.text(n)}
		f.order = append(f.order, known)
		if r != statement {
			f.places[key] = known
		}
	}
	known.instead = append(known.instead, instead...)
	return known
}

func (f *finder) span(n ast.Node) [2]int { return [2]int{f.offset(n.Pos()), f.offset(n.End())} }

func (f *finder) offset(p token.Pos) int { return f.fileSet.Position(p).Offset }

func (f *finder) text(n ast.Node) string {
	return string(f.texts[f.index][f.offset(n.Pos()):f.offset(n.End())])
}

// spell writes a type as the file at hand would; ok is false where it does not
// import what that takes.
func (f *finder) spell(t types.Type) (kind string, ok bool) {
	ok = true
	kind = types.TypeString(t, func(p *types.Package) string {
		if p == f.pkg {
			return ""
		}
		for _, spec := range f.files[f.index].Imports {
			if strings.Trim(spec.Path.Value, `"`) != p.Path() {
				continue
			}
			if spec.Name != nil {
				return spec.Name.Name
			}
			return p.Name()
		}
		ok = false
		return p.Name()
	})
	return kind, ok && !strings.Contains(kind, "untyped")
}

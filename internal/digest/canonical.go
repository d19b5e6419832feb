// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// canonical writes values in the form that is digested. It writes what the
// types say themselves, and leaves to encoding/json and the tree that it makes
// only what is written by methods of its own, such as quantities and times: a
// digest is made for every look at a grant, and the tree takes some twenty
// times as long.
type canonical struct {
	text []byte
	err  error
}

func (c *canonical) value(v reflect.Value) {
	if v.IsValid() && custom(v) {
		c.tree(v.Interface())
		return
	}
	switch v.Kind() {
	case reflect.Invalid:
		c.text = append(c.text, "null"...)
	case reflect.Bool:
		c.text = strconv.AppendBool(c.text, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.text = strconv.AppendInt(c.text, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		c.text = strconv.AppendUint(c.text, v.Uint(), 10)
	case reflect.String:
		c.word(v.String())
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			c.text = append(c.text, "null"...)
			return
		}
		c.value(v.Elem())
	case reflect.Struct:
		c.object(v)
	case reflect.Slice, reflect.Array:
		c.list(v)
	case reflect.Map:
		c.mapping(v)
	default:
		c.tree(v.Interface())
	}
}

// word writes a string. Of what needs more than quotes, encoding/json knows
// what.
func (c *canonical) word(s string) {
	if plain(s) {
		c.text = append(append(append(c.text, '"'), s...), '"')
		return
	}
	c.tree(s)
}

// plain says whether a string is written as it is.
func plain(s string) bool {
	ascii := true
	for i := range len(s) {
		switch b := s[i]; {
		case b < ' ' || b == '"' || b == '\\':
			return false
		case b >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || (utf8.ValidString(s) && !strings.ContainsAny(s, "\u2028\u2029"))
}

func (c *canonical) object(v reflect.Value) {
	c.text = append(c.text, '{')
	first := true
	for _, f := range fieldsOf(v.Type()) {
		at := v.FieldByIndex(f.index)
		if f.leftOut(at) {
			continue
		}
		if !first {
			c.text = append(c.text, ',')
		}
		first = false
		c.text = append(c.text, f.key...)
		c.value(at)
	}
	c.text = append(c.text, '}')
}

func (c *canonical) mapping(v reflect.Value) {
	switch {
	case v.IsNil():
		c.text = append(c.text, "null"...)
		return
	case v.Type().Key().Kind() != reflect.String || marshals(v.Type().Key()):
		c.tree(v.Interface())
		return
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	c.text = append(c.text, '{')
	for i, key := range keys {
		if i > 0 {
			c.text = append(c.text, ',')
		}
		c.word(key.String())
		c.text = append(c.text, ':')
		c.value(v.MapIndex(key))
	}
	c.text = append(c.text, '}')
}

// item is one item of a list: what it is called, and where it is written.
type item struct {
	name     string
	from, to int
}

// list writes a list in its order, and then again in that of the names where
// all items have one.
func (c *canonical) list(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Slice && v.IsNil():
		c.text = append(c.text, "null"...)
		return
	case v.Type().Elem().Kind() == reflect.Uint8:
		c.tree(v.Interface())
		return
	}
	c.text = append(c.text, '[')
	begin, named, sorted := len(c.text), true, true
	items := make([]item, v.Len())
	for i := range items {
		if i > 0 {
			c.text = append(c.text, ',')
		}
		items[i].from = len(c.text)
		c.value(v.Index(i))
		items[i].to = len(c.text)
		if named {
			items[i].name = c.name(v.Index(i), items[i])
			named = items[i].name != ""
		}
		sorted = sorted && (i == 0 || items[i-1].name <= items[i].name)
	}
	if named && !sorted {
		c.sort(begin, items)
	}
	c.text = append(c.text, ']')
}

// sort puts the items that are written from a place on in the order of their
// names.
func (c *canonical) sort(begin int, items []item) {
	written := bytes.Clone(c.text[begin:])
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(a.name, b.name) })
	c.text = c.text[:begin]
	for i, it := range items {
		if i > 0 {
			c.text = append(c.text, ',')
		}
		c.text = append(c.text, written[it.from-begin:it.to-begin]...)
	}
}

// name is what an item is called; see the function name of a tree.
func (c *canonical) name(v reflect.Value, at item) string {
	for v.Kind() == reflect.Pointer && !v.IsNil() && !custom(v) {
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.String && !custom(v) && plain(v.String()):
		return v.String()
	case v.Kind() == reflect.Struct && !custom(v):
		return c.nameOf(v, at)
	}
	var tree any
	if err := json.Unmarshal(c.text[at.from:at.to], &tree); err != nil {
		c.err = err
	}
	return name(tree)
}

// nameOf is what an object is called: the first of its key, resource and name
// that it has.
func (c *canonical) nameOf(v reflect.Value, at item) string {
	fields := fieldsOf(v.Type())
	for _, key := range names {
		i, ok := slices.BinarySearchFunc(fields, key, func(f field, key string) int { return cmp.Compare(f.name, key) })
		if !ok {
			continue
		}
		of := v.FieldByIndex(fields[i].index)
		switch {
		case fields[i].leftOut(of):
		case of.Kind() == reflect.String && !custom(of) && plain(of.String()):
			return of.String()
		default:
			var tree any
			if err := json.Unmarshal(c.text[at.from:at.to], &tree); err != nil {
				c.err = err
			}
			return name(tree)
		}
	}
	return ""
}

// tree writes a value by way of the tree that encoding/json makes of it.
func (c *canonical) tree(value any) {
	text, err := throughTree(value)
	if err != nil {
		c.err = err
	}
	c.text = append(c.text, text...)
}

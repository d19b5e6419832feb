// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// field is one field of a struct as JSON has it.
type field struct {
	name string
	// key is the name with quotes and colon.
	key   string
	index []int
	// empty and zero say when it is left out.
	empty, zero bool
}

// zeroer is what encoding/json asks of a field with omitzero.
type zeroer interface{ IsZero() bool }

var (
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	zeroing       = reflect.TypeFor[zeroer]()
)

func (f *field) leftOut(v reflect.Value) bool {
	return (f.empty && isEmpty(v)) || (f.zero && isZero(v))
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func isZero(v reflect.Value) bool {
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil():
		return true
	case v.Type().Implements(zeroing):
		says, ok := reflect.TypeAssert[zeroer](v)
		return ok && says.IsZero()
	case reflect.PointerTo(v.Type()).Implements(zeroing):
		own := reflect.New(v.Type())
		own.Elem().Set(v)
		says, ok := reflect.TypeAssert[zeroer](own)
		return ok && says.IsZero()
	}
	return v.IsZero()
}

// custom says whether a value is written by a method of its own.
func custom(v reflect.Value) bool {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return false // it is null
	}
	return marshals(v.Type()) || (v.CanAddr() && marshals(reflect.PointerTo(v.Type())))
}

var marshalling sync.Map // of reflect.Type: whether it is written by a method

func marshals(t reflect.Type) bool {
	if known, ok := marshalling.Load(t); ok {
		return known == true
	}
	does := t.Implements(marshaler) || t.Implements(textMarshaler)
	marshalling.Store(t, does)
	return does
}

var structs sync.Map // of reflect.Type: []field

// fieldsOf are the fields of a struct in the order of their names.
func fieldsOf(t reflect.Type) []field {
	if known, ok := structs.Load(t); ok {
		if fields, ok := known.([]field); ok {
			return fields
		}
	}
	fields := collect(t, nil)
	slices.SortFunc(fields, func(a, b field) int { return cmp.Compare(a.name, b.name) })
	structs.Store(t, fields)
	return fields
}

// collect lists the fields of a struct, and those of the structs that it has
// inside.
func collect(t reflect.Type, index []int) []field {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		at := append(slices.Clone(index), i)
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			fields = append(fields, collect(f.Type, at)...)
			continue
		case !f.IsExported() || (name == "-" && options == ""):
			continue
		case name == "":
			name = f.Name
		}
		asked := strings.Split(options, ",")
		fields = append(fields, field{
			name: name, key: `"` + name + `":`, index: at,
			empty: slices.Contains(asked, "omitempty"), zero: slices.Contains(asked, "omitzero"),
		})
	}
	return fields
}

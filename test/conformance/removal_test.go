// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// unasked are the places of an edition that no line of expected/ asks for, and
// why none does. What is a rule of a text is not among them.
var unasked = map[string]string{
	`^(Code|Edition|Division|TimeZone)$`:          "which edition it is and of which place: the API server asks for each of them",
	`^EffectiveFromSource$`:                       "where the text says its first day: words beside the date, which is asked for",
	`^Instrument\.(Status|LegalBasis|Principles)`: "what the text says of itself, which is shown and decides nothing",
	`^Instrument\.Prevailing\[`:                   "TestInstrument takes each of the rules that a row names away; the others are shown",
	`^Terms\.[A-Za-z]+\.Exception$`:               "Never, which is what holds where nothing is said; Allowed is asked for",
}

// TestEveryLineIsAskedFor takes every line of every edition away in turn, and
// every part of a line, and finds that a line of expected/ or an item of content
// of the matrix is no longer there: nothing in an edition is there that no test
// would miss.
func TestEveryLineIsAskedFor(t *testing.T) {
	used := map[string]bool{}
	for regulation, edition := range editions(t) {
		lines := allExpected(t, regulation)
		if len(lines) == 0 {
			continue // no row of the text is asked for yet
		}
		t.Run(regulation, func(t *testing.T) {
			if what := missed(edition, regulation, lines); what != "" {
				t.Fatalf("nothing was taken away, and %s is missed", what)
			}
			taken := 0
			eachRemoval(reflect.ValueOf(&edition.Spec).Elem(), "", func(place string) {
				taken++
				if missed(edition, regulation, lines) == "" && !excepted(place, used) {
					t.Errorf("without spec.%s nothing is missed: no line of expected/%s.yaml asks for it", place, strings.ToLower(regulation))
				}
			})
			if taken < 300 {
				t.Errorf("%d lines and parts of lines were taken away, which are not all", taken)
			}
		})
	}
	for pattern, why := range unasked {
		if !used[pattern] {
			t.Errorf("%s is excepted (%s), and nothing there goes unmissed", pattern, why)
		}
	}
}

func excepted(place string, used map[string]bool) bool {
	for pattern := range unasked {
		if regexp.MustCompile(pattern).MatchString(place) {
			used[pattern] = true
			return true
		}
	}
	return false
}

// missed is what an edition no longer says of what is expected of it, and empty
// where it says it all.
func missed(edition *v1alpha1.Jurisdiction, regulation string, lines map[string][]string) string {
	facts := Facts(edition)
	for id, all := range lines {
		citing := citing(facts, id)
		for _, line := range all {
			if !saidOftenEnough(citing, id, line, all) {
				return id + ": " + line
			}
		}
	}
	for _, row := range contentRows(regulation) {
		kind := bearers[strings.Join(row.Kinds, ",")]
		items := content.Items(edition, kind)
		for _, key := range row.Keys {
			if !byAct(row, lines[row.ID]) && !slices.ContainsFunc(items, func(i v1alpha1.ContentItem) bool { return i.Key == key && cited(i, row.ID) }) {
				return row.ID + ": " + key
			}
		}
	}
	return ""
}

// contentRows are the rows whose keys TestRequiredContent takes away.
func contentRows(regulation string) []matrix.Entry {
	return slices.DeleteFunc(matrix.Rows(), func(row matrix.Entry) bool {
		return row.Regulation() != regulation || row.Category != "required content" || bearers[strings.Join(row.Kinds, ",")] == "" ||
			len(row.Keys) == 0 || !strings.Contains(row.How, "Required key")
	})
}

// eachRemoval takes every field that is given and every item of a list away,
// one at a time, and puts it back. What a line is called and which rows it cites
// is no part of what it says.
func eachRemoval(of reflect.Value, place string, without func(place string)) {
	switch of.Kind() {
	case reflect.Pointer:
		eachRemoval(of.Elem(), place, without)
	case reflect.Struct:
		for i := range of.NumField() {
			name, field := of.Type().Field(i).Name, of.Field(i)
			if field.IsZero() || slices.Contains([]string{"Name", "ID", "Title", "Basis", "EffectiveFromBasis"}, name) {
				continue
			}
			at := strings.TrimPrefix(place+"."+name, ".")
			if field.Kind() != reflect.Slice {
				given := reflect.New(field.Type()).Elem()
				given.Set(field)
				field.SetZero()
				without(at)
				field.Set(given)
			}
			eachRemoval(field, at, without)
		}
	case reflect.Slice:
		eachItem(of, place, without)
	}
}

func eachItem(list reflect.Value, place string, without func(place string)) {
	all := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
	reflect.Copy(all, list)
	for i := range all.Len() {
		less := reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, all.Len()), all.Slice(0, i))
		list.Set(reflect.AppendSlice(less, all.Slice(i+1, all.Len())))
		at := place + "[" + called(all.Index(i)) + "]"
		without(at)
		list.Set(all)
		eachRemoval(list.Index(i), at, without)
	}
}

// called tells an item of a list by the first of its names.
func called(item reflect.Value) string {
	if item.Kind() != reflect.Struct {
		return item.String()
	}
	for _, name := range []string{"Name", "ID", "Key", "Check", "Role", "Ref", "Owner"} {
		if field := item.FieldByName(name); field.IsValid() && field.String() != "" {
			return field.String()
		}
	}
	return "…"
}

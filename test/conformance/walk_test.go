// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance_test

import (
	"reflect"
	"regexp"
	"slices"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// TestEditionsAreSound asks what the operator asks of each edition: that it is
// consistent, and that a child only supplies or tightens.
func TestEditionsAreSound(t *testing.T) {
	editions := built(t)
	for folder, edition := range editions {
		t.Run(folder, func(t *testing.T) {
			for _, flaw := range jurisdiction.Flaws(edition) {
				t.Errorf("%s", flaw)
			}
			if edition.Spec.Parent == "" {
				return
			}
			parent := named(editions, string(edition.Spec.Parent))
			if parent == nil {
				t.Fatalf("the parent %q is no edition of config/jurisdictions", edition.Spec.Parent)
			}
			for _, flaw := range jurisdiction.Loosens(edition, parent) {
				t.Errorf("%s", flaw)
			}
		})
	}
}

func named(editions map[string]*v1alpha1.Jurisdiction, name string) *v1alpha1.Jurisdiction {
	for _, edition := range editions {
		if edition.Name == name {
			return edition
		}
	}
	return nil
}

// stateMachine is what cites a move of the matrix's state machines.
var stateMachine = regexp.MustCompile(`^B\.[1-8]$`)

// TestEveryBasisExists walks every line of every edition to what it rests on: a
// row of the matrix, a reading, a derived rule, a move of a state machine. Only
// a child rests on policy, and only for what it supplies.
func TestEveryBasisExists(t *testing.T) {
	for folder, edition := range built(t) {
		t.Run(folder, func(t *testing.T) {
			cited := basisIDs(reflect.ValueOf(edition.Spec))
			if len(cited) == 0 {
				t.Fatal("the edition cites nothing")
			}
			for _, id := range cited {
				switch {
				case matrix.Exists(string(id)), isReading(string(id)), stateMachine.MatchString(string(id)):
				case id == "policy" && edition.Spec.Parent != "":
				default:
					t.Errorf("a line rests on %q, which the matrix does not have", id)
				}
			}
		})
	}
}

func isReading(id string) bool {
	return slices.ContainsFunc(matrix.Readings(), func(r matrix.Reading) bool { return r.ID == id })
}

// basisIDs are all that the lines of a value rest on.
func basisIDs(v reflect.Value) []v1alpha1.BasisID {
	var found []v1alpha1.BasisID
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			found = basisIDs(v.Elem())
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			found = append(found, basisIDs(field)...)
		}
	case reflect.Slice:
		if ids, ok := reflect.TypeAssert[[]v1alpha1.BasisID](v); ok {
			return ids
		}
		for i := range v.Len() {
			found = append(found, basisIDs(v.Index(i))...)
		}
	}
	return found
}

// TestPinnableEditionsCountTheirDays makes sure that what a chain may pin has a
// calendar that is shipped; a parent without a date is no such edition.
func TestPinnableEditionsCountTheirDays(t *testing.T) {
	shipped := shippedCalendars(t)
	for folder, edition := range built(t) {
		if edition.Spec.Parent == "" {
			continue
		}
		if edition.Spec.EffectiveFrom == nil {
			t.Errorf("%s: no effectiveFrom: nothing that pins it would ever be in force", folder)
			continue
		}
		years := shipped[string(edition.Spec.Calendar)]
		if len(years) == 0 {
			t.Errorf("%s: no calendar %q is shipped", folder, edition.Spec.Calendar)
			continue
		}
		if !slices.Contains(years, 2025) || !slices.Contains(years, 2026) {
			t.Errorf("%s: calendar %q knows %v, and the scenarios are of 2025 and 2026", folder, edition.Spec.Calendar, years)
		}
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance_test

import (
	"path/filepath"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// shippedCalendars are the years of each WorkCalendar of config/calendars.
func shippedCalendars(t *testing.T) map[string][]int32 {
	t.Helper()
	root, err := cluster.RepositoryRoot()
	if err != nil {
		t.Fatal(err)
	}
	calendar := &v1alpha1.WorkCalendar{}
	text, err := kustomize(filepath.Join(root, "config", "calendars"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalStrict(text, calendar); err != nil {
		t.Fatalf("decode config/calendars: %v", err)
	}
	var years []int32
	for _, year := range calendar.Spec.Years {
		years = append(years, year.Year)
	}
	return map[string][]int32{calendar.Name: years}
}

// figures are where an edition holds a parameter of the matrix. What it must be
// is the matrix's: of its spans the one in the unit, and nothing where the text
// is silent.
var figures = map[string]struct {
	unit matrix.Unit
	of   func(*v1alpha1.JurisdictionSpec) *int32
}{
	"A4": {matrix.Years, func(s *v1alpha1.JurisdictionSpec) *int32 {
		if s.Validity == nil {
			return nil
		}
		return &s.Validity.Years
	}},
	"A26": {matrix.WorkingDays, publicity("Operator")},
	"A30": {matrix.Years, func(s *v1alpha1.JurisdictionSpec) *int32 {
		if s.Terms == nil || s.Terms.OperationAgreement == nil {
			return nil
		}
		return years(s.Terms.OperationAgreement)
	}},
	"A33": {matrix.Months, func(s *v1alpha1.JurisdictionSpec) *int32 {
		if s.Renewal == nil {
			return nil
		}
		return s.Renewal.Months
	}},
	"A34": {matrix.Years, func(s *v1alpha1.JurisdictionSpec) *int32 {
		for _, g := range s.Grounds {
			if g.Bar != nil && g.Bar.Years != nil {
				return g.Bar.Years
			}
		}
		return nil
	}},
	"A37":  {matrix.WorkingDays, due(v1alpha1.LinkDeveloperGrant, v1alpha1.ActionForward)},
	"A40":  {matrix.WorkingDays, publicity("Developer")},
	"A41":  {matrix.WorkingDays, due(v1alpha1.LinkDeveloperGrant, v1alpha1.ActionSign)},
	"A42":  {matrix.WorkingDays, due(v1alpha1.LinkDeveloperGrant, v1alpha1.ActionFile)},
	"A43":  {matrix.WorkingDays, opening},
	"A44":  {matrix.Years, grantTerm},
	"A100": {matrix.Years, retention},
}

func years(t *v1alpha1.TermRule) *int32 {
	if t.Exact != nil {
		return &t.Exact.Years
	}
	return &t.Max.Years
}

func grantTerm(s *v1alpha1.JurisdictionSpec) *int32 {
	if s.Terms == nil || s.Terms.DeveloperGrant == nil {
		return nil
	}
	return years(s.Terms.DeveloperGrant)
}

func retention(s *v1alpha1.JurisdictionSpec) *int32 {
	if s.Retention == nil {
		return nil
	}
	return &s.Retention.Years
}

func opening(s *v1alpha1.JurisdictionSpec) *int32 {
	for _, d := range s.Duties {
		if d.Until == v1alpha1.UntilSandboxReady {
			return d.Due.WorkingDays
		}
	}
	return nil
}

// publicity is for how long the selection of a role is published.
func publicity(seeks v1alpha1.Role) func(*v1alpha1.JurisdictionSpec) *int32 {
	return func(s *v1alpha1.JurisdictionSpec) *int32 {
		for _, p := range s.Procedures {
			if p.Of != v1alpha1.LinkSelection || p.When == nil || p.When.Seeks != seeks {
				continue
			}
			for _, step := range p.Steps {
				if step.Publicity != nil {
					return step.Publicity.WorkingDays
				}
			}
		}
		return nil
	}
}

// due is within how many working days an act of an Enter procedure is due.
func due(of v1alpha1.LinkKind, act v1alpha1.Action) func(*v1alpha1.JurisdictionSpec) *int32 {
	return func(s *v1alpha1.JurisdictionSpec) *int32 {
		for _, p := range s.Procedures {
			if p.Of != of || p.Effect != v1alpha1.EffectEnter {
				continue
			}
			at := slices.IndexFunc(p.Steps, func(step v1alpha1.Step) bool { return step.Act == act && step.Due != nil })
			if at >= 0 {
				return p.Steps[at].Due.WorkingDays
			}
		}
		return nil
	}
}

// TestFiguresAreTheMatrix holds every figure of the parent editions against the
// matrix, and makes sure that where a text is silent nothing is set.
func TestFiguresAreTheMatrix(t *testing.T) {
	editions := built(t)
	for folder, regulation := range map[string]string{
		"ningxia": "NX", "henan": "HA", "shiyan": "SY", "gansu": "GS", "yanzhou": "YZ",
	} {
		for id, figure := range figures {
			parameter := matrix.ParameterOf(id)
			t.Run(folder+" "+id+" "+parameter.Key, func(t *testing.T) {
				want := stated(parameter.Of(regulation), figure.unit)
				got := figure.of(&editions[folder].Spec)
				switch {
				case want == nil && got != nil:
					t.Errorf("is %d, and the text says %q", *got, parameter.Of(regulation))
				case want != nil && (got == nil || *got != *want):
					t.Errorf("is %v, and the text says %q", got, parameter.Of(regulation))
				}
			})
		}
	}
}

// stated is the number that a cell gives in a unit, or nil.
func stated(cell matrix.Cell, unit matrix.Unit) *int32 {
	if cell.Silent() {
		return nil
	}
	for _, span := range cell.Spans() {
		if span.Unit == unit {
			n := int32(span.N)
			return &n
		}
	}
	return nil
}

// TestDatesOfForceAreTheTexts: only Shiyan's text states its date (A3).
func TestDatesOfForceAreTheTexts(t *testing.T) {
	editions := built(t)
	for folder, want := range map[string]v1alpha1.Date{
		"ningxia": "", "henan": "", "shiyan": "2023-08-01", "gansu": "", "yanzhou": "",
	} {
		var got v1alpha1.Date
		if from := editions[folder].Spec.EffectiveFrom; from != nil {
			got = *from
		}
		if got != want {
			t.Errorf("%s: effectiveFrom %q, want %q", folder, got, want)
		}
	}
}

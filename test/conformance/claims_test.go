// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/conformance/dispositions"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// TestClaimsAreTried finds that the tests of this folder, whose subtests are
// named by rows, try every row that a disposition says they show.
func TestClaimsAreTried(t *testing.T) {
	all, err := dispositions.Load()
	if err != nil {
		t.Fatal(err)
	}
	tried := tries(t)
	for _, d := range all {
		for _, name := range d.Tests {
			test, here := strings.CutPrefix(name, "test/conformance ")
			function, id, named := strings.Cut(test, "/")
			if here && named && (tried[function] == nil || !tried[function](matrix.Row(id))) {
				t.Errorf("%s: %s tries no row %s", d.ID, function, id)
			}
		}
	}
}

// tries says of each test which rows it tries.
func tries(t *testing.T) map[string]func(matrix.Entry) bool {
	t.Helper()
	editions, lines := editions(t), map[string][]string{}
	for _, regulation := range matrix.Regulations {
		maps.Copy(lines, expected(t, regulation))
	}
	steps := func(row matrix.Entry, which func(*v1alpha1.Procedure, *v1alpha1.Step) bool) bool {
		edition := editions[row.Regulation()]
		return lines[row.ID] != nil && edition != nil && slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
			return slices.ContainsFunc(p.Steps, func(s v1alpha1.Step) bool { return which(&p, &s) })
		})
	}
	return map[string]func(matrix.Entry) bool{
		"TestRules":           func(row matrix.Entry) bool { return lines[row.ID] != nil },
		"TestRequiredContent": func(row matrix.Entry) bool { return !byAct(row, lines[row.ID]) && taking(row) != nil },
		"TestContentOfRules": func(row matrix.Entry) bool {
			return slices.ContainsFunc(lines[row.ID], func(line string) bool { return strings.HasPrefix(line, "content of ") })
		},
		"TestTakenAway": func(row matrix.Entry) bool {
			return steps(row, func(p *v1alpha1.Procedure, _ *v1alpha1.Step) bool { return citesRow(p, row.ID) })
		},
		"TestChecks": func(row matrix.Entry) bool {
			edition := editions[row.Regulation()]
			return lines[row.ID] != nil && edition != nil && len(breachesOf(edition, v1alpha1.BasisID(row.ID))) > 0
		},
		"TestByAnother": func(row matrix.Entry) bool {
			return steps(row, func(_ *v1alpha1.Procedure, s *v1alpha1.Step) bool {
				return slices.Contains(s.Basis, v1alpha1.BasisID(row.ID))
			})
		},
		"TestRunsOut": func(row matrix.Entry) bool {
			return steps(row, func(_ *v1alpha1.Procedure, s *v1alpha1.Step) bool { return runsOut(s, row.ID) })
		},
		"TestOtherLevels": func(row matrix.Entry) bool {
			edition := editions[row.Regulation()]
			return lines[row.ID] != nil && edition != nil && slices.ContainsFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool {
				return p.Effect == v1alpha1.EffectEnter && len(leftOut(edition, &p)) > 0 && citesRow(&p, row.ID)
			})
		},
		"TestGrounds": func(row matrix.Entry) bool {
			edition := editions[row.Regulation()]
			return lines[row.ID] != nil && edition != nil && slices.ContainsFunc(edition.Spec.Grounds, func(g v1alpha1.Ground) bool {
				return slices.Contains(g.Basis, v1alpha1.BasisID(row.ID))
			})
		},
		"TestInstrument":                 func(row matrix.Entry) bool { return aboutItself(lines[row.ID]) },
		"TestResponsible":                func(row matrix.Entry) bool { return slices.Contains(responsibleRows, row.ID) },
		"TestApplicability":              func(row matrix.Entry) bool { return slices.Contains(applicabilityRows, row.ID) },
		"TestCitiesTightenTheirProvince": func(row matrix.Entry) bool { return slices.Contains(cityRows, row.ID) },
		"TestWithoutAFirstDay":           func(row matrix.Entry) bool { return slices.Contains(undatedRows, row.ID) },
		"TestLaterModes":                 func(row matrix.Entry) bool { return row.ID == laterModes },
		"TestLateApplications":           func(row matrix.Entry) bool { return windowed(lines[row.ID]) },
		"TestDeadlines": func(row matrix.Entry) bool {
			return slices.ContainsFunc(lines[row.ID], func(line string) bool {
				return strings.Contains(line, "due {span}") || strings.Contains(line, "due at ")
			})
		},
	}
}

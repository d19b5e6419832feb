// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/checking"
)

// TestAnEditionThatCannotBeRead is told once, and not in false words of all that it
// rules.
func TestAnEditionThatCannotBeRead(t *testing.T) {
	const zone = `Jurisdiction "demo.1": spec.timeZone "Asia/Shangai" is no IANA time zone; apply an edition that names one, such as Asia/Shanghai`
	misspelt := strings.NewReplacer("Asia/Shanghai", "Asia/Shangai", "spec:\n  code", "spec:\n  effectiveFrom: \"2025-01-01\"\n  code").Replace(edition)
	tests := map[string]struct {
		edition string
		beside  bool
		want    []string
	}{
		"a zone that is none": {misspelt, false, []string{"a.yaml: Jurisdiction demo.1: spec.timeZone: " + zone}},
		"a zone that is none, in an edition beside": {
			misspelt, true, []string{"b.yaml: warning: DataResource demo-health/visits: spec.jurisdiction: " + zone},
		},
		"what is no name of a zone": {
			strings.Replace(misspelt, "Asia/Shangai", "../zone", 1), false,
			[]string{`a.yaml: Jurisdiction demo.1: spec.timeZone: ../zone does not fit the pattern ^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`},
		},
		"a day that no calendar has": {
			strings.Replace(edition, "spec:\n  code", "spec:\n  effectiveFrom: \"2025-02-30\"\n  code", 1), false,
			[]string{"a.yaml: Jurisdiction demo.1: spec.effectiveFrom: 2025-02-30 is no day of the calendar: write an existing day as YYYY-MM-DD"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			files, besides := []checking.File{{Name: "b.yaml", Data: []byte(resource)}}, []checking.File(nil)
			if one := (checking.File{Name: "a.yaml", Data: []byte(tc.edition)}); tc.beside {
				besides = append(besides, one)
			} else {
				files = append(files, one)
			}
			got := told(files, besides)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("it tells (-want +got):\n%s", diff)
			}
		})
	}
}

// told is what is said of a folder beside another one, by what the objects alone tell.
func told(files, besides []checking.File) []string {
	folder, beside := checking.Read(files), checking.Read(besides)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	stage := checking.Stage{Objects: folder.Recorded(beside.Objects, now), Now: now}
	stage.Facts = func(about *v1alpha1.Decision) *authorization.Facts {
		facts := authorization.NewFacts()
		for _, o := range stage.Objects {
			switch object := o.Object.(type) {
			case *v1alpha1.Jurisdiction:
				facts.Jurisdictions[v1alpha1.ObjectName(object.Name)] = authorization.Found(object)
			case *v1alpha1.DataResource:
				facts.Resources[v1alpha1.ObjectName(object.Name)] = authorization.Found(object)
			}
		}
		facts.Decisions[about.Spec.Subject.DecisionSubject] = nil
		return facts
	}
	var said []string
	for _, fault := range append(folder.Check(beside.Objects), folder.Hopes(stage)...) {
		said = append(said, fault.String())
	}
	return said
}

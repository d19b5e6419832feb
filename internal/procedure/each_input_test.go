// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"fmt"
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// twoSectors is a grant over visits of the sector health and roads of the sector
// transport, whose departments approve by one step.
func twoSectors(change func(s *v1alpha1.Step)) *scene {
	department := v1alpha1.Party{Role: v1alpha1.RoleIndustryDepartment, Level: v1alpha1.LevelAny, Of: v1alpha1.ScopeOfInputs}
	s := grantScene(enters(approve(func(s *v1alpha1.Step) {
		s.By, s.Each = by(department), v1alpha1.EachInput
		change(s)
	})))
	s.subject.Inputs[1].Resource, s.subject.Inputs[1].SourceUnit, s.subject.Inputs[1].Sector = "roads", "road-office", "transport"
	s.org("transport-bureau", "640100", v1alpha1.RoleIndustryDepartment).org("everything-bureau", "640000", v1alpha1.RoleIndustryDepartment)
	s.orgs["transport-bureau"].Sectors = []string{"transport"}
	s.orgs["everything-bureau"].Sectors = []string{"health", "transport"}
	return s
}

// deed is an act of an organisation, and why it does not count.
type deed struct {
	org  v1alpha1.ObjectName
	want string
	more []func(d *v1alpha1.DecisionSpec)
}

func acts(org v1alpha1.ObjectName, want string, more ...func(d *v1alpha1.DecisionSpec)) deed {
	return deed{org, want, more}
}

// D46: the department of each input's own sector acts for it, and what an
// act that names no input covers is what its organisation is the department of.
func TestTheDepartmentOfEachInput(t *testing.T) {
	bureaus := by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame},
		v1alpha1.Party{Role: v1alpha1.RoleIndustryDepartment, Level: v1alpha1.LevelAny, Of: v1alpha1.ScopeOfInputs})
	two := by(v1alpha1.Party{AtLeast: new(int32(2)), Among: []v1alpha1.PartyChoice{{Role: v1alpha1.RoleIndustryDepartment, Level: v1alpha1.LevelAny, Of: v1alpha1.ScopeOfInputs}}})
	tests := map[string]struct {
		by    []v1alpha1.Party
		acts  []deed
		done  bool
		waits string
	}{
		"nobody":                           {nil, nil, false, "IndustryDepartment of anywhere for the sector health; IndustryDepartment of anywhere for the sector transport"},
		"one department, of all":           {nil, []deed{acts("health-commission", "")}, false, "IndustryDepartment of anywhere for the sector transport"},
		"both, of all":                     {nil, []deed{acts("health-commission", ""), acts("transport-bureau", "")}, true, ""},
		"both, each of its own":            {nil, []deed{acts("health-commission", "", only("visits")), acts("transport-bureau", "", only("roads"))}, true, ""},
		"one names the input of the other": {nil, []deed{acts("health-commission", ""), acts("health-commission", v1alpha1.NotEntitledReason, only("roads"))}, false, "IndustryDepartment of anywhere for the sector transport"},
		"one names both inputs":            {nil, []deed{acts("health-commission", "", only("visits", "roads"))}, false, "IndustryDepartment of anywhere for the sector transport"},
		"an input that is none":            {nil, []deed{acts("health-commission", v1alpha1.NotEntitledReason, only("beds"))}, false, "IndustryDepartment of anywhere for the sector health; IndustryDepartment of anywhere for the sector transport"},
		"one department of both sectors":   {nil, []deed{acts("everything-bureau", "")}, true, ""},
		"and a second that is not needed":  {nil, []deed{acts("everything-bureau", ""), acts("transport-bureau", v1alpha1.RepeatedReason)}, true, ""},
		"one department is no two": {two, []deed{acts("everything-bureau", "", only("visits")), acts("everything-bureau", "", only("roads")), acts("everything-bureau", "")}, false,
			"1 more of IndustryDepartment of anywhere for the sector health; 1 more of IndustryDepartment of anywhere for the sector transport"},
		"authority and one department":   {bureaus, []deed{acts("bureau", ""), acts("transport-bureau", "")}, false, "IndustryDepartment of anywhere for the sector health"},
		"authority and both departments": {bureaus, []deed{acts("bureau", ""), acts("transport-bureau", ""), acts("health-commission", "")}, true, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := twoSectors(func(step *v1alpha1.Step) {
				if tc.by != nil {
					step.By = tc.by
				}
			})
			for i, a := range tc.acts {
				s.on("p/s", v1alpha1.ActionApprove, a.org, fmt.Sprintf("2025-06-%02d", i+2), a.more...)
			}
			r := s.evaluate("2025-06-20")
			for i, d := range s.acts {
				if got := why(r, d); got != tc.acts[i].want {
					t.Errorf("act %d by %s: %q, want %q", i, d.Spec.Organization, got, tc.acts[i].want)
				}
			}
			step := r.Step("p", "s")
			if done := step.State == v1alpha1.StepDone; done != tc.done || strings.Join(step.WaitingFor, "; ") != tc.waits {
				t.Errorf("done %t, waits for %q; want %t, %q", done, step.WaitingFor, tc.done, tc.waits)
			}
		})
	}
}

// YZ-4.开发.4: of added inputs alone are asked the departments of their sectors,
// and an act on another input is none.
func TestWhoIsAskedOfAddedInputs(t *testing.T) {
	added := &v1alpha1.When{Inputs: v1alpha1.InputsAdded}
	scenes := map[string]func() *scene{
		"of the step": func() *scene {
			return twoSectors(func(step *v1alpha1.Step) { step.When = added })
		},
		"of the procedure": func() *scene {
			s := twoSectors(func(*v1alpha1.Step) {})
			s.edition.Spec.Procedures[0].When = added
			return s
		},
	}
	tests := map[string]struct {
		by   deed
		done bool
	}{
		"its department":                        {acts("transport-bureau", ""), true},
		"its department, which names it":        {acts("transport-bureau", "", only("roads")), true},
		"that of another input":                 {acts("health-commission", v1alpha1.NotEntitledReason), false},
		"that of another input, which names it": {acts("health-commission", v1alpha1.NotEntitledReason, only("visits")), false},
	}
	each := func(name string, scene func() *scene, by deed, done bool) {
		t.Run(name, func(t *testing.T) {
			s := scene()
			s.subject.Inputs[1].Added = true // the roads
			d := s.on("p/s", v1alpha1.ActionApprove, by.org, "2025-06-02", by.more...)
			r := s.evaluate("2025-06-20")
			step := r.Step("p", "s")
			waits := strings.Join(step.WaitingFor, "; ")
			if got := why(r, d); got != by.want || (step.State == v1alpha1.StepDone) != done || strings.Contains(waits, "health") {
				t.Errorf("the act: %q, the step %s, waits for %q; want %q, done %t, and no word of health", got, step.State, waits, by.want, done)
			}
		})
	}
	for name, tc := range tests {
		for of, scene := range scenes {
			each(name+" "+of, scene, tc.by, tc.done)
		}
	}
}

// Who may not act is told of those alone whose inputs are in hand, and never that
// it is itself the one.
func TestWhoIsNamedOfAddedInputs(t *testing.T) {
	tests := map[string]struct {
		by   deed
		want string
	}{
		"an act on an input that is none":            {acts("health-commission", v1alpha1.NotEntitledReason, only("visits")), "it is for SourceUnit road-office rail-office"},
		"an act on all, of whom another input comes": {acts("health-commission", v1alpha1.NotEntitledReason), "it is for SourceUnit road-office rail-office"},
		"an act on one of the two":                   {acts("health-commission", v1alpha1.NotEntitledReason, only("rails")), "it is for SourceUnit rail-office"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := twoSectors(func(step *v1alpha1.Step) {
				step.By, step.When = by(owners()), &v1alpha1.When{Inputs: v1alpha1.InputsAdded}
			})
			s.subject.Inputs[1].Added = true // the roads
			s.subject.Inputs = append(s.subject.Inputs, procedure.Input{Resource: "rails", SourceUnit: "rail-office", Sector: "transport", Added: true})
			d := s.on("p/s", v1alpha1.ActionApprove, tc.by.org, "2025-06-02", tc.by.more...)
			r := s.evaluate("2025-06-20")
			if got := r.Judged[0].Finding; why(r, d) != tc.by.want || !strings.HasSuffix(got.Message, tc.want) {
				t.Errorf("%q: %+v, want %q", why(r, d), got, tc.want)
			}
		})
	}
}

// The receipts of a step for each input are asked of the department of each.
func TestTheReceiptOfEachInput(t *testing.T) {
	s := twoSectors(func(step *v1alpha1.Step) {
		step.To, step.By, step.Act, step.Receipt = step.By, by(the(v1alpha1.PartyOperator)), v1alpha1.ActionFile, v1alpha1.RequirementRequired
	})
	file := s.on("p/s", v1alpha1.ActionFile, "data-group", "2025-06-02")
	s.on("p/s", v1alpha1.ActionReceive, "health-commission", "2025-06-03", regarding(file))
	r := s.evaluate("2025-06-04")
	if step := r.Step("p", "s"); step.State == v1alpha1.StepDone || strings.Join(step.WaitingFor, "; ") != "IndustryDepartment of anywhere for the sector transport" {
		t.Errorf("received by one department of two: %s, waits for %q", step.State, step.WaitingFor)
	}
	s.on("p/s", v1alpha1.ActionReceive, "transport-bureau", "2025-06-04", regarding(file))
	if r = s.evaluate("2025-06-05"); r.Step("p", "s").State != v1alpha1.StepDone {
		t.Errorf("received by both: %+v", r.Step("p", "s"))
	}
}

// Who is told without a receipt is the department of each input.
func TestWhoIsToldOfEachInput(t *testing.T) {
	s := twoSectors(func(step *v1alpha1.Step) { step.To, step.By = step.By, by(the(v1alpha1.PartyOperator)) })
	told := func(names ...v1alpha1.ObjectName) func(d *v1alpha1.DecisionSpec) {
		return func(d *v1alpha1.DecisionSpec) { d.To = names }
	}
	one := s.on("p/s", v1alpha1.ActionApprove, "data-group", "2025-06-02", told("health-commission"))
	own := s.on("p/s", v1alpha1.ActionApprove, "data-group", "2025-06-03", told("health-commission"), only("visits"))
	both := s.on("p/s", v1alpha1.ActionApprove, "data-group", "2025-06-04", told("health-commission", "transport-bureau"))
	r := s.evaluate("2025-06-05")
	if why(r, one) != v1alpha1.RecipientMissingReason || why(r, own) != "" || why(r, both) != "" {
		t.Errorf("told one %q, told its own %q, told both %q", why(r, one), why(r, own), why(r, both))
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// parent is a consistent edition that says something in most fields.
func parent(t *testing.T) *v1alpha1.Jurisdiction {
	t.Helper()
	text, err := os.ReadFile("testdata/parent.yaml")
	if err != nil {
		t.Fatal(err)
	}
	j := &v1alpha1.Jurisdiction{}
	if err := yaml.UnmarshalStrict(text, j); err != nil {
		t.Fatal(err)
	}
	return j
}

// procedure and step are those of a name.
func procedure(s *v1alpha1.JurisdictionSpec, name string) *v1alpha1.Procedure {
	for i := range s.Procedures {
		if s.Procedures[i].Name == name {
			return &s.Procedures[i]
		}
	}
	panic("no procedure " + name)
}

func step(s *v1alpha1.JurisdictionSpec, of, name string) *v1alpha1.Step {
	p := procedure(s, of)
	for i := range p.Steps {
		if p.Steps[i].Name == name {
			return &p.Steps[i]
		}
	}
	panic("no step " + name)
}

func TestFlaws(t *testing.T) {
	tests := map[string]struct {
		change func(*v1alpha1.JurisdictionSpec)
		want   string
	}{
		"none in an edition that is consistent": {func(*v1alpha1.JurisdictionSpec) {}, ""},
		"a step after one that is not there": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "grant", "approve").After = []v1alpha1.StepReference{"sumbit"}
			},
			`spec.procedures[grant].steps[approve].after: "sumbit" names no step of procedure grant`,
		},
		"a step after one of a procedure that is not there": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "agreement", "sign").After = []v1alpha1.StepReference{"call/publish"}
			},
			`spec.procedures[agreement].steps[sign].after: "call/publish" names no procedure of this edition`,
		},
		"steps that wait for each other over two procedures": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "agreement", "sign").After = []v1alpha1.StepReference{"grant/approve"}
				step(s, "grant", "submit").After = []v1alpha1.StepReference{"agreement/sign"}
			},
			`spec.procedures[agreement].steps[sign].after: "grant/approve" is a step of DeveloperGrant, which OperationAgreement does not refer to, so that it is waited for in vain; name a step of its own kind or of what it stands under; ` +
				"spec.procedures[agreement].steps[sign].after: the steps wait for each other: agreement/sign after grant/approve after grant/submit after agreement/sign",
		},
		"data that join what holds none": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "grant", "approve").When = &v1alpha1.When{Inputs: v1alpha1.InputsAdded}
				step(s, "agreement", "sign").When = &v1alpha1.When{Inputs: v1alpha1.InputsAdded}
				s.Checks[0].When = &v1alpha1.When{Inputs: v1alpha1.InputsAdded}
			},
			"spec.procedures[grant].steps[approve].when.inputs: Added is asked of the procedures of an OperationAgreement alone, and of their steps; write the rule there; " +
				"spec.checks[0].when.inputs: Added is asked of the procedures of an OperationAgreement alone, and of their steps; write the rule there",
		},
		"a clock from a step that is not there": {
			func(s *v1alpha1.JurisdictionSpec) { step(s, "grant", "approve").Due.From = "forward" },
			`spec.procedures[grant].steps[approve].due.from: "forward" names no step of procedure grant`,
		},
		"a day that no act states": {
			func(s *v1alpha1.JurisdictionSpec) { step(s, "rectify", "order").DueDate = "" },
			"spec.procedures[rectify].steps[report].due.at: is the day that order states, and that step has no dueDate: Required",
		},
		"a ground that the edition does not name": {
			func(s *v1alpha1.JurisdictionSpec) { s.Grounds[0].Act = v1alpha1.ActionSuspend },
			`spec.procedures[terminate].steps[terminate].grounds: "breach" is no ground of spec.grounds for Terminate of OperationAgreement; name it there, with its basis`,
		},
		"a consequence of orders on a ground that the edition does not name": {
			func(s *v1alpha1.JurisdictionSpec) { s.Consequences[0].Grounds = []string{"breach"} },
			`spec.consequences[0].grounds: "breach" is no ground of spec.grounds for Order of OperationAgreement; name it there, with its basis`,
		},
		"an order that is required on a ground that the edition does not name": {
			func(s *v1alpha1.JurisdictionSpec) { procedure(s, "terminate").Requires.Grounds = []string{"found"} },
			`spec.procedures[terminate].requires.grounds: "found" is no ground of spec.grounds for Order of OperationAgreement; name it there, with its basis`,
		},
		"a duty on a step of another kind": {
			func(s *v1alpha1.JurisdictionSpec) { s.Duties[0].On = "agreement/sign" },
			`spec.duties[open].on: "agreement/sign" is a step of OperationAgreement, and the duty is of DeveloperGrant`,
		},
		"a duty on nothing": {
			func(s *v1alpha1.JurisdictionSpec) { s.Duties[0].On = "approve" },
			`spec.duties[open].on: "approve" names no step of this edition; write it as <procedure>/<step>`,
		},
		"two tiers of one holder": {
			func(s *v1alpha1.JurisdictionSpec) { s.Tiers[1].Holder = v1alpha1.HolderOperator },
			"spec.tiers[2].holder: Operator holds tier 1 already, so that nobody could tell which it is",
		},
		"products of no lower tier": {
			func(s *v1alpha1.JurisdictionSpec) { s.Tiers[1].Inputs = []v1alpha1.InputKind{"Product:2"} },
			"spec.tiers[2].inputs: Product:2 are products of no tier below 2",
		},
		"a mode of a level that the edition does not allow": {
			func(s *v1alpha1.JurisdictionSpec) {
				s.AgreementLevels[1].Modes = []v1alpha1.Mode{v1alpha1.ModeByScenario}
			},
			"spec.agreementLevels[2].modes: ByScenario is no mode of spec.modes",
		},
		"a kind without a procedure": {
			func(s *v1alpha1.JurisdictionSpec) { procedure(s, "resource").Effect = v1alpha1.EffectSuspended },
			"spec.procedures: none is of DataResource with the effect Cleared, so that no DataResource could ever be in force; write its steps, or none: true with its basis",
		},
		"an exception that nobody can make": {
			func(s *v1alpha1.JurisdictionSpec) { s.Terms.OperationAgreement.Exception = "Allowed" },
			"spec.terms.OperationAgreement.exception: is Allowed, and no procedure of OperationAgreement has the effect Excepted",
		},
		"an end that comes by itself": {
			func(s *v1alpha1.JurisdictionSpec) { s.Consequences[0].Effect = v1alpha1.EffectTerminated },
			"spec.consequences[0].duty: is unset: nothing is terminated by software alone; name those whose duty it is in by",
		},
		"an objection that nobody disposes of": {
			func(s *v1alpha1.JurisdictionSpec) { procedure(s, "objection").Effect = v1alpha1.EffectFiled },
			"spec.procedures[selection].steps[publish].publicity.openObjections: an objection blocks, and no procedure of an Objection disposes of it, so that one would block for ever",
		},
		"a step after one of a kind that is not above": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "objection", "dispose").After = []v1alpha1.StepReference{"selection/publish"}
			},
			`spec.procedures[objection].steps[dispose].after: "selection/publish" is a step of Selection, which Objection does not refer to, so that it is waited for in vain; name a step of its own kind or of what it stands under`,
		},
		"a step of a party that its kind has not": {
			func(s *v1alpha1.JurisdictionSpec) { step(s, "agreement", "sign").By[0].Ref = v1alpha1.PartySourceUnit },
			"spec.procedures[agreement].steps[sign].by: asks for the SourceUnit, and OperationAgreement has none, so that nobody could ever act; name a party that it has, or a role",
		},
		"a step of co-grantors alone": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "agreement", "sign").By = []v1alpha1.Party{{Ref: v1alpha1.PartyCoGrantor}}
			},
			"spec.procedures[agreement].steps[sign].by: asks for the CoGrantor alone, and most agreements have none, so that nobody could act; name another party beside it",
		},
		"more parties than there can be": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "selection", "select").By = []v1alpha1.Party{{AtLeast: new(int32(2)), Among: []v1alpha1.PartyChoice{{Ref: v1alpha1.PartyOrganiser}, {Ref: v1alpha1.PartyDrafter}}}}
			},
			"spec.procedures[selection].steps[select].by: asks for 2 of 1 parties that Selection names, so that it could never be met; ask for fewer, or name more",
		},
		"a renewal that nobody can admit": {
			func(s *v1alpha1.JurisdictionSpec) {
				procedure(s, "renewal").Of = v1alpha1.LinkDeveloperGrant
				s.Renewal.Of = append(s.Renewal.Of, v1alpha1.LinkDeveloperGrant)
			},
			"spec.renewal.of: names OperationAgreement, and no procedure of it has the effect Renewed or the window RenewalWindow, so that nobody could admit a renewal",
		},
		"a window of renewal of which nothing is said": {
			func(s *v1alpha1.JurisdictionSpec) {
				s.Renewal = nil
				procedure(s, "renewal").Steps[0].Window = ""
				step(s, "agreement", "sign").Window = v1alpha1.WindowRenewal
			},
			"spec.procedures[agreement].steps[sign].window: asks for the renewal window, and spec.renewal says nothing of OperationAgreement",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			j := parent(t)
			tc.change(&j.Spec)
			if diff := cmp.Diff(tc.want, jurisdiction.List(jurisdiction.Flaws(j))); diff != "" {
				t.Errorf("flaws (-want +got):\n%s", diff)
			}
		})
	}
}

// A child may do these and nothing is said; `supplied` cite policy.
func TestChildMaySupplyAndTighten(t *testing.T) {
	day, policy := v1alpha1.Date("2025-01-20"), []v1alpha1.BasisID{"policy", "D41"}
	tests := map[string]func(*v1alpha1.JurisdictionSpec){
		"nothing": func(*v1alpha1.JurisdictionSpec) {},
		"the day of force": func(s *v1alpha1.JurisdictionSpec) {
			s.EffectiveFrom, s.EffectiveFromBasis = &day, policy
		},
		"the calendar": func(s *v1alpha1.JurisdictionSpec) { s.Calendar, s.CalendarBasis = "china", policy },
		"how long a publicity lasts": func(s *v1alpha1.JurisdictionSpec) {
			step(s, "selection", "publish").Publicity.WorkingDays = new(int32(5))
			step(s, "selection", "publish").Basis = policy
		},
		"a part of the territory": func(s *v1alpha1.JurisdictionSpec) { s.Division = "640100" },
		"fewer modes":             func(s *v1alpha1.JurisdictionSpec) { s.Modes.OperationAgreement = []v1alpha1.Mode{v1alpha1.ModeWhole} },
		"a shorter term":          func(s *v1alpha1.JurisdictionSpec) { s.Terms.OperationAgreement.Max.Years = 3 },
		"a longer retention":      func(s *v1alpha1.JurisdictionSpec) { s.Retention.Years = 30 },
		"a longer bar":            func(s *v1alpha1.JurisdictionSpec) { s.Grounds[0].Bar.Years = new(int32(5)) },
		"a stricter check":        func(s *v1alpha1.JurisdictionSpec) { s.Checks[0].Affiliates = v1alpha1.AffiliatesDeny },
		"a check more":            func(s *v1alpha1.JurisdictionSpec) { s.Checks = append(s.Checks, v1alpha1.CheckRule{Check: "PlanMode"}) },
		"a shorter duty":          func(s *v1alpha1.JurisdictionSpec) { s.Duties[0].Due.WorkingDays = new(int32(3)) },
		"a lower number":          func(s *v1alpha1.JurisdictionSpec) { s.Operators[0].Max = 1 },
		"more who may stop":       func(s *v1alpha1.JurisdictionSpec) { s.Halt.By = append(s.Halt.By, v1alpha1.Party{Ref: "Grantor"}) },
		"fewer who may let go on": func(s *v1alpha1.JurisdictionSpec) { s.Halt.ReleaseBy = s.Halt.ReleaseBy[:1] },
		"a tier less":             func(s *v1alpha1.JurisdictionSpec) { s.Tiers = s.Tiers[:1] },
		"steps where none was asked": func(s *v1alpha1.JurisdictionSpec) {
			p := procedure(s, "resource")
			p.None, p.Steps = nil, []v1alpha1.Step{{Name: "clear", Act: v1alpha1.ActionClear, By: []v1alpha1.Party{{Ref: "SourceUnit"}}, Basis: policy}}
		},
		"a gate, a point and a shorter deadline": func(s *v1alpha1.JurisdictionSpec) {
			a := step(s, "grant", "approve")
			a.Gate, a.Points, a.Due.WorkingDays, a.Basis = nil, []v1alpha1.PointName{"need", "risk"}, new(int32(5)), policy
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			p, child := parent(t), parent(t)
			for i := range child.Spec.Procedures {
				for k := range child.Spec.Procedures[i].Steps {
					p.Spec.Procedures[i].Steps[k].Basis = []v1alpha1.BasisID{"NX-1.1"}
					child.Spec.Procedures[i].Steps[k].Basis = []v1alpha1.BasisID{"NX-1.1"}
				}
			}
			change(&child.Spec)
			if diff := cmp.Diff("", jurisdiction.List(jurisdiction.Loosens(child, p))); diff != "" {
				t.Errorf("what the child loosens (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChildMayNotLoosen(t *testing.T) {
	day := v1alpha1.Date("2025-01-20")
	tests := map[string]struct {
		change func(*v1alpha1.JurisdictionSpec)
		want   string
	}{
		"a day without what it rests on": {
			func(s *v1alpha1.JurisdictionSpec) { s.EffectiveFrom = &day },
			"spec.effectiveFromBasis: is unset, and the parent test.1 leaves spec.effectiveFrom to this edition; cite what it rests on, or policy",
		},
		"another interpreter": {
			func(s *v1alpha1.JurisdictionSpec) { s.Instrument.InterpretationBody = "an office" },
			`spec.instrument.interpretationBody: is "an office", and the parent test.1 has "a bureau"; a child keeps it`,
		},
		"a rule that prevails left out": {
			func(s *v1alpha1.JurisdictionSpec) { s.Instrument.Prevailing = nil },
			`spec.instrument.prevailing: is unset, and the parent test.1 has ["a later law"]; a child may add to them`,
		},
		"law made of a draft": {
			func(s *v1alpha1.JurisdictionSpec) { s.Instrument.Draft = nil },
			"spec.instrument.draft: is unset, and the parent test.1 has true; a child keeps it",
		},
		"a longer term": {
			func(s *v1alpha1.JurisdictionSpec) { s.Terms.OperationAgreement.Max.Years = 6 },
			`spec.terms.OperationAgreement: is {"max":{"years":6},"exception":"Never","basis":["policy"]}, and the parent test.1 has {"max":{"years":5},"exception":"Never","basis":["policy"]}; a child may make it shorter, and never allow an exception or another way to count`,
		},
		"a mode more": {
			func(s *v1alpha1.JurisdictionSpec) {
				s.Modes.OperationAgreement = append(s.Modes.OperationAgreement, v1alpha1.ModeByScenario)
			},
			`spec.modes.OperationAgreement: is ["Whole","ByField","ByScenario"], and the parent test.1 has ["Whole","ByField"]; a child may leave some of them out`,
		},
		"a shorter retention": {
			func(s *v1alpha1.JurisdictionSpec) { s.Retention.Years = 10 },
			`spec.retention: is {"years":10,"basis":["policy"]}, and the parent test.1 has {"years":20,"basis":["policy"]}; a child may make it longer`,
		},
		"content left out": {
			func(s *v1alpha1.JurisdictionSpec) { s.Content.OperationAgreement[0].Key = "other" },
			`spec.content.OperationAgreement: lacks "platform", which the parent test.1 requires; a child may add to them`,
		},
		"a later deadline": {
			func(s *v1alpha1.JurisdictionSpec) { s.Duties[0].Due.WorkingDays = new(int32(6)) },
			"spec.duties[open].due.workingDays: is 6, and the parent test.1 has 5; a child may make it shorter",
		},
		"a step left out": {
			func(s *v1alpha1.JurisdictionSpec) {
				procedure(s, "selection").Steps = procedure(s, "selection").Steps[1:]
			},
			"spec.procedures[selection].steps[publish]: is left out, and the parent test.1 has it; a child may add steps",
		},
		"a step more before what takes away": {
			func(s *v1alpha1.JurisdictionSpec) {
				p := procedure(s, "terminate")
				p.Steps = append(p.Steps, v1alpha1.Step{Name: "consent", Act: v1alpha1.ActionConsent})
			},
			"spec.procedures[terminate].steps[consent]: is new, and the procedure takes away; a child puts nothing more before that",
		},
		"a second way to lift": {
			func(s *v1alpha1.JurisdictionSpec) {
				p := *procedure(s, "resume")
				p.Name = "resume-fast"
				s.Procedures = append(s.Procedures, p)
			},
			"spec.procedures[resume-fast]: is a second way to Lifted beside resume of the parent test.1; a child opens none",
		},
		"a change that rests on nothing": {
			func(s *v1alpha1.JurisdictionSpec) {
				step(s, "selection", "publish").Publicity.WorkingDays = new(int32(5))
			},
			"spec.procedures[selection].steps[publish].basis: is that of the parent test.1, and the step is not; cite what the change rests on, or policy",
		},
		"another territory": {
			func(s *v1alpha1.JurisdictionSpec) { s.Division = "410000" },
			`spec.division: is "410000", and the parent test.1 has "640000"; a child may be of a part of the territory`,
		},
		"somebody more who may let go on": {
			func(s *v1alpha1.JurisdictionSpec) {
				s.Halt.ReleaseBy = []v1alpha1.Party{{Ref: "Operator"}}
			},
			`spec.halt.releaseBy: is [{"ref":"Operator"}], and the parent test.1 has [{"role":"DataAuthority"},{"ref":"Grantor"}]; a child may leave some of them out`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			child := parent(t)
			tc.change(&child.Spec)
			if diff := cmp.Diff(tc.want, jurisdiction.List(jurisdiction.Loosens(child, parent(t)))); diff != "" {
				t.Errorf("what the child loosens (-want +got):\n%s", diff)
			}
		})
	}
}

// TestChildLiftsNothingOfOthers: where the parent leaves a suspension to be given
// back by those who made it, a child says nothing about lifting it.
func TestChildLiftsNothingOfOthers(t *testing.T) {
	above, child := parent(t), parent(t)
	for _, edition := range []*v1alpha1.Jurisdiction{above, child} {
		edition.Spec.Procedures = append(edition.Spec.Procedures, v1alpha1.Procedure{Name: "suspend", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectSuspended})
	}
	above.Spec.Procedures = slices.DeleteFunc(above.Spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Effect == v1alpha1.EffectLifted })
	child.Name, child.Spec.Parent = "test-x.1", v1alpha1.ObjectName(above.Name)
	want := "spec.procedures[resume]: lifts what suspend of the parent test.1 suspends, which only those who suspended give back; a child lets nobody else"
	if diff := cmp.Diff(want, jurisdiction.List(jurisdiction.Loosens(child, above))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

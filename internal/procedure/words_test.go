// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// enters is a procedure of grants, of these steps.
func enters(steps ...v1alpha1.Step) v1alpha1.Procedure {
	for i := range steps {
		steps[i].Basis = basis
	}
	return v1alpha1.Procedure{Name: "p", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: steps}
}

// approve is a step that the data authority of the region approves on, or
// something else by change.
func approve(change func(s *v1alpha1.Step)) v1alpha1.Step {
	s := v1alpha1.Step{Name: "s", Act: v1alpha1.ActionApprove, By: by(same(v1alpha1.RoleDataAuthority))}
	change(&s)
	return s
}

// Every word of a step: which acts count, and where the step then stands.
func TestWordsOfAStep(t *testing.T) {
	const approves = v1alpha1.ActionApprove
	papers := func(names ...v1alpha1.PointName) func(d *v1alpha1.DecisionSpec) {
		return func(d *v1alpha1.DecisionSpec) {
			for _, name := range names {
				d.Evidence = append(d.Evidence, v1alpha1.Evidence{Name: name, SHA256: "00"})
			}
		}
	}
	finds := func(result v1alpha1.PointResult, points ...v1alpha1.PointName) func(d *v1alpha1.DecisionSpec) {
		return func(d *v1alpha1.DecisionSpec) {
			for _, p := range points {
				d.Findings = append(d.Findings, v1alpha1.PointFinding{Point: p, Result: result})
			}
		}
	}
	issued := v1alpha1.Date("2025-06-01")
	tooLate := v1alpha1.Date("2025-06-03")
	paper := func(on *v1alpha1.Date) func(d *v1alpha1.DecisionSpec) {
		return func(d *v1alpha1.DecisionSpec) {
			d.Document = &v1alpha1.DecisionDocument{Number: "1号", IssuedOn: on, Body: "会议", SHA256: "00"}
		}
	}
	type one struct {
		org   v1alpha1.ObjectName
		day   string
		more  []func(d *v1alpha1.DecisionSpec)
		wants string // why it does not count
	}
	const day = "2025-06-02"
	does := func(org v1alpha1.ObjectName, wants string, more ...func(d *v1alpha1.DecisionSpec)) one {
		return one{org, day, more, wants}
	}
	atLeast := func(n int32, among ...v1alpha1.PartyChoice) v1alpha1.Party {
		return v1alpha1.Party{AtLeast: &n, Among: among}
	}
	tests := map[string]struct {
		step v1alpha1.Step
		acts []one
		want v1alpha1.StepState
	}{
		"by a role of the same level": {approve(func(*v1alpha1.Step) {}), []one{does("bureau", "")}, v1alpha1.StepDone},
		"not by that role elsewhere":  {approve(func(*v1alpha1.Step) {}), []one{does("yinchuan-bureau", v1alpha1.NotEntitledReason)}, v1alpha1.StepWaiting},
		"not by another role":         {approve(func(*v1alpha1.Step) {}), []one{does("gov", v1alpha1.NotEntitledReason)}, v1alpha1.StepWaiting},
		"by a role whose territory holds the subject's": {
			approve(func(s *v1alpha1.Step) { s.By = by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority}) }),
			[]one{does("yinchuan-bureau", v1alpha1.NotEntitledReason), does("bureau", "")}, v1alpha1.StepDone,
		},
		"by a role wherever it is": {
			approve(func(s *v1alpha1.Step) {
				s.By = by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelAny})
			}),
			[]one{does("yinchuan-bureau", "")}, v1alpha1.StepDone,
		},
		"by the city of the place of registration, which is not in the region": {
			approve(func(s *v1alpha1.Step) {
				s.By = by(v1alpha1.Party{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelCity, At: v1alpha1.AnchorRegistration})
			}),
			[]one{does("yinchuan-bureau", v1alpha1.NotEntitledReason), does("bureau", v1alpha1.NotEntitledReason)}, v1alpha1.StepWaiting,
		},
		"by every source unit": {approve(func(s *v1alpha1.Step) { s.By = by(owners()) }), []one{does("health-commission", "")}, v1alpha1.StepWaiting},
		"by every source unit, all of them": {
			approve(func(s *v1alpha1.Step) { s.By = by(owners()) }), []one{does("health-commission", ""), does("insurance-bureau", "")}, v1alpha1.StepDone,
		},
		"by the department of an input's sector": {
			approve(func(s *v1alpha1.Step) {
				s.By = by(v1alpha1.Party{Role: v1alpha1.RoleIndustryDepartment, Of: v1alpha1.ScopeOfInputs})
			}),
			[]one{does("health-commission", "")}, v1alpha1.StepDone,
		},
		"by two out of three": {
			approve(func(s *v1alpha1.Step) {
				s.By = by(atLeast(2, v1alpha1.PartyChoice{Owner: v1alpha1.ScopeOfInputs}, v1alpha1.PartyChoice{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame}))
			}),
			[]one{does("health-commission", ""), does("gov", v1alpha1.NotEntitledReason), does("bureau", "")}, v1alpha1.StepDone,
		},
		"one organisation is no two": {
			approve(func(s *v1alpha1.Step) { s.By = by(atLeast(2, v1alpha1.PartyChoice{Owner: v1alpha1.ScopeOfInputs})) }),
			[]one{does("health-commission", ""), does("health-commission", v1alpha1.RepeatedReason)}, v1alpha1.StepWaiting,
		},
		"nor for each input, however it names them": {
			approve(func(s *v1alpha1.Step) {
				s.By, s.Each = by(atLeast(2, v1alpha1.PartyChoice{Owner: v1alpha1.ScopeOfInputs})), v1alpha1.EachInput
			}),
			[]one{does("health-commission", "", only("visits")), does("health-commission", v1alpha1.NotEntitledReason, only("settlements")), does("health-commission", "")}, v1alpha1.StepWaiting,
		},
		"all that by names":     {approve(func(s *v1alpha1.Step) { s.By = by(the(v1alpha1.PartyOperator), the(v1alpha1.PartyHolder)) }), []one{does("data-group", "")}, v1alpha1.StepWaiting},
		"a second act is none":  {approve(func(*v1alpha1.Step) {}), []one{does("bureau", ""), does("bureau", v1alpha1.RepeatedReason)}, v1alpha1.StepDone},
		"another act is no act": {approve(func(s *v1alpha1.Step) { s.Act = v1alpha1.ActionConsent }), []one{does("bureau", v1alpha1.WrongActionReason)}, v1alpha1.StepWaiting},
		"an outcome that is not allowed": {
			approve(func(*v1alpha1.Step) {}), []one{does("bureau", v1alpha1.WrongActionReason, outcome(v1alpha1.OutcomeReject))}, v1alpha1.StepWaiting,
		},
		"a rejection ends it": {
			approve(func(s *v1alpha1.Step) {
				s.Outcomes = []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject}
			}),
			[]one{does("bureau", "", outcome(v1alpha1.OutcomeReject)), does("bureau", v1alpha1.ProcedureEndedReason)}, v1alpha1.StepRejected,
		},
		"a rejection says why and by which rule": {
			approve(func(s *v1alpha1.Step) {
				s.Outcomes = []v1alpha1.Outcome{v1alpha1.OutcomeReject}
				s.RejectNeeds = []v1alpha1.RejectNeed{v1alpha1.RejectNeedsReason, v1alpha1.RejectNeedsGround}
			}),
			[]one{
				does("bureau", v1alpha1.GroundMissingReason, outcome(v1alpha1.OutcomeReject)), does("bureau", v1alpha1.GroundMissingReason, outcome(v1alpha1.OutcomeReject), on("HA-15.2j")),
				does("bureau", "", outcome(v1alpha1.OutcomeReject), on("HA-15.2j"), func(d *v1alpha1.DecisionSpec) { d.Note = "why" }),
			}, v1alpha1.StepRejected,
		},
		"of two acts with once the first alone counts": {
			approve(func(s *v1alpha1.Step) { s.Once = yes() }), []one{does("bureau", ""), does("bureau", v1alpha1.RepeatedReason)}, v1alpha1.StepDone,
		},
		"every point": {
			approve(func(s *v1alpha1.Step) { s.Points = []v1alpha1.PointName{"privacy", "stateSecrets"} }),
			[]one{does("bureau", v1alpha1.PointMissingReason, finds(v1alpha1.PointClear, "privacy")), does("bureau", "", finds(v1alpha1.PointClear, "privacy", "stateSecrets"))}, v1alpha1.StepDone,
		},
		"a point that is not clear": {
			approve(func(s *v1alpha1.Step) { s.Points = []v1alpha1.PointName{"privacy"} }), []one{does("bureau", "", finds(v1alpha1.PointNotClear, "privacy"))}, v1alpha1.StepBlocked,
		},
		"and is judged anew": {
			approve(func(s *v1alpha1.Step) { s.Points = []v1alpha1.PointName{"privacy"} }),
			[]one{does("bureau", "", finds(v1alpha1.PointNotClear, "privacy")), {"bureau", "2025-06-03", []func(d *v1alpha1.DecisionSpec){finds(v1alpha1.PointClear, "privacy")}, ""}}, v1alpha1.StepDone,
		},
		"every paper": {
			approve(func(s *v1alpha1.Step) { s.Evidence = []v1alpha1.PointName{"plan", "audit"} }),
			[]one{does("bureau", v1alpha1.EvidenceMissingReason, papers("plan")), does("bureau", "", papers("audit", "plan"))}, v1alpha1.StepDone,
		},
		"a ground of the step": {
			approve(func(s *v1alpha1.Step) { s.Grounds = []string{"YZ-3.退出.2"} }),
			[]one{does("bureau", v1alpha1.GroundMissingReason), does("bureau", v1alpha1.GroundMissingReason, on("YZ-3.退出.9")), does("bureau", "", on("YZ-3.退出.2"))}, v1alpha1.StepDone,
		},
		"a day by which it is answered": {
			approve(func(s *v1alpha1.Step) { s.DueDate = v1alpha1.RequirementRequired }),
			[]one{does("bureau", v1alpha1.DueDateMissingReason), does("bureau", v1alpha1.DueDateMissingReason, dueOn("2025-06-01")), does("bureau", "", dueOn("2025-06-02"))}, v1alpha1.StepDone,
		},
		"the paper of a collective decision, which comes first": {
			approve(func(s *v1alpha1.Step) { s.Collective = yes() }),
			[]one{
				does("bureau", v1alpha1.DocumentMissingReason), does("bureau", v1alpha1.DocumentMissingReason, paper(nil)),
				does("bureau", v1alpha1.DocumentMissingReason, paper(&tooLate)), does("bureau", "", paper(&issued)),
			}, v1alpha1.StepDone,
		},
		"who is told, where no receipt shows it": {
			approve(func(s *v1alpha1.Step) { s.To = by(same(v1alpha1.RoleGovernment)) }),
			[]one{does("bureau", v1alpha1.RecipientMissingReason), does("bureau", "", func(d *v1alpha1.DecisionSpec) { d.To = []v1alpha1.ObjectName{"gov"} })}, v1alpha1.StepDone,
		},
		"not by the holder, nor by one affiliated with it": {
			approve(func(s *v1alpha1.Step) {
				s.By = by(v1alpha1.Party{Role: v1alpha1.RoleOperator, Level: v1alpha1.LevelAny})
				s.DistinctFrom = []v1alpha1.PartyRef{v1alpha1.PartyHolder}
			}),
			[]one{does("daughter", v1alpha1.NotDistinctReason), does("granddaughter", v1alpha1.NotDistinctReason), does("data-group", "")}, v1alpha1.StepDone,
		},
		"nor written down by one": {
			approve(func(*v1alpha1.Step) {}), []one{does("bureau", v1alpha1.NotDistinctReason, func(d *v1alpha1.DecisionSpec) { d.TranscribedBy = "daughter" })}, v1alpha1.StepWaiting,
		},
		"another content": {approve(func(*v1alpha1.Step) {}), []one{does("bureau", v1alpha1.StaleDigestReason, carrying(other))}, v1alpha1.StepWaiting},
		"no content":      {approve(func(*v1alpha1.Step) {}), []one{does("bureau", v1alpha1.StaleDigestReason, carrying(""))}, v1alpha1.StepWaiting},
		"another part":    {approve(func(*v1alpha1.Step) {}), []one{does("bureau", v1alpha1.StaleDigestReason, part(v1alpha1.PartApplication))}, v1alpha1.StepWaiting},
		"the legal day has not come": {
			approve(func(*v1alpha1.Step) {}), []one{{"bureau", "2025-07-01", nil, v1alpha1.NotYetDueReason}}, v1alpha1.StepWaiting,
		},
		"a duty is no gate":             {approve(func(s *v1alpha1.Step) { s.Gate = no() }), nil, v1alpha1.StepWaiting},
		"a day that no calendar has":    {approve(func(*v1alpha1.Step) {}), []one{{"bureau", "2025-06-31", nil, v1alpha1.NotYetDueReason}}, v1alpha1.StepWaiting},
		"a body that nobody knows":      {approve(func(*v1alpha1.Step) {}), []one{does("nobody", v1alpha1.NotEntitledReason)}, v1alpha1.StepWaiting},
		"a body that could not be read": {approve(func(*v1alpha1.Step) {}), []one{does("unread-1", v1alpha1.NotEntitledReason)}, v1alpha1.StepWaiting},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene(enters(tc.step))
			s.org("daughter", "640100", v1alpha1.RoleOperator).org("granddaughter", "640100", v1alpha1.RoleOperator)
			s.orgs["medtech"].Affiliates = []v1alpha1.ObjectName{"daughter", "granddaughter"}
			var got, want []string
			acts := make([]*v1alpha1.Decision, len(tc.acts))
			for i, a := range tc.acts {
				acts[i] = s.on("p/s", approves, a.org, a.day, a.more...)
				acts[i].Name += string(rune('a' + i)) // in the order in which they are written
				want = append(want, a.wants)
			}
			r := s.evaluate("2025-06-06")
			for _, d := range acts {
				got = append(got, why(r, d))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("why acts do not count (-want +got):\n%s", diff)
			}
			if state := r.Step("p", "s").State; state != tc.want {
				t.Errorf("the step is %s (%s), want %s", state, r.Step("p", "s").Message, tc.want)
			}
		})
	}
}

// Conditions on the subject: procedures and steps whose `when` does not hold
// are not asked for, and acts on them do not count.
func TestWhen(t *testing.T) {
	set := func(change func(s *procedure.Subject)) func(s *procedure.Subject) { return change }
	public := func(s *procedure.Subject) {
		for i := range s.Inputs {
			s.Inputs[i].Origin = v1alpha1.OriginPublic
		}
	}
	tests := map[string]struct {
		when v1alpha1.When
		set  func(s *procedure.Subject)
		want bool
	}{
		"it revises":                   {v1alpha1.When{Revision: yes()}, set(func(s *procedure.Subject) { s.Traits.Revision = true }), true},
		"it does not":                  {v1alpha1.When{Revision: yes()}, nil, false},
		"it does not renew":            {v1alpha1.When{Renewal: no()}, nil, true},
		"level 1 when nothing is said": {v1alpha1.When{Level: 1}, set(func(s *procedure.Subject) { s.Traits.Level = 0 }), true},
		"level 2":                      {v1alpha1.When{Level: 2}, nil, false},
		"the tier":                     {v1alpha1.When{Tier: 2}, nil, true},
		"another tier":                 {v1alpha1.When{Tier: 1}, nil, false},
		"the mode":                     {v1alpha1.When{Mode: v1alpha1.ModeWhole}, nil, false},
		"a province":                   {v1alpha1.When{DivisionLevel: v1alpha1.DivisionProvince}, nil, true},
		"a city":                       {v1alpha1.When{DivisionLevel: v1alpha1.DivisionCity}, nil, false},
		"from outside":                 {v1alpha1.When{RegisteredIn: v1alpha1.RegisteredOutside}, nil, true},
		"at the region's own level":    {v1alpha1.When{RegisteredIn: v1alpha1.RegisteredOutside}, set(func(s *procedure.Subject) { s.Registration = "640000" }), true},
		"from a city of it":            {v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}, set(func(s *procedure.Subject) { s.Registration = "640106" }), true},
		"nobody knows whence":          {v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}, set(func(s *procedure.Subject) { s.Registration = "" }), true},
		"inputs outside the agreement": {v1alpha1.When{Inputs: v1alpha1.InputsOutsideAgreement}, nil, false},
		"inputs that were added":       {v1alpha1.When{Inputs: v1alpha1.InputsAdded}, set(func(s *procedure.Subject) { s.Inputs[1].Added = true }), true},
		"social data among them":       {v1alpha1.When{Inputs: v1alpha1.InputsSocial}, set(func(s *procedure.Subject) { public(s); s.Inputs[1].Origin = v1alpha1.OriginSocial }), true},
		"no social data":               {v1alpha1.When{Inputs: v1alpha1.InputsSocial}, set(public), false},
		"data that could not be read":  {v1alpha1.When{Inputs: v1alpha1.InputsSocial}, nil, true},
		"public data alone":            {v1alpha1.When{Inputs: v1alpha1.InputsPublic}, set(public), true},
		"not public data alone":        {v1alpha1.When{Inputs: v1alpha1.InputsPublic}, set(func(s *procedure.Subject) { public(s); s.Inputs[0].Origin = v1alpha1.OriginSocial }), false},
		"public, for all that is read": {v1alpha1.When{Inputs: v1alpha1.InputsPublic}, nil, true},
		"no input was added":           {v1alpha1.When{Inputs: v1alpha1.InputsAdded}, nil, false},
		"data shared by others":        {v1alpha1.When{Shared: yes()}, set(func(s *procedure.Subject) { s.Traits.Shared = true }), true},
		"drafted by an agency":         {v1alpha1.When{Drafter: v1alpha1.RoleImplementingAgency}, set(func(s *procedure.Subject) { s.Parties[v1alpha1.PartyDrafter] = []string{"info-centre"} }), true},
		"drafted by another":           {v1alpha1.When{Drafter: v1alpha1.RoleImplementingAgency}, set(func(s *procedure.Subject) { s.Parties[v1alpha1.PartyDrafter] = []string{"bureau"} }), false},
		"who is sought":                {v1alpha1.When{Seeks: v1alpha1.RoleOperator}, set(func(s *procedure.Subject) { s.Traits.Seeks = v1alpha1.RoleOperator }), true},
		"all that are given, not one":  {v1alpha1.When{Tier: 2, Level: 2}, nil, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := enters(approve(func(*v1alpha1.Step) {}))
			p.When = &tc.when
			s := grantScene(p)
			if tc.set != nil {
				tc.set(&s.subject)
			}
			d := s.on("p/s", v1alpha1.ActionApprove, "bureau", "2025-06-02")
			r := s.evaluate("2025-06-03")
			if got := r.Effect(v1alpha1.EffectEnter).Complete; got != tc.want {
				t.Errorf("complete: %t, want %t", got, tc.want)
			}
			if !tc.want {
				if reason := why(r, d); reason != v1alpha1.NoSuchStepReason {
					t.Errorf("the act: %q, want NoSuchStep", reason)
				}
				if pending := r.Effect(v1alpha1.EffectEnter).Pending; pending.Reason != v1alpha1.UndeterminedReason {
					t.Errorf("pending %s, want Undetermined", pending.Reason)
				}
			}
		})
	}
}

// Whoever found a point not clear is waited for: it judges that anew.
func TestWhoIsWaitedForOnceAPointIsNotClear(t *testing.T) {
	s := grantScene(enters(approve(func(s *v1alpha1.Step) { s.Points = []v1alpha1.PointName{"privacy"} })))
	s.on("p/s", v1alpha1.ActionApprove, "bureau", "2025-06-02", finds("privacy", v1alpha1.PointNotClear))
	r := s.evaluate("2025-06-06")
	if parties, _ := r.WaitingFor(); parties != "Organization bureau" {
		t.Errorf("waited for is %q, want Organization bureau", parties)
	}
}

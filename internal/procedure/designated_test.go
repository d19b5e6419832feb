// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Who is designated by any of some choices, and of whom nobody can tell.
func TestDesignated(t *testing.T) {
	holder, authority := v1alpha1.PartyChoice{Ref: v1alpha1.PartyHolder}, v1alpha1.PartyChoice{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame}
	const experts, appointed = v1alpha1.Role("ExpertBody"), v1alpha1.EffectAppointed + ":ExpertBody"
	owner := v1alpha1.PartyChoice{Owner: v1alpha1.ScopeOfInputs}
	department := v1alpha1.PartyChoice{Role: v1alpha1.RoleIndustryDepartment, Level: v1alpha1.LevelAny, Of: v1alpha1.ScopeOfInputs}
	tests := map[string]struct {
		choices    []v1alpha1.PartyChoice
		who        v1alpha1.ObjectName
		yes, known bool
	}{
		"by the first":                               {[]v1alpha1.PartyChoice{holder, authority}, "medtech", true, true},
		"by the second":                              {[]v1alpha1.PartyChoice{holder, authority}, "bureau", true, true},
		"by none":                                    {[]v1alpha1.PartyChoice{holder, authority}, "gov", false, true},
		"by no choice":                               {nil, "medtech", false, true},
		"by a role that was conferred on it":         {[]v1alpha1.PartyChoice{{Role: experts, Level: v1alpha1.LevelSame}}, "experts", true, true},
		"it could not be read":                       {[]v1alpha1.PartyChoice{holder, authority}, "unread-1", false, false},
		"it could not be read, and is the holder":    {[]v1alpha1.PartyChoice{authority, holder}, "unread-holder", true, true},
		"a party that could not be read":             {[]v1alpha1.PartyChoice{{Ref: v1alpha1.PartySharedFrom}}, "medtech", false, false},
		"who owns an input":                          {[]v1alpha1.PartyChoice{owner}, "insurance-bureau", true, true},
		"who owns none":                              {[]v1alpha1.PartyChoice{owner}, "bureau", false, true},
		"the department of an input's sector":        {[]v1alpha1.PartyChoice{department}, "health-commission", true, true},
		"a department of another":                    {[]v1alpha1.PartyChoice{department}, "roads", false, true},
		"of the superior of the place":               {[]v1alpha1.PartyChoice{{Role: v1alpha1.RoleGovernment, Level: v1alpha1.LevelSuperior}}, "gov", false, true},
		"of the province of the place":               {[]v1alpha1.PartyChoice{{Role: v1alpha1.RoleGovernment, Level: v1alpha1.LevelProvince}}, "gov", true, true},
		"of the edition's place":                     {[]v1alpha1.PartyChoice{{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame, At: v1alpha1.AnchorEdition}}, "bureau", true, true},
		"of the edition's place, and not the city's": {[]v1alpha1.PartyChoice{{Role: v1alpha1.RoleDataAuthority, Level: v1alpha1.LevelSame, At: v1alpha1.AnchorEdition}}, "yinchuan-bureau", false, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := grantScene()
			s.subject.Parties[v1alpha1.PartyHolder] = append(s.subject.Parties[v1alpha1.PartyHolder], "unread-holder")
			s.org("roads", "640000", v1alpha1.RoleIndustryDepartment).org("experts", "640000", experts)
			s.edition.Spec.Procedures = []v1alpha1.Procedure{{Name: "appoint", Of: v1alpha1.LinkOrganization, Effect: appointed}}
			s.orgs["experts"].Conferred, s.orgs["experts"].ConferredFrom = []v1alpha1.Effect{appointed}, map[v1alpha1.Effect]calendar.Day{appointed: 20000}
			s.orgs["roads"].Sectors = []string{"transport"}
			yes, known := procedure.Designated(s.edition, &s.subject, &s.world, tc.choices, tc.who)
			if yes != tc.yes || known != tc.known {
				t.Errorf("%s is designated: %t, known: %t; want %t, %t", tc.who, yes, known, tc.yes, tc.known)
			}
		})
	}
}

// Of an input whose source unit could not be read nobody can tell who owns it, but
// for who owns another one.
func TestWhoOwnsAnInputThatCouldNotBeRead(t *testing.T) {
	s := grantScene()
	s.subject.Inputs[0].SourceUnit = ""
	owner := []v1alpha1.PartyChoice{{Owner: v1alpha1.ScopeOfInputs}}
	for who, want := range map[v1alpha1.ObjectName][2]bool{"insurance-bureau": {true, true}, "health-commission": {false, false}} {
		if yes, known := procedure.Designated(s.edition, &s.subject, &s.world, owner, who); yes != want[0] || known != want[1] {
			t.Errorf("%s owns one: %t, known: %t; want %v", who, yes, known, want)
		}
	}
}

func TestChoices(t *testing.T) {
	two := []v1alpha1.PartyChoice{{Ref: v1alpha1.PartyHolder}, {Owner: v1alpha1.ScopeOfInputs}}
	parties := []v1alpha1.Party{{Among: two}, {Among: two[:1]}, {Role: v1alpha1.RoleOperator, Level: v1alpha1.LevelCity, At: v1alpha1.AnchorEdition, Of: v1alpha1.ScopeOfInputs}}
	want := []v1alpha1.PartyChoice{two[0], two[1], two[0], {Role: v1alpha1.RoleOperator, Level: v1alpha1.LevelCity, At: v1alpha1.AnchorEdition, Of: v1alpha1.ScopeOfInputs}}
	if diff := cmp.Diff(want, procedure.Choices(parties)); diff != "" {
		t.Errorf("choices (-want +got):\n%s", diff)
	}
}

// A condition is asked of the subject, its edition and its world.
func TestHolds(t *testing.T) {
	s := grantScene()
	s.subject.Parties[v1alpha1.PartyDrafter] = []string{"bureau", "info-centre"}
	tests := map[string]struct {
		when   *v1alpha1.When
		change func(s *scene)
		want   bool
	}{
		"none":                             {nil, nil, true},
		"of its tier":                      {&v1alpha1.When{Tier: 2}, nil, true},
		"of another":                       {&v1alpha1.When{Tier: 1}, nil, false},
		"the holder is from the territory": {&v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}, nil, false},
		"one of the drafters is an agency": {&v1alpha1.When{Drafter: v1alpha1.RoleImplementingAgency}, nil, true},
		"of its tier, with an input beside the agreement": {&v1alpha1.When{Tier: 2}, func(s *scene) { s.subject.Traits.OutsideAgreement = true }, true},
		"of its tier, from the territory":                 {&v1alpha1.When{Tier: 2}, func(s *scene) { s.subject.Registration = "640100" }, true},
		"the holder is from a city of it":                 {&v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}, func(s *scene) { s.subject.Registration = "640100" }, true},
		"nobody knows from where it is":                   {&v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}, func(s *scene) { s.subject.Registration = "" }, true},
		"at the territory's own level it is from outside": {&v1alpha1.When{RegisteredIn: v1alpha1.RegisteredInside}, func(s *scene) { s.subject.Registration = "640000" }, false},
		"none of them is":                                 {&v1alpha1.When{Drafter: v1alpha1.RoleOperator}, nil, false},
		"a drafter that is not there":                     {&v1alpha1.When{Drafter: v1alpha1.RoleOperator}, func(s *scene) { s.subject.Parties[v1alpha1.PartyDrafter] = []string{"nobody"} }, false},
		"a drafter that could not be read":                {&v1alpha1.When{Drafter: v1alpha1.RoleOperator}, func(s *scene) { s.subject.Parties[v1alpha1.PartyDrafter] = []string{"unread-1"} }, true},
		"drafters that could not be read":                 {&v1alpha1.When{Drafter: v1alpha1.RoleOperator}, func(s *scene) { delete(s.subject.Parties, v1alpha1.PartyDrafter) }, true},
		"no input outside the agreement":                  {&v1alpha1.When{Inputs: v1alpha1.InputsInsideAgreement}, nil, true},
		"one outside, where none may be":                  {&v1alpha1.When{Inputs: v1alpha1.InputsInsideAgreement}, func(s *scene) { s.subject.Traits.OutsideAgreement = true }, false},
		"one outside, where one has to be":                {&v1alpha1.When{Inputs: v1alpha1.InputsOutsideAgreement}, func(s *scene) { s.subject.Traits.OutsideAgreement = true }, true},
		"a renewal, where it is none":                     {&v1alpha1.When{Renewal: yes()}, nil, false},
		"data that others share, and it is":               {&v1alpha1.When{Shared: no()}, func(s *scene) { s.subject.Traits.Shared = true }, false},
		"sought is another role":                          {&v1alpha1.When{Seeks: v1alpha1.RoleOperator}, nil, false},
	}
	for name, tc := range tests {
		s := grantScene()
		s.subject.Parties[v1alpha1.PartyDrafter] = []string{"bureau", "info-centre"}
		if tc.change != nil {
			tc.change(s)
		}
		if got := procedure.Holds(s.edition, &s.subject, &s.world, tc.when); got != tc.want {
			t.Errorf("%s: %t, want %t", name, got, tc.want)
		}
	}
}

// Roles that the edition confers count once they were conferred, each by its own
// procedure, and all that are claimed where that is asked.
func TestRolesOfAnOrganization(t *testing.T) {
	edition := grantScene(
		v1alpha1.Procedure{Name: "recognise", Of: v1alpha1.LinkOrganization, Effect: "Recognised:Operator"},
		v1alpha1.Procedure{Name: "authorise", Of: v1alpha1.LinkOrganization, Effect: "Authorised:Operator"},
		v1alpha1.Procedure{Name: "develop", Of: v1alpha1.LinkOrganization, Effect: "Recognised:Developer", None: yes()},
		v1alpha1.Procedure{Name: "elsewhere", Of: v1alpha1.LinkDeveloperGrant, Effect: "Recognised:SourceUnit"},
	).edition
	o := &procedure.Organization{
		Declared:      []v1alpha1.Role{v1alpha1.RoleOperator, v1alpha1.RoleDeveloper, v1alpha1.RoleSourceUnit},
		ConferredFrom: map[v1alpha1.Effect]calendar.Day{"Authorised:Operator": 20000},
		ConferredBy:   func() map[v1alpha1.Effect]string { return nil },
	}
	has := func(o *procedure.Organization, want map[v1alpha1.Role]bool) {
		t.Helper()
		for role, want := range want {
			if o.HasRole(edition, role) != want || o.HasRoleOf(edition, []v1alpha1.Role{v1alpha1.RoleGovernment, role}) != want {
				t.Errorf("it has the role %s: %t, want %t", role, !want, want)
			}
		}
	}
	has(o, map[v1alpha1.Role]bool{v1alpha1.RoleOperator: false, v1alpha1.RoleDeveloper: true, v1alpha1.RoleSourceUnit: true, v1alpha1.RoleDataAuthority: false})
	has(o.Claiming(edition), map[v1alpha1.Role]bool{v1alpha1.RoleOperator: true, v1alpha1.RoleDeveloper: true, v1alpha1.RoleDataAuthority: false})
	want := []v1alpha1.Effect{"Recognised:Operator", "Authorised:Operator", "Recognised:Developer"}
	claiming := o.Claiming(edition)
	if diff := cmp.Diff(want, claiming.Conferred); diff != "" || claiming.ConferredFrom != nil || claiming.ConferredBy != nil {
		t.Errorf("conferred on who claims all (-want +got), with no days and no Decisions:\n%s", diff)
	}
	o.Conferred = []v1alpha1.Effect{"Authorised:Operator"}
	has(o, map[v1alpha1.Role]bool{v1alpha1.RoleOperator: true})
	if o.HasRoleOn(edition, v1alpha1.RoleOperator, 19999) || !o.HasRoleOn(edition, v1alpha1.RoleOperator, 20000) {
		t.Error("a role counts from the day on which it was conferred, and not before")
	}
	var nobody *procedure.Organization
	if nobody.Claiming(edition) != nil || nobody.HasRole(edition, v1alpha1.RoleOperator) {
		t.Error("nobody claims and has a role")
	}
}

// Whether an edition asks which data join.
func TestAsksOfAdded(t *testing.T) {
	added := &v1alpha1.When{Inputs: v1alpha1.InputsAdded}
	other := &v1alpha1.When{Inputs: v1alpha1.InputsOutsideAgreement}
	step := func(when *v1alpha1.When) []v1alpha1.Step {
		return []v1alpha1.Step{{Name: "a"}, {Name: "s", When: when}}
	}
	tests := map[string]struct {
		p    v1alpha1.Procedure
		want bool
	}{
		"a procedure does":     {v1alpha1.Procedure{Of: v1alpha1.LinkDeveloperGrant, When: added, Steps: step(nil)}, true},
		"a step does":          {v1alpha1.Procedure{Of: v1alpha1.LinkDeveloperGrant, When: other, Steps: step(added)}, true},
		"none does":            {v1alpha1.Procedure{Of: v1alpha1.LinkDeveloperGrant, When: other, Steps: step(other)}, false},
		"one of another kind":  {v1alpha1.Procedure{Of: v1alpha1.LinkOperationAgreement, When: added, Steps: step(added)}, false},
		"none has a condition": {v1alpha1.Procedure{Of: v1alpha1.LinkDeveloperGrant, Steps: step(nil)}, false},
	}
	for name, tc := range tests {
		if got := procedure.AsksOfAdded(grantScene(tc.p).edition, v1alpha1.LinkDeveloperGrant); got != tc.want {
			t.Errorf("%s: %t, want %t", name, got, tc.want)
		}
	}
}

// Without a world nothing is complete; without an edition, or with one whose clocks
// nobody knows, every act is left.
func TestWithoutAWorldOrAnEdition(t *testing.T) {
	s := granted()
	r := procedure.Evaluate(s.edition, &s.subject, s.acts, nil, instant("2025-11-12"))
	if r.Effect(v1alpha1.EffectEnter).Complete {
		t.Error("it enters, and nobody could be read")
	}
	s.edition.Spec.TimeZone = "Nowhere/Atall"
	for _, edition := range []*v1alpha1.Jurisdiction{nil, s.edition} {
		r := procedure.Evaluate(edition, &s.subject, s.acts, &s.world, instant("2025-11-12"))
		if len(r.Left) != len(s.acts) || len(r.Judged) != len(s.acts) {
			t.Fatalf("%d acts are left and %d judged, want all %d", len(r.Left), len(r.Judged), len(s.acts))
		}
		for i, d := range s.acts {
			if r.Left[i] != d || r.Judged[i].Decision != d || !r.Judged[i].Left || r.Judged[i].Finding != nil {
				t.Errorf("of %s it is said %+v", d.Name, r.Judged[i])
			}
		}
	}
	if found := procedure.Never(s.edition, &s.subject, &s.world, nil); len(found) > 0 {
		t.Errorf("by clocks that nobody knows it finds %v", found)
	}
}

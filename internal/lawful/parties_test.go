// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

func TestGrantor(t *testing.T) {
	byMode := func(mode v1alpha1.Mode, role v1alpha1.Role) func(*scene) {
		return func(s *scene) {
			s.Edition.Spec.Grantor = []v1alpha1.GrantorRule{{Mode: mode, Role: role, Basis: []v1alpha1.BasisID{"R-3"}}}
		}
	}
	plays(t, agreements, v1alpha1.CheckRule{}, whole, map[string]breach{
		"a grantor of another role": {
			byMode(v1alpha1.ModeByField, v1alpha1.RoleSourceUnit),
			`Unlawful: spec.grantor "bureau" of OperationAgreement "health" has none of the roles [SourceUnit], which Jurisdiction "sy.1" lets authorise; name one who has [R-3]`,
		},
		"a rule of another mode":      {byMode(v1alpha1.ModeWhole, v1alpha1.RoleSourceUnit), ""},
		"a grantor of that role":      {byMode("", v1alpha1.RoleDataAuthority), ""},
		"no agreement":                {func(s *scene) { byMode("", v1alpha1.RoleSourceUnit)(s); s.Agreement = nil }, ""},
		"a grantor that is not there": {func(s *scene) { byMode("", v1alpha1.RoleDataAuthority)(s); delete(s.orgs, bureau) }, ""},
		"a grantor that was not read": {
			func(s *scene) { byMode("", v1alpha1.RoleDataAuthority)(s); s.orgs[bureau] = nil },
			`Undetermined: Organization "bureau" could not be read; nothing is given until it is`,
		},
		"a role that awaits its Decision": {
			func(s *scene) {
				byMode("", v1alpha1.RoleDataAuthority)(s)
				s.Edition.Spec.Procedures = []v1alpha1.Procedure{{Of: v1alpha1.LinkOrganization, Effect: "Appointed:DataAuthority"}}
			},
			`ProcedurePending: spec.grantor: Jurisdiction "sy.1" confers the roles [DataAuthority] by Decision, and Organization "bureau" has none; that Decision is awaited [R-3]`,
		},
	})
}

// Nobody authorises beside the grantor under an edition that asks nothing of them.
func TestCoGrantors(t *testing.T) {
	entering := func(effect v1alpha1.Effect, by ...v1alpha1.PartyRef) func(*scene) {
		return func(s *scene) {
			var parties []v1alpha1.Party
			for _, ref := range by {
				parties = append(parties, v1alpha1.Party{Ref: ref})
			}
			s.Agreement.Spec.CoGrantors = []v1alpha1.ObjectName{agency}
			s.Edition.Spec.Grantor = []v1alpha1.GrantorRule{{Role: v1alpha1.RoleDataAuthority, Basis: []v1alpha1.BasisID{"R-3"}}}
			s.Edition.Spec.Procedures = []v1alpha1.Procedure{
				{Of: v1alpha1.LinkOperationAgreement, Effect: effect, Steps: []v1alpha1.Step{{Name: "sign", Act: v1alpha1.ActionSign, By: parties}}},
				{Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{{Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{{Ref: v1alpha1.PartyCoGrantor}}}}},
			}
		}
	}
	const enters, ends = v1alpha1.EffectEnter, v1alpha1.EffectTerminated
	tests := map[string]struct {
		change  func(*scene)
		refused bool
	}{
		"no act is for them":      {entering(enters, v1alpha1.PartyGrantor, v1alpha1.PartyOperator), true},
		"they sign":               {entering(enters, v1alpha1.PartyGrantor, v1alpha1.PartyCoGrantor, v1alpha1.PartyOperator), false},
		"no act is for anybody":   {entering(ends, v1alpha1.PartyGrantor), false},
		"there are none":          {func(s *scene) { entering(enters, v1alpha1.PartyGrantor)(s); s.Agreement.Spec.CoGrantors = nil }, false},
		"a grant is not asked it": {func(s *scene) { entering(enters, v1alpha1.PartyGrantor)(s); s.Subject.Kind = grants }, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s, want := scened(agreements, v1alpha1.CheckRule{}), ""
			if tc.change(s); tc.refused {
				want = `Unlawful: spec.coGrantors of OperationAgreement "health": under Jurisdiction "sy.1" nobody authorises beside the grantor; leave it out [R-3]`
			}
			if got := whole(&s.Case); got != want {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}

func TestSelectedOperator(t *testing.T) {
	plays(t, agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckSelectedOperator}, whole, map[string]breach{
		"another was chosen": {
			func(s *scene) { s.Selected = []v1alpha1.ObjectName{"rival"} },
			`Unlawful: spec.operator "operator" of OperationAgreement "health" was not chosen in Selection "call", which chose [rival]; name one of these [R-1]`,
		},
		"it was chosen": {func(s *scene) { s.Selected = []v1alpha1.ObjectName{"rival", operator} }, ""},
	})
}

func TestPartyAmong(t *testing.T) {
	rule := v1alpha1.CheckRule{Check: v1alpha1.CheckPartyAmong, Of: v1alpha1.PartyOperator, Among: []v1alpha1.PartyChoice{{Role: v1alpha1.RoleOperator, Level: v1alpha1.LevelAny}}}
	plays(t, agreements, rule, whole, map[string]breach{
		"an operator that is none": {
			func(s *scene) { s.orgs[operator].Declared = nil },
			`Unlawful: the Operator "operator" of OperationAgreement "x" is not any Operator, as Jurisdiction "sy.1" asks; name one who is [R-1]`,
		},
		"one that was not read": {
			func(s *scene) { s.orgs[operator] = nil },
			`Undetermined: Organization "operator" could not be read; nothing is given until it is`,
		},
		"one that awaits its recognition": {
			func(s *scene) {
				s.Edition.Spec.Procedures = []v1alpha1.Procedure{{Of: v1alpha1.LinkOrganization, Effect: "Recognised:Operator"}}
			},
			`ProcedurePending: the Operator "operator" of OperationAgreement "x" claims the role [Operator], which Jurisdiction "sy.1" confers by Decision; that Decision is awaited [R-1]`,
		},
		"one that awaits a step that is known": {
			func(s *scene) {
				s.Edition.Spec.Procedures = []v1alpha1.Procedure{{Of: v1alpha1.LinkOrganization, Effect: "Recognised:Operator"}}
				s.Conferrals = func(_ v1alpha1.ObjectName, roles []v1alpha1.Role) []procedure.Conferral {
					by := finding.All("", finding.Say("%s", v1alpha1.RoleDataAuthority))
					return []procedure.Conferral{{Step: v1alpha1.StepReference("recognise/" + string(roles[0])), Giving: finding.Giving{Act: v1alpha1.ActionRecognise, By: by}}}
				}
			},
			`ProcedurePending: the Operator "operator" of OperationAgreement "x" claims the role [Operator], which Jurisdiction "sy.1" confers by Decision; that Decision is awaited: step recognise/Operator on Organization "operator", Recognise of DataAuthority [R-1]`,
		},
		"of a grant it is the agreement's matter": {
			func(s *scene) { s.orgs[operator].Declared, s.Subject.Kind = nil, grants }, "",
		},
		"an agreement that names none is another check's": {func(s *scene) { s.Subject.Parties[v1alpha1.PartyOperator] = nil }, ""},
		"one that claims another of several roles, and has one elsewhere": {
			func(s *scene) {
				s.orgs[operator].Declared = []v1alpha1.Role{v1alpha1.RoleOperator, v1alpha1.RoleImplementingAgency}
				s.orgs[operator].Division = "420302"
				s.Edition.Spec.Procedures = []v1alpha1.Procedure{{Of: v1alpha1.LinkOrganization, Effect: "Recognised:Operator"}}
				s.Edition.Spec.Checks[0].Among = []v1alpha1.PartyChoice{
					{Ref: v1alpha1.PartyGrantor}, {Role: v1alpha1.RoleSourceUnit, Level: v1alpha1.LevelAny},
					{Role: v1alpha1.RoleImplementingAgency, Level: v1alpha1.LevelSame}, {Role: v1alpha1.RoleOperator, Level: v1alpha1.LevelAny},
				}
			},
			`ProcedurePending: the Operator "operator" of OperationAgreement "x" claims the role [Operator], which Jurisdiction "sy.1" confers by Decision; that Decision is awaited [R-1]`,
		},
	})
}

// Each of several co-grantors is asked, and not the first alone.
func TestEachCoGrantorIsAsked(t *testing.T) {
	rule := v1alpha1.CheckRule{
		Check: v1alpha1.CheckPartyAmong, Of: v1alpha1.PartyCoGrantor,
		Among: []v1alpha1.PartyChoice{{Role: v1alpha1.RoleImplementingAgency, Level: v1alpha1.LevelAny}},
	}
	beside := func(names ...string) func(*scene) {
		return func(s *scene) { s.Subject.Parties[v1alpha1.PartyCoGrantor] = names }
	}
	plays(t, agreements, rule, whole, map[string]breach{
		"the second is none": {
			beside(agency, source),
			`Unlawful: the CoGrantor "hospital" of OperationAgreement "x" is not any ImplementingAgency, as Jurisdiction "sy.1" asks; name one who is [R-1]`,
		},
		"one who is": {beside(agency), ""},
	})
}

// TestOrganiserAmong shows that an agreement is signed by who held its call, of
// which only the agreement tells the mode.
func TestOrganiserAmong(t *testing.T) {
	rule := v1alpha1.CheckRule{
		Check: v1alpha1.CheckPartyAmong, Of: v1alpha1.PartyOrganiser, When: &v1alpha1.When{Mode: v1alpha1.ModeByField},
		Among: []v1alpha1.PartyChoice{{Ref: v1alpha1.PartyGrantor}},
	}
	by := func(organiser v1alpha1.ObjectName) func(*scene) { return func(s *scene) { s.Organiser = organiser } }
	plays(t, agreements, rule, whole, map[string]breach{
		"another held the call": {
			by(agency),
			`Unlawful: the Organiser "agency" of OperationAgreement "x" is not the Grantor bureau, as Jurisdiction "sy.1" asks; name one who is [R-1]`,
		},
		"the grantor held it": {by(bureau), ""},
		"of another mode":     {func(s *scene) { by(agency)(s); s.Subject.Traits.Mode = v1alpha1.ModeComprehensive }, ""},
		"a rule that asks for no mode is the call's own matter":   {func(s *scene) { by(agency)(s); s.Edition.Spec.Checks[0].When = nil }, ""},
		"and so is one that asks for the level":                   {func(s *scene) { by(agency)(s); s.Edition.Spec.Checks[0].When = &v1alpha1.When{Level: 1} }, ""},
		"where it names no call nobody is looked for":             {func(s *scene) { by("")(s); s.orgs[""] = nil }, ""},
		"of a grant it is the agreement's matter":                 {func(s *scene) { by(agency)(s); s.Subject.Kind = grants }, ""},
		"a rule on another party of an agreement that has a call": {func(s *scene) { by(agency)(s); s.Edition.Spec.Checks[0].Of = v1alpha1.PartyGrantor }, ""},
	})
}

func TestSourceAmong(t *testing.T) {
	rule := v1alpha1.CheckRule{
		Check: v1alpha1.CheckPartyAmong, Of: v1alpha1.PartySourceUnit,
		Among: []v1alpha1.PartyChoice{{Ref: v1alpha1.PartyGrantor}, {Role: v1alpha1.RoleSourceUnit, Level: v1alpha1.LevelAny}},
	}
	plays(t, agreements, rule, ofInput, map[string]breach{
		"data of another than the grantor": {
			func(s *scene) { s.orgs[source].Declared = nil },
			`Unlawful: the SourceUnit "hospital" of OperationAgreement "x" is not the Grantor bureau; any SourceUnit, as Jurisdiction "sy.1" asks; name one who is [R-1]`,
		},
		"data of the grantor": {func(s *scene) { s.Resource.Spec.SourceUnit = bureau }, ""},
		"a rule on another party": {
			func(s *scene) {
				s.orgs[source].Declared, s.Edition.Spec.Checks[0].Of = nil, v1alpha1.PartyOperator
			}, "",
		},
		"a source unit that is not there": {func(s *scene) { delete(s.orgs, source) }, ""},
		"no resource":                     {func(s *scene) { s.Resource = nil }, ""},
	})
	plays(t, grants, rule, ofInput, map[string]breach{
		"of a grant it is the agreement's matter": {func(s *scene) { s.orgs[source].Declared = nil }, ""},
	})
	plays(t, resources, rule, whole, map[string]breach{
		"of the resource itself": {
			func(s *scene) { s.orgs[source].Declared = nil },
			`Unlawful: the SourceUnit "hospital" of DataResource "x" is not the Grantor bureau; any SourceUnit, as Jurisdiction "sy.1" asks; name one who is [R-1]`,
		},
	})
}

// TestARuleOnOneResourceIsAskedByThatOne shows that a rule on public data binds the
// public data of an agreement that holds social data too, and that alone.
func TestARuleOnOneResourceIsAskedByThatOne(t *testing.T) {
	with := func(own, other v1alpha1.Origin) func(s *scene) {
		return func(s *scene) {
			s.orgs[source].Declared = nil
			s.Subject.Inputs = []procedure.Input{{Resource: "visits", Origin: own}, {Resource: "prices", Origin: other}}
		}
	}
	const stranger = `Unlawful: the SourceUnit "hospital" of OperationAgreement "x" is not any SourceUnit, as Jurisdiction "sy.1" asks; name one who is [R-1]`
	plays(t, agreements, v1alpha1.CheckRule{
		Check: v1alpha1.CheckPartyAmong, Of: v1alpha1.PartySourceUnit, When: &v1alpha1.When{Inputs: v1alpha1.InputsPublic},
		Among: []v1alpha1.PartyChoice{{Role: v1alpha1.RoleSourceUnit, Level: v1alpha1.LevelAny}},
	}, ofInput, map[string]breach{
		"public data":                {with(v1alpha1.OriginPublic, v1alpha1.OriginPublic), stranger},
		"public data beside social":  {with(v1alpha1.OriginPublic, v1alpha1.OriginSocial), stranger},
		"social data beside public":  {with(v1alpha1.OriginSocial, v1alpha1.OriginPublic), ""},
		"data of which nobody knows": {with("", v1alpha1.OriginSocial), stranger},
	})
}

func TestTerritory(t *testing.T) {
	plays(t, agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckTerritory, Of: v1alpha1.PartyCoGrantor}, whole, map[string]breach{
		"a co-grantor of another city": {
			func(s *scene) {
				s.Subject.Parties[v1alpha1.PartyCoGrantor] = []string{agency}
				s.orgs[agency].Division = "420100"
			},
			`Unlawful: the CoGrantor "agency" of OperationAgreement "x" is of the division "420100", which does not lie inside "420300" of Jurisdiction "sy.1"; name one of that territory [R-1]`,
		},
	})
	plays(t, agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckTerritory, Of: v1alpha1.PartyGrantor}, whole, map[string]breach{
		"of another city": {
			func(s *scene) { s.orgs[bureau].Division = "420100" },
			`Unlawful: the Grantor "bureau" of OperationAgreement "x" is of the division "420100", which does not lie inside "420300" of Jurisdiction "sy.1"; name one of that territory [R-1]`,
		},
		"of the province above": {
			func(s *scene) { s.orgs[bureau].Division = "420000" },
			`Unlawful: the Grantor "bureau" of OperationAgreement "x" is of the division "420000", which does not lie inside "420300" of Jurisdiction "sy.1"; name one of that territory [R-1]`,
		},
		"of a county of the city": {func(s *scene) { s.orgs[bureau].Division = "420302" }, ""},
		"not there":               {func(s *scene) { delete(s.orgs, bureau) }, ""},
		"not read": {
			func(s *scene) { s.orgs[bureau] = nil }, `Undetermined: Organization "bureau" could not be read; nothing is given until it is`,
		},
	})
}

// TestHalfAnAnswerIsNone shows that whoever was not read, or was read and not given,
// is let through by no check; nor is anybody where nobody reads.
func TestHalfAnAnswerIsNone(t *testing.T) {
	answers := map[string]*procedure.World{
		"given, and not read": {Organization: func(v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
			return &procedure.Organization{Declared: []v1alpha1.Role{v1alpha1.RoleDataAuthority}, Division: "420300"}, procedure.Unread
		}},
		"read, and not given": {Organization: func(v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) { return nil, procedure.Found }},
		"nobody reads":        {},
		"no world":            nil,
	}
	for name, world := range answers {
		for _, tc := range []struct {
			of   v1alpha1.LinkKind
			rule v1alpha1.CheckRule
			want string
		}{
			{agreements, v1alpha1.CheckRule{}, `Undetermined: Organization "bureau" could not be read; nothing is given until it is`}, // the grantor
			{agreements, v1alpha1.CheckRule{Check: v1alpha1.CheckTerritory, Of: v1alpha1.PartyOperator}, `Undetermined: Organization "operator" could not be read; nothing is given until it is`},
			{grants, v1alpha1.CheckRule{Check: v1alpha1.CheckRedevelopmentBan, Scope: "AllInScope", Affiliates: v1alpha1.AffiliatesDeny}, `Undetermined: the affiliates of Organization "holder" could not be read; nothing is given until it is`},
		} {
			s := scened(tc.of, tc.rule)
			if s.World = world; tc.rule.Check == "" {
				s.Edition.Spec.Grantor = []v1alpha1.GrantorRule{{Role: v1alpha1.RoleDataAuthority}}
			}
			if got := whole(&s.Case); got != tc.want {
				t.Errorf("%s: %s finds %q, want %q", name, tc.rule.Check, got, tc.want)
			}
		}
	}
}

func TestLegalForm(t *testing.T) {
	rule := v1alpha1.CheckRule{Check: v1alpha1.CheckLegalForm, Of: v1alpha1.PartyHolder, LegalForms: []v1alpha1.LegalForm{"LegalPerson"}}
	plays(t, grants, rule, whole, map[string]breach{
		"an unincorporated organisation": {
			func(s *scene) { s.forms[holder] = "UnincorporatedOrganization" },
			`Unlawful: the Holder "holder" of DeveloperGrant "x" has the spec.legalForm "UnincorporatedOrganization", which is none of [LegalPerson]; name one of these forms, or let it state its own [R-1]`,
		},
		"not read": {func(s *scene) { delete(s.forms, holder) }, ""},
	})
}

func TestSourceClass(t *testing.T) {
	rule := v1alpha1.CheckRule{
		Check: v1alpha1.CheckSourceClass, Of: v1alpha1.PartySourceUnit,
		SourceClasses: []v1alpha1.SourceClass{v1alpha1.SourceStateOrgan, v1alpha1.SourcePublicService},
	}
	plays(t, resources, rule, whole, map[string]breach{
		"an ordinary company, which states none": {
			func(s *scene) { s.classes[source] = "" },
			`Unlawful: the SourceUnit "hospital" of DataResource "x" states no spec.sourceClass, and the data of nobody but [StateOrgan PublicService] is public data under Jurisdiction "sy.1"; let it state which of them it is, or name one of them [R-1]`,
		},
		"another class": {
			func(s *scene) { s.classes[source] = v1alpha1.SourcePeopleOrganization },
			`Unlawful: the SourceUnit "hospital" of DataResource "x" has the spec.sourceClass "PeopleOrganization", which is none of [StateOrgan PublicService]; name one of these, or let it state its own [R-1]`,
		},
		"the other one of the two": {func(s *scene) { s.classes[source] = v1alpha1.SourceStateOrgan }, ""},
		"not read":                 {func(s *scene) { delete(s.classes, source) }, ""},
	})
}

func TestRedevelopmentBan(t *testing.T) {
	rule := v1alpha1.CheckRule{Check: v1alpha1.CheckRedevelopmentBan, Scope: "AllInScope", Affiliates: v1alpha1.AffiliatesDeny}
	plays(t, grants, rule, whole, map[string]breach{
		"the operator itself": {
			func(s *scene) { s.Grant.Spec.Holder = operator },
			`Unlawful: spec.holder "operator" of DeveloperGrant "g" operates OperationAgreement "health", and may not develop inside its scope; choose another holder [R-1]`,
		},
		"one affiliated with it": {
			func(s *scene) { s.orgs[holder].Affiliates = []v1alpha1.ObjectName{"between", operator} },
			`Unlawful: spec.holder "holder" of DeveloperGrant "g" is affiliated with "operator", which operates OperationAgreement "health", and may not develop inside its scope; choose a holder that is not [R-1]`,
		},
		"one of whom nobody knows": {
			func(s *scene) { s.orgs[holder] = nil },
			`Undetermined: the affiliates of Organization "holder" could not be read; nothing is given until it is`,
		},
		"one affiliated with another": {func(s *scene) { s.orgs[holder].Affiliates = []v1alpha1.ObjectName{"another"} }, ""},
		"one affiliated with it, where that may be": {
			func(s *scene) {
				s.orgs[holder].Affiliates, s.Edition.Spec.Checks[0].Affiliates = []v1alpha1.ObjectName{operator}, ""
			}, "",
		},
		"one that is not there": {func(s *scene) { delete(s.orgs, holder) }, ""},
		"of delivered products alone": {
			func(s *scene) { s.Grant.Spec.Holder, s.Edition.Spec.Checks[0].Scope = operator, "DeliveredProducts" }, "",
		},
	})
}

func TestOperatorNotDeveloper(t *testing.T) {
	rule := v1alpha1.CheckRule{Check: v1alpha1.CheckOperatorNotDeveloper, Affiliates: v1alpha1.AffiliatesFlag}
	second := func(grantor v1alpha1.ObjectName) func(*scene) {
		return func(s *scene) { s.Agreement.Spec.Level, s.Agreement.Spec.Grantor = 2, grantor }
	}
	plays(t, agreements, rule, whole, map[string]breach{
		"the operator of level 1 grants itself": {
			second(operator),
			`Unlawful: spec.operator "operator" of OperationAgreement "x" is the operator of level 1 that grants OperationAgreement "health", and may not develop under it; name a developer [R-1]`,
		},
		"it grants another":      {second("l1"), ""},
		"on level 1 nobody does": {func(s *scene) { second(operator)(s); s.Agreement.Spec.Level = 1 }, ""},
	})
	plays(t, grants, rule, whole, map[string]breach{
		"it holds a grant under it": {
			second(holder),
			`Unlawful: spec.holder "holder" of DeveloperGrant "x" is the operator of level 1 that grants OperationAgreement "health", and may not develop under it; name a developer [R-1]`,
		},
	})
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// breach is a change after which a link no longer keeps a rule.
type breach struct {
	name string
	kind v1alpha1.LinkKind
	when []*v1alpha1.When
	do   func(k *keeper)
	// awaited says that a Decision would mend it.
	awaited bool
}

// elsewhere is a place that lies in none of the editions' territories.
const elsewhere = "110000"

// simply are the breaches of the rules that have no parameters.
var simply = map[v1alpha1.CheckName]breach{
	v1alpha1.CheckPlanMode: {name: "another mode than the plan's", kind: v1alpha1.LinkOperationAgreement, do: func(k *keeper) { k.made.Plan.Spec.Mode = "Another" }},
	v1alpha1.CheckDataWithinPlan: {
		name: "data that the plan does not have", kind: v1alpha1.LinkOperationAgreement, do: func(k *keeper) { k.made.Plan.Spec.DataResources = nil },
	},
	v1alpha1.CheckTermWithinPlan: {
		name: "a longer term than the plan's", kind: v1alpha1.LinkOperationAgreement, do: func(k *keeper) { k.made.Term.NotAfter = k.made.Above.NotAfter.AddDate(0, 0, 1) },
	},
	v1alpha1.CheckDataWithinAgreement: {
		name: "data that the agreement does not have", kind: v1alpha1.LinkDeveloperGrant, do: func(k *keeper) { k.made.Agreement.Spec.DataResources = nil },
	},
	v1alpha1.CheckSectorsWithinField: {
		name: "data of another field", kind: v1alpha1.LinkOperationAgreement, do: func(k *keeper) { k.made.Resource.Spec.Sector = "transport" },
	},
	v1alpha1.CheckSelectedOperator: {
		name: "an operator that was not chosen", kind: v1alpha1.LinkOperationAgreement, do: func(k *keeper) { k.made.Selected = []v1alpha1.ObjectName{"rival"} },
	},
	v1alpha1.CheckFeeStated: {
		name: "a fee that was not agreed", kind: v1alpha1.LinkDeveloperGrant, when: []*v1alpha1.When{{Level: 2}}, do: func(k *keeper) { k.made.Agreement.Spec.Clauses = nil },
	},
	v1alpha1.CheckDesensitised: {
		name: "data as they were collected", kind: v1alpha1.LinkDataResource, do: func(k *keeper) { k.made.Resource.Spec.Desensitised = new(false) },
	},
	v1alpha1.CheckOperatorNotDeveloper: {
		name: "the operator of level 1 in the place of a developer", kind: v1alpha1.LinkOperationAgreement, when: []*v1alpha1.When{{Level: 2}},
		do: func(k *keeper) { k.made.Agreement.Spec.Operator = k.made.Agreement.Spec.Grantor },
	},
}

// breaches are the ways to break one rule of an edition. A rule that nothing
// here breaks is made elsewhere.
func breaches(edition *v1alpha1.Jurisdiction, rule *v1alpha1.CheckRule) []breach {
	switch rule.Check {
	case v1alpha1.CheckTerritory:
		return []breach{{name: "a party from elsewhere", kind: homeOf[rule.Of], do: func(k *keeper) { k.orgs[k.party(rule.Of)].Division = elsewhere }}}
	case v1alpha1.CheckLegalForm:
		return []breach{{name: "another legal form", kind: homeOf[rule.Of], do: func(k *keeper) { k.forms[k.party(rule.Of)] = "StateOrgan" }}}
	case v1alpha1.CheckSourceClass:
		return otherClasses(rule)
	case v1alpha1.CheckPartyAmong:
		return strangers(edition, rule)
	case v1alpha1.CheckRedevelopmentBan:
		return redevelopment(rule)
	case v1alpha1.CheckGuidancePrice:
		return []breach{
			{name: "a fee that rests on no price", kind: v1alpha1.LinkDeveloperGrant, do: func(k *keeper) { k.made.Grant.Spec.Documents = nil }},
			{name: "a fee above its price", kind: v1alpha1.LinkDeveloperGrant, do: func(k *keeper) { k.made.Grant.Spec.Contract.ServiceFee.GuidancePrice = "100" }},
		}
	default:
		if b, there := simply[rule.Check]; there {
			return []breach{b}
		}
		return nil
	}
}

// strangers are the ways in which a party is not among those whom a rule names.
func strangers(edition *v1alpha1.Jurisdiction, rule *v1alpha1.CheckRule) []breach {
	if rule.Among[0].Ref != "" {
		return []breach{another(rule)}
	}
	kind := homeOf[rule.Of]
	all := []breach{{name: "a party without the role", kind: kind, do: func(k *keeper) { k.orgs[k.party(rule.Of)].Declared = nil }}}
	if conferred(edition, rule.Among[0].Role) {
		all = append(all, breach{
			name: "a party on which the role is not conferred yet", kind: kind, awaited: true,
			do: func(k *keeper) {
				org := k.orgs[k.party(rule.Of)]
				org.Declared, org.Conferred = []v1alpha1.Role{rule.Among[0].Role}, nil
			},
		})
	}
	if !slices.ContainsFunc(rule.Among, func(c v1alpha1.PartyChoice) bool { return c.Level == v1alpha1.LevelAny }) {
		all = append(all, breach{name: "a party with the role at another place", kind: kind, do: func(k *keeper) { k.orgs[k.party(rule.Of)].Division = elsewhere }})
	}
	return all
}

// otherClasses are all classes that a rule does not allow, and none at all, as
// an ordinary company has.
func otherClasses(rule *v1alpha1.CheckRule) []breach {
	var all []breach
	for _, class := range []v1alpha1.SourceClass{
		"", v1alpha1.SourceStateOrgan, v1alpha1.SourceAuthorisedOrganization, v1alpha1.SourcePublicService, v1alpha1.SourcePeopleOrganization,
	} {
		if !slices.Contains(rule.SourceClasses, class) {
			all = append(all, breach{name: "class " + string(class), kind: homeOf[rule.Of], do: func(k *keeper) { k.classes[k.party(rule.Of)] = class }})
		}
	}
	return all
}

// another names one in the place of a party who is as good in all but that the
// rule wants this very one.
func another(rule *v1alpha1.CheckRule) breach {
	b := breach{name: "another " + string(rule.Of) + " than the " + string(rule.Among[0].Ref), kind: homeOf[rule.Of]}
	b.do = func(k *keeper) {
		stranger := *k.orgs[k.party(rule.Of)]
		k.orgs["stranger"] = &stranger
		k.subject.Parties[rule.Of] = []string{"stranger"}
	}
	switch rule.Of {
	case v1alpha1.PartyOrganiser: // of the call that led to the agreement
		b.kind, b.do = v1alpha1.LinkOperationAgreement, func(k *keeper) { k.made.Organiser = "organiser" }
	case v1alpha1.PartySourceUnit: // of each resource of an agreement
		b.kind = v1alpha1.LinkOperationAgreement
		b.do = func(k *keeper) {
			stranger := *k.orgs[k.party(rule.Of)]
			k.orgs["stranger"] = &stranger
			k.made.Resource.Spec.SourceUnit = "stranger"
		}
	}
	return b
}

// redevelopment are the ways to develop what one operates oneself.
func redevelopment(rule *v1alpha1.CheckRule) []breach {
	if rule.Scope != "AllInScope" {
		return []breach{{
			name: "a contract of the operator with itself over what it delivers", kind: v1alpha1.LinkDeveloperGrant,
			do: func(k *keeper) { k.made.Grant.Spec.Contract = signed() },
		}}
	}
	all := []breach{{name: "the operator itself", kind: v1alpha1.LinkDeveloperGrant, do: func(k *keeper) { k.made.Grant.Spec.Holder = k.made.Agreement.Spec.Operator }}}
	if rule.Affiliates == v1alpha1.AffiliatesDeny {
		all = append(all, breach{
			name: "a company between which and the operator stands another", kind: v1alpha1.LinkDeveloperGrant,
			do: func(k *keeper) {
				k.orgs[k.made.Grant.Spec.Holder].Affiliates = []v1alpha1.ObjectName{"between", k.made.Agreement.Spec.Operator}
			},
		})
	}
	return all
}

func conferred(edition *v1alpha1.Jurisdiction, role v1alpha1.Role) bool {
	org := &procedure.Organization{Declared: []v1alpha1.Role{role}}
	return !org.HasRole(edition, role)
}

// unauthorised are the ways in which who signs for the authorities is the wrong
// one: by the mode or the level of the agreement.
func unauthorised(edition *v1alpha1.Jurisdiction, role v1alpha1.Role, when *v1alpha1.When) []breach {
	all := []breach{{
		name: "a grantor without the role", kind: v1alpha1.LinkOperationAgreement, when: []*v1alpha1.When{when},
		do: func(k *keeper) { k.orgs["grantor"].Declared = []v1alpha1.Role{v1alpha1.RoleIndustryDepartment} },
	}}
	if conferred(edition, role) {
		all = append(all, breach{
			name: "a grantor that is not appointed yet", kind: v1alpha1.LinkOperationAgreement, when: []*v1alpha1.When{when}, awaited: true,
			do: func(k *keeper) { k.orgs["grantor"].Conferred = nil },
		})
	}
	return all
}

// otherModes are a plan and an agreement of a mode that the edition does not have.
func otherModes(level int32) []breach {
	other := func(k *keeper) {
		k.subject.Traits.Mode, k.made.Agreement.Spec.Mode, k.made.Plan.Spec.Mode = "Another", "Another", "Another"
	}
	of := []*v1alpha1.When{{Level: level}}
	return []breach{
		{name: "an agreement of another mode", kind: v1alpha1.LinkOperationAgreement, when: of, do: other},
		{name: "a plan of another mode", kind: v1alpha1.LinkImplementationPlan, when: of, do: other},
	}
}

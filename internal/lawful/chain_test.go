// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/internal/procedure"
)

const (
	bureau, agency, operator, holder, source = "bureau", "agency", "operator", "holder", "hospital"

	agreements, grants, resources = v1alpha1.LinkOperationAgreement, v1alpha1.LinkDeveloperGrant, v1alpha1.LinkDataResource
)

// scene is a lawful case of a kind under an edition of Shiyan with one rule: the
// agreement health of the bureau with the operator, under the plan p, for 2026.
type scene struct {
	lawful.Case

	orgs    map[v1alpha1.ObjectName]*procedure.Organization
	forms   map[v1alpha1.ObjectName]v1alpha1.LegalForm
	classes map[v1alpha1.ObjectName]v1alpha1.SourceClass
}

func scened(kind v1alpha1.LinkKind, rule v1alpha1.CheckRule) *scene {
	rule.Basis = []v1alpha1.BasisID{"R-1"}
	at := func(roles ...v1alpha1.Role) *procedure.Organization {
		return &procedure.Organization{Declared: roles, Division: "420300"}
	}
	s := &scene{
		orgs: map[v1alpha1.ObjectName]*procedure.Organization{
			bureau: at(v1alpha1.RoleDataAuthority), agency: at(v1alpha1.RoleImplementingAgency), operator: at(v1alpha1.RoleOperator),
			holder: at(v1alpha1.RoleDeveloper), source: at(v1alpha1.RoleSourceUnit),
		},
		forms:   map[v1alpha1.ObjectName]v1alpha1.LegalForm{operator: "LegalPerson", holder: "LegalPerson"},
		classes: map[v1alpha1.ObjectName]v1alpha1.SourceClass{source: v1alpha1.SourcePublicService},
	}
	year := calendar.Interval{NotBefore: day("2026-01-01"), NotAfter: day("2027-01-01")}
	edition := &v1alpha1.Jurisdiction{Spec: v1alpha1.JurisdictionSpec{Code: "SY", TimeZone: "UTC", Division: "420300"}}
	edition.Name = "sy.1"
	if rule.Check != "" {
		edition.Spec.Checks = []v1alpha1.CheckRule{rule}
	}
	s.Case = lawful.Case{
		Edition: edition, Term: year, Above: year,
		Plan: &v1alpha1.ImplementationPlan{Spec: v1alpha1.ImplementationPlanSpec{Mode: v1alpha1.ModeByField, DataResources: []v1alpha1.ObjectName{"visits"}}},
		Agreement: &v1alpha1.OperationAgreement{Spec: v1alpha1.OperationAgreementSpec{
			Grantor: bureau, Operator: operator, Mode: v1alpha1.ModeByField, Field: "health", DataResources: []v1alpha1.ObjectName{"visits"}, Selection: "call",
		}},
		Grant:    &v1alpha1.DeveloperGrant{Spec: v1alpha1.DeveloperGrantSpec{Holder: holder}},
		Resource: &v1alpha1.DataResource{Spec: v1alpha1.DataResourceSpec{SourceUnit: source, Sector: "health"}},
		Subject: &procedure.Subject{Kind: kind, Name: "x", Division: "420300", Traits: procedure.Traits{Level: 1, Mode: v1alpha1.ModeByField}, Parties: jurisdiction.Parties{
			v1alpha1.PartyGrantor: {bureau}, v1alpha1.PartyOperator: {operator}, v1alpha1.PartyHolder: {holder}, v1alpha1.PartySourceUnit: {source},
		}},
		World: &procedure.World{Organization: func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
			o, listed := s.orgs[name]
			switch {
			case o != nil:
				return o, procedure.Found
			case listed:
				return nil, procedure.Unread
			}
			return nil, procedure.Missing
		}},
		LegalForm: func(name v1alpha1.ObjectName) (v1alpha1.LegalForm, bool) {
			form, ok := s.forms[name]
			return form, ok
		},
		SourceClass: func(name v1alpha1.ObjectName) (v1alpha1.SourceClass, bool) {
			class, ok := s.classes[name]
			return class, ok
		},
	}
	s.Plan.Name, s.Agreement.Name, s.Grant.Name, s.Resource.Name = "p", "health", "g", "visits"
	return s
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// breach is one thing changed in a lawful scene, and what is then found.
type breach struct {
	change func(s *scene)
	want   string
}

// plays makes each change in a scene of its own and asks for the link as a whole
// or for its one input.
func plays(t *testing.T, kind v1alpha1.LinkKind, rule v1alpha1.CheckRule, ask func(*lawful.Case) string, breaches map[string]breach) {
	t.Helper()
	if got := ask(&scened(kind, rule).Case); got != "" {
		t.Errorf("the lawful scene: %s", got)
	}
	for name, b := range breaches {
		t.Run(name, func(t *testing.T) {
			s := scened(kind, rule)
			b.change(s)
			if got := ask(&s.Case); got != b.want {
				t.Errorf("found %q, want %q", got, b.want)
			}
			if s.Edition.Spec.Checks, s.Edition.Spec.Grantor, s.Edition.Spec.Modes = nil, nil, nil; ask(&s.Case) != "" {
				t.Errorf("an edition without the rule finds %q", ask(&s.Case))
			}
		})
	}
}

func whole(c *lawful.Case) string {
	found := lawful.Against(c)
	if found == nil {
		return ""
	}
	return found.Reason + ": " + found.Text()
}

func ofInput(c *lawful.Case) string {
	found := lawful.AgainstInput(c)
	if found == nil {
		return ""
	}
	return found.Reason + ": " + found.Text()
}

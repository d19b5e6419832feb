// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package content_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/content"
)

// TestRefused shows what is held against an object that is applied anew. The last
// day of a span of years is told without a zone (D8).
func TestRefused(t *testing.T) {
	basis := []v1alpha1.BasisID{"NX-1"}
	bounded := func(rule v1alpha1.TermRule) *v1alpha1.Jurisdiction {
		j := &v1alpha1.Jurisdiction{}
		rule.Basis = basis
		j.Spec.Terms = &v1alpha1.TermRules{OperationAgreement: &rule}
		return j
	}
	atMost := func(years int32) v1alpha1.TermRule { return v1alpha1.TermRule{Max: &v1alpha1.Years{Years: years}} }
	exactly := v1alpha1.TermRule{Exact: &v1alpha1.Years{Years: 3}}
	excluded, excepted := atMost(3), atMost(3)
	ofGrants := bounded(atMost(9))
	ofGrants.Spec.Terms.DeveloperGrant = &v1alpha1.TermRule{Max: &v1alpha1.Years{Years: 1}}
	grant := content.OfGrant(&v1alpha1.DeveloperGrantSpec{Term: &v1alpha1.Term{From: "2026-01-01", To: "2027-01-01"}, Inputs: []v1alpha1.Input{{Resource: "visits"}}})
	excluded.Count, excepted.Exception = v1alpha1.StartDayExcluded, "Allowed"
	modes, levels := &v1alpha1.Jurisdiction{}, &v1alpha1.Jurisdiction{}
	modes.Spec.Modes = &v1alpha1.ModeRules{OperationAgreement: []v1alpha1.Mode{v1alpha1.ModeWhole}, Basis: basis}
	levels.Spec.AgreementLevels = []v1alpha1.AgreementLevel{{Level: 2, Modes: []v1alpha1.Mode{v1alpha1.ModeByField}, Basis: basis}}
	lasting := func(from, to v1alpha1.Date) content.Subject {
		return content.OfAgreement(&v1alpha1.OperationAgreementSpec{Term: &v1alpha1.Term{From: from, To: to}})
	}
	of := func(mode v1alpha1.Mode, level int32) content.Subject {
		return content.OfAgreement(&v1alpha1.OperationAgreementSpec{Mode: mode, Level: level})
	}
	twice := content.OfAgreement(&v1alpha1.OperationAgreementSpec{Clauses: cites("platform", "term")})
	contract := content.OfGrant(&v1alpha1.DeveloperGrantSpec{Contract: &v1alpha1.GrantContract{Clauses: cites("scenario")}})
	applied := content.OfGrant(&v1alpha1.DeveloperGrantSpec{Application: &v1alpha1.GrantPart{Clauses: cites("serviceFee")}})
	earlier, unsaid := bounded(atMost(3)), bounded(atMost(3))
	hold := v1alpha1.Date("2026-01-02")
	earlier.Spec.EffectiveFrom, earlier.Spec.Transition = &hold, &v1alpha1.TransitionRule{Basis: basis}
	unsaid.Spec.Transition = &v1alpha1.TransitionRule{Basis: basis}
	after := func(change func(*v1alpha1.OperationAgreementSpec)) content.Subject {
		spec := &v1alpha1.OperationAgreementSpec{Term: &v1alpha1.Term{From: "2026-01-01", To: "2036-01-01"}}
		change(spec)
		return content.OfAgreement(spec)
	}
	const long = "spec.term.to 2036-01-01 is not 2028-12-31, the end of at most 3 years from 2026-01-01 [NX-1]"
	tests := map[string]struct {
		edition *v1alpha1.Jurisdiction
		subject content.Subject
		want    []string
	}{
		"one from before the rules, as long as it was signed": {earlier, lasting("2026-01-01", "2036-01-01"), nil},
		"one from before, which says something twice":         {earlier, after(func(s *v1alpha1.OperationAgreementSpec) { s.Clauses = cites("term") }), []string{"clause term stands for the field spec.term: leave the clause out"}},
		"one from the first day of the rules":                 {earlier, lasting("2026-01-02", "2029-01-02"), []string{"spec.term.to 2029-01-02 is not 2029-01-01, the end of at most 3 years from 2026-01-02 [NX-1]"}},
		"a renewal of one from before":                        {earlier, after(func(s *v1alpha1.OperationAgreementSpec) { s.Renews = "a" }), []string{long}},
		"a revision of one from before":                       {earlier, after(func(s *v1alpha1.OperationAgreementSpec) { s.Revises = "a" }), []string{long}},
		"none is from before rules without a first day":       {unsaid, lasting("2026-01-01", "2036-01-01"), []string{long}},
		"nothing without an edition":                          {nil, of("", 1), nil},
		"the whole of the span":                               {bounded(atMost(3)), lasting("2026-01-01", "2028-12-31"), nil},
		"a day longer":                                        {bounded(atMost(3)), lasting("2026-01-01", "2029-01-01"), []string{"spec.term.to 2029-01-01 is not 2028-12-31, the end of at most 3 years from 2026-01-01 [NX-1]"}},
		"a day longer than one year":                          {bounded(atMost(1)), lasting("2026-01-01", "2027-01-01"), []string{"spec.term.to 2027-01-01 is not 2026-12-31, the end of at most 1 year from 2026-01-01 [NX-1]"}},
		"the day of the beginning does not count":             {bounded(excluded), lasting("2026-01-01", "2029-01-01"), nil},
		"nor is a day more":                                   {bounded(excluded), lasting("2026-01-01", "2029-01-02"), []string{"spec.term.to 2029-01-02 is not 2029-01-01, the end of at most 3 years from 2026-01-01 [NX-1]"}},
		"from a leap day":                                     {bounded(atMost(1)), lasting("2028-02-29", "2029-02-28"), nil},
		"from a leap day, and a day more":                     {bounded(atMost(1)), lasting("2028-02-29", "2029-03-01"), []string{"spec.term.to 2029-03-01 is not 2029-02-28, the end of at most 1 year from 2028-02-29 [NX-1]"}},
		"from a leap day, which does not count":               {bounded(excluded), lasting("2028-02-29", "2031-03-01"), []string{"spec.term.to 2031-03-01 is not 2031-02-28, the end of at most 3 years from 2028-02-29 [NX-1]"}},
		"a grant longer than grants may be":                   {ofGrants, grant, []string{"spec.term.to 2027-01-01 is not 2026-12-31, the end of at most 1 year from 2026-01-01"}},
		"exactly that":                                        {bounded(exactly), lasting("2026-01-01", "2028-12-31"), nil},
		"a day shorter than it has to be":                     {bounded(exactly), lasting("2026-01-01", "2028-12-30"), []string{"spec.term.to 2028-12-30 is not 2028-12-31, the end of exactly 3 years from 2026-01-01 [NX-1]"}},
		"what may be excepted is the verdict's":               {bounded(excepted), lasting("2026-01-01", "2036-01-01"), nil},
		"a window is the verdict's":                           {bounded(atMost(3)), of("", 1), nil},
		"a grant has another rule":                            {bounded(atMost(1)), content.OfGrant(&v1alpha1.DeveloperGrantSpec{Term: &v1alpha1.Term{From: "2026-01-01", To: "2036-01-01"}}), nil},
		"a mode of the edition":                               {modes, of(v1alpha1.ModeWhole, 1), nil},
		"another mode":                                        {modes, of(v1alpha1.ModeByField, 1), []string{"spec.mode ByField is none of Whole [NX-1]"}},
		"no mode":                                             {modes, of("", 1), []string{"spec.mode is not given, one of Whole [NX-1]"}},
		"a plan of another mode":                              {modes, content.OfPlan(&v1alpha1.ImplementationPlanSpec{Mode: v1alpha1.ModeByField}), []string{"spec.mode ByField is none of Whole [NX-1]"}},
		"a call has no mode":                                  {modes, content.OfSelection(&v1alpha1.SelectionSpec{}), nil},
		"a mode of its level":                                 {levels, of(v1alpha1.ModeByField, 2), nil},
		"a mode that its level has not":                       {levels, of(v1alpha1.ModeWhole, 2), []string{"spec.mode Whole is none of ByField [NX-1]"}},
		"a level that the edition has not":                    {levels, of(v1alpha1.ModeByField, 1), []string{"spec.level 1 is no level of agreements of the edition"}},
		"level 2 of an edition without levels":                {&v1alpha1.Jurisdiction{}, of("", 2), []string{"spec.level 2 is no level of agreements of the edition"}},
		"of a grant what its application lacks":               {asking(), content.OfGrant(&v1alpha1.DeveloperGrantSpec{}), []string{"it lacks clause qualification [NX-1], spec.inputs (dataNeed) [NX-1]"}},
		"and what it says in a clause and a field":            {&v1alpha1.Jurisdiction{}, applied, []string{"clause serviceFee stands for the field spec.contract.serviceFee: leave the clause out"}},
		"also in its contract":                                {&v1alpha1.Jurisdiction{}, contract, []string{"clause scenario stands for the field spec.scenario: leave the clause out"}},
		"and of what has no parts":                            {&v1alpha1.Jurisdiction{}, twice, []string{"clause term stands for the field spec.term: leave the clause out"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, content.Refused(tc.edition, tc.subject)); diff != "" {
				t.Errorf("refused for (-want +got):\n%s", diff)
			}
		})
	}
}

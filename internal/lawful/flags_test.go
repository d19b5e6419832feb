// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// flagged are the flags of a link in a line.
func flagged(c *lawful.Case) string {
	var said []string
	for _, f := range lawful.Flags(c) {
		said = append(said, string(f.Check)+": "+f.Finding.Text())
	}
	return strings.Join(said, "\n")
}

func TestAffiliatesAreFlagged(t *testing.T) {
	delivered := v1alpha1.CheckRule{Check: v1alpha1.CheckRedevelopmentBan, Scope: "DeliveredProducts", Affiliates: v1alpha1.AffiliatesFlag}
	plays(t, grants, delivered, flagged, map[string]breach{
		"one affiliated with the operator": {
			func(s *scene) { s.orgs[holder].Affiliates = []v1alpha1.ObjectName{operator} },
			`RedevelopmentBan: spec.holder "holder" of DeveloperGrant "x" is affiliated with "operator", which operates what it develops on; this is shown, and refuses nothing [R-1]`,
		},
		"one affiliated with another": {func(s *scene) { s.orgs[holder].Affiliates = []v1alpha1.ObjectName{"another"} }, ""},
		"one of whom nobody knows":    {func(s *scene) { s.orgs[holder] = nil }, ""},
		"an agreement of which nobody knows": {func(s *scene) {
			s.orgs[holder].Affiliates = []v1alpha1.ObjectName{operator}
			s.Agreement = nil
		}, ""},
		"the operator itself, which is affiliated with nobody by that": {func(s *scene) {
			s.Grant.Spec.Holder = operator
			s.orgs[operator].Affiliates = []v1alpha1.ObjectName{operator}
		}, ""},
		"where the rule is for another tier": {func(s *scene) {
			s.orgs[holder].Affiliates = []v1alpha1.ObjectName{operator}
			s.Edition.Spec.Checks[0].When = &v1alpha1.When{Tier: 2}
		}, ""},
		"by two rules of one check it is shown once": {
			func(s *scene) {
				s.orgs[holder].Affiliates = []v1alpha1.ObjectName{operator}
				s.Edition.Spec.Checks = append(s.Edition.Spec.Checks, s.Edition.Spec.Checks...)
			},
			`RedevelopmentBan: spec.holder "holder" of DeveloperGrant "x" is affiliated with "operator", which operates what it develops on; this is shown, and refuses nothing [R-1]`,
		},
		"where the edition denies": {func(s *scene) {
			s.orgs[holder].Affiliates = []v1alpha1.ObjectName{operator}
			s.Edition.Spec.Checks[0].Affiliates = v1alpha1.AffiliatesDeny
		}, ""},
	})
	levels := v1alpha1.CheckRule{Check: v1alpha1.CheckOperatorNotDeveloper, Affiliates: v1alpha1.AffiliatesFlag}
	second := func(s *scene) {
		s.Agreement.Spec.Level, s.Agreement.Spec.Grantor, s.Agreement.Spec.Operator = 2, operator, holder
		s.orgs[holder].Affiliates = []v1alpha1.ObjectName{operator}
	}
	for kind, want := range map[v1alpha1.LinkKind]string{
		agreements: `OperatorNotDeveloper: spec.operator "holder" of OperationAgreement "x" is affiliated with "operator", which operates what it develops on; this is shown, and refuses nothing [R-1]`,
		grants:     `OperatorNotDeveloper: spec.holder "holder" of DeveloperGrant "x" is affiliated with "operator", which operates what it develops on; this is shown, and refuses nothing [R-1]`,
	} {
		plays(t, kind, levels, flagged, map[string]breach{
			"a developer affiliated with the operator of level 1": {second, want},
			"an agreement of level 1":                             {func(s *scene) { second(s); s.Agreement.Spec.Level = 1 }, ""},
			"by a rule about something else":                      {func(s *scene) { second(s); s.Edition.Spec.Checks[0].Check = v1alpha1.CheckNotBarred }, ""},
		})
	}
}

// TestEveryCheckFlags shows a holder that is affiliated with the operator of its
// agreement and with that of level 1: two rules bar one each.
func TestEveryCheckFlags(t *testing.T) {
	s := scened(grants, v1alpha1.CheckRule{Check: v1alpha1.CheckRedevelopmentBan, Affiliates: v1alpha1.AffiliatesFlag})
	s.Edition.Spec.Checks = append(s.Edition.Spec.Checks, v1alpha1.CheckRule{Check: v1alpha1.CheckOperatorNotDeveloper, Affiliates: v1alpha1.AffiliatesFlag})
	s.Agreement.Spec.Level, s.Agreement.Spec.Grantor = 2, "l1"
	s.orgs[holder].Affiliates = []v1alpha1.ObjectName{operator, "l1"}
	want := `RedevelopmentBan: spec.holder "holder" of DeveloperGrant "x" is affiliated with "operator", which operates what it develops on; this is shown, and refuses nothing [R-1]
OperatorNotDeveloper: spec.holder "holder" of DeveloperGrant "x" is affiliated with "l1", which operates what it develops on; this is shown, and refuses nothing`
	if got := flagged(&s.Case); got != want {
		t.Errorf("flagged %s, want %s", got, want)
	}
}

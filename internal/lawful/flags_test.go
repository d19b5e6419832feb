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
		})
	}
}

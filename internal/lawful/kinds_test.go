// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// ofKinds are the checks and the kinds of links that each of them is made of.
var ofKinds = map[v1alpha1.CheckName][]v1alpha1.LinkKind{
	v1alpha1.CheckPlanMode: {agreements}, v1alpha1.CheckTermWithinPlan: {agreements}, v1alpha1.CheckSelectedOperator: {agreements},
	v1alpha1.CheckDataWithinPlan: {agreements}, v1alpha1.CheckSectorsWithinField: {agreements},
	v1alpha1.CheckGrantWithinAgreement: {grants}, v1alpha1.CheckDataWithinAgreement: {grants}, v1alpha1.CheckRedevelopmentBan: {grants},
	v1alpha1.CheckFeeStated: {grants}, v1alpha1.CheckGuidancePrice: {grants}, v1alpha1.CheckOperatorNotDeveloper: {agreements, grants},
	v1alpha1.CheckDesensitised: {resources},
}

// everythingBroken is a link of which every check that is made of its kind finds
// something.
func everythingBroken(kind v1alpha1.LinkKind, check v1alpha1.CheckName) *scene {
	s := scened(kind, v1alpha1.CheckRule{Check: check, Scope: "AllInScope"})
	s.Plan.Spec.Mode, s.Plan.Spec.DataResources, s.Agreement.Spec.DataResources = v1alpha1.ModeWhole, nil, nil
	s.Term.NotAfter, s.Selected, s.Resource.Spec.Sector = day("2028-01-01"), []v1alpha1.ObjectName{"rival"}, "transport"
	s.Agreement.Spec.Level, s.Agreement.Spec.Grantor, s.Grant.Spec.Holder = 2, operator, operator
	s.Grant.Spec.Contract = &v1alpha1.GrantContract{ServiceFee: &v1alpha1.ServiceFee{Amount: "120"}}
	return s
}

func found(c *lawful.Case) string { return whole(c) + ofInput(c) }

// TestACheckIsOfItsKindsAlone asks every check of every kind.
func TestACheckIsOfItsKindsAlone(t *testing.T) {
	for check, want := range ofKinds {
		var got []v1alpha1.LinkKind
		for _, kind := range []v1alpha1.LinkKind{v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection, agreements, grants, resources} {
			if found(&everythingBroken(kind, check).Case) != "" {
				got = append(got, kind)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s is of (-want +got):\n%s", check, diff)
		}
	}
}

// TestWhatIsNotThereIsAnotherChecks leaves out each of the objects above a link:
// that it is missing another check says.
func TestWhatIsNotThereIsAnotherChecks(t *testing.T) {
	rests := map[v1alpha1.CheckName]string{ // on what is left out
		v1alpha1.CheckPlanMode: "plan", v1alpha1.CheckTermWithinPlan: "plan", v1alpha1.CheckDataWithinPlan: "plan",
		v1alpha1.CheckGrantWithinAgreement: "agreement", v1alpha1.CheckDataWithinAgreement: "agreement",
		v1alpha1.CheckRedevelopmentBan: "agreement", v1alpha1.CheckFeeStated: "agreement", v1alpha1.CheckOperatorNotDeveloper: "agreement",
		v1alpha1.CheckSectorsWithinField: "resource",
	}
	for check, on := range rests {
		kind := ofKinds[check][len(ofKinds[check])-1]
		s := everythingBroken(kind, check)
		switch on {
		case "plan":
			s.Plan = nil
		case "agreement":
			s.Agreement = nil
		case "resource":
			s.Resource = nil
		}
		if got := found(&s.Case); got != "" {
			t.Errorf("%s without the %s: %s", check, on, got)
		}
		s = everythingBroken(kind, check)
		if s.Resource = nil; check == v1alpha1.CheckDataWithinPlan || check == v1alpha1.CheckDataWithinAgreement {
			if got := found(&s.Case); got != "" {
				t.Errorf("%s without a resource: %s", check, got)
			}
		}
		if s.Edition = nil; found(&s.Case) != "" || len(lawful.Flags(&s.Case)) > 0 {
			t.Errorf("%s without an edition: %s", check, found(&s.Case))
		}
	}
}

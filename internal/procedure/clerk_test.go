// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// transcribed is an act that a clerk of an organisation wrote down.
func transcribed(by v1alpha1.ObjectName) func(d *v1alpha1.DecisionSpec) {
	return func(d *v1alpha1.DecisionSpec) { d.TranscribedBy = by }
}

// filed is a grant whose only step is filed by the operator and received by the
// data authority of the region.
func filed() (*scene, *v1alpha1.Decision) {
	s := grantScene(enters(approve(func(s *v1alpha1.Step) {
		s.Act, s.By, s.To, s.Receipt = v1alpha1.ActionFile, by(the(v1alpha1.PartyOperator)), s.By, v1alpha1.RequirementRequired
		s.Outcomes = []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject}
	})))
	return s, s.on("p/s", v1alpha1.ActionFile, "data-group", "2025-06-02")
}

// Whatever gives is written down by no clerk of the holder's side, with a step or
// without one; what takes away is, whoever wrote it.
func TestNoClerkOfTheHoldersSideGives(t *testing.T) {
	type written = func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision)
	stepless := func(s *scene, action v1alpha1.Action, day string, to *v1alpha1.Decision, clerk func(d *v1alpha1.DecisionSpec)) *v1alpha1.Decision {
		return s.on("", action, to.Spec.Organization, day, regarding(to), clerk)
	}
	tests := map[string]struct {
		act  written
		want string
	}{
		"a receipt": {func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision) {
			s, file := filed()
			return s, s.on("p/s", v1alpha1.ActionReceive, "bureau", "2025-06-03", regarding(file), clerk)
		}, v1alpha1.NotDistinctReason},
		"a Lift without a step": {func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision) {
			s := grantScene(breach()[0])
			suspend := s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"))
			return s, stepless(s, v1alpha1.ActionLift, "2025-06-03", suspend, clerk)
		}, v1alpha1.NotDistinctReason},
		"a Lift of what followed": {func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision) {
			s, order := risky(v1alpha1.PointNotClear)
			return s, stepless(s, v1alpha1.ActionLift, "2025-06-04", order, clerk)
		}, v1alpha1.NotDistinctReason},
		"a duty": {func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision) {
			s, _ := filed()
			s.on("p/s", v1alpha1.ActionReceive, "bureau", "2025-06-03", regarding(s.acts[0]))
			s.edition.Spec.Duties = []v1alpha1.Duty{{
				Name: "tell", Of: v1alpha1.LinkDeveloperGrant, On: "p/s", Act: v1alpha1.ActionAttest,
				Due: v1alpha1.DutyDue{Soft: yes()}, DutyOf: same(v1alpha1.RoleDataAuthority), Basis: basis,
			}}
			return s, s.on("tell", v1alpha1.ActionAttest, "bureau", "2025-06-04", clerk)
		}, v1alpha1.NotDistinctReason},
		"an Annul of a rejection": {func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision) {
			s, file := filed()
			outcome(v1alpha1.OutcomeReject)(&file.Spec)
			return s, stepless(s, v1alpha1.ActionAnnul, "2025-06-03", file, clerk)
		}, v1alpha1.NotDistinctReason},
		"an Annul of what gives, which takes away": {func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision) {
			s, file := filed()
			return s, stepless(s, v1alpha1.ActionAnnul, "2025-06-03", file, clerk)
		}, ""},
		"a suspension": {func(clerk func(d *v1alpha1.DecisionSpec)) (*scene, *v1alpha1.Decision) {
			s := grantScene(breach()[0])
			return s, s.on("suspend/suspend", v1alpha1.ActionSuspend, "bureau", "2025-06-02", on("Breach"), clerk)
		}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			for clerk, want := range map[v1alpha1.ObjectName]string{"medtech": tc.want, "data-group": tc.want, "daughter": tc.want, "gov": ""} {
				s, d := tc.act(transcribed(clerk))
				s.org("daughter", "640100", v1alpha1.RoleOperator)
				s.orgs["medtech"].Affiliates = []v1alpha1.ObjectName{"daughter"}
				if got := why(s.evaluate("2025-06-06"), d); got != want {
					t.Errorf("written down by %s: %q, want %q", clerk, got, want)
				}
			}
		})
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// owing is the way of a grant that nothing waits for at four places: security from
// the beginning, a report within five working days of the signing, and, once that
// was made, what is said of it; a class of its own where the tier is 3. The operator
// opens the sandbox promptly after the signing.
func owing() *scene {
	s := grantScene(v1alpha1.Procedure{Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter, Steps: []v1alpha1.Step{
		{
			Name: "submit", Act: v1alpha1.ActionSubmit, By: by(the(v1alpha1.PartyHolder)), Basis: basis,
			Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove, v1alpha1.OutcomeReject},
		},
		{Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyOperator)), After: after("submit"), Basis: basis},
		{Name: "security", Act: v1alpha1.ActionAttest, By: by(the(v1alpha1.PartyHolder)), Gate: no(), Basis: []v1alpha1.BasisID{"T-2"}},
		{
			Name: "report", Act: v1alpha1.ActionFile, By: by(the(v1alpha1.PartyOperator)), After: after("sign"), Gate: no(),
			Due: &v1alpha1.Due{WorkingDays: new(int32(5)), From: "sign"}, Basis: []v1alpha1.BasisID{"T-3"},
		},
		{Name: "remark", Act: v1alpha1.ActionAssess, By: by(same(v1alpha1.RoleDataAuthority)), After: after("report"), Gate: no(), Basis: []v1alpha1.BasisID{"T-4"}},
		{Name: "class", Act: v1alpha1.ActionAttest, By: by(the(v1alpha1.PartyOperator)), When: &v1alpha1.When{Tier: 3}, Gate: no(), Basis: []v1alpha1.BasisID{"T-5"}},
	}})
	s.edition.Spec.Duties = []v1alpha1.Duty{{
		Name: "open", Of: v1alpha1.LinkDeveloperGrant, On: "grant/sign", Until: v1alpha1.UntilSandboxReady,
		Due: v1alpha1.DutyDue{WorkingDays: new(int32(5))}, DutyOf: the(v1alpha1.PartyOperator), Basis: []v1alpha1.BasisID{"T-6"},
	}}
	return s
}

// TestWhatIsOwed shows what is left to do that nothing waits for: of whom, since and
// until when, by which rule; what is late comes first.
func TestWhatIsOwed(t *testing.T) {
	const (
		security  = `step grant/security since 2025-10-20: awaits Attest of Holder medtech [T-2]`
		reporting = `step grant/report since 2025-10-22: awaits File of Operator data-group by 2025-10-29 [T-3]`
		opening   = `duty open: a duty of Operator data-group since 2025-10-22: that the sandbox is open, by 2025-10-29 [T-6]`
		late      = `step grant/report since 2025-10-22: awaits File of Operator data-group, overdue since 2025-10-30T00:00:00+08:00 [T-3]`
		lateOpen  = `duty open: a duty of Operator data-group since 2025-10-22: that the sandbox is open; overdue, the last day was 2025-10-29 [T-6]`
	)
	submitted := func(s *scene) { s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-10-20") }
	signed := func(s *scene) { submitted(s); s.on("grant/sign", v1alpha1.ActionSign, "data-group", "2025-10-22") }
	tests := map[string]struct {
		acts func(s *scene)
		at   string
		want []string
	}{
		"nothing has begun": {func(*scene) {}, "2025-10-24", nil},
		"it was rejected": {func(s *scene) {
			s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-10-20", outcome(v1alpha1.OutcomeReject))
		}, "2025-10-24", nil},
		"it has begun":                  {submitted, "2025-10-24", []string{security}},
		"it was begun by a duty":        {func(s *scene) { s.on("grant/security", v1alpha1.ActionAttest, "medtech", "2025-10-20") }, "2025-10-24", nil},
		"it was signed":                 {signed, "2025-10-24", []string{security, reporting, opening}},
		"on the last day":               {signed, "2025-10-29", []string{security, reporting, opening}},
		"after it":                      {signed, "2025-10-30", []string{late, lateOpen, security}},
		"long after, in the same words": {signed, "2026-03-30", []string{late, lateOpen, security}},
		"the sandbox is open":           {func(s *scene) { signed(s); s.subject.OpenedAt = instant("2025-10-23") }, "2025-10-30", []string{late, security}},
		"it was reported, and something is said of that next": {func(s *scene) {
			signed(s)
			s.subject.OpenedAt = instant("2025-10-23")
			s.on("grant/report", v1alpha1.ActionFile, "data-group", "2025-10-27")
		}, "2025-10-30", []string{security, `step grant/remark since 2025-10-27: awaits Assess of DataAuthority of 640000 [T-4]`}},
		"all was done, if late": {func(s *scene) {
			signed(s)
			s.subject.OpenedAt = instant("2025-11-23")
			s.on("grant/report", v1alpha1.ActionFile, "data-group", "2025-11-27")
			s.on("grant/remark", v1alpha1.ActionAssess, "bureau", "2025-11-28")
			s.on("grant/security", v1alpha1.ActionAttest, "medtech", "2025-11-28")
		}, "2025-12-30", nil},
		"it was terminated": {func(s *scene) {
			signed(s)
			s.on("end/terminate", v1alpha1.ActionTerminate, "bureau", "2025-10-23")
		}, "2025-10-30", []string{late, lateOpen, security}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := owing()
			s.edition.Spec.Procedures = append(s.edition.Spec.Procedures, v1alpha1.Procedure{Name: "end", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectTerminated, Steps: []v1alpha1.Step{
				{Name: "terminate", Act: v1alpha1.ActionTerminate, By: by(same(v1alpha1.RoleDataAuthority)), Basis: basis},
			}})
			tc.acts(s)
			r := s.evaluate(tc.at)
			var got []string
			for _, o := range r.Owed() {
				got = append(got, o.Text())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("what is owed (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatNobodyHasToGoThroughOwesNothing: of an exception that nobody asked for, a
// report whose clock another procedure starts is nobody's.
func TestWhatNobodyHasToGoThroughOwesNothing(t *testing.T) {
	s := granted()
	s.edition.Spec.Procedures = append(s.edition.Spec.Procedures, v1alpha1.Procedure{Name: "exception", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectExcepted, Steps: []v1alpha1.Step{
		{Name: "except", Act: v1alpha1.ActionExcept, By: by(same(v1alpha1.RoleGovernment)), Basis: basis},
		{Name: "report", Act: v1alpha1.ActionFile, By: by(the(v1alpha1.PartyOperator)), Gate: no(), Due: &v1alpha1.Due{WorkingDays: new(int32(5)), From: "grant/sign"}, Basis: basis},
	}})
	r := s.evaluate("2025-12-01")
	if got := r.Owed(); len(got) > 0 {
		t.Errorf("it owes %q, want nothing", got[0].Text())
	}
	s.edition.Spec.Procedures[1].Effect = v1alpha1.EffectDisposed
	if r := s.evaluate("2025-12-01"); len(r.Owed()) != 1 || !r.Owed()[0].Overdue {
		t.Errorf("of a procedure that it has to go through, whose clock has started, it owes %v, want the report, overdue", r.Owed())
	}
}

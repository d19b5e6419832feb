// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Time: publicity (D6, D17, D41), windows (D14), restarts, returns.
func TestPublicity(t *testing.T) {
	publish := func(days *int32, rule v1alpha1.ObjectionRule) *scene {
		return grantScene(enters(
			v1alpha1.Step{Name: "publish", Act: v1alpha1.ActionPublish, By: by(the(v1alpha1.PartyGrantor)), Publicity: &v1alpha1.Publicity{WorkingDays: days, OpenObjections: rule}},
			v1alpha1.Step{Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyHolder)), After: after("publish")},
		))
	}
	raised := instant("2025-10-10T10:00:00+08:00")
	tests := map[string]struct {
		days      *int32
		rule      v1alpha1.ObjectionRule
		objection *procedure.Objection
		recorded  string // when the Publish was recorded, the legal day being 2025-09-29
		at        string
		want      v1alpha1.StepState
		wantFrom  string
	}{
		"five days over the National Day, not over": {days: new(int32(5)), at: "2025-10-13T23:59:59+08:00", want: v1alpha1.StepPublicity, wantFrom: "2025-10-14"},
		"over":                           {days: new(int32(5)), at: "2025-10-14T00:00:00+08:00", want: v1alpha1.StepDone, wantFrom: "2025-10-14"},
		"recorded later, counted later":  {days: new(int32(5)), recorded: "2025-09-30T09:00:00+08:00", at: "2025-10-14T00:00:00+08:00", want: v1alpha1.StepPublicity, wantFrom: "2025-10-15"},
		"no length, no end":              {at: "2026-01-01", want: v1alpha1.StepBlocked},
		"an open objection blocks":       {days: new(int32(5)), rule: v1alpha1.ObjectionsBlock, objection: &procedure.Objection{Name: "o", RaisedAt: raised}, at: "2025-10-20", want: v1alpha1.StepBlocked, wantFrom: "2025-10-14"},
		"or is recorded alone":           {days: new(int32(5)), rule: v1alpha1.ObjectionsRecord, objection: &procedure.Objection{Name: "o", RaisedAt: raised}, at: "2025-10-20", want: v1alpha1.StepDone, wantFrom: "2025-10-14"},
		"one that was disposed of later": {days: new(int32(5)), rule: v1alpha1.ObjectionsBlock, objection: &procedure.Objection{Name: "o", RaisedAt: raised, DisposedAt: instant("2025-10-16T10:00:00+08:00")}, at: "2025-10-16T10:00:00+08:00", want: v1alpha1.StepDone, wantFrom: "2025-10-16"},
		"one that came after the end":    {days: new(int32(5)), rule: v1alpha1.ObjectionsBlock, objection: &procedure.Objection{Name: "o", RaisedAt: instant("2025-10-14T00:00:00+08:00")}, at: "2025-10-20", want: v1alpha1.StepDone, wantFrom: "2025-10-14"},
		"one against another publicity": {
			days: new(int32(5)), rule: v1alpha1.ObjectionsBlock, at: "2025-10-20", want: v1alpha1.StepDone, wantFrom: "2025-10-14",
			objection: &procedure.Objection{Name: "o", RaisedAt: raised, Regarding: &v1alpha1.DecisionReference{Name: "x", UID: "x"}},
		},
		"into a year that nobody knows": {days: new(int32(400)), at: "2025-10-20", want: v1alpha1.StepPublicity},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.rule == "" {
				tc.rule = v1alpha1.ObjectionsBlock
			}
			s := publish(tc.days, tc.rule)
			d := s.on("p/publish", v1alpha1.ActionPublish, "info-centre", "2025-09-29")
			if tc.recorded != "" {
				d.CreationTimestamp.Time = instant(tc.recorded)
			}
			if tc.objection != nil {
				s.world.Objections = []procedure.Objection{*tc.objection}
			}
			r := s.evaluate(tc.at)
			step := r.Step("p", "publish")
			if step.State != tc.want {
				t.Errorf("%s (%s), want %s", step.State, step.Message, tc.want)
			}
			if got := step.CompleteFrom.In(time.FixedZone("", 8*3600)).Format(time.DateOnly); tc.wantFrom != "" && got != tc.wantFrom {
				t.Errorf("complete from %s, want %s", got, tc.wantFrom)
			}
			next := step.CompleteFrom
			if step.Provisional { // no day ends it
				next = time.Time{}
			}
			if tc.want == v1alpha1.StepPublicity && !r.Next.Equal(next) {
				t.Errorf("next %s, want %s", r.Next, next)
			}
		})
	}
}

// A publicity of two begins with the later notice, and nothing that comes after it
// is done on its last day.
func TestWhatComesAfterAPublicityOfTwo(t *testing.T) {
	s := grantScene(enters(
		v1alpha1.Step{Name: "publish", Act: v1alpha1.ActionPublish, By: by(the(v1alpha1.PartyGrantor), the(v1alpha1.PartyOperator)), Publicity: &v1alpha1.Publicity{WorkingDays: new(int32(5))}},
		v1alpha1.Step{Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyHolder)), After: after("publish")},
	))
	s.on("p/publish", v1alpha1.ActionPublish, "info-centre", "2025-09-29")
	s.on("p/publish", v1alpha1.ActionPublish, "data-group", "2025-09-30")
	early := s.on("p/sign", v1alpha1.ActionSign, "medtech", "2025-10-14")
	if r := s.evaluate("2025-10-14"); r.Step("p", "publish").State != v1alpha1.StepPublicity {
		t.Errorf("on the last day it is %s", r.Step("p", "publish").State)
	}
	back := s.on("p/sign", v1alpha1.ActionSign, "medtech", "2025-10-13")
	back.CreationTimestamp.Time = instant("2025-10-15T08:00:00+08:00")
	sign := s.on("p/sign", v1alpha1.ActionSign, "medtech", "2025-10-15")
	r := s.evaluate("2025-10-15")
	if why(r, back) != v1alpha1.OutOfOrderReason {
		t.Errorf("dated before, and recorded after: %q", why(r, back))
	}
	if why(r, early) != v1alpha1.OutOfOrderReason || why(r, sign) != "" || !r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("signed on the last day: %q, on the day after: %q", why(r, early), why(r, sign))
	}
}

func TestReturnBeginsAnew(t *testing.T) {
	s := grantScene(grantProcedure())
	submit := s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-06-02", part(v1alpha1.PartApplication), carrying(other))
	s.on("grant/forward", v1alpha1.ActionForward, "data-group", "2025-06-03", part(v1alpha1.PartApplication), carrying(other))
	returned := s.on("grant/approve", v1alpha1.ActionApprove, "bureau", "2025-06-05", part(v1alpha1.PartApplication), carrying(other), outcome(v1alpha1.OutcomeReturn))
	r := s.evaluate("2025-06-06")
	if got := why(r, returned); got != "" || r.Changed != nil {
		t.Errorf("the return: %q; %v: the content may be corrected since", got, r.Changed)
	}
	want := []string{"grant/submit Waiting", "grant/forward Later", "grant/approve Returned", "grant/sign Later", "grant/file Later"}
	if diff := cmp.Diff(want, steps(r)); diff != "" {
		t.Errorf("after the return (-want +got):\n%s", diff)
	}
	if len(r.Fixed) != 0 {
		t.Errorf("fixed %v: what was given back may be corrected", r.Fixed)
	}
	if got := why(r, submit); got != v1alpha1.SupersededReason {
		t.Errorf("the first submission: %q", got)
	}
	s.on("grant/submit", v1alpha1.ActionSubmit, "medtech", "2025-06-09", part(v1alpha1.PartApplication))
	want = []string{"grant/submit Done 2025-06-09", "grant/forward Waiting due 2025-06-16", "grant/approve Later", "grant/sign Later", "grant/file Later"}
	r = s.evaluate("2025-06-10")
	if diff := cmp.Diff(want, steps(r)); diff != "" {
		t.Errorf("submitted anew (-want +got):\n%s", diff)
	}
}

// GS-REG-26.1 to 26.3: a second submission starts the three days anew.
func TestRestarts(t *testing.T) {
	s := grantScene(enters(
		v1alpha1.Step{Name: "submit", Act: v1alpha1.ActionSubmit, By: by(the(v1alpha1.PartyHolder))},
		v1alpha1.Step{Name: "notice", Act: v1alpha1.ActionRequest, By: by(same(v1alpha1.RoleDataAuthority)), After: after("submit"), Once: yes(), Gate: no()},
		v1alpha1.Step{Name: "resubmit", Act: v1alpha1.ActionSubmit, By: by(the(v1alpha1.PartyHolder)), After: after("notice"), Restarts: after("accept"), Gate: no()},
		v1alpha1.Step{Name: "accept", Act: v1alpha1.ActionAccept, By: by(same(v1alpha1.RoleDataAuthority)), After: after("submit"), Due: &v1alpha1.Due{WorkingDays: new(int32(3)), From: "submit"}},
	))
	s.on("p/submit", v1alpha1.ActionSubmit, "medtech", "2025-01-10")
	if due := func() string { r := s.evaluate("2025-01-10"); return r.Step("p", "accept").Due.String() }(); due != "2025-01-15" {
		t.Errorf("due %s, want 2025-01-15", due)
	}
	s.on("p/notice", v1alpha1.ActionRequest, "bureau", "2025-01-13")
	second := s.on("p/notice", v1alpha1.ActionRequest, "bureau", "2025-01-14")
	s.on("p/resubmit", v1alpha1.ActionSubmit, "medtech", "2025-01-14")
	r := s.evaluate("2025-01-16")
	if due := r.Step("p", "accept").Due.String(); due != "2025-01-17" || r.Step("p", "accept").Overdue {
		t.Errorf("due %s, want 2025-01-17 after the resubmission", due)
	}
	if got := why(r, second); got != v1alpha1.RepeatedReason {
		t.Errorf("a second notice: %q", got)
	}
}

// YZ-3.退出.7 and D14: the window of three months before 2027-12-31 opens on
// 2027-09-30; an application before it is held.
func TestARenewalIsHeldUntilItsWindowOpens(t *testing.T) {
	s := grantScene(v1alpha1.Procedure{Name: "renew", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectRenewed, Steps: []v1alpha1.Step{
		{Name: "apply", Act: v1alpha1.ActionApply, By: by(the(v1alpha1.PartyHolder)), Window: v1alpha1.WindowRenewal, Late: v1alpha1.LateExclude, Basis: basis},
	}})
	s.edition.Spec.Renewal = &v1alpha1.RenewalRule{Months: new(int32(3)), Early: "Hold", Basis: basis}
	end, err := procedureDay("2027-12-31")
	if err != nil {
		t.Fatal(err)
	}
	s.subject.Renewable = &end
	early := s.on("renew/apply", v1alpha1.ActionApply, "medtech", "2027-08-01")
	r := s.evaluate("2027-09-29T23:59:59+08:00")
	if why(r, early) != v1alpha1.NotYetDueReason || r.Effect(v1alpha1.EffectRenewed).Complete {
		t.Errorf("before the window: %q", why(r, early))
	}
	if want := instant("2027-09-30T00:00:00+08:00"); !r.Next.Equal(want) {
		t.Errorf("next %s, want %s", r.Next, want)
	}
	r = s.evaluate("2027-09-30T00:00:00+08:00")
	if why(r, early) != "" || !r.Effect(v1alpha1.EffectRenewed).Complete {
		t.Errorf("in the window: %q", why(r, early))
	}
	s.acts = nil
	late := s.on("renew/apply", v1alpha1.ActionApply, "medtech", "2028-01-01")
	if r = s.evaluate("2028-01-02"); why(r, late) != v1alpha1.OutsideWindowReason {
		t.Errorf("after the end: %q", why(r, late))
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/internal/finding"
)

var (
	beijing = time.FixedZone("CST", 8*60*60)
	subject = v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "drug-safety"}
)

// waiting is a grant that two source units have not approved, one input of
// which is suspended besides.
func waiting() (authorization.Verdict, v1alpha1.ProcedureReport) {
	pending := finding.New(v1alpha1.ProcedurePendingReason, []v1alpha1.BasisID{"NX-14.3"}, "step grant/approve waits for nx-health-commission")
	suspended := finding.New(v1alpha1.SuspendedReason, nil, "suspended by nx-data-bureau")
	yes, no, due := true, false, v1alpha1.Date("2025-11-10")
	return authorization.Verdict{
			Finding:  pending,
			Interval: calendar.Interval{NotBefore: time.Date(2025, 11, 9, 16, 0, 0, 0, time.UTC), NotAfter: time.Date(2026, 11, 9, 16, 0, 0, 0, time.UTC)},
			Inputs: []authorization.InputVerdict{
				{Resource: "outpatient-visits", Finding: pending},
				{Resource: "drug-settlements", Finding: suspended},
			},
		}, v1alpha1.ProcedureReport{
			WaitingFor: "nx-health-commission", Due: &due,
			Procedure: []v1alpha1.ProcedureStatus{{
				Name: "grant", Effect: v1alpha1.EffectEnter, Complete: &no,
				Steps: []v1alpha1.StepStatus{
					{Name: "submit", State: v1alpha1.StepDone, ActedOn: "2025-10-20", CompletedLate: &yes},
					{Name: "approve", State: v1alpha1.StepWaiting, WaitingFor: []string{"nx-health-commission"}, Due: &due, Provisional: &yes},
					{Name: "sign", State: v1alpha1.StepLater},
				},
			}},
		}
}

// What is lawful may not be given all the same: the operator says why.
func TestWhatTheClusterReports(t *testing.T) {
	conditions := []metav1.Condition{
		{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionFalse, Reason: v1alpha1.GuardMissingReason, Message: "the policy mandate-rooms is missing"},
		{Type: v1alpha1.SandboxReadyCondition, Status: metav1.ConditionFalse, Reason: v1alpha1.FrozenReason},
	}
	tests := map[string]struct {
		force authorization.Force
		want  *explaining.Report
	}{
		"in force, and a guard is missing": {authorization.InForce, &explaining.Report{Reason: v1alpha1.GuardMissingReason, Message: "the policy mandate-rooms is missing"}},
		"not in force by law":              {authorization.Denied, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := explaining.Of(subject, "ningxia-health", authorization.Verdict{Force: tc.force}, v1alpha1.ProcedureReport{}, time.Unix(0, 0), beijing)
			e.Report(conditions)
			if diff := cmp.Diff(tc.want, e.Reported); diff != "" {
				t.Errorf("reported (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnObjectionIsOpenOrDisposedOf(t *testing.T) {
	objection := v1alpha1.DecisionSubject{Kind: v1alpha1.OnObjection, Name: "late"}
	disposed := authorization.Verdict{Finding: finding.New(v1alpha1.ObjectionDisposedReason, nil, "disposed of by nx-data-bureau")}
	for want, verdict := range map[string]authorization.Verdict{
		"Objection ningxia-health/late  open\n":                                              {Force: authorization.InForce},
		"Objection ningxia-health/late  disposed of\n  why  disposed of by nx-data-bureau\n": disposed,
	} {
		e := explaining.Of(objection, "ningxia-health", verdict, v1alpha1.ProcedureReport{}, time.Unix(0, 0), beijing)
		if diff := cmp.Diff(want, e.Text(acting.English)); diff != "" {
			t.Errorf("text (-want +got):\n%s", diff)
		}
	}
}

func TestNobodyIsWaitedForOnceTheTermHasEnded(t *testing.T) {
	_, report := waiting()
	ended := authorization.Verdict{Finding: finding.New(v1alpha1.TermEndedReason, nil, "the term ended")}
	e := explaining.Of(subject, "ningxia-health", ended, report, time.Unix(0, 0), beijing)
	if e.WaitingFor != "" || e.Due != nil {
		t.Errorf("after its term it waits for %q until %v", e.WaitingFor, e.Due)
	}
	next := time.Unix(1, 0)
	e.Next = &next
	e.Rest()
	want := `
DeveloperGrant ningxia-health/drug-safety  not in force: TermEnded
  why  the term ended
  procedure grant
    grant/submit  done, 2025-10-20, completed late
`
	if diff := cmp.Diff(want, "\n"+e.Text(acting.English)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

// Who may lift is waited for as those are whose act a step is: of what was taken
// from the link, from what it stands under or from an input, each once.
func TestWhoMayLiftIsWaitedFor(t *testing.T) {
	suspended := func(basis ...v1alpha1.BasisID) *finding.Finding {
		return finding.New(v1alpha1.SuspendedReason, nil, "suspended by nx-data-bureau").GivenBackBy(finding.Giving{
			Act: v1alpha1.ActionLift, By: finding.All(" or ", finding.Say("Organization %s", "nx-data-bureau"), finding.Say("any %s", "Government")), Basis: basis,
		})
	}
	above := finding.New(v1alpha1.AncestorNotInForceReason, nil, "%s %q is not in force (%s): %s", v1alpha1.OnOperationAgreement, "health", "Suspended", suspended("B.3").Said)
	tests := map[string]struct {
		verdict          authorization.Verdict
		english, chinese string
	}{
		"suspended itself":     {authorization.Verdict{Finding: suspended()}, "Lift of Organization nx-data-bureau or any Government", "组织机构 nx-data-bureau 或任一人民政府的恢复"},
		"what it stands under": {authorization.Verdict{Finding: above}, "Lift of Organization nx-data-bureau or any Government [B.3]", "组织机构 nx-data-bureau 或任一人民政府的恢复〔B.3〕"},
		"an input of it": {
			authorization.Verdict{Force: authorization.InForce, Inputs: []authorization.InputVerdict{{Resource: "a", Finding: suspended("B.3")}, {Resource: "b", Finding: suspended("B.3")}}},
			"Lift of Organization nx-data-bureau or any Government [B.3]", "组织机构 nx-data-bureau 或任一人民政府的恢复〔B.3〕",
		},
		"what has ended": {authorization.Verdict{Finding: finding.New(v1alpha1.TermEndedReason, nil, "ended"), Inputs: []authorization.InputVerdict{{Resource: "a", Finding: suspended()}}}, "", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := explaining.Of(subject, "ningxia-health", tc.verdict, v1alpha1.ProcedureReport{}, time.Unix(0, 0), beijing)
			if diff := cmp.Diff(tc.english, e.WaitingFor); diff != "" {
				t.Errorf("it waits for (-want +got):\n%s", diff)
			}
			if text := e.Text(acting.Chinese); !strings.Contains(text, tc.chinese) {
				t.Errorf("in Chinese it says nothing of %s:\n%s", tc.chinese, text)
			}
		})
	}
}

// What anybody wrote breaks no line, and a clause is cited in the language.
func TestTextOfAGround(t *testing.T) {
	halted := authorization.Verdict{Finding: finding.New(v1alpha1.HaltedReason, nil, "halted on the ground %s", "a\n\tb")}
	no := false
	awaited := finding.Say("awaits %s of %s%s%s", v1alpha1.ActionSubmit, "x", "", "")
	message := awaited.String() + " [NX-7.2 (article 7), B.1]"
	report := v1alpha1.ProcedureReport{Procedure: []v1alpha1.ProcedureStatus{{Name: "plan", Complete: &no, Steps: []v1alpha1.StepStatus{{Name: "submit", State: v1alpha1.StepWaiting, Message: message}}}}}
	e := explaining.Of(subject, "d", halted, report, time.Unix(0, 0), beijing)
	e.Sayings[message] = awaited
	if text := e.Text(acting.English); !strings.Contains(text, `on the ground a\n\tb`+"\n") || !strings.Contains(text, "[NX-7.2 (article 7), B.1]") {
		t.Errorf("it says:\n%s", text)
	}
	if text := e.Text(acting.Chinese); !strings.Contains(text, "〔NX-7.2（第七条）、B.1〕") || strings.Contains(text, "article") {
		t.Errorf("in Chinese it says:\n%s", text)
	}
}

func TestText(t *testing.T) {
	v, report := waiting()
	now := time.Date(2025, 11, 5, 1, 0, 0, 0, time.UTC)
	open := authorization.Verdict{Force: authorization.InForce, Interval: v.Interval, Inputs: []authorization.InputVerdict{{Resource: "outpatient-visits", Force: authorization.InForce}}}
	tests := map[string]struct {
		verdict  authorization.Verdict
		report   v1alpha1.ProcedureReport
		at       time.Time
		language acting.Language
		want     string
	}{
		"waiting": {v, report, now, acting.English, `
DeveloperGrant ningxia-health/drug-safety  not in force: ProcedurePending
  why          step grant/approve waits for nx-health-commission
  by           NX-14.3 (article 14)
  waiting for  nx-health-commission
  due          2025-11-10, 5 days left
  from         2025-11-10 00:00 +08:00
  until        2026-11-09 24:00 +08:00
  inputs
    outpatient-visits  not in force
    drug-settlements   not in force: Suspended: suspended by nx-data-bureau
  procedure grant (open)
    grant/submit   done, 2025-10-20, completed late
    grant/approve  waiting, waiting for: nx-health-commission, due: 2025-11-10, provisional
    grant/sign     later
`},
		"waiting, in Chinese, under wide characters": {v, report, now.AddDate(0, 0, 8), acting.Chinese, `
开发利用授权 DeveloperGrant ningxia-health/drug-safety  未生效：程序未完成 ProcedurePending
  原因  step grant/approve waits for nx-health-commission
  依据  NX-14.3（第十四条）
  等待  nx-health-commission
  期限  2025-11-10，已过 3 天
  起    2025-11-10 00:00 +08:00
  止    2026-11-09 24:00 +08:00
  数据资源
    outpatient-visits  未生效
    drug-settlements   未生效：暂停 Suspended：suspended by nx-data-bureau
  程序 grant （未完成）
    grant/submit   已完成，2025-10-20，逾期完成
    grant/approve  等待中，等待：nx-health-commission，期限：2025-11-10，暂定
    grant/sign     未到
`},
		"in force": {open, v1alpha1.ProcedureReport{}, now, acting.English, `
DeveloperGrant ningxia-health/drug-safety  in force
  from   2025-11-10 00:00 +08:00
  until  2026-11-09 24:00 +08:00
  inputs
    outpatient-visits  in force
`},
		"nothing known": {authorization.Verdict{Force: authorization.Undecided}, v1alpha1.ProcedureReport{}, now, acting.English, `
DeveloperGrant ningxia-health/drug-safety  cannot be told: Undetermined
`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := explaining.Of(subject, "ningxia-health", tc.verdict, tc.report, tc.at, beijing)
			if diff := cmp.Diff(tc.want, "\n"+e.Text(tc.language)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

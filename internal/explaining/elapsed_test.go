// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// unhurried is an agreement whose signing and whose acceptance of two orders the
// text wants promptly (NX-10.1, D18): a working day is counted of each, where it
// waits. Its duties are of the same kind.
func unhurried(t *testing.T) explaining.Explanation {
	t.Helper()
	from := func(date v1alpha1.Date) *calendar.Day {
		day, err := calendar.DayOf(date)
		if err != nil {
			t.Fatal(err)
		}
		return &day
	}
	step := func(name string, state v1alpha1.StepState, elapsed int, since *calendar.Day) procedure.StepProgress {
		s := procedure.StepProgress{Step: &v1alpha1.Step{Name: name}, State: state, Elapsed: elapsed, From: since}
		if state == v1alpha1.StepDone {
			s.Day = *since
		}
		return s
	}
	guessed := step("accept", v1alpha1.StepWaiting, 260, from("2026-01-05"))
	guessed.Provisional, guessed.Message = true, "awaits Accept of the bureau"
	order := func(name string) *v1alpha1.Decision {
		d := &v1alpha1.Decision{}
		d.Name = name
		return d
	}
	agreement, rectify := &v1alpha1.Procedure{Name: "agreement"}, &v1alpha1.Procedure{Name: "rectify"}
	report := procedure.Report{
		Progress: []procedure.Progress{
			{Procedure: agreement, Steps: []procedure.StepProgress{
				step("decide", v1alpha1.StepDone, 3, from("2025-09-01")), step("sign", v1alpha1.StepWaiting, 12, from("2025-10-13")), step("file", v1alpha1.StepLater, -1, nil),
			}},
			{Procedure: rectify, Opened: order("first"), Complete: true, Steps: []procedure.StepProgress{step("accept", v1alpha1.StepWaiting, 40, from("2025-09-01"))}},
			{Procedure: rectify, Opened: order("second"), Rejected: order("no"), Steps: []procedure.StepProgress{step("accept", v1alpha1.StepLater, 30, from("2025-09-15"))}},
			{Procedure: rectify, Opened: order("third"), Steps: []procedure.StepProgress{guessed}},
		},
		Duties: []procedure.DutyState{
			{Duty: &v1alpha1.Duty{Name: "publish"}, Of: []string{"the agency"}, From: *from("2025-10-13"), Elapsed: 12},
			{Duty: &v1alpha1.Duty{Name: "copy"}, Of: []string{"the agency"}, From: *from("2025-10-13"), Elapsed: 12, Due: from("2025-11-30")},
			{Duty: &v1alpha1.Duty{Name: "tell"}, Of: []string{"the agency"}, From: *from("2025-10-13"), Elapsed: 2, Done: true},
		},
	}
	at := from("2025-10-29").Begin(beijing)
	e := explaining.Of(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}, "d", authorization.Verdict{}, report.Status(&procedure.Subject{}), at, beijing)
	e.Wait(report.Progress)
	e.Owe(report.Duties)
	e.RunOut(report.Owed())
	return e
}

func TestWhatIsPromptSaysHowManyWorkingDaysHavePassed(t *testing.T) {
	e := unhurried(t)
	want := []explaining.Elapsed{
		{Step: "agreement/sign", Since: "2025-10-13", WorkingDays: 12},
		{Step: "rectify/accept", Run: "third", Since: "2026-01-05", WorkingDays: 260, Provisional: true},
	}
	if diff := cmp.Diff(want, e.Elapsed); diff != "" {
		t.Errorf("elapsed (-want +got):\n%s", diff)
	}
	for language, want := range map[explaining.Language]string{acting.English: promptly, acting.Chinese: promptlyInChinese} {
		if diff := cmp.Diff(want, "\n"+e.Text(language)); diff != "" {
			t.Errorf("text (-want +got):\n%s", diff)
		}
	}
	text, err := json.Marshal(map[string]any{"elapsed": e.Elapsed, "duties": e.Duties})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(forPrograms, string(text)); diff != "" {
		t.Errorf("json (-want +got):\n%s", diff)
	}
}

const promptly = `
OperationAgreement d/health  not in force: Undetermined
  procedure agreement (open)
    agreement/decide  done, 2025-09-01
    agreement/sign    waiting, working days passed: 12
    agreement/file    later
  procedure rectify first (complete)
    rectify/accept  waiting
  procedure rectify second (open)
    rectify/accept  later
  procedure rectify third (open)
    rectify/accept  awaits Accept of the bureau, working days passed: 260, provisional
  duties
    publish  of: the agency, working days passed: 12
    copy     of: the agency, due: 2025-11-30
    tell     done
`

const promptlyInChinese = `
授权运营协议 OperationAgreement d/health  未生效：未定 Undetermined
  程序 agreement （未完成）
    agreement/decide  已完成，2025-09-01
    agreement/sign    等待中，已过工作日：12
    agreement/file    未到
  程序 rectify first （已完成）
    rectify/accept  等待中
  程序 rectify second （未完成）
    rectify/accept  未到
  程序 rectify third （未完成）
    rectify/accept  awaits Accept of the bureau，已过工作日：260，暂定
  义务
    publish  义务人：the agency，已过工作日：12
    copy     义务人：the agency，期限：2025-11-30
    tell     已完成
`

const forPrograms = `{"duties":[{"name":"publish","of":["the agency"],"elapsed":12},{"name":"copy","of":["the agency"],"due":"2025-11-30"},{"name":"tell","of":["the agency"],"done":true}],"elapsed":[{"step":"agreement/sign","since":"2025-10-13","workingDays":12},{"step":"rectify/accept","run":"third","since":"2026-01-05","workingDays":260,"provisional":true}]}`

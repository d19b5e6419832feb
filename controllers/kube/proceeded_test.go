// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/tools/events"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

func report(waitingFor string, steps []v1alpha1.StepStatus, duties ...v1alpha1.DutyStatus) *v1alpha1.ProcedureReport {
	return &v1alpha1.ProcedureReport{
		Procedure: []v1alpha1.ProcedureStatus{{Name: "grant", Effect: v1alpha1.EffectEnter, Steps: steps}}, Duties: duties, WaitingFor: waitingFor,
	}
}

func TestWhatIsToldOfProcedures(t *testing.T) {
	yes, last := true, v1alpha1.Date("2025-10-27")
	step := func(s v1alpha1.StepStatus) []v1alpha1.StepStatus { s.Name = "forward"; return []v1alpha1.StepStatus{s} }
	waits := step(v1alpha1.StepStatus{State: v1alpha1.StepWaiting, Message: "awaits Forward"})
	overdue := step(v1alpha1.StepStatus{State: v1alpha1.StepWaiting, Overdue: &yes, Message: "awaits Forward, overdue"})
	late := step(v1alpha1.StepStatus{State: v1alpha1.StepDone, CompletedLate: &yes, Due: &last})
	back := step(v1alpha1.StepStatus{State: v1alpha1.StepReturned, Message: "given back"})
	open := v1alpha1.DutyStatus{Name: "open", Message: "by 2025-11-13"}
	missed, fulfilled := open, open
	missed.Overdue, fulfilled.FulfilledOn = &yes, &last
	flagged := report("", waits)
	flagged.Flags = []v1alpha1.FlagStatus{{Check: v1alpha1.CheckRedevelopmentBan, Message: "affiliated"}}
	due := report("b", waits)
	due.Due = &last
	tests := map[string]struct {
		before, after *v1alpha1.ProcedureReport
		want          []string
	}{
		"nothing of what is the same":   {report("a", overdue, missed), report("a", overdue, missed), nil},
		"nothing of the first report":   {&v1alpha1.ProcedureReport{}, report("a", overdue, missed), nil},
		"who else is waited for":        {report("a", waits), due, []string{"Normal Awaited waiting for b, the first of them by 2025-10-27"}},
		"nothing when nobody is":        {report("a", waits), report("", waits), nil},
		"that a last day has passed":    {report("a", waits), report("a", overdue), []string{"Warning Overdue step grant/forward: awaits Forward, overdue"}},
		"that a step was done too late": {report("a", overdue), report("", late), []string{"Warning CompletedLate step grant/forward: done after its last day 2025-10-27"}},
		"that a step was given back":    {report("a", waits), report("a", back), []string{"Warning Returned step grant/forward: given back"}},
		"that a duty has arisen":        {report("a", waits), report("a", waits, open), []string{"Normal DutyArisen duty open: by 2025-11-13"}},
		"that a duty is overdue":        {report("a", waits, open), report("a", waits, missed), []string{"Warning Overdue duty open: by 2025-11-13"}},
		"nothing of a duty fulfilled":   {report("a", waits, open), report("a", waits, fulfilled), nil},
		"what is to be shown":           {report("", waits), flagged, []string{"Warning Flagged affiliated"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			recorder := events.NewFakeRecorder(8)
			TellProcedures(recorder, &v1alpha1.DeveloperGrant{}, tc.before, tc.after)
			close(recorder.Events)
			var got []string
			for event := range recorder.Events {
				got = append(got, event)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

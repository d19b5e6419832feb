// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// Status is the report as objects show it; digests are those of the subject.
func (r *Report) Status(subject *Subject) v1alpha1.ProcedureReport {
	var status v1alpha1.ProcedureReport
	for i := range r.Progress {
		status.Procedure = append(status.Procedure, r.Progress[i].status())
	}
	for _, part := range []v1alpha1.Part{v1alpha1.PartApplication, v1alpha1.PartContract, v1alpha1.PartAll} {
		if digest, ok := subject.Digests[part]; ok {
			status.Digests = append(status.Digests, v1alpha1.PartDigest{Part: part, Digest: digest})
		}
	}
	status.Fixed = r.Fixed
	return status
}

func (p *Progress) status() v1alpha1.ProcedureStatus {
	complete := p.Complete
	status := v1alpha1.ProcedureStatus{Name: p.Procedure.Name, Effect: p.Procedure.Effect, Complete: &complete}
	if p.Opened != nil {
		status.Run = p.Opened.Name
	}
	for i := range p.Steps {
		status.Steps = append(status.Steps, p.Steps[i].status())
	}
	return status
}

func (s *StepProgress) status() v1alpha1.StepStatus {
	status := v1alpha1.StepStatus{
		Name: s.Step.Name, State: s.State, WaitingFor: s.WaitingFor, Due: date(s.Due),
		Overdue: flag(s.Overdue), CompletedLate: flag(s.Late), Provisional: flag(s.Provisional),
		Gate: s.Step.Gate, Message: s.Message,
	}
	if s.State == v1alpha1.StepDone {
		status.ActedOn = v1alpha1.ActDay(s.Day.Date())
	}
	if !s.CompleteFrom.IsZero() {
		at := metav1.NewTime(s.CompleteFrom)
		status.CompleteFrom = &at
	}
	return status
}

func date(day *calendar.Day) *v1alpha1.Date {
	if day == nil {
		return nil
	}
	d := day.Date()
	return &d
}

// flag is true, or left out.
func flag(yes bool) *bool {
	if !yes {
		return nil
	}
	return &yes
}

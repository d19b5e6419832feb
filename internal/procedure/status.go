// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
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
	status.WaitingFor, status.Due = r.WaitingFor()
	return status
}

// Sayings are what the status says of steps and of who is waited for, by that,
// for any language.
func (r *Report) Sayings() map[string]finding.Phrase {
	sayings := map[string]finding.Phrase{}
	for i := range r.Progress {
		for j := range r.Progress[i].Steps {
			s := &r.Progress[i].Steps[j]
			for _, party := range s.Waiting {
				sayings[party.String()] = party
			}
			if s.Message != "" {
				sayings[s.Message] = s.Said
			}
		}
	}
	for i := range r.Duties {
		for _, party := range r.Duties[i].Owing {
			sayings[party.String()] = party
		}
	}
	return sayings
}

// WaitingFor says in a line who is waited for next, over all procedures that
// have begun or that the subject needs, and the earliest last day among the
// steps that wait.
func (r *Report) WaitingFor() (parties string, due *v1alpha1.Date) {
	var names []string
	var last *calendar.Day
	for i := range r.Progress {
		p := &r.Progress[i]
		if p.Complete || p.Rejected != nil {
			continue
		}
		for j := range p.Steps {
			s := &p.Steps[j]
			if s.State != v1alpha1.StepWaiting {
				continue
			}
			for _, name := range s.WaitingFor {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
			if s.Due != nil && (last == nil || *s.Due < *last) {
				last = s.Due
			}
		}
	}
	return short(strings.Join(names, "; ")), date(last)
}

// Awaited are the parties that procedures which are not complete wait for, each
// once.
func Awaited(progress []Progress) []finding.Phrase {
	var awaited []finding.Phrase
	told := map[string]bool{}
	for i := range progress {
		if progress[i].Complete || progress[i].Rejected != nil {
			continue
		}
		for j := range progress[i].Steps {
			s := &progress[i].Steps[j]
			if s.State != v1alpha1.StepWaiting || told[s.Message] {
				continue
			}
			told[s.Message] = true
			awaited = append(awaited, finding.Say("step %s/%s: %s", progress[i].Procedure.Name, s.Step.Name, s.Said))
		}
	}
	return awaited
}

// short bounds a text to what a column's field holds.
func short(text string) string {
	const most = 512
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most-len("…")], "") + "…"
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

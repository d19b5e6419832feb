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

// Status is the report as objects show it; digests are those of the subject. What
// was spared is not in it: what was not done of that is a gap, and never overdue.
func (r *Report) Status(subject *Subject) v1alpha1.ProcedureReport {
	var status v1alpha1.ProcedureReport
	for i := range r.Progress {
		if p := &r.Progress[i]; !p.Spared && !p.idle() {
			status.Procedure = append(status.Procedure, p.status())
		}
	}
	status.Duties = r.duties()
	for _, part := range []v1alpha1.Part{v1alpha1.PartApplication, v1alpha1.PartContract, v1alpha1.PartAll} {
		if digest, ok := subject.Digests[part]; ok {
			status.Digests = append(status.Digests, v1alpha1.PartDigest{Part: part, Digest: digest})
		}
	}
	status.Fixed = r.Fixed
	status.WaitingFor, status.Due = r.WaitingFor()
	status.Overdue = overdue(status)
	return status
}

// longestOverdue is the bound of status.overdue.
const longestOverdue = 512

// overdue names the steps and duties of a report whose last day has passed and that
// are not done, as far as the field holds them.
func overdue(report v1alpha1.ProcedureReport) string {
	var late []string
	for _, p := range report.Procedure {
		for _, step := range p.Steps {
			if step.Overdue != nil && *step.Overdue {
				late = append(late, p.Name+"/"+step.Name)
			}
		}
	}
	for _, duty := range report.Duties {
		if duty.Overdue != nil && *duty.Overdue {
			late = append(late, duty.Name)
		}
	}
	for text := strings.Join(late, ", "); ; text = strings.Join(late, ", ") + ", …" {
		if len(text) <= longestOverdue {
			return text
		}
		late = late[:len(late)-1]
	}
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
		if p.Complete || p.Spared || p.Rejected != nil || p.idle() {
			continue
		}
		for j := range p.Steps {
			s := &p.Steps[j]
			if s.State != v1alpha1.StepWaiting && s.State != v1alpha1.StepBlocked {
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
	return short(strings.Join(names, "; "), mostColumn), date(last)
}

// Awaited are the parties that procedures which are not complete wait for, each
// once.
func Awaited(progress []Progress) []finding.Phrase {
	var awaited []finding.Phrase
	told := map[string]bool{}
	for i := range progress {
		if progress[i].Complete || progress[i].Spared || progress[i].Rejected != nil || progress[i].idle() {
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

// idle says that nobody has begun a procedure that nobody has to go through: an
// exception, a renewal, an adoption, a role that is not claimed. Nobody is waited for
// in it.
func (p *Progress) idle() bool {
	optional := p.Unclaimed || slices.Contains([]v1alpha1.Effect{v1alpha1.EffectExcepted, v1alpha1.EffectRenewed, v1alpha1.EffectAdopted}, p.Procedure.Effect)
	return optional && p.Rejected == nil &&
		!slices.ContainsFunc(p.Steps, func(s StepProgress) bool { return s.Begun || s.State == v1alpha1.StepDone })
}

// mostDuties is how many duties a status holds.
const mostDuties = 64

// duties are the duties as objects show them, one of each name and order.
func (r *Report) duties() []v1alpha1.DutyStatus {
	var duties []v1alpha1.DutyStatus
	for i := range r.Duties {
		d := r.Duties[i].status()
		again := slices.ContainsFunc(duties, func(other v1alpha1.DutyStatus) bool { return other.Name == d.Name && other.Regarding == d.Regarding })
		if !again && len(duties) < mostDuties {
			duties = append(duties, d)
		}
	}
	return duties
}

func (d *DutyState) status() v1alpha1.DutyStatus {
	status := v1alpha1.DutyStatus{
		Name: d.name(), Of: d.Of, Since: d.From.Date(), Due: date(d.Due), Overdue: flag(d.Overdue), CompletedLate: flag(d.Late),
		Provisional: flag(d.Provisional && d.Due != nil), Message: short(d.Message, mostMessage),
	}
	if d.Order != nil {
		status.Regarding = d.Order.Name
	}
	if d.Done {
		status.FulfilledOn = date(&d.Day)
	}
	return status
}

// The bounds of texts in a status, in bytes.
const (
	mostColumn  = 512
	mostMessage = 2048
)

// short bounds a text to what a field holds.
func short(text string, most int) string {
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
		Since: date(s.From), Gate: s.Step.Gate, Message: short(s.Message, mostMessage),
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

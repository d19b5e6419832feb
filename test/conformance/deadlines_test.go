// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// TestDeadlines finds that a step is due when the matrix says, counted by the
// working days that are shipped or on the day that an order gives; that it is
// overdue from the first instant after that day and still asked for, since
// nothing is approved by lateness; and that an act on the last day is on time
// and one on the day after is late for ever.
func TestDeadlines(t *testing.T) {
	for id, edition := range asked(t) {
		for p, step := range stepsOf(edition) {
			if slices.Contains(step.Basis, v1alpha1.BasisID(id)) && step.Due != nil && (step.Due.WorkingDays != nil || step.Due.At != "") {
				t.Run(id, func(t *testing.T) { onTime(t, edition, p, step, id) })
			}
		}
		for i := range edition.Spec.Duties {
			if duty := &edition.Spec.Duties[i]; slices.Contains(duty.Basis, v1alpha1.BasisID(id)) && duty.Due.WorkingDays != nil {
				t.Run(id, func(t *testing.T) { inTime(t, edition, duty, id) })
			}
		}
	}
}

func onTime(t *testing.T, edition *v1alpha1.Jurisdiction, p *v1alpha1.Procedure, step *v1alpha1.Step, id string) {
	done := playAll(t, staged(t, edition, p.Of, p.When, step.When), p)
	on := v1alpha1.StepReference(p.Name + "/" + step.Name)
	first := slices.IndexFunc(done.acts, func(d *v1alpha1.Decision) bool { return d.Spec.Step == on })
	if first < 0 {
		t.Fatalf("%s was not played", on)
	}
	earlier, last := done.acts[:first], done.due(t, p, step, id)
	at := func(when time.Time, acts []*v1alpha1.Decision) *procedure.StepProgress {
		report := procedure.Evaluate(done.edition, done.subject, acts, done.world, when)
		return report.Step(p.Name, step.Name)
	}
	before, after := last.End(done.zone).Add(-time.Second), last.End(done.zone)
	if s := at(before, earlier); s == nil || s.Due == nil || *s.Due != last || s.Overdue || s.Provisional {
		t.Fatalf("%s is %+v in the last second of %s, want it due on that day and not overdue", on, s, last)
	}
	if s := at(after, earlier); !s.Overdue || s.State == v1alpha1.StepDone {
		t.Errorf("%s is %+v once %s is over, want it overdue and not done", on, s, last)
	}
	acted := func(day calendar.Day) []*v1alpha1.Decision {
		acts := slices.Clone(earlier)
		for _, d := range done.acts[first:] {
			if d.Spec.Step == on {
				acts = append(acts, redated(d, day, done.zone))
			}
		}
		return acts
	}
	if s := at(after.Add(72*time.Hour), acted(last)); s.Late || s.Overdue {
		t.Errorf("%s done on its last day %s is %+v, want it on time", on, last, s)
	}
	if s := at(after.Add(72*time.Hour), acted(last+1)); !s.Late {
		t.Errorf("%s done on the day after %s is %+v, want it late", on, last, s)
	}
}

// due is the last day, by the number of the matrix or the day of the order.
func (p *play) due(t *testing.T, of *v1alpha1.Procedure, step *v1alpha1.Step, id string) calendar.Day {
	t.Helper()
	name, _, _ := strings.Cut(step.Due.At, ".")
	if step.Due.At == "" {
		name = string(step.Due.From)
	}
	var started *v1alpha1.Decision
	for _, d := range p.acts {
		if string(d.Spec.Step) == of.Name+"/"+name && d.Spec.Action != v1alpha1.ActionReceive {
			started = d
		}
	}
	if started == nil {
		t.Fatalf("%s/%s was not played", of.Name, name)
	}
	if step.Due.At != "" {
		return day(t, *started.Spec.DueDate)
	}
	span := matrix.Row(id).Span()
	if span.Unit != matrix.WorkingDays {
		t.Fatalf("%s names %v, want working days", id, span)
	}
	last, provisional := p.world.Calendar.Deadline(day(t, v1alpha1.Date(started.Spec.ActedOn)), span.N)
	if provisional {
		t.Fatalf("%s is provisional", last)
	}
	return last
}

// redated is the act as if it were done and recorded on another day.
func redated(d *v1alpha1.Decision, on calendar.Day, zone *time.Location) *v1alpha1.Decision {
	d = d.DeepCopy()
	d.Spec.ActedOn = v1alpha1.ActDay(on.Date())
	d.CreationTimestamp = metav1.NewTime(on.Begin(zone).Add(23 * time.Hour))
	return d
}

// inTime finds when a duty is due that a state fulfils.
func inTime(t *testing.T, edition *v1alpha1.Jurisdiction, duty *v1alpha1.Duty, id string) {
	name, step, _ := strings.Cut(string(duty.On), "/")
	at := slices.IndexFunc(edition.Spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Of == duty.Of && p.Name == name })
	if at < 0 {
		t.Fatalf("no procedure %s", name)
	}
	p := &edition.Spec.Procedures[at]
	done := playAll(t, staged(t, edition, p.Of, p.When), p)
	var started calendar.Day
	for _, d := range done.acts {
		if string(d.Spec.Step) == name+"/"+step {
			started = day(t, v1alpha1.Date(d.Spec.ActedOn))
		}
	}
	last, _ := done.world.Calendar.Deadline(started, matrix.Row(id).Span().N)
	state := func(now, opened time.Time) procedure.DutyState {
		done.subject.OpenedAt = opened
		report := procedure.Evaluate(done.edition, done.subject, done.acts, done.world, now)
		for _, s := range report.Duties {
			if s.Duty != nil && s.Duty.Name == duty.Name {
				return s
			}
		}
		t.Fatalf("the duty %s is not told at %s", duty.Name, now)
		return procedure.DutyState{}
	}
	end := last.End(done.zone)
	if s := state(end.Add(-time.Second), time.Time{}); s.Due == nil || *s.Due != last || s.Overdue || s.Done {
		t.Errorf("the duty is %+v in the last second of %s, want it due on that day", s, last)
	}
	if s := state(end.Add(time.Second), time.Time{}); !s.Overdue {
		t.Errorf("the duty is %+v once %s is over, want it overdue", s, last)
	}
	if s := state(end.Add(time.Hour), end.Add(-time.Hour)); !s.Done || s.Late {
		t.Errorf("the duty that was fulfilled on %s is %+v, want it done in time", last, s)
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// deadline is by when a step is to be done.
type deadline struct {
	// start is when its clock started, last the last day on which an act is on
	// time; set says that there is one.
	start, last calendar.Day
	set         bool
	// soft says that the text gives no number: nothing is ever overdue.
	soft        bool
	provisional bool
}

// due is the deadline of a step; none before its clock has started.
func (e *engine) due(r *run, s *stepState) (d deadline, ok bool) {
	rule := s.rule.Due
	if rule == nil {
		return deadline{}, false
	}
	if rule.At != "" {
		return e.stated(r, strings.TrimSuffix(rule.At, ".dueDate"))
	}
	switch p, _ := e.at(r, rule.From); {
	case s.clock != nil:
		d.start = *s.clock
	case !p.done:
		return deadline{}, false
	default:
		d.start = p.day
	}
	return e.counted(d, rule.WorkingDays, rule.Days, rule.Months, isTrue(rule.Soft)), true
}

// counted counts one of the three units from the start of a clock.
func (e *engine) counted(d deadline, workingDays, days, months *int32, soft bool) deadline {
	d.soft, d.set = soft, true
	switch {
	case workingDays != nil:
		d.last, d.provisional = e.world.Calendar.Deadline(d.start, int(*workingDays))
	case days != nil:
		d.last = d.start + calendar.Day(*days)
	case months != nil:
		d.last = d.start.AddMonths(int(*months))
	default:
		d.soft, d.set = true, false
	}
	return d
}

// stated is the day that the acts of another step state, the earliest of them.
func (e *engine) stated(r *run, ref string) (d deadline, ok bool) {
	rule := named(r.procedure, v1alpha1.StepReference(ref))
	if rule == nil || r.step(rule.Name) == nil {
		return deadline{}, false
	}
	for _, a := range r.step(rule.Name).acts {
		if day, has := dueDate(a); has && (!d.set || day < d.last) {
			d.start, d.last, d.set = a.day, day, true
		}
	}
	return d, d.set
}

// remember keeps for ever that the present round of a step was overdue, or done
// late, up to an instant, and says whether it was.
func (e *engine) remember(r *run, s *stepState, until time.Time) bool {
	m, ok := e.lapsed(r, s, until)
	if ok {
		s.lapses = append(s.lapses, m)
	}
	return ok
}

// lapsed is when the present round of a step was overdue, or done late, up to an
// instant; ok is false where it was not.
func (e *engine) lapsed(r *run, s *stepState, until time.Time) (m moment, ok bool) {
	d, _ := e.due(r, s)
	if !d.set || e.spared(r, s) {
		return moment{}, false
	}
	acted := e.actsDone(r, s)
	if acted && e.lastTimely(s) <= d.last {
		return moment{}, false
	}
	m = moment{at: d.last.End(e.zone).UTC(), day: d.last + 1}
	if s.roundAt.at.After(m.at) { // it was given back after the last day
		m = moment{at: s.roundAt.at, day: max(m.day, s.roundAt.day)}
	}
	return m, acted || !until.Before(m.at)
}

// overdueFrom is when the step first was overdue in any of its rounds, or zero.
func (s *stepState) overdueFrom() time.Time {
	var from time.Time
	for _, m := range s.lapses {
		if from.IsZero() || m.at.Before(from) {
			from = m.at
		}
	}
	return from
}

// lastTimely is the last day of the step's own acts. Receipts and periods are
// not the duty of who acts.
func (e *engine) lastTimely(s *stepState) calendar.Day {
	last := e.timely(s.acts[0])
	for _, a := range s.acts {
		last = max(last, e.timely(a))
	}
	return last
}

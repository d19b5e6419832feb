// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// publish puts the completion of a published step off to the end of its
// period. The period begins when the act was both done and recorded, as an
// earlier day would help who waits for its end. While a day of it lies in a year
// that the calendar does not list, its end is not sure and so has not come: a
// minimum rounds late (D2, D6). What is done on a guess could not be kept once
// the year is listed.
func (e *engine) publish(s *stepState) {
	if !e.measured(s) {
		s.done = false // no length, no end (D41)
		return
	}
	ends, provisional := e.publicityEnds(s)
	if provisional {
		s.done, s.completeFrom = false, ends.Begin(e.zone).UTC()
		return
	}
	e.waitFor(s, ends)
	if s.rule.Publicity.OpenObjections == v1alpha1.ObjectionsBlock {
		e.disposed(s, ends.Begin(e.zone))
	}
}

// measured says whether the edition says how long a step is published: a length,
// and the calendar by which its days are counted.
func (e *engine) measured(s *stepState) bool {
	return s.rule.Publicity.WorkingDays != nil && e.edition.Spec.Calendar != ""
}

// disposed puts the completion of a published step off until each objection was
// disposed of that came in its period.
func (e *engine) disposed(s *stepState, period time.Time) {
	for i := range e.world.Objections {
		o := &e.world.Objections[i]
		if !against(o, s) || !o.RaisedAt.Before(period) {
			continue
		}
		switch {
		case o.DisposedAt.IsZero() || o.DisposedAt.After(e.now):
			s.done = false
		case o.DisposedAt.After(s.since):
			s.since = o.DisposedAt
			s.day = calendar.DayAt(o.DisposedAt, e.zone)
			s.from, s.completeFrom = s.day, s.since
		}
	}
}

// publicityEnds is the first day on which the whole period has passed (D6).
func (e *engine) publicityEnds(s *stepState) (first calendar.Day, provisional bool) {
	return e.world.Calendar.FullDays(posted(s), int(*s.rule.Publicity.WorkingDays))
}

// posted is the day on which all of it was both published and recorded.
func posted(s *stepState) calendar.Day {
	day := max(s.acts[0].day, s.acts[0].recorded)
	for _, a := range s.acts {
		day = max(day, a.day, a.recorded)
	}
	return day
}

// unsure says whether nobody can tell yet when the period of a published step
// ends, as it reaches into a year that the calendar does not list.
func (e *engine) unsure(s *stepState) bool {
	_, provisional := e.publicityEnds(s)
	return provisional
}

// tellPublicity says until when a step is published, or what keeps that from
// being told and who mends it.
func (e *engine) tellPublicity(s *stepState) finding.Phrase {
	if !e.unsure(s) {
		return finding.Say("published; the period is over at %s%s", e.show(s.completeFrom), objections(e.objected(s, s.completeFrom)))
	}
	ends, _ := e.publicityEnds(s)
	year, _ := e.world.Calendar.Unknown(calendar.Days{First: posted(s) + 1, Last: ends - 1})
	return finding.Say("published; the period reaches into %d, a year that WorkCalendar %q does not list, and is not over before it is listed (provisional: %s, if the year has no holidays); who keeps the calendar adds the year to its spec.years%s",
		year, e.edition.Spec.Calendar, e.show(s.completeFrom), objections(e.objected(s, time.Time{})))
}

// against says whether an objection is against the publicity of a step.
func against(o *Objection, s *stepState) bool {
	if o.Regarding == nil {
		return true
	}
	for _, a := range s.acts {
		if refers(o.Regarding, a.d) {
			return true
		}
	}
	return false
}

// objected are the names of the objections that keep a step, raised before its
// period ends; a zero end has not come.
func (e *engine) objected(s *stepState, ends time.Time) []string {
	var names []string
	for i := range e.world.Objections {
		o := &e.world.Objections[i]
		if against(o, s) && (ends.IsZero() || o.RaisedAt.Before(ends)) && (o.DisposedAt.IsZero() || o.DisposedAt.After(e.now)) {
			names = append(names, string(o.Name))
		}
	}
	return names
}

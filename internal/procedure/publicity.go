// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// publish puts the completion of a published step off to the end of its
// period. The period begins when the act was both done and recorded, as an
// earlier day would help who waits for its end.
func (e *engine) publish(s *stepState) {
	if s.rule.Publicity.WorkingDays == nil {
		s.done = false // no length, no end (D41)
		return
	}
	ends, _ := e.publicityEnds(s)
	e.waitFor(s, ends)
	if s.rule.Publicity.OpenObjections != v1alpha1.ObjectionsBlock {
		return
	}
	period := ends.Begin(e.zone)
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
	var posted calendar.Day
	for i, a := range s.acts {
		if day := max(a.day, a.recorded); i == 0 || day > posted {
			posted = day
		}
	}
	return e.world.Calendar.FullDays(posted, int(*s.rule.Publicity.WorkingDays))
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

// objected are the names of the objections that keep a step.
func (e *engine) objected(s *stepState, ends time.Time) []string {
	var names []string
	for i := range e.world.Objections {
		o := &e.world.Objections[i]
		if against(o, s) && o.RaisedAt.Before(ends) && (o.DisposedAt.IsZero() || o.DisposedAt.After(e.now)) {
			names = append(names, string(o.Name))
		}
	}
	return names
}

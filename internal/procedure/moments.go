// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// moment is when something happened: the instant from which it has an effect, and
// its legal day, which may lie before.
type moment struct {
	at  time.Time
	day calendar.Day
}

func (a *dated) moment() moment { return moment{at: a.since, day: a.day} }

// moment is an instant with its day.
func (e *engine) moment(at time.Time) moment {
	return moment{at: at, day: calendar.DayAt(at, e.zone)}
}

// after says whether a moment is after another by its instant or by its day. Who
// decided on paper knew nothing of a later day, whenever the paper was written down.
func (m moment) after(other moment) bool { return m.at.After(other.at) || m.day > other.day }

// first is the earliest instant of the moments that come after one moment and not
// after another, or zero.
func first(moments []moment, after, until moment) time.Time {
	var at time.Time
	for _, m := range moments {
		if m.after(after) && !m.after(until) && (at.IsZero() || m.at.Before(at)) {
			at = m.at
		}
	}
	return at
}

// occurred is when something first happened to an order to rectify from which a
// consequence follows, after one moment and up to another, or zero.
func (e *engine) occurred(on v1alpha1.Occurrence, r *run, after, until moment) time.Time {
	switch on {
	case v1alpha1.OnRectificationOverdue:
		return e.overdueFrom(r, after, until)
	case v1alpha1.OnRectificationReturned:
		return first(momentsOf(r.returns), after, until)
	case v1alpha1.OnMajorRiskFound: // for ever: that it is gone is for those to say who lift
		return first(momentsOf(r.risks), after, until)
	}
	return time.Time{}
}

func momentsOf(acts []*act) []moment {
	moments := make([]moment, len(acts))
	for i, a := range acts {
		moments[i] = a.moment()
	}
	return moments
}

// overdueAt says whether an order to rectify was overdue at an instant.
func (e *engine) overdueAt(r *run, t time.Time) bool {
	return !e.overdueFrom(r, moment{}, e.moment(t)).IsZero()
}

// overdueFrom is when a step of the run, in any of its rounds, first was overdue
// after one moment and up to another, or zero.
func (e *engine) overdueFrom(r *run, after, until moment) time.Time {
	var moments []moment
	for i := range r.steps {
		s := &r.steps[i]
		moments = append(moments, s.lapses...)
		if m, ok := e.lapsed(r, s, until.at); ok {
			moments = append(moments, m)
		}
	}
	return first(moments, after, until)
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package workcalendar

import (
	"fmt"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/conditions"
)

// view is what is reported of a calendar at an instant.
type view struct {
	states  []conditions.State
	horizon *v1alpha1.Date
	next    time.Time // the instant at which time alone may change the view
}

// at is the view of a calendar, by today's date in its zone.
func at(object *v1alpha1.WorkCalendar, now time.Time) view {
	zone, err := zoneOf(object.Spec.TimeZone)
	if err != nil {
		return unread(object.Spec.TimeZone)
	}
	outlook := calendar.NewWorking(object).Outlook(calendar.DayAt(now, zone))
	states := append([]conditions.State{active(outlook)}, conditions.Ready(conditions.Settled, "", "what the calendar knows is reported")...)
	v := view{states: states, next: outlook.Next.Begin(zone)}
	if outlook.Known {
		v.horizon = new(outlook.Horizon.Date())
	}
	return v
}

// zoneOf takes named zones alone: neither the machine's own nor UTC by default
// (D3).
func zoneOf(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("load time zone %q: not a zone of the IANA database", name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load time zone %q: %w", name, err)
	}
	return zone, nil
}

func unread(zone string) view {
	message := fmt.Sprintf("spec.timeZone %q is no IANA time zone, so that nobody can tell today's date; delete the calendar, and apply one that names a zone, such as Asia/Shanghai", zone)
	return view{states: append(
		[]conditions.State{conditions.Is(v1alpha1.ActiveCondition, false, v1alpha1.UnlawfulReason, message)},
		conditions.Ready(conditions.Stalled, v1alpha1.InvalidReason, message)...)}
}

func active(o calendar.Outlook) conditions.State {
	const add = "add the year to spec.years, with the notice that says its days, and apply the calendar (docs/calendar.md)"
	switch {
	case !o.Known:
		return conditions.Is(v1alpha1.ActiveCondition, false, v1alpha1.UnknownYearReason, fmt.Sprintf(
			"year %d is not known: every date in working days that reaches into it is provisional; %s", o.Unknown, add))
	case o.Due:
		return conditions.Is(v1alpha1.ActiveCondition, true, v1alpha1.NextYearUnknownReason, fmt.Sprintf(
			"every day up to %s is known, and year %d is not: dates in working days that reach into it are provisional; %s", o.Horizon, o.Unknown, add))
	}
	return conditions.Is(v1alpha1.ActiveCondition, true, v1alpha1.InForceReason, fmt.Sprintf("every day up to %s is known", o.Horizon))
}

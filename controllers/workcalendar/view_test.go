// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package workcalendar

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/test/builder"
)

// years is a calendar with years, each with one day off.
func years(zone string, known ...int32) *v1alpha1.WorkCalendar {
	object := &v1alpha1.WorkCalendar{ObjectMeta: metav1.ObjectMeta{Name: "c"}, Spec: v1alpha1.WorkCalendarSpec{TimeZone: zone}}
	for _, year := range known {
		object.Spec.Years = append(object.Spec.Years, v1alpha1.CalendarYear{
			Year: year, Document: v1alpha1.CalendarDocument{Number: "n", Title: "t"},
			Holidays: []v1alpha1.Holiday{{Name: "a", DaysOff: []v1alpha1.Date{v1alpha1.Date(fmt.Sprintf("%d-01-01", year))}}},
		})
	}
	return object
}

func TestView(t *testing.T) {
	const shanghai = "Asia/Shanghai"
	type shown struct{ Active, Reason, Message, Ready, Horizon, Next string }
	tests := map[string]struct {
		calendar *v1alpha1.WorkCalendar
		now      string
		want     shown
	}{
		"in a known year": {
			years(shanghai, 2025, 2026), "2026-05-01T00:00:00+08:00",
			shown{"True", "InForce", "every day up to 2026-12-31 is known", "True", "2026-12-31", "2026-11-14T16:00:00Z"},
		},
		"the last moment before 15 November": {
			years(shanghai, 2026), "2026-11-14T23:59:59+08:00",
			shown{"True", "InForce", "every day up to 2026-12-31 is known", "True", "2026-12-31", "2026-11-14T16:00:00Z"},
		},
		"15 November, and the next year unknown": {
			years(shanghai, 2026), "2026-11-15T00:00:00+08:00",
			shown{"True", "NextYearUnknown", "every day up to 2026-12-31 is known, and year 2027 is not: dates in working days that reach into it are provisional; add the year to spec.years, with the notice that says its days, and apply the calendar (docs/calendar.md)", "True", "2026-12-31", "2026-12-31T16:00:00Z"},
		},
		"15 November, and the next year known": {
			years(shanghai, 2026, 2027), "2026-11-15T00:00:00+08:00",
			shown{"True", "InForce", "every day up to 2027-12-31 is known", "True", "2027-12-31", "2026-12-31T16:00:00Z"},
		},
		"the year after the last": {
			years(shanghai, 2026), "2027-01-01T00:00:00+08:00",
			shown{"False", "UnknownYear", "year 2027 is not known: every date in working days that reaches into it is provisional; add the year to spec.years, with the notice that says its days, and apply the calendar (docs/calendar.md)", "True", "", "2027-11-14T16:00:00Z"},
		},
		"that year begins by the calendar's own zone": {
			years("America/New_York", 2026), "2027-01-01T00:00:00+08:00",
			shown{"True", "NextYearUnknown", "every day up to 2026-12-31 is known, and year 2027 is not: dates in working days that reach into it are provisional; add the year to spec.years, with the notice that says its days, and apply the calendar (docs/calendar.md)", "True", "2026-12-31", "2027-01-01T05:00:00Z"},
		},
		"in a gap between years": {
			years(shanghai, 2025, 2027), "2026-12-01T00:00:00+08:00",
			shown{"False", "UnknownYear", "year 2026 is not known: every date in working days that reaches into it is provisional; add the year to spec.years, with the notice that says its days, and apply the calendar (docs/calendar.md)", "True", "", "2026-12-31T16:00:00Z"},
		},
		"a zone that is none": {
			years("Asia/Nowhere", 2026), "2026-05-01T00:00:00+08:00",
			shown{"False", "Unlawful", `spec.timeZone "Asia/Nowhere" is no IANA time zone, so that nobody can tell today's date; delete the calendar, and apply one that names a zone, such as Asia/Shanghai`, "False", "", ""},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := at(tc.calendar, builder.Instant(tc.now))
			got := shown{Active: string(v.states[0].Status), Reason: v.states[0].Reason, Message: v.states[0].Message, Ready: string(v.states[1].Status)}
			if v.horizon != nil {
				got.Horizon = string(*v.horizon)
			}
			if !v.next.IsZero() {
				got.Next = v.next.UTC().Format("2006-01-02T15:04:05Z07:00")
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("at %s (-want +got):\n%s", tc.now, diff)
			}
		})
	}
}

func TestTell(t *testing.T) {
	active := func(reason string) []metav1.Condition {
		return conditions.Set(nil, 1, builder.Instant("2026-12-01T00:00:00Z"), conditions.Is(v1alpha1.ActiveCondition, true, reason, "m"))
	}
	tests := map[string]struct {
		before, after []metav1.Condition
		want          string
	}{
		"known from the beginning":        {nil, active(v1alpha1.InForceReason), ""},
		"a warning from the beginning":    {nil, active(v1alpha1.NextYearUnknownReason), "Warning NextYearUnknown m"},
		"known, and still known":          {active(v1alpha1.InForceReason), active(v1alpha1.InForceReason), ""},
		"known, and a warning":            {active(v1alpha1.InForceReason), active(v1alpha1.NextYearUnknownReason), "Warning NextYearUnknown m"},
		"warned already":                  {active(v1alpha1.NextYearUnknownReason), active(v1alpha1.NextYearUnknownReason), ""},
		"warned, and now it has come":     {active(v1alpha1.NextYearUnknownReason), active(v1alpha1.UnknownYearReason), "Warning UnknownYear m"},
		"the year that was missing added": {active(v1alpha1.UnknownYearReason), active(v1alpha1.InForceReason), "Normal InForce m"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			told := events.NewFakeRecorder(1)
			tell(told, &v1alpha1.WorkCalendar{Status: v1alpha1.WorkCalendarStatus{Conditions: tc.after}}, tc.before)
			got := ""
			select {
			case got = <-told.Events:
			default:
			}
			if got != tc.want {
				t.Errorf("told %q, want %q", got, tc.want)
			}
		})
	}
}

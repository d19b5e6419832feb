// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/test/builder"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("load zone %s: %v", name, err)
	}
	return location
}

// day is the first and the last instant, the end exclusive, of a civil date.
type day struct{ Begins, Ends string }

func TestCivilDatesBeginAtTheFirstInstantTheyHave(t *testing.T) {
	tests := map[string]struct {
		date v1alpha1.Date
		zone string
		want day
	}{
		"in Shanghai a day begins eight hours before UTC's": {
			date: "2026-01-01", zone: "Asia/Shanghai", want: day{"2025-12-31T16:00:00Z", "2026-01-01T16:00:00Z"},
		},
		"Shanghai had summer time in 1990, and that day had 23 hours": {
			date: "1990-04-15", zone: "Asia/Shanghai", want: day{"1990-04-14T16:00:00Z", "1990-04-15T15:00:00Z"},
		},
		"29 February of a leap year": {
			date: "2028-02-29", zone: "Asia/Shanghai", want: day{"2028-02-28T16:00:00Z", "2028-02-29T16:00:00Z"},
		},
		"the last day of a year": {
			date: "2026-12-31", zone: "Asia/Shanghai", want: day{"2026-12-30T16:00:00Z", "2026-12-31T16:00:00Z"},
		},
		"the day on which clocks go forward has 23 hours": {
			date: "2026-03-29", zone: "Europe/Berlin", want: day{"2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		},
		"the day on which clocks go back has 25 hours": {
			date: "2026-10-25", zone: "Europe/Berlin", want: day{"2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		},
		"where clocks skip midnight the day begins at one o'clock": {
			date: "2018-11-04", zone: "America/Sao_Paulo", want: day{"2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"},
		},
		"and the day before ends there": {
			date: "2018-11-03", zone: "America/Sao_Paulo", want: day{"2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"},
		},
		"where midnight comes twice the day begins at the first": {
			date: "2026-11-01", zone: "America/Havana", want: day{"2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		},
		"where the hour before midnight comes twice the day begins after the second": {
			date: "2018-02-18", zone: "America/Sao_Paulo", want: day{"2018-02-18T03:00:00Z", "2018-02-19T03:00:00Z"},
		},
		"a day that a zone left out holds no instant": {
			date: "2011-12-30", zone: "Pacific/Apia", want: day{"2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
		},
		"and the day after it is whole": {
			date: "2011-12-31", zone: "Pacific/Apia", want: day{"2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"},
		},
		"the first year that a Date can write": {
			date: "1000-01-01", zone: "UTC", want: day{"1000-01-01T00:00:00Z", "1000-01-02T00:00:00Z"},
		},
		"the last year that a Date can write": {
			date: "2999-12-31", zone: "Asia/Shanghai", want: day{"2999-12-30T16:00:00Z", "2999-12-31T16:00:00Z"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			begins, err := calendar.Midnight(tc.date, zone(t, tc.zone))
			if err != nil {
				t.Fatalf("Midnight(%s): %v", tc.date, err)
			}
			ends, err := calendar.NextMidnight(tc.date, zone(t, tc.zone))
			if err != nil {
				t.Fatalf("NextMidnight(%s): %v", tc.date, err)
			}
			got := day{begins.UTC().Format(time.RFC3339), ends.UTC().Format(time.RFC3339)}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s in %s (-want +got):\n%s", tc.date, tc.zone, diff)
			}
		})
	}
}

func TestWhatIsNoDayOfTheCalendarIsRefused(t *testing.T) {
	for _, date := range []v1alpha1.Date{"", "2026-02-29", "2026-13-01", "2026-1-1", "2026-01-01T00:00:00Z", "tomorrow"} {
		t.Run(string(date), func(t *testing.T) {
			if at, err := calendar.Midnight(date, time.UTC); err == nil {
				t.Errorf("Midnight(%q) = %s, want an error", date, at)
			}
			if at, err := calendar.NextMidnight(date, time.UTC); err == nil {
				t.Errorf("NextMidnight(%q) = %s, want an error", date, at)
			}
		})
	}
}

func TestSpan(t *testing.T) {
	grant := func(b *builder.GrantBuilder) *v1alpha1.DeveloperGrant { return b.Obj() }
	tests := map[string]struct {
		grant   *v1alpha1.DeveloperGrant
		zone    string
		want    day
		wantErr error
	}{
		"a term holds both its days": {
			grant: grant(builder.Grant("g").Term("2026-01-01", "2026-12-31")), zone: "Asia/Shanghai",
			want: day{"2025-12-31T16:00:00Z", "2026-12-31T16:00:00Z"},
		},
		"a term of one day": {
			grant: grant(builder.Grant("g").Term("2026-05-05", "2026-05-05")), zone: "Asia/Shanghai",
			want: day{"2026-05-04T16:00:00Z", "2026-05-05T16:00:00Z"},
		},
		"the same term is other instants in another zone": {
			grant: grant(builder.Grant("g").Term("2026-01-01", "2026-12-31")), zone: "America/New_York",
			want: day{"2026-01-01T05:00:00Z", "2027-01-01T05:00:00Z"},
		},
		"a window is instants and needs no zone": {
			grant: grant(builder.Grant("g").Window("2026-01-01T10:00:00+08:00", "2026-01-01T10:01:30+08:00")),
			want:  day{"2026-01-01T02:00:00Z", "2026-01-01T02:01:30Z"},
		},
		"neither is no span": {grant: grant(builder.Grant("g")), wantErr: calendar.ErrNoSpan},
		"both are no span": {
			grant:   grant(builder.Grant("g").Term("2026-01-01", "2026-12-31").Window("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")),
			wantErr: calendar.ErrTwoSpans,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var location *time.Location
			if tc.zone != "" {
				location = zone(t, tc.zone)
			}
			span, err := calendar.Span(tc.grant.Spec.Term, tc.grant.Spec.Window, location)
			if !errors.Is(err, tc.wantErr) {
				t.Fatalf("Span: error %v, want %v", err, tc.wantErr)
			}
			if err != nil {
				return
			}
			got := day{span.NotBefore.Format(time.RFC3339), span.NotAfter.Format(time.RFC3339)}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("Span (-want +got):\n%s", diff)
			}
		})
	}
}

func TestASpanNamesTheFieldThatIsNoDay(t *testing.T) {
	tests := map[string]struct{ from, to, want string }{
		"the first day": {from: "2026-02-30", to: "2026-12-31", want: "term.from: read date \"2026-02-30\""},
		"the last day":  {from: "2026-01-01", to: "2026-06-31", want: "term.to: read date \"2026-06-31\""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := calendar.Span(builder.Grant("g").Term(tc.from, tc.to).Obj().Spec.Term, nil, time.UTC)
			if err == nil || len(err.Error()) < len(tc.want) || err.Error()[:len(tc.want)] != tc.want {
				t.Errorf("Span(%s, %s): error %v, want one that begins with %q", tc.from, tc.to, err, tc.want)
			}
		})
	}
}

func TestIntervalsHoldTheirBeginAndNotTheirEnd(t *testing.T) {
	year := calendar.Interval{NotBefore: builder.Instant("2026-01-01T00:00:00Z"), NotAfter: builder.Instant("2027-01-01T00:00:00Z")}
	tests := map[string]struct {
		interval calendar.Interval
		at       time.Time
		want     bool
	}{
		"just before":                        {year, year.NotBefore.Add(-1), false},
		"its first instant":                  {year, year.NotBefore, true},
		"its last instant":                   {year, year.NotAfter.Add(-1), true},
		"its end":                            {year, year.NotAfter, false},
		"the zero interval holds nothing":    {calendar.Interval{}, time.Time{}, false},
		"an interval reversed holds nothing": {calendar.Interval{NotBefore: year.NotAfter, NotAfter: year.NotBefore}, year.NotBefore.Add(time.Hour), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.interval.Contains(tc.at); got != tc.want {
				t.Errorf("%v holds %s: %t, want %t", tc.interval, tc.at, got, tc.want)
			}
		})
	}
}

func TestIntersectIsWhatBothHold(t *testing.T) {
	span := func(from, to string) calendar.Interval {
		return calendar.Interval{NotBefore: builder.Instant(from + "T00:00:00Z"), NotAfter: builder.Instant(to + "T00:00:00Z")}
	}
	tests := map[string]struct{ a, b, want calendar.Interval }{
		"a grant inside its agreement":           {span("2026-03-01", "2026-06-01"), span("2026-01-01", "2027-01-01"), span("2026-03-01", "2026-06-01")},
		"an agreement that ends before":          {span("2026-03-01", "2027-06-01"), span("2026-01-01", "2027-01-01"), span("2026-03-01", "2027-01-01")},
		"an agreement that begins after":         {span("2026-03-01", "2026-06-01"), span("2026-04-01", "2027-01-01"), span("2026-04-01", "2026-06-01")},
		"terms apart meet in a reversed nothing": {span("2026-01-01", "2026-02-01"), span("2026-03-01", "2026-04-01"), span("2026-03-01", "2026-02-01")},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.a.Intersect(tc.b)); diff != "" {
				t.Errorf("a with b (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.want, tc.b.Intersect(tc.a)); diff != "" {
				t.Errorf("b with a (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAfterYears(t *testing.T) {
	const included, excluded = v1alpha1.StartDayIncluded, v1alpha1.StartDayExcluded
	tests := map[string]struct {
		from     v1alpha1.Date
		years    int32
		counting v1alpha1.TermCounting
		zone     string
		want     v1alpha1.Date // the last day
	}{
		"the start day counts: the last day is the eve of the anniversary (D8)": {"2025-01-01", 3, included, "Asia/Shanghai", "2027-12-31"},
		"left out, the start day counts, which ends earlier (D8)":               {"2025-01-01", 3, "", "Asia/Shanghai", "2027-12-31"},
		"the start day excluded: the last day is the anniversary (D8)":          {"2025-01-01", 3, excluded, "Asia/Shanghai", "2028-01-01"},
		"a span that begins in the middle of a month":                           {"2025-03-10", 3, included, "Asia/Shanghai", "2028-03-09"},
		"from 29 February to a common year (D8)":                                {"2024-02-29", 3, included, "Asia/Shanghai", "2027-02-28"},
		"from 29 February to a common year, the start day excluded":             {"2024-02-29", 3, excluded, "Asia/Shanghai", "2027-02-28"},
		"from 29 February to a leap year (D8)":                                  {"2024-02-29", 4, included, "Asia/Shanghai", "2028-02-28"},
		"from 29 February to a leap year, the start day excluded":               {"2024-02-29", 4, excluded, "Asia/Shanghai", "2028-02-29"},
		"from 28 February to a leap year":                                       {"2025-02-28", 3, included, "Asia/Shanghai", "2028-02-27"},
		"from 1 March to a leap year":                                           {"2025-03-01", 3, included, "Asia/Shanghai", "2028-02-29"},
		"from 31 December":                                                      {"2025-12-31", 1, excluded, "Asia/Shanghai", "2026-12-31"},
		"a hundred years":                                                       {"2025-01-01", 100, included, "Asia/Shanghai", "2124-12-31"},
		"to a day without midnight, the first of its month":                     {"2016-10-01", 1, included, "America/Asuncion", "2017-09-30"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			location := zone(t, tc.zone)
			from, err := calendar.Midnight(tc.from, location)
			if err != nil {
				t.Fatalf("Midnight(%s): %v", tc.from, err)
			}
			want, err := calendar.NextMidnight(tc.want, location)
			if err != nil {
				t.Fatalf("NextMidnight(%s): %v", tc.want, err)
			}
			if got := calendar.AfterYears(from.UTC(), tc.years, tc.counting, location); !got.Equal(want) {
				t.Errorf("%d years from %s end before %s, want before %s", tc.years, tc.from, got.In(location), want.In(location))
			}
		})
	}
}

func TestEarliestAndNext(t *testing.T) {
	now := builder.Instant("2026-01-01T00:00:00Z")
	soon, later := now.Add(time.Second), now.Add(time.Hour)
	tests := map[string]struct{ got, want time.Time }{
		"the earlier of two":                        {calendar.Earliest(later, soon), soon},
		"whichever comes first in the call":         {calendar.Earliest(soon, later), soon},
		"a zero instant does not count":             {calendar.Earliest(time.Time{}, later), later},
		"nor as the second":                         {calendar.Earliest(later, time.Time{}), later},
		"of two zero ones it is zero":               {calendar.Earliest(time.Time{}, time.Time{}), time.Time{}},
		"the next is the earliest of those to come": {calendar.NextAfter(now, later, soon, now.Add(-1)), soon},
		"the present instant is not to come":        {calendar.NextAfter(now, now), time.Time{}},
		"without any there is none":                 {calendar.NextAfter(now, time.Time{}), time.Time{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if !tc.got.Equal(tc.want) {
				t.Errorf("got %s, want %s", tc.got, tc.want)
			}
		})
	}
}

// TestADayBeginsAtAWholeSecond shows that nothing is lost or gained beside the
// seconds that other tests compare.
func TestADayBeginsAtAWholeSecond(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	begins, err := calendar.Midnight("2026-01-01", shanghai)
	if err != nil || !begins.Equal(builder.Instant("2025-12-31T16:00:00Z")) {
		t.Errorf("Midnight = %s, %v", begins.Format(time.RFC3339Nano), err)
	}
	ends, err := calendar.NextMidnight("2026-01-01", shanghai)
	if err != nil || !ends.Equal(builder.Instant("2026-01-01T16:00:00Z")) {
		t.Errorf("NextMidnight = %s, %v", ends.Format(time.RFC3339Nano), err)
	}
}

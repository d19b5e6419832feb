// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import "time"

// Days is a run of civil days, both ends inclusive. One whose last day lies
// before its first holds no day.
type Days struct {
	First, Last Day
}

// Holds says whether the day is one of them.
func (s Days) Holds(d Day) bool {
	return s.First <= d && d <= s.Last
}

// Interval is the instants that the days hold in a zone.
func (s Days) Interval(zone *time.Location) Interval {
	return Interval{s.First.Begin(zone).UTC(), s.Last.End(zone).UTC()}
}

// LastDays is the window of the last n calendar days 期满前 n 日内 before an
// end, which itself is in it (D13).
func LastDays(n int, end Day) Days {
	return Days{end - Day(n), end}
}

// LastMonths is the window of the last n months 期限届满前 n 个月内 before an
// end, which itself is in it (D14). An application before it opens is held.
func LastMonths(n int, end Day) Days {
	return Days{end.AddMonths(-n), end}
}

// LastYears is what counts as the last n years 近 n 年 on a day (D16).
func LastYears(n int, on Day) Days {
	return Days{on.AddYears(-n), on}
}

// YearsAfter is the n years that follow a day, the last of them the n-th
// anniversary: a bar after a revocation (D15), or what is kept for n years
// after an end (D24).
func YearsAfter(n int, day Day) Days {
	return Days{day + 1, day.AddYears(n)}
}

// Quarter is the quarter of the year that a day falls in.
func Quarter(d Day) Days {
	year, month, _ := d.Civil()
	first := time.Month((int(month)-1)/3*3 + 1)
	return Days{dayOn(year, first, 1), dayOn(year, first+3, 1) - 1}
}

// Quarters are the quarters that a run of days touches, be it by one day
// (D19).
func Quarters(of Days) []Days {
	var quarters []Days
	for d := of.First; d <= of.Last; {
		q := Quarter(d)
		quarters, d = append(quarters, q), q.Last+1
	}
	return quarters
}

// FirstQuarter is 每年第一季度 of a year: 1 January to 31 March (D20).
func FirstQuarter(year int) Days {
	return Quarter(dayOn(year, time.January, 1))
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

// sinceMonday is what 1970-01-01, a Thursday, is after its week's Monday.
const sinceMonday = 3

// isWeekday says whether a day is Monday to Friday.
func isWeekday(d Day) bool {
	m := int(d) + sinceMonday
	return m-7*floorDiv(m, 7) < 5
}

// weekdaysBefore counts Monday to Friday from the week of 1970-01-01 up to a
// day, that day not among them; before that week it is negative.
func weekdaysBefore(d Day) int {
	m := int(d) + sinceMonday
	weeks := floorDiv(m, 7)
	return 5*weeks + min(m-7*weeks, 5)
}

// weekdayAfter is the n-th of them after a day, n at least 1.
func weekdayAfter(d Day, n int) Day {
	ordinal := weekdaysBefore(d+1) + n - 1
	weeks := floorDiv(ordinal, 5)
	return Day(7*weeks + ordinal - 5*weeks - sinceMonday)
}

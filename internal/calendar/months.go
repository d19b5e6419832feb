// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// AddMonths is the same day of another month, or that month's last day where
// it has none: three months before 31 December is 30 September (D14).
func (d Day) AddMonths(n int) Day {
	there, _ := d.addMonths(n)
	return there
}

// AddYears is the anniversary; of 29 February in a common year, the 28th.
func (d Day) AddYears(n int) Day {
	return d.AddMonths(12 * n)
}

// LastOfMonths is the last day of a span of n months, n at least 1, that
// begins on d. With the start day included it is the eve of the same day of
// the last month (D8, D12), excluded, which Civil Code 201 and 202 say, that
// day itself. A span that would end on a day that its month has not ends with
// the month: from 29 February 2024, three years end on 28 February 2027 by
// either. An unset counting is the one that ends earlier.
func (d Day) LastOfMonths(n int, counting v1alpha1.TermCounting) Day {
	there, clamped := d.addMonths(n)
	if clamped || counting == v1alpha1.StartDayExcluded {
		return there
	}
	return there - 1
}

// LastOfYears is the last day of a span of n years that begins on d.
func (d Day) LastOfYears(n int, counting v1alpha1.TermCounting) Day {
	return d.LastOfMonths(12*n, counting)
}

// addMonths says also whether the month there has no such day.
func (d Day) addMonths(n int) (there Day, clamped bool) {
	year, month, day := d.Civil()
	first := dayOn(year, month+time.Month(n), 1)
	last := dayOn(year, month+time.Month(n)+1, 1) - 1
	there = first + Day(day-1)
	if there > last {
		return last, true
	}
	return there, false
}

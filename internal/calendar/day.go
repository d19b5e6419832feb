// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Day is a civil day, as days since 1970-01-01. It has no zone: in which zone
// it begins is said where an instant is asked for.
type Day int

const secondsADay = 24 * 60 * 60

// DayOf is the day that a date names, or an error where no calendar has it.
func DayOf(date v1alpha1.Date) (Day, error) {
	t, err := read(date)
	if err != nil {
		return 0, err
	}
	return dayOn(t.Date()), nil
}

// DayAt is the day that an instant falls on in a zone.
func DayAt(t time.Time, zone *time.Location) Day {
	return dayOn(t.In(zone).Date())
}

// dayOn is the day of a civil date; a month or day beyond its bounds counts on
// into the next, as in time.Date.
func dayOn(year int, month time.Month, day int) Day {
	return Day(floorDiv(int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()), secondsADay))
}

// Civil is the day's year, month and day of the month.
func (d Day) Civil() (int, time.Month, int) {
	return d.midnight().Date()
}

// Date writes the day as objects do.
func (d Day) Date() v1alpha1.Date {
	return v1alpha1.Date(d.midnight().Format(time.DateOnly))
}

// String is the day as yyyy-mm-dd.
func (d Day) String() string {
	return string(d.Date())
}

// Begin is the first instant of the day in a zone.
func (d Day) Begin(zone *time.Location) time.Time {
	year, month, day := d.Civil()
	return begin(year, month, day, zone)
}

// End is the instant that ends the day in a zone. What must be done by this
// day is overdue from here on (D5).
func (d Day) End(zone *time.Location) time.Time {
	return (d + 1).Begin(zone)
}

func (d Day) midnight() time.Time {
	return time.Unix(int64(d)*secondsADay, 0).UTC()
}

func floorDiv(a, b int) int {
	if a < 0 {
		a -= b - 1
	}
	return a / b
}

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

// FirstZone is where a civil day begins, and ends, first on earth: by it is read
// what may have begun or ended anywhere while no edition says by which clock.
var FirstZone = time.FixedZone("UTC+14", 14*60*60)

const secondsADay = 24 * 60 * 60

// DayOf is the day that a date names, or an error where no calendar has it.
func DayOf(date v1alpha1.Date) (Day, error) {
	if day, ok := readDay(string(date)); ok {
		return day, nil
	}
	t, err := read(date)
	if err != nil {
		return 0, err
	}
	return dayOn(t.Date()), nil
}

// readDay reads yyyy-mm-dd; a date is read for every act there is, and
// time.Parse, which says what is wrong with one, takes five times as long.
func readDay(date string) (Day, bool) {
	if len(date) != len(time.DateOnly) || date[4] != '-' || date[7] != '-' {
		return 0, false
	}
	year, y := digits(date[:4])
	month, m := digits(date[5:7])
	day, d := digits(date[8:])
	if !y || !m || !d || month < 1 || month > 12 || day < 1 {
		return 0, false
	}
	first := dayOn(year, time.Month(month), 1)
	there := first + Day(day) - 1
	return there, there < dayOn(year, time.Month(month)+1, 1)
}

func digits(text string) (n int, ok bool) {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// DayAt is the day that an instant falls on in a zone.
func DayAt(t time.Time, zone *time.Location) Day {
	_, offset := t.In(zone).Zone()
	return Day(floorDiv(int(t.Unix())+offset, secondsADay))
}

// dayOn is the day of a civil date; a month or day beyond its bounds counts on
// into the next, as in time.Date. It counts the days of eras of 400 years that
// begin with March, so that the leap day is the last of its year.
func dayOn(year int, month time.Month, day int) Day {
	const daysAnEra, toEpoch = 146097, 719468
	fromMarch := int(month) - 3
	year += floorDiv(fromMarch, 12)
	fromMarch -= 12 * floorDiv(fromMarch, 12)
	era := floorDiv(year, 400)
	ofEra := year - 400*era
	return Day(era*daysAnEra + 365*ofEra + ofEra/4 - ofEra/100 + (153*fromMarch+2)/5 + day - 1 - toEpoch)
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

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import "time"

// announced is the day of the year by which the next year's notice is looked
// for: those of 2024 to 2026 were issued between 25 October and 12 November,
// and 30 working days before the year's end deadlines begin to reach into it.
const announcedMonth, announcedDay = time.November, 15

// Outlook is what a calendar knows on a day.
type Outlook struct {
	// Horizon is the last day up to which every day from today on is known;
	// it means something only while today's year is.
	Horizon Day
	// Unknown is the first year from today's on that is not known.
	Unknown int
	// Known says whether today's own year is known; Due whether the next year
	// is not, though its notice is looked for by now.
	Known, Due bool
	// Next is the day on which time alone may change the above.
	Next Day
}

// Outlook is what the calendar knows today.
func (w *Working) Outlook(today Day) Outlook {
	year, _, _ := today.Civil()
	looked := dayOn(year, announcedMonth, announcedDay)
	o := Outlook{Unknown: year, Next: dayOn(year+1, time.January, 1)}
	if today < looked {
		o.Next = looked
	}
	if o.Horizon, o.Known = w.Horizon(today); o.Known {
		o.Unknown, _, _ = (o.Horizon + 1).Civil()
		o.Due = o.Unknown == year+1 && today >= looked
	}
	return o
}

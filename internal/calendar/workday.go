// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Working says which days are working days: Monday to Friday but the days
// off, and the make-up days (D1). Only the years that its WorkCalendar lists
// are known. In any other it counts Monday to Friday, and says of each answer
// that needed such a day that it is provisional (D2). Nil and the zero Working
// know no year. It is never changed once made, so many may ask at once.
type Working struct {
	known      []Days      // whole years, merged where they touch, ascending
	exceptions []exception // ascending, one a day at most
}

// exception is a weekday that is off or a weekend day that is worked.
type exception struct {
	day   Day
	works bool
}

// NewWorking reads a calendar; nil gives one that knows no year. A year with
// a day that no calendar has, that lies in another year or that is both off
// and worked is unknown: admission refuses it, and nothing is guessed from it.
func NewWorking(of *v1alpha1.WorkCalendar) *Working {
	w := &Working{}
	if of == nil {
		return w
	}
	years := slices.SortedFunc(slices.Values(of.Spec.Years), func(a, b v1alpha1.CalendarYear) int { return int(a.Year - b.Year) })
	for i := range years {
		if exceptions, ok := exceptionsOf(&years[i]); ok {
			w.exceptions = append(w.exceptions, exceptions...)
			w.learn(wholeYear(int(years[i].Year)))
		}
	}
	return w
}

// IsWorkday says whether a day is a working day, and whether its year is
// known. Where it is not, yes says only whether the day is a weekday.
func (w *Working) IsWorkday(d Day) (yes, known bool) {
	i, found := w.find(d)
	if found {
		return w.exceptions[i].works, true
	}
	return isWeekday(d), w.knows(Days{d, d})
}

// Horizon is the last day of the run of known years that holds a day; known is
// false where the day's own year is unknown.
func (w *Working) Horizon(from Day) (last Day, known bool) {
	if w == nil {
		return 0, false
	}
	for _, run := range w.known {
		if run.Holds(from) {
			return run.Last, true
		}
	}
	return 0, false
}

// knows says whether every one of the days lies in a known year. No day at
// all needs none.
func (w *Working) knows(days Days) bool {
	if days.Last < days.First {
		return true
	}
	last, known := w.Horizon(days.First)
	return known && days.Last <= last
}

func (w *Working) learn(year Days) {
	if n := len(w.known); n > 0 && w.known[n-1].Last+1 == year.First {
		w.known[n-1].Last = year.Last
		return
	}
	w.known = append(w.known, year)
}

// find is where the exception of a day is, or the first one after it.
func (w *Working) find(d Day) (at int, found bool) {
	if w == nil {
		return 0, false
	}
	return slices.BinarySearchFunc(w.exceptions, d, func(e exception, d Day) int { return int(e.day - d) })
}

func exceptionsOf(year *v1alpha1.CalendarYear) ([]exception, bool) {
	said := map[Day]bool{}
	for _, h := range year.Holidays {
		if !say(said, year.Year, h.Off, false) || !say(said, year.Year, h.Work, true) {
			return nil, false
		}
	}
	exceptions := make([]exception, 0, len(said))
	for day, works := range said {
		if works != isWeekday(day) {
			exceptions = append(exceptions, exception{day, works})
		}
	}
	slices.SortFunc(exceptions, func(a, b exception) int { return int(a.day - b.day) })
	return exceptions, true
}

func say(said map[Day]bool, year int32, dates []v1alpha1.Date, works bool) bool {
	for _, date := range dates {
		day, err := DayOf(date)
		if err != nil || !strings.HasPrefix(string(date), strconv.Itoa(int(year))+"-") {
			return false
		}
		if before, twice := said[day]; twice && before != works {
			return false
		}
		said[day] = works
	}
	return true
}

func wholeYear(year int) Days {
	return Days{dayOn(year, time.January, 1), dayOn(year, time.December, 31)}
}

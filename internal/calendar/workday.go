// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"maps"
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

// exception is a weekday that is off or a weekend day that is worked. Before is
// how many working days lie before it, counted as weekdaysBefore counts.
type exception struct {
	day    Day
	works  bool
	before int
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
	w.count()
	return w
}

// IsWorkday says whether a day is a working day, and whether its year is
// known. Where it is not, yes says only whether the day is a weekday.
func (w *Working) IsWorkday(d Day) (yes, known bool) {
	if i := w.find(d); w != nil && i < len(w.exceptions) && w.exceptions[i].day == d {
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

// Unknown is the first year of some days that is not known; found is false where
// every one of them is.
func (w *Working) Unknown(days Days) (year int, found bool) {
	for d := days.First; d <= days.Last; {
		last, known := w.Horizon(d)
		if !known {
			year, _, _ := d.Civil()
			return year, true
		}
		d = last + 1
	}
	return 0, false
}

func (w *Working) learn(year Days) {
	if n := len(w.known); n > 0 && w.known[n-1].Last+1 == year.First {
		w.known[n-1].Last = year.Last
		return
	}
	w.known = append(w.known, year)
}

// count notes of each exception how many working days lie before it.
func (w *Working) count() {
	changes := 0
	for i := range w.exceptions {
		e := &w.exceptions[i]
		e.before = weekdaysBefore(e.day) + changes
		if changes++; !e.works {
			changes -= 2
		}
	}
}

// find is the place of the first exception on a day or after it.
func (w *Working) find(d Day) int {
	if w == nil {
		return 0
	}
	low, high := 0, len(w.exceptions)
	for low < high {
		if middle := (low + high) / 2; w.exceptions[middle].day < d {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// workdaysBefore counts the working days before a day, as weekdaysBefore counts.
func (w *Working) workdaysBefore(d Day) int {
	at := w.find(d)
	if at == 0 {
		return weekdaysBefore(d)
	}
	last := w.exceptions[at-1]
	return last.through() + weekdaysBefore(d) - weekdaysBefore(last.day+1)
}

// through counts the working days before the exception and on it.
func (e exception) through() int {
	if e.works {
		return e.before + 1
	}
	return e.before
}

// exceptionsOf are the days of a year on which it departs from Monday to
// Friday: what its notice says, and over that what later documents say, the
// last of them the strongest.
func exceptionsOf(year *v1alpha1.CalendarYear) ([]exception, bool) {
	said := notice{year.Year, map[Day]bool{}}
	for _, h := range year.Holidays {
		if !said.adds(h.DaysOff, h.WorkingDays) {
			return nil, false
		}
	}
	for _, a := range year.Amendments {
		later := notice{year.Year, map[Day]bool{}}
		if !later.adds(a.DaysOff, a.WorkingDays) {
			return nil, false
		}
		maps.Copy(said.works, later.works)
	}
	var exceptions []exception
	for day, works := range said.works {
		if works != isWeekday(day) {
			exceptions = append(exceptions, exception{day: day, works: works})
		}
	}
	slices.SortFunc(exceptions, func(a, b exception) int { return int(a.day - b.day) })
	return exceptions, true
}

// notice is what one document says of the days of a year.
type notice struct {
	year  int32
	works map[Day]bool
}

// adds says whether the days exist, lie in the year and do not contradict what
// the notice said before.
func (n notice) adds(off, work []v1alpha1.Date) bool {
	return n.add(off, false) && n.add(work, true)
}

func (n notice) add(dates []v1alpha1.Date, works bool) bool {
	for _, date := range dates {
		day, err := DayOf(date)
		if err != nil || !strings.HasPrefix(string(date), strconv.Itoa(int(n.year))+"-") {
			return false
		}
		if before, twice := n.works[day]; twice && before != works {
			return false
		}
		n.works[day] = works
	}
	return true
}

func wholeYear(year int) Days {
	return Days{dayOn(year, time.January, 1), dayOn(year, time.December, 31)}
}

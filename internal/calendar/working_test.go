// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// TestACountIsTheSameDayByDay walks from day to day, which is slow and plain,
// and holds what the calendar computes against it.
func TestACountIsTheSameDayByDay(t *testing.T) {
	w := calendar.NewWorking(china(t))
	first, last := dayOf(t, "2023-11-01"), dayOf(t, "2027-02-28") // unknown days at both ends
	rapid.Check(t, func(t *rapid.T) {
		start := calendar.Day(rapid.IntRange(int(first), int(last)).Draw(t, "start"))
		n := rapid.IntRange(0, 400).Draw(t, "n")
		day, counted, provisional := start, 0, false
		for counted < n {
			day++
			works, known := w.IsWorkday(day)
			provisional = provisional || !known
			if works {
				counted++
			}
		}
		wantDeadline := write(day, provisional)
		if got := write(w.Deadline(start, n)); got != wantDeadline {
			t.Fatalf("Deadline(%s, %d) = %s, want %s", start, n, got, wantDeadline)
		}
		if got, want := write(w.FullDays(start, n)), write(day+1, provisional); got != want {
			t.Fatalf("FullDays(%s, %d) = %s, want %s", start, n, got, want)
		}
		if got, want := write(w.Between(start, day)), write(n, provisional); got != want {
			t.Fatalf("Between(%s, %s) = %s, want %s", start, day, got, want)
		}
	})
}

func TestBetweenAddsUp(t *testing.T) {
	w := calendar.NewWorking(china(t))
	first, last := dayOf(t, "2023-06-01"), dayOf(t, "2027-06-30")
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) calendar.Day {
			return calendar.Day(rapid.IntRange(int(first), int(last)).Draw(t, name))
		}
		a, b, c := draw("a"), draw("b"), draw("c")
		ab, _ := w.Between(a, b)
		bc, _ := w.Between(b, c)
		ac, _ := w.Between(a, c)
		if ab+bc != ac {
			t.Fatalf("%s to %s is %d, from there to %s %d, and all of it %d", a, b, ab, c, bc, ac)
		}
		if ba, _ := w.Between(b, a); ba != -ab {
			t.Fatalf("%s to %s is %d, and back %d", a, b, ab, ba)
		}
	})
}

func TestMonthsAndDatesGoForthAndBack(t *testing.T) {
	first, last := dayOf(t, "1900-01-01"), dayOf(t, "2200-12-31")
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.Day(rapid.IntRange(int(first), int(last)).Draw(t, "day"))
		n := rapid.IntRange(-600, 600).Draw(t, "months")
		if back, err := calendar.DayOf(d.Date()); err != nil || back != d {
			t.Fatalf("%s is read as %s, %v", d, back, err)
		}
		there := d.AddMonths(n)
		year, month, day := d.Civil()
		gotYear, gotMonth, gotDay := there.Civil()
		if got, want := gotYear*12+int(gotMonth), year*12+int(month)+n; got != want {
			t.Fatalf("%s and %d months is %s", d, n, there)
		}
		if _, _, after := (there + 1).Civil(); gotDay != day && (gotDay > day || after != 1) {
			t.Fatalf("%s and %d months is %s, neither the same day nor the month's last", d, n, there)
		}
	})
}

// calendarOf is a calendar with one year 2025: a Wednesday off, a Saturday
// worked, and what was amended.
func calendarOf(change func(*v1alpha1.CalendarYear)) *v1alpha1.WorkCalendar {
	year := v1alpha1.CalendarYear{Year: 2025, Holidays: []v1alpha1.Holiday{
		{Name: "a", DaysOff: []v1alpha1.Date{"2025-03-05"}, WorkingDays: []v1alpha1.Date{"2025-03-08"}},
	}}
	if change != nil {
		change(&year)
	}
	return &v1alpha1.WorkCalendar{Spec: v1alpha1.WorkCalendarSpec{TimeZone: "Asia/Shanghai", Years: []v1alpha1.CalendarYear{year}}}
}

func TestYearsThatAreKnown(t *testing.T) {
	amended := func(amendments ...v1alpha1.CalendarAmendment) *v1alpha1.WorkCalendar {
		return calendarOf(func(y *v1alpha1.CalendarYear) { y.Amendments = amendments })
	}
	days := func(dates ...v1alpha1.Date) []v1alpha1.Date { return dates }
	tests := map[string]struct {
		calendar *v1alpha1.WorkCalendar
		want     string // Wednesday 5 March, Thursday 6 March, Saturday 8 March
	}{
		"as its notice says":                            {calendarOf(nil), "false true true"},
		"a calendar without a year":                     {&v1alpha1.WorkCalendar{}, "true? true? false?"},
		"no calendar":                                   {nil, "true? true? false?"},
		"an amendment adds a day off":                   {amended(v1alpha1.CalendarAmendment{DaysOff: days("2025-03-06")}), "false false true"},
		"an amendment takes back a day off":             {amended(v1alpha1.CalendarAmendment{WorkingDays: days("2025-03-05")}), "true true true"},
		"an amendment takes back a make-up day":         {amended(v1alpha1.CalendarAmendment{DaysOff: days("2025-03-08")}), "false true false"},
		"a day off that is said twice":                  {calendarOf(func(y *v1alpha1.CalendarYear) { y.Holidays = append(y.Holidays, y.Holidays[0]) }), "false true true"},
		"the last amendment holds":                      {amended(v1alpha1.CalendarAmendment{DaysOff: days("2025-03-06")}, v1alpha1.CalendarAmendment{WorkingDays: days("2025-03-06")}), "false true true"},
		"an amendment that contradicts itself":          {amended(v1alpha1.CalendarAmendment{DaysOff: days("2025-03-06"), WorkingDays: days("2025-03-06")}), "true? true? false?"},
		"a year with a day that no calendar has":        {calendarOf(func(y *v1alpha1.CalendarYear) { y.Holidays[0].DaysOff = days("2025-02-29") }), "true? true? false?"},
		"a year with a day of another":                  {calendarOf(func(y *v1alpha1.CalendarYear) { y.Holidays[0].DaysOff = days("2026-03-05") }), "true? true? false?"},
		"a year with a day that is both off and worked": {calendarOf(func(y *v1alpha1.CalendarYear) { y.Holidays[0].WorkingDays = days("2025-03-05") }), "true? true? false?"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := reckoner{t: t, work: calendar.NewWorking(tc.calendar)}
			got := r.workday("2025-03-05") + " " + r.workday("2025-03-06") + " " + r.workday("2025-03-08")
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("5, 6 and 8 March 2025 (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHorizon(t *testing.T) {
	gap := china(t)
	gap.Spec.Years = append(gap.Spec.Years[:1], gap.Spec.Years[2:]...) // 2024 and 2026
	turned := china(t)
	slices.Reverse(turned.Spec.Years)
	tests := map[string]struct {
		calendar *v1alpha1.WorkCalendar
		from     v1alpha1.Date
		want     string
	}{
		"from the first day":         {china(t), "2024-01-01", "2026-12-31"},
		"from the last":              {china(t), "2026-12-31", "2026-12-31"},
		"from before it":             {china(t), "2023-12-31", "none"},
		"from after it":              {china(t), "2027-01-01", "none"},
		"of years in any order":      {turned, "2024-01-01", "2026-12-31"},
		"up to the first gap":        {gap, "2024-05-01", "2024-12-31"},
		"from the gap":               {gap, "2025-05-01", "none"},
		"from after the gap":         {gap, "2026-05-01", "2026-12-31"},
		"of a calendar that is none": {nil, "2025-01-01", "none"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := "none"
			last, known := calendar.NewWorking(tc.calendar).Horizon(dayOf(t, tc.from))
			if known {
				got = last.String()
			} else if last != 0 {
				t.Errorf("no day is the last, and it is %s", last)
			}
			if got != tc.want {
				t.Errorf("Horizon(%s) = %s, want %s", tc.from, got, tc.want)
			}
		})
	}
}

// TestTheFirstYearThatIsNotKnown names the year that a count lacks.
func TestTheFirstYearThatIsNotKnown(t *testing.T) {
	gap := china(t)
	gap.Spec.Years = append(gap.Spec.Years[:1], gap.Spec.Years[2:]...) // 2024 and 2026
	tests := map[string]struct {
		calendar    *v1alpha1.WorkCalendar
		first, last v1alpha1.Date
		want        int // 0 is none
	}{
		"all of them are":              {china(t), "2024-01-01", "2026-12-31", 0},
		"one day of one that is":       {china(t), "2026-12-31", "2026-12-31", 0},
		"one day of one that isn't":    {china(t), "2027-01-01", "2027-01-01", 2027},
		"the year in which they begin": {china(t), "2023-12-31", "2027-01-01", 2023},
		"the gap, by one day":          {gap, "2024-12-01", "2025-01-01", 2025},
		"the gap, from both sides":     {gap, "2024-12-01", "2026-01-31", 2025},
		"beside the gap":               {gap, "2026-01-01", "2026-12-31", 0},
		"no day at all":                {china(t), "2027-01-02", "2027-01-01", 0},
		"of no calendar":               {nil, "2025-01-01", "2025-01-02", 2025},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			year, found := calendar.NewWorking(tc.calendar).Unknown(calendar.Days{First: dayOf(t, tc.first), Last: dayOf(t, tc.last)})
			if year != tc.want || found != (tc.want != 0) {
				t.Errorf("Unknown(%s..%s) = %d, %t; want %d", tc.first, tc.last, year, found, tc.want)
			}
		})
	}
}

// TestNoCalendarKnowsNoDay: whoever has no calendar asks as others do, and hears
// of each day that it is a guess.
func TestNoCalendarKnowsNoDay(t *testing.T) {
	for name, work := range map[string]*calendar.Working{"nil": nil, "of none": calendar.NewWorking(nil)} {
		t.Run(name, func(t *testing.T) {
			r := reckoner{t: t, work: work}
			last, known := work.Horizon(r.day("2025-03-08"))
			readings := []reading{
				{r.workday("2025-03-07"), "true?"},
				{r.workday("2025-03-08"), "false?"},
				{r.workday("1960-03-01"), "true?"}, // before days are counted from 0
				{r.between("2025-03-03", "2025-03-10"), "5?"},
				{r.deadline("2025-03-03", 5), "2025-03-10?"},
				{write(int(last), !known), "0?"},
			}
			for _, one := range readings {
				if one.got != one.want {
					t.Errorf("got %s, want %s", one.got, one.want)
				}
			}
		})
	}
}

// BenchmarkDeadline counts 20 working days over the longest holidays of a year:
// at most 200 ns.
func BenchmarkDeadline(b *testing.B) {
	w, start := calendar.NewWorking(china(b)), dayOf(b, "2025-01-17")
	b.ReportAllocs()
	for b.Loop() {
		w.Deadline(start, 20)
	}
}

func BenchmarkBetween(b *testing.B) {
	w, start, end := calendar.NewWorking(china(b)), dayOf(b, "2025-01-17"), dayOf(b, "2025-02-20")
	b.ReportAllocs()
	for b.Loop() {
		w.Between(start, end)
	}
}

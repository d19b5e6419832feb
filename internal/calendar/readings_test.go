// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/test/builder"
)

func yearDay(year int32, rest string) v1alpha1.Date {
	return v1alpha1.Date(strconv.Itoa(int(year)) + rest)
}

// reckoner writes what the calendar answers as short texts, which the tables
// compare: a provisional day ends with a question mark.
type reckoner struct {
	t    *testing.T
	work *calendar.Working
	zone *time.Location
}

func (r reckoner) day(date string) calendar.Day { return dayOf(r.t, v1alpha1.Date(date)) }

func (r reckoner) deadline(start string, n int) string {
	return write(r.work.Deadline(r.day(start), n))
}

func (r reckoner) fullDays(start string, n int) string {
	return write(r.work.FullDays(r.day(start), n))
}

func (r reckoner) between(a, b string) string { return write(r.work.Between(r.day(a), r.day(b))) }

func (r reckoner) rollover(last string, ending calendar.Ending) string {
	return write(r.work.Rollover(r.day(last), ending))
}

func (r reckoner) workday(date string) string {
	yes, known := r.work.IsWorkday(r.day(date))
	return write(yes, !known)
}

func (r reckoner) instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func write(answer any, provisional bool) string {
	if provisional {
		return fmt.Sprint(answer, "?")
	}
	return fmt.Sprint(answer)
}

func run(days calendar.Days) string { return days.First.String() + ".." + days.Last.String() }

// reading is an answer and what it has to be.
type reading struct{ got, want string }

// TestReadings is the time half of the readings of the five texts, D1 to D26:
// where a text is silent or says two things, this is what was chosen.
func TestReadings(t *testing.T) {
	r := reckoner{t, calendar.NewWorking(china(t)), zone(t, "Asia/Shanghai")}
	tests := map[string][]reading{
		"D1 a working day is a weekday that is no day off, or a make-up day": {
			{r.workday("2025-09-29"), "true"},  // Monday
			{r.workday("2025-09-27"), "false"}, // Saturday
			{r.workday("2025-09-28"), "true"},  // Sunday, made up
			{r.workday("2025-10-01"), "false"}, // Wednesday, National Day
			{r.workday("2025-10-11"), "true"},  // Saturday, made up
			{r.workday("2026-01-04"), "true"},  // Sunday, made up
		},
		"D2 into a year that is not loaded, the answer is provisional": {
			{r.workday("2027-01-01"), "true?"},
			{r.deadline("2026-12-24", 5), "2026-12-31"},
			{r.deadline("2026-12-24", 6), "2027-01-01?"},
			{r.fullDays("2026-12-24", 5), "2027-01-01"}, // all five days are known
			{r.between("2026-12-31", "2027-01-04"), "2?"},
			{r.between("2027-01-04", "2026-12-31"), "-2?"}, // and back
			{r.deadline("2023-12-29", 1), "2024-01-02?"},   // 30 and 31 December 2023 are not known
			{r.deadline("2023-12-31", 1), "2024-01-02"},
			{write(calendar.NewWorking(nil).Deadline(r.day("2025-09-29"), 5)), "2025-10-06?"},
			{write((*calendar.Working)(nil).FullDays(r.day("2025-09-29"), 5)), "2025-10-07?"},
		},
		"D3 a day is a day of the zone, wherever the controller runs": {
			{calendar.DayAt(builder.Instant("2025-09-28T16:00:00Z"), r.zone).String(), "2025-09-29"},
			{calendar.DayAt(builder.Instant("2025-09-28T15:59:59Z"), r.zone).String(), "2025-09-28"},
			{calendar.DayAt(builder.Instant("2025-09-28T16:00:00Z").In(zone(t, "America/New_York")), r.zone).String(), "2025-09-29"},
			{r.instant(r.day("2025-09-29").Begin(r.zone)), "2025-09-28T16:00:00Z"},
		},
		"D4 the day of the event is not counted, be it a day off or not": {
			{r.deadline("2025-09-22", 5), "2025-09-28"}, // received on a Monday
			{r.deadline("2025-09-20", 5), "2025-09-26"}, // received on a Saturday
			{r.deadline("2025-09-21", 5), "2025-09-26"}, // and on the Sunday
			{r.deadline("2025-09-28", 1), "2025-09-29"}, // on a make-up Sunday
			{r.deadline("2025-09-28", 0), "2025-09-28"},
		},
		"D5 a maximum ends with its last day": {
			{r.instant(r.day("2025-09-28").End(r.zone)), "2025-09-28T16:00:00Z"}, // 29 September, 00:00 +08:00
			{calendar.DayAt(builder.Instant("2025-09-28T15:59:59Z"), r.zone).String(), r.deadline("2025-09-22", 5)},
		},
		"D6 a minimum is over once its last day is": {
			{r.fullDays("2025-09-29", 5), "2025-10-14"},
			{r.fullDays("2025-02-21", 10), "2025-03-08"}, // a Saturday: no working day is needed then
			{r.fullDays("2025-09-29", 0), "2025-09-30"},
		},
		"D7 for ten working days is at least ten": {
			{r.between("2025-02-21", "2025-03-06"), "9"},
			{r.between("2025-02-21", "2025-03-07"), "10"},
			{r.between("2025-02-21", "2025-03-10"), "11"},
		},
		"D8 three years from 1 January end on 31 December": {
			{r.day("2025-01-01").LastOfYears(3, v1alpha1.StartDayIncluded).String(), "2027-12-31"},
			{r.day("2025-01-01").LastOfYears(3, "").String(), "2027-12-31"},
			{r.day("2025-01-01").LastOfYears(3, v1alpha1.StartDayExcluded).String(), "2028-01-01"},
			{r.day("2024-02-29").LastOfYears(3, v1alpha1.StartDayIncluded).String(), "2027-02-28"},
			{r.day("2024-02-29").LastOfYears(3, v1alpha1.StartDayExcluded).String(), "2027-02-28"},
			{r.day("2024-02-29").LastOfYears(4, v1alpha1.StartDayIncluded).String(), "2028-02-28"},
			{r.day("2025-08-31").LastOfMonths(6, v1alpha1.StartDayIncluded).String(), "2026-02-28"},
			{r.day("2025-08-28").LastOfMonths(6, v1alpha1.StartDayIncluded).String(), "2026-02-27"},
		},
		"D9 equal to the cap is allowed": {
			{write(r.day("2027-12-31") <= r.day("2025-01-01").LastOfYears(3, ""), false), "true"},
			{write(r.day("2028-01-01") <= r.day("2025-01-01").LastOfYears(3, ""), false), "false"},
		},
		"D10 an exception to what holds in principle is an act: the cap itself does not move": {
			{r.day("2025-03-10").LastOfYears(3, "").String(), "2028-03-09"},
			{r.day("2025-03-10").LastOfYears(5, "").String(), "2030-03-09"},
		},
		"D11 exactly two years are two years, and not a day less": {
			{r.day("2025-06-01").LastOfYears(2, v1alpha1.StartDayIncluded).String(), "2027-05-31"},
		},
		"D12 the day of issue counts into the validity of a certificate": {
			{r.day("2025-03-10").LastOfYears(3, v1alpha1.StartDayIncluded).String(), "2028-03-09"},
		},
		"D13 60 days before expiry are calendar days, both ends within, and do not roll": {
			{run(calendar.LastDays(60, r.day("2028-03-09"))), "2028-01-09..2028-03-09"},
			{run(calendar.LastDays(60, r.day("2025-10-04"))), "2025-08-05..2025-10-04"}, // ends on a day off
		},
		"D14 the last three months before an end, the month's end clamped": {
			{run(calendar.LastMonths(3, r.day("2027-12-31"))), "2027-09-30..2027-12-31"},
			{run(calendar.LastMonths(3, r.day("2027-05-31"))), "2027-02-28..2027-05-31"},
			{run(calendar.LastMonths(3, r.day("2028-05-29"))), "2028-02-29..2028-05-29"},
			{run(calendar.LastMonths(3, r.day("2027-02-15"))), "2026-11-15..2027-02-15"},
			{write(calendar.LastMonths(3, r.day("2027-12-31")).Holds(r.day("2027-09-29")), false), "false"}, // held
			{write(calendar.LastMonths(3, r.day("2027-12-31")).Holds(r.day("2027-09-30")), false), "true"},
		},
		"D15 a bar of three years begins after the revocation and ends with the anniversary": {
			{run(calendar.YearsAfter(3, r.day("2025-05-10"))), "2025-05-11..2028-05-10"},
			{run(calendar.YearsAfter(3, r.day("2024-02-29"))), "2024-03-01..2027-02-28"},
			{write(calendar.YearsAfter(3, r.day("2025-05-10")).Holds(r.day("2028-05-11")), false), "false"},
		},
		"D16 the last three years are counted back from the application, both ends within": {
			{run(calendar.LastYears(3, r.day("2025-05-10"))), "2022-05-10..2025-05-10"},
			{run(calendar.LastYears(3, r.day("2028-02-29"))), "2025-02-28..2028-02-29"},
		},
		"D17 an objection moves no day of the publicity: it blocks what follows": {
			{r.fullDays("2025-09-01", 5), "2025-09-09"},
		},
		"D18 without a number the working days that passed are shown": {
			{r.between("2025-09-29", "2025-09-29"), "0"},
			{r.between("2025-09-29", "2025-10-08"), "1"},
			{r.between("2025-09-29", "2025-10-14"), "6"},
			{r.between("2025-10-14", "2025-09-29"), "-6"},
		},
		"D19 a quarter that a term touches by one day needs its report": {
			{quarters(r.day("2025-03-31"), r.day("2025-07-01")), "2025-01-01..2025-03-31 2025-04-01..2025-06-30 2025-07-01..2025-09-30"},
			{quarters(r.day("2025-10-01"), r.day("2025-12-31")), "2025-10-01..2025-12-31"},
			{quarters(r.day("2025-10-01"), r.day("2025-09-30")), ""},
		},
		"D20 the first quarter is 1 January to 31 March, over from 1 April 00:00": {
			{run(calendar.FirstQuarter(2026)), "2026-01-01..2026-03-31"},
			{r.instant(calendar.FirstQuarter(2026).Interval(r.zone).NotBefore), "2025-12-31T16:00:00Z"},
			{r.instant(calendar.FirstQuarter(2026).Interval(r.zone).NotAfter), "2026-03-31T16:00:00Z"},
		},
		"D21 of two events the later starts the 20 working days": {
			{write(r.work.Deadline(max(r.day("2025-01-10"), r.day("2025-01-17")), 20)), "2025-02-20"},
		},
		"D22 the three working days begin anew with the resubmission, the 20 with the acceptance": {
			{r.deadline("2025-01-14", 3), "2025-01-17"},
			{r.deadline("2025-01-17", 20), "2025-02-20"},
		},
		"D23 an objection dismissed does not begin the publicity anew": {
			{r.fullDays("2025-02-21", 10), "2025-03-08"},
		},
		"D24 what ended is kept for 20 years, the last day within": {
			{run(calendar.YearsAfter(20, max(r.day("2025-06-30"), r.day("2025-03-01")))), "2025-07-01..2045-06-30"},
			{write(calendar.YearsAfter(20, r.day("2025-06-30")).Holds(r.day("2045-07-01")), false), "false"},
		},
		"D25 late is after the last day, by however little, and by how many days": {
			{r.between(r.deadline("2025-09-22", 5), "2025-09-28"), "0"},
			{r.between(r.deadline("2025-09-22", 5), "2025-09-30"), "2"},
		},
		"D26 a day off at the end lengthens a filing, never an access": {
			{r.rollover("2025-10-04", calendar.FilingEnds), "2025-10-09"},
			{r.rollover("2025-10-04", calendar.AccessEnds), "2025-10-04"},
			{r.rollover("2025-10-09", calendar.FilingEnds), "2025-10-09"},
			{r.rollover("2025-09-28", calendar.FilingEnds), "2025-09-28"}, // a Sunday, made up
			{r.rollover("2025-10-12", calendar.FilingEnds), "2025-10-13"}, // a Sunday, not made up
			{r.rollover("2027-01-02", calendar.FilingEnds), "2027-01-04?"},
			{r.rollover("2027-01-02", calendar.AccessEnds), "2027-01-02"},
		},
	}
	for name, readings := range tests {
		t.Run(name, func(t *testing.T) {
			for _, tc := range readings {
				if diff := cmp.Diff(tc.want, tc.got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
	for i := 1; i <= 26; i++ {
		id := fmt.Sprintf("D%d ", i)
		if !slices.ContainsFunc(slices.Collect(maps.Keys(tests)), func(name string) bool { return strings.HasPrefix(name, id) }) {
			t.Errorf("reading %sis not in the table", id)
		}
	}
}

func quarters(first, last calendar.Day) string {
	var out []string
	for _, q := range calendar.Quarters(calendar.Days{First: first, Last: last}) {
		out = append(out, run(q))
	}
	return strings.Join(out, " ")
}

// TestScenarioDates are the dates that the scenarios of section E state.
func TestScenarioDates(t *testing.T) {
	r := reckoner{t, calendar.NewWorking(china(t)), zone(t, "Asia/Shanghai")}
	tests := map[string][]reading{
		"E2 publicity posted on 29 September is over on 14 October": {
			{r.between("2025-09-29", "2025-10-10"), "3"},
			{r.between("2025-09-29", "2025-10-11"), "4"},
			{r.between("2025-09-29", "2025-10-13"), "5"},
			{r.fullDays("2025-09-29", 5), "2025-10-14"},
			{r.instant(r.day("2025-10-14").Begin(r.zone)), "2025-10-13T16:00:00Z"},
		},
		"E4 materials of 22 September are passed on by 28 September, a make-up Sunday": {
			{r.deadline("2025-09-22", 5), "2025-09-28"},
		},
		"E23 a registration over Spring Festival 2025": {
			{r.deadline("2025-01-10", 3), "2025-01-15"},
			{r.deadline("2025-01-14", 3), "2025-01-17"},
			{r.deadline("2025-01-17", 20), "2025-02-20"},
			{r.deadline("2025-02-21", 10), "2025-03-07"},
			{r.fullDays("2025-02-21", 10), "2025-03-08"},
			{r.day("2025-03-10").LastOfYears(3, v1alpha1.StartDayIncluded).String(), "2028-03-09"},
		},
		"E28 an agreement that ended on 30 June 2025 is kept until 1 July 2045": {
			{(calendar.YearsAfter(20, r.day("2025-06-30")).Last + 1).String(), "2045-07-01"},
		},
		"E29 a window opens on 30 September 2027, and a bar is over on 11 May 2028": {
			{calendar.LastMonths(3, r.day("2027-12-31")).First.String(), "2027-09-30"},
			{(calendar.YearsAfter(3, r.day("2025-05-10")).Last + 1).String(), "2028-05-11"},
		},
	}
	for name, readings := range tests {
		t.Run(name, func(t *testing.T) {
			for _, tc := range readings {
				if diff := cmp.Diff(tc.want, tc.got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

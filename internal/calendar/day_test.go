// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// Every date of three centuries, and every text beside one, is the day that the
// standard library says.
func TestADateIsTheDayThatTheStandardLibrarySays(t *testing.T) {
	for year := 1850; year <= 2150; year++ {
		for _, rest := range []string{"-01-01", "-02-28", "-02-29", "-02-30", "-03-01", "-04-31", "-06-30", "-09-31", "-12-31", "-12-32", "-13-01", "-00-10", "-05-00", "-1-011", "/05/05", "-05-0a"} {
			date := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006") + rest
			at, wantErr := time.Parse(time.DateOnly, date)
			day, err := calendar.DayOf(v1alpha1.Date(date))
			if (err == nil) != (wantErr == nil) {
				t.Fatalf("DayOf(%q) = %v, want %v", date, err, wantErr)
			}
			if err != nil && day != 0 {
				t.Fatalf("DayOf(%q) is no day, and it is %s", date, day)
			}
			if err == nil && day.Begin(time.UTC) != at {
				t.Fatalf("DayOf(%q) begins at %s, want %s", date, day.Begin(time.UTC), at)
			}
		}
	}
}

func TestAnInstantFallsOnTheDayOfItsZone(t *testing.T) {
	for _, name := range []string{"Asia/Shanghai", "America/New_York", "Pacific/Apia", "UTC"} {
		place, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for at := time.Date(1935, 1, 1, 0, 59, 59, 999, time.UTC); at.Year() < 2040; at = at.Add(37*time.Hour + 11*time.Minute) {
			want := at.In(place).Format(time.DateOnly)
			if got := calendar.DayAt(at, place).String(); got != want {
				t.Fatalf("DayAt(%s, %s) = %s, want %s", at, name, got, want)
			}
		}
	}
}

// TestADayBeginsFirstInTheLineIslands is fourteen hours before it begins in UTC, as
// nowhere else.
func TestADayBeginsFirstInTheLineIslands(t *testing.T) {
	day, err := calendar.DayOf("2026-03-02")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := day.Begin(calendar.FirstZone), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("it begins at %s, want %s", got.UTC(), want)
	}
}

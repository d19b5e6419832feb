// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"testing"
	"time"
)

// TestTheQuickWayReadsWhatTheLibraryReads holds what reads each date of each act
// against time.Parse: it reads all that is a date, so that the library is asked
// for nothing but what is wrong with one, and reads nothing that is none.
func TestTheQuickWayReadsWhatTheLibraryReads(t *testing.T) {
	texts := []string{
		"", "2026", "2026-1-1", "2026-01-1", "2026-01-011", "2026-01-01T00:00:00Z", // too short, too long
		"2026/01-01", "2026-01/01", "2026/01/01", "2026001-01", "2026-01001", "20260101", // other marks
		"20a6-01-01", "2026-a1-01", "2026-01-a1", "20/6-01-01", "2026-/1-01", "2026-01-/1", "20:6-01-01", "2026-0:-01", "2026-01-0:", // no digits
		"a0a6-b1-01", "2026-b1-a1", "a026-01-b1",
		"0000-01-01", "9999-12-31", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32",
	}
	for day := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2029; day = day.AddDate(0, 0, 1) {
		texts = append(texts, day.Format(time.DateOnly), day.Format("2006-01-")+"30", day.Format("2006-01-")+"31")
	}
	for _, text := range texts {
		at, err := time.Parse(time.DateOnly, text)
		day, ok := readDay(text)
		if ok != (err == nil) {
			t.Errorf("readDay(%q) is a day: %t, and time.Parse says %v", text, ok, err)
		}
		if ok && !day.Begin(time.UTC).Equal(at) {
			t.Errorf("readDay(%q) = %s, and time.Parse says %s", text, day, at)
		}
	}
}

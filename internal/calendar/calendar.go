// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package calendar answers: at which instants does a term of civil dates begin
// and end?
package calendar

import (
	"errors"
	"fmt"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// ErrNoSpan says that neither a term nor a window is given, ErrTwoSpans that
// both are.
var (
	ErrNoSpan   = errors.New("neither term nor window is given")
	ErrTwoSpans = errors.New("both term and window are given")
)

// Interval is a span of instants; its end is exclusive. The zero Interval
// holds no instant.
type Interval struct {
	NotBefore, NotAfter time.Time
}

// Contains says whether t lies inside.
func (i Interval) Contains(t time.Time) bool {
	return !t.Before(i.NotBefore) && t.Before(i.NotAfter)
}

// Intersect is what both intervals hold.
func (i Interval) Intersect(other Interval) Interval {
	if other.NotBefore.After(i.NotBefore) {
		i.NotBefore = other.NotBefore
	}
	if other.NotAfter.Before(i.NotAfter) {
		i.NotAfter = other.NotAfter
	}
	return i
}

// Midnight is the first instant of a civil date in a zone.
func Midnight(date v1alpha1.Date, zone *time.Location) (time.Time, error) {
	t, err := read(date)
	if err != nil {
		return time.Time{}, err
	}
	return begin(t.Year(), t.Month(), t.Day(), zone), nil
}

// NextMidnight is the instant that ends a civil date in a zone.
func NextMidnight(date v1alpha1.Date, zone *time.Location) (time.Time, error) {
	t, err := read(date)
	if err != nil {
		return time.Time{}, err
	}
	return begin(t.Year(), t.Month(), t.Day()+1, zone), nil
}

func read(date v1alpha1.Date) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, string(date))
	if err != nil {
		return time.Time{}, fmt.Errorf("read date %q: %w", date, err)
	}
	return t, nil
}

// begin is the first instant of a civil day. Where clocks change at midnight,
// 00:00 may come twice or not at all, and time.Date promises neither.
func begin(year int, month time.Month, day int, zone *time.Location) time.Time {
	wall := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	at := wall.AddDate(0, 0, -2).In(zone) // earlier than the day begins anywhere
	for {
		_, offset := at.Zone()
		_, changes := at.ZoneBounds()
		first := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if first.Before(at) { // 00:00 was skipped
			first = at
		}
		if changes.IsZero() || first.Before(changes) {
			return first
		}
		at = changes
	}
}

// Span is the interval of a term read in a zone, or of a window. A window
// needs no zone.
func Span(term *v1alpha1.Term, window *v1alpha1.Window, zone *time.Location) (Interval, error) {
	switch {
	case term != nil && window != nil:
		return Interval{}, ErrTwoSpans
	case window != nil:
		return Interval{window.NotBefore.UTC(), window.NotAfter.UTC()}, nil
	case term == nil:
		return Interval{}, ErrNoSpan
	}
	from, err := Midnight(term.From, zone)
	if err != nil {
		return Interval{}, fmt.Errorf("term.from: %w", err)
	}
	to, err := NextMidnight(term.To, zone)
	if err != nil {
		return Interval{}, fmt.Errorf("term.to: %w", err)
	}
	return Interval{from.UTC(), to.UTC()}, nil
}

// AfterYears is the end (exclusive) of a span of whole years that begins at an
// instant, by the civil dates of the zone (D8). With the start day included,
// three years from 2025-01-01 end with 2027-12-31; excluded, with 2028-01-01.
// A span that would end on 29 February of a common year ends with the 28th.
func AfterYears(from time.Time, years int32, counting v1alpha1.TermCounting, zone *time.Location) time.Time {
	year, month, day := from.In(zone).Date()
	year += int(years)
	if last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day(); day > last { // 29 February in a common year
		return begin(year, month+1, 1, zone)
	}
	if counting == v1alpha1.StartDayExcluded {
		day++
	}
	return begin(year, month, day, zone)
}

// Earliest is the earlier of two instants, of which a zero one counts not.
func Earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// NextAfter is the earliest of the instants that lies after now, or zero.
func NextAfter(now time.Time, instants ...time.Time) time.Time {
	var next time.Time
	for _, t := range instants {
		if t.After(now) {
			next = Earliest(next, t)
		}
	}
	return next
}

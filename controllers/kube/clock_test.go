// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"net/http"
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"
)

// TestTimeIsTheServersAndNeverGoesBack hears dates while the local clock shows
// another year, and sets the local clock nowhere.
func TestTimeIsTheServersAndNeverGoesBack(t *testing.T) {
	local := clocktesting.NewFakePassiveClock(time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC))
	server := NewServerClock(local)
	if now := server.Now(); !now.IsZero() {
		t.Errorf("before any answer it is %s, want the zero time: nothing is due", now)
	}
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	steps := []struct {
		what   string
		passes time.Duration
		hears  time.Time
		want   time.Time
	}{
		{"the server's time is taken", 0, noon, noon},
		{"it goes on by itself", 1500 * time.Millisecond, time.Time{}, noon.Add(1500 * time.Millisecond)},
		{"an answer of the same second takes nothing back", 0, noon.Add(time.Second), noon.Add(1500 * time.Millisecond)},
		{"an older answer that comes late takes nothing back", 0, noon.Add(-time.Hour), noon.Add(1500 * time.Millisecond)},
		{"a later second closes the bound in", 0, noon.Add(2 * time.Second), noon.Add(2 * time.Second)},
		{"and it goes on from there", time.Second, time.Time{}, noon.Add(3 * time.Second)},
	}
	for _, step := range steps {
		local.SetTime(local.Now().Add(step.passes))
		if !step.hears.IsZero() {
			server.Hear(step.hears)
		}
		if got := server.Now(); !got.Equal(step.want) {
			t.Errorf("%s: it is %s, want %s", step.what, got, step.want)
		}
	}
}

type answering string

func (a answering) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{Header: http.Header{"Date": {string(a)}}}, nil
}

func TestTimeIsHeardInEveryAnswer(t *testing.T) {
	local := clocktesting.NewFakePassiveClock(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC))
	for date, want := range map[string]time.Time{
		"Tue, 10 Mar 2026 12:00:00 GMT": time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC),
		"yesterday":                     {},
	} {
		server := NewServerClock(local)
		if _, err := server.Wrap(answering(date)).RoundTrip(&http.Request{}); err != nil {
			t.Fatal(err)
		}
		if got := server.Now(); !got.Equal(want) {
			t.Errorf("after an answer with the Date %q it is %s, want %s", date, got, want)
		}
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"net/http"
	"testing"
	"time"

	clocktesting "k8s.io/utils/clock/testing"
	"pgregory.net/rapid"
)

// server answers with its time in whole seconds, which differs from the local one
// by some offset, and takes some time for the way there and back.
type server struct {
	local       *clocktesting.FakePassiveClock
	offset      time.Duration
	there, back time.Duration
}

func (s server) now() time.Time { return s.local.Now().Add(s.offset) }

// RoundTrip dates its answer when it is half way.
func (s server) RoundTrip(*http.Request) (*http.Response, error) {
	s.local.SetTime(s.local.Now().Add(s.there))
	date := s.now().UTC().Format(http.TimeFormat)
	s.local.SetTime(s.local.Now().Add(s.back))
	return &http.Response{Header: http.Header{"Date": {date}}}, nil
}

// TestTenAsksTellTheServersTime asks a server whose answers carry whole seconds
// whenever an answer tells most. What is told is never ahead of the server, and
// after ten asks behind it by hardly more than what two of them take.
func TestTenAsksTellTheServersTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most*1000).Draw(t, name)) * time.Microsecond
		}
		s := server{
			local:  clocktesting.NewFakePassiveClock(time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)),
			offset: 27*365*24*time.Hour + ms("offset", 2000), there: ms("there", 20), back: ms("back", 20),
		}
		heard := NewServerClock(s.local)
		asks := heard.Wrap(s)
		ask := func() {
			if _, err := asks.RoundTrip(&http.Request{}); err != nil {
				t.Fatal(err)
			}
			if ahead := heard.Now().Sub(s.now()); ahead > 0 {
				t.Fatalf("it is ahead of the server by %s", ahead)
			}
		}
		ask()
		for range 10 {
			const rest = 50 * time.Millisecond
			wait := heard.Aim(rest)
			if wait < rest || wait > rest+time.Second {
				t.Fatalf("the next ask is %s away, want %s at least and a second more at most", wait, rest)
			}
			s.local.SetTime(s.local.Now().Add(wait))
			ask()
		}
		if behind, most := s.now().Sub(heard.Now()), 2*(s.there+s.back)+2*time.Millisecond; behind > most {
			t.Errorf("after ten asks it is %s behind the server, want %s at most", behind, most)
		}
	})
}

// TestAnAskAfterAnotherServersTellsAgain hears a server whose time is an hour
// ahead of that of the one that answers from then on: time stays, and the asks go on.
func TestAnAskAfterAnotherServersTellsAgain(t *testing.T) {
	s := server{local: clocktesting.NewFakePassiveClock(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)), there: time.Millisecond, back: time.Millisecond}
	heard := NewServerClock(s.local)
	heard.Hear(s.now().Add(time.Hour))
	was := heard.Now()
	for range 3 {
		if _, err := heard.Wrap(s).RoundTrip(&http.Request{}); err != nil {
			t.Fatal(err)
		}
		if now := heard.Now(); now.Before(was) {
			t.Errorf("time went back from %s to %s", was, now)
		}
		if wait := heard.Aim(0); wait <= 0 || wait > time.Second {
			t.Errorf("the next ask is %s away, want a second at most", wait)
		}
	}
}

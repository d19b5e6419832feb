// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package beat_test

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/publicdata-io/mandate/internal/beat"
)

func TestLastBeat(t *testing.T) {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) *metav1.Time { at := metav1.NewTime(now.Add(-d)); return &at }
	tests := map[string]struct {
		last      *metav1.Time
		want      beat.State
		wantDueIn time.Duration
		// wantSilent is that an operator which begins lets cutoff begin first.
		wantSilent bool
	}{
		"none":                     {nil, beat.Missing, 0, false},
		"zero":                     {&metav1.Time{}, beat.Missing, 0, false},
		"now":                      {ago(0), beat.Fresh, 10 * time.Second, false},
		"a moment ago":             {ago(4 * time.Second), beat.Fresh, 6 * time.Second, false},
		"due":                      {ago(10 * time.Second), beat.Fresh, 0, false},
		"under way":                {ago(15 * time.Second), beat.Fresh, 0, false},
		"given up":                 {ago(15*time.Second + time.Nanosecond), beat.Fresh, 0, true},
		"as old as may be":         {ago(time.Minute), beat.Fresh, 0, true},
		"too old":                  {ago(time.Minute + time.Nanosecond), beat.Stale, 0, true},
		"of another replica ahead": {ago(-time.Second), beat.Ahead, 11 * time.Second, false},
		"from the future":          {ago(-2 * time.Second), beat.Ahead, 0, false},
		"from next year":           {ago(-8760 * time.Hour), beat.Ahead, 0, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := beat.At(tc.last, now); got != tc.want {
				t.Errorf("state is %v, want %v", got, tc.want)
			}
			if got := beat.Due(tc.last, now); got != tc.wantDueIn {
				t.Errorf("due in %s, want %s", got, tc.wantDueIn)
			}
			if got := beat.Silent(tc.last, now); got != tc.wantSilent {
				t.Errorf("nobody beats: %t, want %t", got, tc.wantSilent)
			}
		})
	}
}

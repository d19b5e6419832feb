// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package beat answers one question: does the dead-man's switch let anything
// new into sandboxes at an instant? The admission policies ask the same, by the
// figures that stand here.
package beat

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	// Every is how often cutoff beats.
	Every = 10 * time.Second
	// Limit is how old the last beat may be. It stands in config/policy too.
	Limit = time.Minute
	// Overdue is how long a cut may be under way while cutoff still beats.
	Overdue = 5 * time.Second
)

// State is what the last beat says at an instant.
type State int

const (
	// Missing is without any beat, and denies.
	Missing State = iota
	// Fresh is the one state that lets in.
	Fresh
	// Stale is older than Limit, and denies: cutoff cannot cut, or is dead.
	Stale
	// Ahead is from the future, and denies: time cannot be told from it.
	Ahead
)

// At is the state of the last beat at an instant of the API server's time.
func At(last *metav1.Time, now time.Time) State {
	switch {
	case last.IsZero():
		return Missing
	case last.After(now):
		return Ahead
	case now.Sub(last.Time) > Limit:
		return Stale
	}
	return Fresh
}

// Due says when a replica beats next: Every after the last beat, whoever made
// it. It is due at once where there is none, or where it is from the future by
// more than a second, which is what whole seconds and a lower bound of the
// time can make of one that is not.
func Due(last *metav1.Time, now time.Time) time.Duration {
	if last.IsZero() || last.Sub(now) > time.Second {
		return 0
	}
	return max(0, Every-now.Sub(last.Time))
}

// Silent says that nobody has beaten for as long as a beat and its canary take:
// no cutoff has begun, or none can cut. Where there never was a beat, nobody is
// waited for.
func Silent(last *metav1.Time, now time.Time) bool {
	return !last.IsZero() && now.Sub(last.Time) > Every+Overdue
}

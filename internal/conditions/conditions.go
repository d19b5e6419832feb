// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package conditions answers: which conditions show a verdict and the state of
// the cluster? Conditions are few and positive; Reconciling and Stalled are
// present only while true (kstatus).
package conditions

import (
	"slices"
	"time"
	"unicode/utf8"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// State is one condition without its times.
type State struct {
	Type    string
	Status  metav1.ConditionStatus
	Reason  string
	Message string
}

// Is is the state of a condition that holds or not.
func Is(kind string, holds bool, reason, message string) State {
	status := metav1.ConditionFalse
	if holds {
		status = metav1.ConditionTrue
	}
	return State{Type: kind, Status: status, Reason: reason, Message: message}
}

// longest is the bound of a condition's message in bytes.
const longest = 32768

// Set replaces the conditions by the states, in their order. A condition keeps
// its transition time while its status stays; one that is left out goes.
func Set(existing []metav1.Condition, generation int64, now time.Time, states ...State) []metav1.Condition {
	out := make([]metav1.Condition, 0, len(states))
	for _, s := range states {
		c := metav1.Condition{
			Type: s.Type, Status: s.Status, Reason: s.Reason, Message: Shorten(s.Message, longest),
			ObservedGeneration: generation, LastTransitionTime: metav1.NewTime(now.UTC().Truncate(time.Second)),
		}
		at := slices.IndexFunc(existing, func(e metav1.Condition) bool { return e.Type == s.Type })
		if at >= 0 && existing[at].Status == s.Status {
			c.LastTransitionTime = existing[at].LastTransitionTime
		}
		out = append(out, c)
	}
	return out
}

// rest ends a message that is too long, and says where it can be read.
const rest = "… (kubectl mandate why tells the rest)"

// Shorten cuts a message to a number of bytes, and says how to read the rest of it.
func Shorten(message string, most int) string { return cut(message, most, rest) }

// Clip cuts a text to a number of bytes, and shows that there was more of it.
func Clip(s string, most int) string { return cut(s, most, "…") }

// cut cuts a text that is too long between characters, and ends it: half of one would
// come back from the API server as another text, and be written again for ever.
func cut(s string, most int, end string) string {
	if len(s) <= most {
		return s
	}
	most -= len(end)
	for !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + end
}

// Progress is what keeps an object from being Ready.
type Progress int

const (
	// Settled is nothing: the cluster matches the legal state.
	Settled Progress = iota
	// Reconciling heals by itself: work is under way, or an object awaited.
	Reconciling
	// Stalled heals only when the applier mends the object.
	Stalled
)

// Ready are the states of Ready, and of Reconciling or Stalled while true.
func Ready(progress Progress, reason, message string) []State {
	switch progress {
	case Settled:
		return []State{Is(v1alpha1.ReadyCondition, true, v1alpha1.SettledReason, message)}
	case Stalled:
		return []State{
			Is(v1alpha1.ReadyCondition, false, reason, message),
			Is(v1alpha1.StalledCondition, true, reason, message),
		}
	}
	return []State{
		Is(v1alpha1.ReadyCondition, false, reason, message),
		Is(v1alpha1.ReconcilingCondition, true, reason, message),
	}
}

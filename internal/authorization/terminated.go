// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/standing"
)

// Terminated says since when a subject of the chain is terminated as a whole, by
// acts that count, or zero where it is not. A Terminate that does not count, or not
// yet, ends nothing, and one of some inputs leaves the rest.
func (f *Facts) Terminated(subject v1alpha1.DecisionSubject, now time.Time) time.Time {
	f = f.hearing()
	var since time.Time
	s, _ := f.standingOf(subject, now)
	for _, d := range s.Acts {
		if d.Spec.Action == v1alpha1.ActionTerminate && d.Spec.Scope == nil {
			since = calendar.Earliest(since, standing.RecordedAt(d))
		}
	}
	for _, t := range f.proceedings(subject, now).Taken {
		if t.Effect == v1alpha1.EffectTerminated && len(t.Inputs) == 0 {
			since = calendar.Earliest(since, t.Since)
		}
	}
	return since
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/standing"
)

// takenUntil is what was taken from a link before an instant and not given back.
type takenUntil struct {
	by        standing.Standing
	procedure []procedure.Taking
}

// takenUntil is not known where the Decisions on the link could not be read.
func (f *Facts) takenUntil(on v1alpha1.DecisionSubject, at, now time.Time) (taken takenUntil, known bool) {
	s, known := f.standingOf(on, now)
	s.Acts = slices.DeleteFunc(slices.Clone(s.Acts), func(d *v1alpha1.Decision) bool { return !standing.RecordedAt(d).Before(at) })
	by := slices.DeleteFunc(slices.Clone(f.proceedings(on, now).Taken), func(t procedure.Taking) bool { return !t.Since.Before(at) })
	return takenUntil{s, by}, known
}

// whole says whether the link was taken as a whole.
func (t takenUntil) whole() bool {
	return t.by.Against() != nil || slices.ContainsFunc(t.procedure, func(t procedure.Taking) bool { return len(t.Inputs) == 0 })
}

// input says whether an input was taken, alone or with the link.
func (t takenUntil) input(name v1alpha1.ObjectName) bool {
	return t.whole() || t.by.AgainstInput(name) != nil ||
		slices.ContainsFunc(t.procedure, func(t procedure.Taking) bool { return slices.Contains(t.Inputs, name) })
}

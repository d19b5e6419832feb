// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// GuardGrace is how long a guard may be missing before what rests on it is
// taken away: enough to put it back, or for the processes to follow a new
// installation.
const GuardGrace = 60 * time.Second

// Guards is what is known of the admission policies that hold what is given.
// The zero Guards is unknown: they were never proven.
type Guards struct {
	// Proven says that every guard stood as it was shipped, and bit, when last
	// looked at.
	Proven bool
	// Missing names a guard that is missing, altered or does not bite, and what
	// is wrong with it. Empty where no such thing is known.
	Missing string
	// Since is when Missing was first seen.
	Since time.Time
}

// guarded finds that a guard does not hold. That gives nothing from the first
// moment on, and takes nothing before the grace is over; guards that nobody has
// looked at give nothing, and take nothing ever.
func (f *Facts) guarded(now time.Time) *finding.Finding {
	switch {
	case f.Guards.Missing != "":
		found := finding.New(v1alpha1.GuardMissingReason, nil,
			"%s; nothing is given, and what is open is emptied %s after it was seen; apply the admission policies of this version of Mandate again, and access returns by itself", f.Guards.Missing, GuardGrace)
		found.Undecided = now.Before(f.Guards.Since.Add(GuardGrace))
		return found
	case !f.Guards.Proven:
		found := finding.New(v1alpha1.GuardMissingReason, nil,
			"the admission policies of Mandate are not proven to hold; nothing is given until they are")
		found.Undecided = true
		return found
	}
	return nil
}

// graceEnds is when a missing guard begins to take away, or zero.
func (f *Facts) graceEnds() time.Time {
	if f.Guards.Missing == "" {
		return time.Time{}
	}
	return f.Guards.Since.Add(GuardGrace)
}

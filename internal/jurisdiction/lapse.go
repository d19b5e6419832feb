// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// LapsesAt is the first instant after the validity of the regulation itself: the
// first day counts, and the last is the eve of the anniversary (D56, counted as
// D8). ok is false where the edition gives no validity, or no first day.
func LapsesAt(j *v1alpha1.Jurisdiction) (at time.Time, ok bool) {
	if j == nil || j.Spec.Validity == nil || j.Spec.EffectiveFrom == nil {
		return time.Time{}, false
	}
	zone, err := Zone(j)
	if err != nil {
		return time.Time{}, false
	}
	from, err := calendar.DayOf(*j.Spec.EffectiveFrom)
	if err != nil {
		return time.Time{}, false
	}
	last := from.LastOfYears(int(j.Spec.Validity.Years), v1alpha1.StartDayIncluded)
	return last.End(zone).UTC(), true
}

// TermExceptionAllowed says whether an edition admits another term of a kind than
// its rule by an Excepted procedure (D10).
func TermExceptionAllowed(j *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) bool {
	rule := termRule(j, kind)
	return rule != nil && rule.Exception == "Allowed"
}

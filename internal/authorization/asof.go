// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"maps"
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// AsOf is the facts without the Decisions that were acted on later, for an answer
// about the past: what takes away counts, whatever its day, from when it is
// recorded, and would otherwise have stood for ever. zone reads their days. The
// objects are those of today.
func (f *Facts) AsOf(at time.Time, zone *time.Location) *Facts {
	then := *f
	then.heard, then.kept = nil, nil
	then.Decisions = make(map[v1alpha1.DecisionSubject][]*v1alpha1.Decision, len(f.Decisions))
	for subject, acts := range f.Decisions {
		then.Decisions[subject] = slices.DeleteFunc(slices.Clone(acts), func(d *v1alpha1.Decision) bool { return after(d.Spec.ActedOn, at, zone) })
	}
	then.Ended = asOf(f.Ended, at, zone)
	then.Rivals = maps.Clone(f.Rivals)
	for name, rivals := range f.Rivals {
		then.Rivals[name] = asOf(rivals, at, zone)
	}
	return &then
}

// asOf keeps that nobody looked for them.
func asOf(of []*Facts, at time.Time, zone *time.Location) []*Facts {
	if of == nil {
		return nil
	}
	then := make([]*Facts, len(of))
	for i, f := range of {
		then[i] = f.AsOf(at, zone)
	}
	return then
}

// after says whether an act is of a day that had not begun, or of an instant that
// had not come. One whose day cannot be read is kept.
func after(acted v1alpha1.ActDay, at time.Time, zone *time.Location) bool {
	if strings.Contains(string(acted), "T") {
		instant, err := time.Parse(time.RFC3339, string(acted))
		return err == nil && instant.After(at)
	}
	day, err := calendar.DayOf(v1alpha1.Date(acted))
	return err == nil && day.Begin(zone).After(at)
}

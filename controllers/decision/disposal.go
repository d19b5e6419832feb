// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package decision

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/retention"
)

// ofRecord says whether a Decision disposes of what is kept of its subject.
// That of a sandbox is reported by whoever purges, and one with a step is an act
// of a procedure.
func ofRecord(d *v1alpha1.Decision) bool {
	return d.Spec.Action == v1alpha1.ActionDispose && d.Spec.Step == "" && d.Spec.Subject.Kind != v1alpha1.OnNamespace
}

// disposal judges a Dispose of a record; of any other act it finds nothing.
func disposal(d *v1alpha1.Decision, kept retention.Record, now time.Time) *finding.Finding {
	if !ofRecord(d) {
		return nil
	}
	return kept.Judge(d, now)
}

// mark writes whether the Decision may be deleted.
func mark(status *v1alpha1.DecisionStatus, kept retention.Record, now time.Time) {
	status.Disposable = nil
	if kept.Disposable(now) {
		status.Disposable = new(true)
	}
}

// next is the earlier of an instant and the end of a retention that is to come.
func next(at time.Time, kept retention.Record, now time.Time) time.Time {
	return calendar.Earliest(at, calendar.NextAfter(now, kept.Until()))
}

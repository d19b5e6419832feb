// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/standing"
)

// Counts finds why a Decision has no effect, or is nil where it has; next is the
// earliest instant at which time alone changes that, or zero. An act of which the
// edition knows no procedure is judged by what stands against its subject alone.
func Counts(f *Facts, d *v1alpha1.Decision, now time.Time) (found *finding.Finding, next time.Time) {
	f = f.hearing()
	subject := d.Spec.Subject.DecisionSubject
	acts := f.Decisions[subject]
	if found = f.givesInAnotherName(d, acts, f.judgedBy(d)); found != nil {
		return found, time.Time{}
	}
	report := f.judging(d, now)
	if report != nothingHeard && d.Spec.Action != v1alpha1.ActionDispose {
		at := slices.IndexFunc(report.Judged, func(j procedure.Judgement) bool { return j.Decision.UID == d.UID && j.Decision.Name == d.Name })
		if at >= 0 && !report.Judged[at].Left {
			return report.Judged[at].Finding, report.Next
		}
		acts = report.Left
	}
	rules := f.RulesFor(subject, now)
	found = finding.First(standing.Judge(d, acts, rules, now), standing.Repeated(d, acts, rules, now))
	return found, calendar.Earliest(standing.Fold(acts, rules, now).Next, report.Next)
}

// judging is the report that judges a Decision. One on an organisation names its
// edition itself.
func (f *Facts) judging(d *v1alpha1.Decision, now time.Time) *procedure.Report {
	subject := d.Spec.Subject.DecisionSubject
	if subject.Kind != v1alpha1.OnOrganization {
		return f.proceedings(subject, now)
	}
	edition := f.judgedBy(d)
	if edition == nil || !asks(edition, v1alpha1.LinkOrganization) {
		return nothingHeard
	}
	acts := ofCode(f.Decisions[subject], edition)
	return f.hear(subject, edition, acts, now, func() *procedure.Subject { return f.organization(subject.Name) })
}

// judgedBy is the edition that judges a Decision, or nil.
func (f *Facts) judgedBy(d *v1alpha1.Decision) *v1alpha1.Jurisdiction {
	if d.Spec.Subject.Kind == v1alpha1.OnOrganization {
		return f.Jurisdictions[d.Spec.Jurisdiction].Get()
	}
	return f.editionOf(d.Spec.Subject.DecisionSubject).Get()
}

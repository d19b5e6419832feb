// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// TermUnlawful finds that a span breaks the edition's rule for its kind.
func TermUnlawful(j *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind, span calendar.Interval) *finding.Finding {
	rule := termRule(j, kind)
	if rule == nil {
		return nil
	}
	zone, err := Zone(j)
	if err != nil {
		return nil // NotInEffect says so
	}
	switch {
	case rule.Max != nil:
		end := calendar.AfterYears(span.NotBefore, rule.Max.Years, rule.Count, zone)
		if span.NotAfter.After(end) {
			return finding.New(v1alpha1.UnlawfulReason, rule.Basis,
				"the term ends on %s; Jurisdiction %q allows %s at most, to %s", lastDay(span.NotAfter, zone), j.Name, spell(rule.Max), lastDay(end, zone))
		}
	case rule.Exact != nil:
		end := calendar.AfterYears(span.NotBefore, rule.Exact.Years, rule.Count, zone)
		if !span.NotAfter.Equal(end) {
			return finding.New(v1alpha1.UnlawfulReason, rule.Basis,
				"the term ends on %s; Jurisdiction %q asks for exactly %s, to %s", lastDay(span.NotAfter, zone), j.Name, spell(rule.Exact), lastDay(end, zone))
		}
	}
	return nil
}

func termRule(j *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) *v1alpha1.TermRule {
	if j.Spec.Terms == nil {
		return nil
	}
	switch kind {
	case v1alpha1.LinkOperationAgreement:
		return j.Spec.Terms.OperationAgreement
	case v1alpha1.LinkDeveloperGrant:
		return j.Spec.Terms.DeveloperGrant
	}
	return nil
}

func spell(y *v1alpha1.Years) finding.Phrase {
	if y.Years == 1 {
		return finding.Say("1 year")
	}
	return finding.Say("%d years", y.Years)
}

// lastDay is the last civil day before an exclusive end.
func lastDay(end time.Time, zone *time.Location) string {
	return end.Add(-time.Nanosecond).In(zone).Format(time.DateOnly)
}

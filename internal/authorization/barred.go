// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"cmp"
	"maps"
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// barredNow remarks on an organisation which Bars on it are not over (D15), and tells
// when the first of them is. They take nothing away, and are told of whoever is in
// good standing all the same. What was terminated and bars by its ground is not read
// for it.
func (f *Facts) barredNow(name v1alpha1.ObjectName, now time.Time) (remark *finding.Finding, ends time.Time) {
	acts := slices.Clone(f.Decisions[subjectOf(v1alpha1.OnOrganization, string(name))])
	acts = slices.DeleteFunc(acts, func(d *v1alpha1.Decision) bool { return d.Spec.Action != v1alpha1.ActionBar })
	if len(acts) == 0 {
		return nil, ends // as with nearly all
	}
	slices.SortFunc(acts, func(a, b *v1alpha1.Decision) int { return cmp.Compare(a.Name, b.Name) })
	var said []finding.Phrase
	var basis []v1alpha1.BasisID
	for _, d := range acts {
		one, until := f.barredBy(d, name, now)
		if one == nil {
			continue
		}
		said, ends = append(said, one.Said), calendar.Earliest(ends, until)
		for _, row := range one.Basis {
			if !slices.Contains(basis, row) {
				basis = append(basis, row)
			}
		}
	}
	if len(said) == 0 {
		return nil, ends
	}
	return finding.New(v1alpha1.InForceReason, basis, "%s", finding.All("; ", said...)), ends
}

// barredBy is what there is to say of one Bar, and when it is over; nothing of one that
// is, or that bars nobody.
func (f *Facts) barredBy(d *v1alpha1.Decision, name v1alpha1.ObjectName, now time.Time) (*finding.Finding, time.Time) {
	for _, pinned := range slices.Sorted(maps.Keys(f.Jurisdictions)) {
		edition := f.Jurisdictions[pinned].Get()
		rule := lawful.Rule(edition, v1alpha1.CheckNotBarred)
		if rule == nil {
			continue
		}
		zone, err := jurisdiction.Zone(edition)
		if err != nil {
			continue
		}
		bars, _ := f.barsDecidedOn(name, edition, now)
		for _, bar := range bars {
			ends := bar.Days.Last.End(zone).UTC()
			if bar.Act != d || !now.Before(ends) {
				continue
			}
			return finding.New(v1alpha1.InForceReason, rule.Basis,
				"Organization %q bars it from %s to %s (Decision %q): what it applies for or submits on these days under editions of the code %q does not count",
				d.Spec.Organization, bar.Days.First, bar.Days.Last, d.Name, edition.Spec.Code), ends
		}
	}
	return f.barredUnread(d, now)
}

// barredUnread is what there is to say of a Bar under an edition that was not read, and
// when its last day is over in UTC: in which zone it is counted nobody can tell.
func (f *Facts) barredUnread(d *v1alpha1.Decision, now time.Time) (*finding.Finding, time.Time) {
	if d.Spec.Jurisdiction == "" || d.Spec.DueDate == nil || !unknown(f.Jurisdictions[d.Spec.Jurisdiction]) {
		return nil, time.Time{}
	}
	last, err := calendar.DayOf(*d.Spec.DueDate)
	ends := last.End(time.UTC)
	if err != nil || !now.Before(ends) {
		return nil, time.Time{}
	}
	return finding.New(v1alpha1.InForceReason, nil,
		"Organization %q bars it to %s (Decision %q) under Jurisdiction %q, as far as that has the check NotBarred", d.Spec.Organization, last, d.Name, d.Spec.Jurisdiction), ends
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// AsksWhoIsBarred says whether an edition refuses what barred organisations apply
// for, so that what was terminated has to be read (D15).
func AsksWhoIsBarred(edition *v1alpha1.Jurisdiction) bool {
	return lawful.Switches(edition, v1alpha1.CheckNotBarred)
}

// AsksWhatIsEntered says whether an edition wants the codes of its catalogue
// unique, so that all resources have to be read.
func AsksWhatIsEntered(edition *v1alpha1.Jurisdiction) bool {
	return lawful.Switches(edition, v1alpha1.CheckCatalogueCodeUnique)
}

// barsOn are the bars on an organisation under editions of one code: of what was
// terminated, and those that were decided on the organisation itself. Those on
// another bearer of its credit code are its own.
func (f *Facts) barsOn(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) ([]procedure.Bar, procedure.Reading) {
	if f.Ended == nil || f.Bodies == nil {
		return nil, procedure.Unread
	}
	var bars []procedure.Bar
	names := f.Bearers(name)
	for _, one := range names {
		decided, known := f.barsDecidedOn(one, edition, now)
		if !known {
			return nil, procedure.Unread
		}
		bars = append(bars, decided...)
	}
	for _, ended := range f.Ended {
		subject := ended.ended()
		pinned := ended.editionOf(subject)
		switch {
		case unknown(pinned):
			return nil, procedure.Unread
		case pinned.Get() == nil || pinned.Get().Spec.Code != edition.Spec.Code:
			continue
		}
		for _, bar := range asked(ended, now, func(ended *Facts) []procedure.Bar { return ended.proceedings(subject, now).Bars }) {
			if slices.Contains(names, bar.Of) {
				bars = append(bars, bar)
			}
		}
	}
	return bars, procedure.Found
}

// barsDecidedOn are the bars that were decided on an organisation by one name; known
// is false where the Decisions on it were not read.
func (f *Facts) barsDecidedOn(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) (bars []procedure.Bar, known bool) {
	on := subjectOf(v1alpha1.OnOrganization, string(name))
	acts, known := f.Decisions[on]
	own := ofCode(acts, edition)
	if !slices.ContainsFunc(own, func(d *v1alpha1.Decision) bool { return d.Spec.Action == v1alpha1.ActionBar }) {
		return nil, known
	}
	return f.hear(on, edition, own, now, func() *procedure.Subject { return f.organization(name) }).Bars, known
}

// ended is what was terminated, of facts on such a link.
func (f *Facts) ended() v1alpha1.DecisionSubject {
	if f.Grant != nil {
		return subjectOf(v1alpha1.OnDeveloperGrant, f.Grant.Name)
	}
	if a := f.Agreement.Get(); a != nil {
		return subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	}
	return v1alpha1.DecisionSubject{}
}

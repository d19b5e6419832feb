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

// AsksWhoIsAuthority says whether an edition wants one data authority a division,
// so that all organisations have to be read.
func AsksWhoIsAuthority(edition *v1alpha1.Jurisdiction) bool {
	return lawful.Switches(edition, v1alpha1.CheckDataAuthorityUnique)
}

// AsksWhatIsEntered says whether an edition wants the codes of its catalogue
// unique, so that all resources have to be read.
func AsksWhatIsEntered(edition *v1alpha1.Jurisdiction) bool {
	return lawful.Switches(edition, v1alpha1.CheckCatalogueCodeUnique)
}

// barsOn are the bars on an organisation under editions of one code: of what was
// terminated, and those that were decided on the organisation itself.
func (f *Facts) barsOn(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) ([]procedure.Bar, procedure.Reading) {
	on := subjectOf(v1alpha1.OnOrganization, string(name))
	acts, known := f.Decisions[on]
	if f.Ended == nil || !known {
		return nil, procedure.Unread
	}
	var bars []procedure.Bar
	own := ofCode(acts, edition)
	if slices.ContainsFunc(own, func(d *v1alpha1.Decision) bool { return d.Spec.Action == v1alpha1.ActionBar }) {
		bars = append(bars, f.hear(on, edition, own, now, func() *procedure.Subject { return f.organization(name) }).Bars...)
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
			if bar.Of == name {
				bars = append(bars, bar)
			}
		}
	}
	return bars, procedure.Found
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

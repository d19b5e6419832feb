// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"cmp"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// origin is whose data a resource is under an edition. That data is social is the
// word of who wrote the resource: data that a public body supplied is public whatever
// is written. While nobody can tell, the word stands, so that it takes nothing; the
// resource is then not given.
func (f *Facts) origin(r *v1alpha1.DataResource, edition *v1alpha1.Jurisdiction) v1alpha1.Origin {
	found := f.relabelled(r, edition)
	if r.Spec.Origin == v1alpha1.OriginSocial && (found == nil || found.Reason != v1alpha1.UnlawfulReason) {
		return v1alpha1.OriginSocial
	}
	return v1alpha1.OriginPublic
}

// relabelled finds that a resource is said to be social data and that a public body
// supplied it or shared data into it, under the edition's own definition of public
// data (YZ-1.术语.1, YZ-1.术语.2, HA-3.1, SY-4.1); or that nobody can tell.
func (f *Facts) relabelled(r *v1alpha1.DataResource, edition *v1alpha1.Jurisdiction) *finding.Finding {
	if r.Spec.Origin != v1alpha1.OriginSocial || edition == nil {
		return nil
	}
	found := f.suppliedBy(r, edition, r.Spec.SourceUnit, "spec.sourceUnit")
	for _, name := range r.Spec.SharedFrom {
		other := f.suppliedBy(r, edition, name, "spec.sharedFrom")
		if other != nil && other.Reason == v1alpha1.UnlawfulReason {
			return other
		}
		found = finding.First(found, other)
	}
	return found
}

func (f *Facts) suppliedBy(r *v1alpha1.DataResource, edition *v1alpha1.Jurisdiction, name v1alpha1.ObjectName, field string) *finding.Finding {
	var found *finding.Finding
	by := ""
	for _, bearer := range f.Bearers(name) { // one body, whatever it is called
		lookup := f.Organizations[bearer]
		if o := lookup.Get(); o != nil {
			by = cmp.Or(by, jurisdiction.PublicBody(edition, o))
		} else {
			found = finding.First(found, absent(lookup, "Organization", string(bearer), field+" of DataResource "+r.Name))
		}
	}
	if by == "" {
		return found
	}
	var basis []v1alpha1.BasisID
	if rule := jurisdiction.PublicSources(edition); rule != nil {
		basis = rule.Basis
	}
	return finding.New(v1alpha1.UnlawfulReason, basis,
		"spec.origin Social of DataResource %q: its %s names Organization %q, whose data is public data under Jurisdiction %q (%s); leave spec.origin out, or apply another DataResource of data that no public body supplied",
		r.Name, field, name, edition.Name, by)
}

// markSettled marks since when the content of each social input of a grant has been
// what it is: since it was cleared. Whoever confirms it before confirms another.
func (f *Facts) markSettled(s *procedure.Subject, now time.Time) {
	if s.Kind != v1alpha1.LinkDeveloperGrant {
		return
	}
	for i := range s.Inputs {
		if in := &s.Inputs[i]; in.Origin == v1alpha1.OriginSocial {
			in.Settled = f.proceedings(subjectOf(v1alpha1.OnDataResource, string(in.Resource)), now).Effect(v1alpha1.EffectCleared).Since
		}
	}
}

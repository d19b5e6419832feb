// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// markAdded marks the inputs of a subject that are new in it: those that some
// earlier version does not hold. Every earlier version is asked, and not the last
// alone: data could join by one that nobody approved, and be nothing new in the
// next. Where there is no earlier one, or one that is gone, all are new.
func (f *Facts) markAdded(s *procedure.Subject, subject v1alpha1.DecisionSubject) {
	held, unread := f.heldBefore(subject)
	s.EarlierUnread = unread
	for i := range s.Inputs {
		s.Inputs[i].Added = !slices.Contains(held, s.Inputs[i].Resource)
	}
}

// heldBefore is the data that every earlier version of a subject holds, and
// whether one of them could not be read, so that it is none.
func (f *Facts) heldBefore(subject v1alpha1.DecisionSubject) (held []v1alpha1.ObjectName, unread bool) {
	met := []v1alpha1.ObjectName{subject.Name}
	for earlier, _ := f.edited(subject); earlier != nil && earlier.revises != ""; {
		name := earlier.revises
		if slices.Contains(met, name) {
			return nil, false
		}
		var missing bool
		earlier, missing = f.edited(v1alpha1.DecisionSubject{Kind: subject.Kind, Name: name})
		if earlier == nil {
			return nil, !missing
		}
		if len(met) == 1 {
			held = slices.Clone(earlier.resources)
		}
		held = slices.DeleteFunc(held, func(r v1alpha1.ObjectName) bool { return !slices.Contains(earlier.resources, r) })
		met = append(met, name)
	}
	return held, false
}

// edited is what one of several versions of a link says of its data.
type edited struct {
	resources []v1alpha1.ObjectName
	revises   v1alpha1.ObjectName
}

// edited reads one of several versions; nil where it is missing, or could not
// be read, and for kinds without versions.
func (f *Facts) edited(subject v1alpha1.DecisionSubject) (v *edited, missing bool) {
	switch subject.Kind {
	case v1alpha1.OnImplementationPlan:
		lookup := f.Plans[subject.Name]
		if p := lookup.Get(); p != nil {
			return &edited{p.Spec.DataResources, p.Spec.Revises}, false
		}
		return nil, lookup.IsMissing()
	case v1alpha1.OnOperationAgreement:
		lookup := f.agreement(subject.Name)
		if a := lookup.Get(); a != nil {
			return &edited{a.Spec.DataResources, a.Spec.Revises}, false
		}
		return nil, lookup.IsMissing()
	case v1alpha1.OnDeveloperGrant:
		if f.Grant != nil && f.Grant.Name == string(subject.Name) {
			return &edited{NamesOf(nil, f.Grant).Resources, f.Grant.Spec.Revises}, false
		}
		lookup := f.Grants[subject.Name]
		if g := lookup.Get(); g != nil {
			return &edited{NamesOf(nil, g).Resources, g.Spec.Revises}, false
		}
		return nil, lookup.IsMissing()
	}
	return nil, true
}

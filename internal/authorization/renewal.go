// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// renews finds that an agreement is no renewal of the one that it says it renews:
// a renewal is between the same parties, and its term follows the other's. What
// is renewed may be long gone.
func (f *Facts) renews(a *v1alpha1.OperationAgreement, span calendar.Interval) *finding.Finding {
	if a.Spec.Renews == "" {
		return nil
	}
	lookup := f.agreement(a.Spec.Renews)
	old := lookup.Get()
	switch {
	case lookup.IsMissing():
		return nil
	case old == nil:
		return finding.Unread("OperationAgreement", string(a.Spec.Renews))
	case old.Spec.Operator != a.Spec.Operator || old.Spec.Grantor != a.Spec.Grantor:
		return finding.New(v1alpha1.UnlawfulReason, f.basisOfRenewal(a),
			"spec.renews: OperationAgreement %q is of Organization %q with %q, and OperationAgreement %q is of %q with %q; one of other parties is no renewal, leave the field out", old.Name, old.Spec.Grantor, old.Spec.Operator, a.Name, a.Spec.Grantor, a.Spec.Operator)
	}
	before, found := agreementSpan(f, old)
	if found != nil || span == (calendar.Interval{}) || !span.NotBefore.Before(before.NotAfter) {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, f.basisOfRenewal(a),
		"the term of OperationAgreement %q begins at %s, before that of OperationAgreement %q, which it renews, has ended at %s; begin it then", a.Name, f.show(span.NotBefore, a.Spec.Jurisdiction), old.Name, f.show(before.NotAfter, a.Spec.Jurisdiction))
}

func (f *Facts) basisOfRenewal(a *v1alpha1.OperationAgreement) []v1alpha1.BasisID {
	return f.basisOfRenewalUnder(a.Spec.Jurisdiction)
}

func (f *Facts) basisOfRenewalUnder(pinned v1alpha1.ObjectName) []v1alpha1.BasisID {
	if edition := f.Jurisdictions[pinned].Get(); edition != nil && edition.Spec.Renewal != nil {
		return edition.Spec.Renewal.Basis
	}
	return nil
}

// renewable is the last day of the term with which the window for a renewal
// closes: of what an agreement renews, else its own.
func (f *Facts) renewable(a *v1alpha1.OperationAgreement) *calendar.Day {
	if a.Spec.Renews == "" {
		return lastDay(a.Spec.Term)
	}
	if old := f.agreement(a.Spec.Renews).Get(); old != nil {
		return lastDay(old.Spec.Term)
	}
	return nil
}

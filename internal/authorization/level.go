// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// levelAbove decides the agreement of level 1 above one of level 2, and tells
// its term; nothing of one of level 1.
func (f *Facts) levelAbove(a *v1alpha1.OperationAgreement, now time.Time) (calendar.Interval, *finding.Finding) {
	if max(a.Spec.Level, 1) == 1 {
		return calendar.Interval{}, nil
	}
	basis := f.basisOfLevel(a)
	name := string(a.Spec.Under)
	if name == "" {
		return calendar.Interval{}, finding.New(v1alpha1.UnlawfulReason, basis, "spec.under of OperationAgreement %q names no agreement; one of level 2 stands under one of level 1, name it", a.Name)
	}
	lookup := f.agreement(a.Spec.Under)
	above := lookup.Get()
	if above == nil {
		return calendar.Interval{}, noneAbove(f, lookup, v1alpha1.OnOperationAgreement, name, "spec.under", now)
	}
	if above.Spec.Level > 1 {
		return calendar.Interval{}, finding.New(v1alpha1.UnlawfulReason, basis, "spec.under: OperationAgreement %q is of level %d; one of level 2 stands under one of level 1, name that", above.Name, above.Spec.Level)
	}
	v := agreementWhole(f.unguarded(), above, now)
	return v.Interval, finding.First(
		aboveNotInForce(above.Name, v.Finding),
		f.sameCode(linkOfAgreement(a), linkOfAgreement(above)),
		grantedAbove(a, above, basis))
}

// grantedAbove finds that who grants an agreement of level 2 does not operate
// the one above it.
func grantedAbove(a, above *v1alpha1.OperationAgreement, basis []v1alpha1.BasisID) *finding.Finding {
	if a.Spec.Grantor == above.Spec.Operator {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, basis,
		"spec.grantor %q of OperationAgreement %q does not operate OperationAgreement %q above it, which %q does; that organisation grants what stands under it", a.Spec.Grantor, a.Name, above.Name, above.Spec.Operator)
}

// inputAbove finds that the agreement above one of level 2 does not hold one of
// its resources, or does no longer.
func (f *Facts) inputAbove(a *v1alpha1.OperationAgreement, name v1alpha1.ObjectName, field string, now time.Time) *finding.Finding {
	above := f.agreement(a.Spec.Under).Get()
	if max(a.Spec.Level, 1) == 1 || a.Spec.Under == "" || above == nil {
		return nil // another check says what is missing
	}
	subject := subjectOf(v1alpha1.OnOperationAgreement, above.Name)
	if !slices.Contains(above.Spec.DataResources, name) {
		if f.joinsBelow(a, name) {
			return nil
		}
		return finding.New(v1alpha1.UnlawfulReason, f.basisOfLevel(a),
			"%s: DataResource %q is not among spec.dataResources of OperationAgreement %q, above OperationAgreement %q; choose one of these", field, name, above.Name, a.Name)
	}
	return finding.First(
		aboveNotInForce(above.Name, f.standsAgainstInput(subject, name, now)),
		f.asked(above, now)(f.lawfulInput(subject, name, now)))
}

// joinsBelow says whether a resource is social data, which joins at level 2: nobody
// authorised it above, and the edition, that of the grant in question too, says who
// confirms it of every grant.
func (f *Facts) joinsBelow(a *v1alpha1.OperationAgreement, name v1alpha1.ObjectName) bool {
	pinned := []v1alpha1.ObjectName{a.Spec.Jurisdiction}
	if f.Grant != nil {
		pinned = append(pinned, f.Grant.Spec.Jurisdiction)
	}
	resource := f.Resources[name].Get()
	return resource != nil && !slices.ContainsFunc(pinned, func(name v1alpha1.ObjectName) bool {
		edition := f.Jurisdictions[name].Get()
		return edition == nil || f.origin(resource, edition) != v1alpha1.OriginSocial || !procedure.ConfirmsSocial(edition)
	})
}

func (f *Facts) basisOfLevel(a *v1alpha1.OperationAgreement) []v1alpha1.BasisID {
	if level := jurisdiction.LevelOf(f.Jurisdictions[a.Spec.Jurisdiction].Get(), a.Spec.Level); level != nil {
		return level.Basis
	}
	return nil
}

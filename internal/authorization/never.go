// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"maps"
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Never finds why a link can never be in force as it is written, or not for all of
// what it says, whoever acts and whatever time passes. It knows of those
// organisations alone that the facts hold. What only waits it does not find.
func (f *Facts) Never(subject v1alpha1.DecisionSubject, now time.Time) []*finding.Finding {
	f = f.hearing()
	edition := f.editionOf(subject).Get()
	if edition == nil {
		return nil
	}
	own, above := f.spans(subject)
	if gaps := f.gaps(subject, now); len(gaps) > 0 {
		a := f.agreement(subject.Name).Get() // it is in force without the gaps
		found := append(append(gaps, f.ofOtherCodes(a)...), f.ofThePlace(a, now), f.outlives(subject, own, above))
		return slices.DeleteFunc(found, func(f *finding.Finding) bool { return f == nil || f.Undecided })
	}
	found := f.unlawfulOf(subject, own, now)
	if !slices.ContainsFunc(found, isOfTerm) {
		found = append(found, f.outlives(subject, own, above))
	}
	found = append(found, f.undetermined(subject, now), f.unrenewable(subject, edition))
	if of := f.subject(subject, edition); of != nil && asks(edition, of.Kind) {
		found = append(found, procedure.Never(edition, of, f.world(subject, edition, now), f.everyone())...)
	}
	found = slices.DeleteFunc(found, func(f *finding.Finding) bool { return f == nil || f.Undecided })
	return f.orAdoptAll(subject, found, now)
}

// everyone is every body there is, by the name that was registered first.
func (f *Facts) everyone() []v1alpha1.ObjectName {
	names := slices.Sorted(maps.Keys(f.Organizations))
	return slices.DeleteFunc(names, func(name v1alpha1.ObjectName) bool {
		return f.Organizations[name].Get() == nil || f.registeredBefore(name) != ""
	})
}

// unlawfulOf are the checks of the verdict that its content alone decides.
func (f *Facts) unlawfulOf(subject v1alpha1.DecisionSubject, own calendar.Interval, now time.Time) []*finding.Finding {
	found := []*finding.Finding{f.lawful(subject, own, now)}
	switch subject.Kind {
	case v1alpha1.OnOperationAgreement:
		a := f.agreement(subject.Name).Get()
		found = append(found, operatorRole(f, a), f.renews(a, own))
		found = append(found, f.ofOtherCodes(a)...)
		for _, name := range a.Spec.DataResources {
			found = append(found, f.inputBreaches(subject, name, now)...)
		}
	case v1alpha1.OnDeveloperGrant:
		_, tier := f.tier(f.Grant)
		found = append(found, tier, f.sameCodeAsAgreement(f.Grant))
		for i := range f.Grant.Spec.Inputs {
			input := &f.Grant.Spec.Inputs[i]
			if a := f.Agreement.Get(); a != nil {
				found = append(found, insideAgreement(a, input.Resource))
			}
			found = append(found, f.fieldsKnown(input))
		}
	case v1alpha1.OnDataResource:
		r := f.Resources[subject.Name].Get()
		found = append(found, f.relabelled(r, f.Jurisdictions[r.Spec.Jurisdiction].Get()))
	}
	return slices.DeleteFunc(found, func(f *finding.Finding) bool { return f == nil || f.Reason != v1alpha1.UnlawfulReason })
}

// ofOtherCodes are the resources of an agreement that are of another code than it.
func (f *Facts) ofOtherCodes(a *v1alpha1.OperationAgreement) []*finding.Finding {
	var found []*finding.Finding
	for _, name := range a.Spec.DataResources {
		if other := f.resourceOfCode(a, name); other != nil && other.Reason == v1alpha1.UnlawfulReason {
			found = append(found, other)
		}
	}
	return found
}

// undetermined finds that the edition has no way in which the link comes into
// force.
func (f *Facts) undetermined(subject v1alpha1.DecisionSubject, now time.Time) *finding.Finding {
	effect, known := map[v1alpha1.SubjectLinkKind]v1alpha1.Effect{
		v1alpha1.OnImplementationPlan: v1alpha1.EffectEnter, v1alpha1.OnOperationAgreement: v1alpha1.EffectEnter, v1alpha1.OnDeveloperGrant: v1alpha1.EffectEnter,
		v1alpha1.OnSelection: v1alpha1.EffectSelected, v1alpha1.OnDataResource: v1alpha1.EffectCleared,
	}[subject.Kind]
	if !known {
		return nil
	}
	if found := f.entered(subject, effect, now); found != nil && found.Reason == v1alpha1.UndeterminedReason {
		return found
	}
	return nil
}

// spans are the terms of a link and of the one above it, zero where there is none.
func (f *Facts) spans(subject v1alpha1.DecisionSubject) (own, above calendar.Interval) {
	switch subject.Kind {
	case v1alpha1.OnImplementationPlan:
		own, _ = planSpan(f, f.Plans[subject.Name].Get())
	case v1alpha1.OnOperationAgreement:
		a := f.agreement(subject.Name).Get()
		own, _ = agreementSpan(f, a)
		if over := f.agreement(a.Spec.Under).Get(); over != nil {
			above, _ = agreementSpan(f, over)
		} else if p := f.Plans[a.Spec.Plan].Get(); p != nil {
			above, _ = planSpan(f, p)
		}
	case v1alpha1.OnDeveloperGrant:
		own, _ = span(f, f.Grant.Spec.Jurisdiction, f.Grant.Spec.Term, f.Grant.Spec.Window)
		if a := f.Agreement.Get(); a != nil {
			above, _ = agreementSpan(f, a)
		}
	}
	return own, above
}

// isOfTerm says whether a finding is about the term of the link.
func isOfTerm(found *finding.Finding) bool {
	return strings.HasPrefix(found.Said.Format, "the term of ")
}

// outlives finds that a link would end after the one above it.
func (f *Facts) outlives(subject v1alpha1.DecisionSubject, own, above calendar.Interval) *finding.Finding {
	if own == (calendar.Interval{}) || above == (calendar.Interval{}) || !own.NotAfter.After(above.NotAfter) {
		return nil
	}
	edition := v1alpha1.ObjectName("")
	if j := f.editionOf(subject).Get(); j != nil {
		edition = v1alpha1.ObjectName(j.Name)
	}
	return finding.New(v1alpha1.AncestorNotInForceReason, nil,
		"the term of %s %q ends at %s, after that of what it stands under, at %s; it is not in force from then on: end it with that",
		subject.Kind, subject.Name, f.show(own.NotAfter, edition), f.show(above.NotAfter, edition))
}

// unrenewable finds that a link renews another one, and the edition lets nobody
// admit renewals.
func (f *Facts) unrenewable(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction) *finding.Finding {
	of := f.subject(subject, edition)
	if of == nil || !of.Traits.Renewal || !asks(edition, of.Kind) || jurisdiction.Renews(&edition.Spec, of.Kind) {
		return nil
	}
	return finding.New(v1alpha1.UndeterminedReason, nil,
		"spec.renews: Jurisdiction %q has no procedure of %s with the effect Renewed, so that nobody can admit a renewal; leave the field out, and enter it as a new one", edition.Name, finding.A(of.Kind))
}

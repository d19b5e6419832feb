// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// DecideAgreement is the verdict on an agreement, resource by resource.
func DecideAgreement(f *Facts, now time.Time) Verdict {
	f = f.hearing()
	agreement := f.Agreement.Get()
	if agreement == nil {
		found := absent(f.Agreement, "OperationAgreement", "in question", "agreement")
		return Verdict{Force: forceOf(found), Finding: found}
	}
	v := agreementWhole(f, agreement, now)
	for _, name := range agreement.Spec.DataResources {
		found := finding.First(v.Finding, agreementInput(f, agreement, name, "spec.dataResources", now))
		v.Inputs = append(v.Inputs, InputVerdict{Resource: name, Force: forceOf(found), Finding: found})
	}
	return withoutInputsDenied(v, linkOfAgreement(agreement))
}

// agreementWhole decides an agreement once, however often it is asked for.
func agreementWhole(f *Facts, a *v1alpha1.OperationAgreement, now time.Time) Verdict {
	return f.once(linkOfAgreement(a), func() Verdict { return decideAgreement(f, a, now) })
}

// decideAgreement decides what concerns the agreement as a whole. The order is
// the order in which reasons are shown: cuts and terms before content.
func decideAgreement(f *Facts, a *v1alpha1.OperationAgreement, now time.Time) Verdict {
	edition := f.Jurisdictions[a.Spec.Jurisdiction]
	span, spanFound := agreementSpan(f, a)
	subject := subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	above, aboveFound := f.levelAbove(a, now)
	found := finding.First(
		// Make sure that the end of the term comes first, then people's acts;
		// both rest on the agreement alone.
		beingDeleted(a.DeletionTimestamp, linkOfAgreement(a)),
		f.agreementOver(a, span, spanFound, now),
		f.stands(subject, now),
		f.replaced(linkOfAgreement(a), subject, now),
		// Make sure that what is given would hold.
		f.guarded(now),
		// Make sure that the agreement above holds, of one of level 2.
		aboveFound,
		// Make sure that the parties exist and are in good standing.
		f.party(a.Spec.Operator, "spec.operator", now),
		f.party(a.Spec.Grantor, "spec.grantor", now),
		f.coGrantors(a, now),
		// Make sure that the edition is in effect and the content lawful.
		f.edition(a.Spec.Jurisdiction, now),
		spanFound,
		f.planAbove(a.Spec.Plan, below{linkOfAgreement(a), subject, v1alpha1.EffectEnter, a.CreationTimestamp}, now),
		f.selectionAbove(a, now),
		agreementContent(f, a, span, spanFound, now, now),
		f.notYet(span, now, linkOfAgreement(a)),
	)
	v := Verdict{Force: forceOf(found), Finding: found, Remark: f.remarks(a, edition.Get(), now), Interval: span, Next: f.next(now, span, above)}
	if above != (calendar.Interval{}) && span != (calendar.Interval{}) {
		v.Interval = span.Intersect(above)
	}
	return v
}

// agreementContent finds what the agreement itself lacks: nothing that people
// took from it, and nothing of the links above. at is when its edition and its
// term are asked.
func agreementContent(f *Facts, a *v1alpha1.OperationAgreement, span calendar.Interval, unknown *finding.Finding, at, now time.Time) *finding.Finding {
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	subject := subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	asked := f.asked(a, now)
	return finding.First(
		f.edition(a.Spec.Jurisdiction, at),
		unknown,
		// Make sure that what no adoption answers comes first.
		f.lapsed(subject, linkOfAgreement(a), a.CreationTimestamp, now),
		f.ofThePlace(a, now),
		asked(operatorRole(f, a)),
		asked(f.lawfulTerm(subject, edition, span, at, now)),
		asked(f.lawful(subject, span, now)),
		f.renews(a, span),
		f.revisesAgreement(a),
		// Make sure that its place is not taken by who signed before.
		asked(f.placeTaken(a, span, now)),
		f.pendingOrAdopt(a, now),
		asked(contains(edition, linkOfAgreement(a), func() content.Subject { return content.OfAgreement(&a.Spec) })),
		asked(f.conferred(a.Spec.Operator, jurisdiction.OperatorRole(edition, a.Spec.Level), edition, "spec.operator", now)),
	)
}

// agreementInput decides what concerns one resource under the agreement. field
// is where the link in question names the resource.
func agreementInput(f *Facts, a *v1alpha1.OperationAgreement, name v1alpha1.ObjectName, field string, now time.Time) *finding.Finding {
	return finding.First(
		f.standsAgainstInput(subjectOf(v1alpha1.OnOperationAgreement, a.Name), name, now),
		resourceUsable(f, name, field, now),
		f.resourceOfCode(a, name),
		f.asked(a, now)(f.lawfulInput(subjectOf(v1alpha1.OnOperationAgreement, a.Name), name, now)),
		f.inputAbove(a, name, field, now),
	)
}

func (f *Facts) resourceOfCode(a *v1alpha1.OperationAgreement, name v1alpha1.ObjectName) *finding.Finding {
	resource := f.Resources[name].Get()
	if resource == nil {
		return nil
	}
	return f.sameCode(linkOfResource(resource), linkOfAgreement(a))
}

func agreementSpan(f *Facts, a *v1alpha1.OperationAgreement) (calendar.Interval, *finding.Finding) {
	return span(f, a.Spec.Jurisdiction, a.Spec.Term, a.Spec.Window)
}

// operatorRole finds that the operator lacks the role that the edition asks of
// one at the agreement's level.
func operatorRole(f *Facts, a *v1alpha1.OperationAgreement) *finding.Finding {
	org, edition := f.Organizations[a.Spec.Operator].Get(), f.Jurisdictions[a.Spec.Jurisdiction].Get()
	role := jurisdiction.OperatorRole(edition, a.Spec.Level)
	if org == nil || jurisdiction.HasRole(org, role) {
		return nil
	}
	if edition == nil && a.Spec.Level > 1 {
		return nil // another check says that the edition is missing
	}
	var basis []v1alpha1.BasisID
	if level := jurisdiction.LevelOf(edition, a.Spec.Level); level != nil {
		basis = level.Basis
	}
	return finding.New(v1alpha1.UnlawfulReason, basis, "spec.operator %q lacks the role %s; it has %v", org.Name, role, org.Spec.Roles)
}

func (f *Facts) coGrantors(a *v1alpha1.OperationAgreement, now time.Time) *finding.Finding {
	found := make([]*finding.Finding, 0, len(a.Spec.CoGrantors))
	for _, name := range a.Spec.CoGrantors {
		found = append(found, f.party(name, "spec.coGrantors", now))
	}
	return finding.First(found...)
}

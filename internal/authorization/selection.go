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

// DecideSelection is the verdict on a call for applicants: it is in force once
// it has ended in a choice that holds.
func DecideSelection(f *Facts, name v1alpha1.ObjectName, now time.Time) Verdict {
	f = f.hearing()
	selection := f.Selections[name].Get()
	if selection == nil {
		found := absent(f.Selections[name], "Selection", string(name), "metadata.name")
		return Verdict{Force: forceOf(found), Finding: found}
	}
	return selectionWhole(f, selection, now)
}

// selectionWhole decides a call once, however often it is asked for.
func selectionWhole(f *Facts, s *v1alpha1.Selection, now time.Time) Verdict {
	return f.once(linkOfSelection(s), func() Verdict { return decideSelection(f, s, now) })
}

// Applicants are who applied in a call, and who was chosen.
func (f *Facts) Applicants(name v1alpha1.ObjectName, now time.Time) []v1alpha1.ApplicantStatus {
	report := f.hearing().proceedings(subjectOf(v1alpha1.OnSelection, string(name)), now)
	var applicants []v1alpha1.ApplicantStatus
	for _, a := range report.Applicants {
		applicants = append(applicants, v1alpha1.ApplicantStatus{Organization: a.Organization, AppliedOn: a.Apply.Spec.ActedOn, Selected: &a.Selected})
	}
	return applicants
}

func decideSelection(f *Facts, s *v1alpha1.Selection, now time.Time) Verdict {
	found := finding.First(
		// Make sure that people's acts come first: they rest on the call alone.
		beingDeleted(s.DeletionTimestamp, linkOfSelection(s)),
		f.stands(subjectOf(v1alpha1.OnSelection, s.Name), now),
		// Make sure that what the call carries out holds, and who calls stands.
		f.planAbove(s.Spec.Plan, below{linkOfSelection(s), subjectOf(v1alpha1.OnSelection, s.Name), v1alpha1.EffectSelected, s.CreationTimestamp}, now),
		f.calledUnder(s, now),
		f.party(s.Spec.Organiser, "spec.organiser", now),
		// Make sure that the edition is in effect and the procedure complete.
		f.edition(s.Spec.Jurisdiction, now),
		f.lapsed(subjectOf(v1alpha1.OnSelection, s.Name), linkOfSelection(s), s.CreationTimestamp, now),
		f.lawful(subjectOf(v1alpha1.OnSelection, s.Name), calendar.Interval{}, now),
		f.entered(subjectOf(v1alpha1.OnSelection, s.Name), v1alpha1.EffectSelected, now),
		contains(f.Jurisdictions[s.Spec.Jurisdiction].Get(), linkOfSelection(s), func() content.Subject { return content.OfSelection(&s.Spec) }),
	)
	return Verdict{Force: forceOf(found), Finding: found, Next: f.next(now)}
}

// calledUnder finds what stands against the agreement under which developers
// are sought. A call gives no access: whether the guards of access hold is no
// matter of it.
func (f *Facts) calledUnder(s *v1alpha1.Selection, now time.Time) *finding.Finding {
	name := string(s.Spec.Agreement)
	switch {
	case name == "":
		return nil
	case s.Spec.Seeks != v1alpha1.RoleDeveloper:
		return finding.New(v1alpha1.UnlawfulReason, nil, "spec.agreement %q: developers are sought under an agreement, and Selection %q seeks %s; leave it out", name, s.Name, finding.A(s.Spec.Seeks))
	}
	lookup := f.agreement(s.Spec.Agreement)
	agreement := lookup.Get()
	if agreement == nil {
		return noneAbove(f, lookup, v1alpha1.OnOperationAgreement, name, "spec.agreement", now)
	}
	return finding.First(
		aboveNotInForce(name, agreementWhole(f.unguarded(), agreement, now).Finding),
		f.sameCode(linkOfSelection(s), linkOfAgreement(agreement)))
}

// unguarded are the same facts for a link above: whether the guards of access
// hold is asked of the link in question.
func (f *Facts) unguarded() *Facts {
	own := *f
	own.Guards = Guards{Proven: true}
	return &own
}

// sought is whom the call seeks in which the operator of an agreement is chosen.
func (f *Facts) sought(a *v1alpha1.OperationAgreement) v1alpha1.Role {
	return jurisdiction.OperatorRole(f.Jurisdictions[a.Spec.Jurisdiction].Get(), a.Spec.Level)
}

// selectionAbove finds what stands against the call that an agreement names: one
// for operators of its level that ended in a choice.
func (f *Facts) selectionAbove(a *v1alpha1.OperationAgreement, now time.Time) *finding.Finding {
	name := a.Spec.Selection
	if name == "" {
		return nil
	}
	selection := f.Selections[name].Get()
	if selection == nil {
		return noneAbove(f, f.Selections[name], v1alpha1.OnSelection, string(name), "spec.selection", now)
	}
	if sought := f.sought(a); selection.Spec.Seeks != sought {
		return finding.New(v1alpha1.UnlawfulReason, nil, "spec.selection: Selection %q seeks %s, and who operates OperationAgreement %q is %s; an agreement names the call in which its operator was chosen", name, selection.Spec.Seeks, a.Name, sought)
	}
	return finding.First(
		ancestorNotInForce("Selection", selection.Name, selectionWhole(f, selection, now).Finding),
		f.sameCode(linkOfAgreement(a), linkOfSelection(selection)))
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// DecideSelection is the verdict on a call for applicants: it is in force once
// it has ended in a choice that holds.
func DecideSelection(f *Facts, now time.Time) Verdict {
	selection := f.Selection.Get()
	if selection == nil {
		found := absent(f.Selection, "Selection", "in question", "selection")
		return Verdict{Force: forceOf(found), Finding: found}
	}
	return selectionWhole(f, selection, now)
}

func selectionWhole(f *Facts, s *v1alpha1.Selection, now time.Time) Verdict {
	found := finding.First(
		// Make sure that people's acts come first: they rest on the call alone.
		beingDeleted(s.DeletionTimestamp, linkOfSelection(s)),
		f.stands(subjectOf(v1alpha1.OnSelection, s.Name), now),
		// Make sure that what the call carries out holds, and who calls stands.
		f.planAbove(s.Spec.Plan, linkOfSelection(s), now),
		f.calledUnder(s, now),
		f.party(s.Spec.Organiser, "spec.organiser", now),
		// Make sure that the edition is in effect and the procedure complete.
		f.edition(s.Spec.Jurisdiction, now),
		procedure(f.Jurisdictions[s.Spec.Jurisdiction].Get(), v1alpha1.LinkSelection),
	)
	return Verdict{Force: forceOf(found), Finding: found, Next: f.next(now)}
}

// calledUnder finds what stands against the agreement under which developers
// are sought. A call gives no access: whether the guards of access hold is no
// matter of it.
func (f *Facts) calledUnder(s *v1alpha1.Selection, now time.Time) *finding.Finding {
	name := string(s.Spec.Agreement)
	if name == "" {
		return nil
	}
	agreement := f.Agreement.Get()
	if agreement == nil {
		return finding.First(
			aboveNotInForce(name, f.stands(subjectOf(v1alpha1.OnOperationAgreement, name), now)),
			absent(f.Agreement, "OperationAgreement", name, "spec.agreement"))
	}
	unguarded := *f
	unguarded.Guards = Guards{Proven: true}
	return finding.First(
		aboveNotInForce(name, agreementWhole(&unguarded, agreement, now).Finding),
		f.sameCode(linkOfSelection(s), linkOfAgreement(agreement)))
}

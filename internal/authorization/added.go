// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// heldBefore is the data of the agreement in whose place a later version comes:
// of those that it revises, one after another, the nearest whose procedures
// brought it into force. One that they did not says nothing: nobody approved what
// it holds, and it may still change. Where there is none, nothing was held.
type heldBefore struct {
	data   []v1alpha1.ObjectName
	unread *finding.Finding // nobody could tell
}

// markAdded marks which inputs of an agreement are new in it, where its edition
// asks: all but what was held before. While nobody can tell, its procedure is not
// complete (unheard), and nothing is taken for new, so that no consequence follows
// from a step that may not be asked for.
func (f *Facts) markAdded(s *procedure.Subject, edition *v1alpha1.Jurisdiction, now time.Time) {
	if s.Kind != v1alpha1.LinkOperationAgreement || !AsksWhatWasHeld(edition) {
		return
	}
	before := f.heldBefore(s.Name, now)
	for i := range s.Inputs {
		s.Inputs[i].Added = before.unread == nil && !slices.Contains(before.data, s.Inputs[i].Resource)
	}
}

// heldUnread finds that nobody could tell what was held before an agreement, where
// its edition asks.
func (f *Facts) heldUnread(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, now time.Time) *finding.Finding {
	if subject.Kind != v1alpha1.OnOperationAgreement || !AsksWhatWasHeld(edition) {
		return nil
	}
	return f.heldBefore(subject.Name, now).unread
}

// heldBefore is asked once for a verdict. For versions that revise each other
// nothing was held: it is being asked already.
func (f *Facts) heldBefore(name v1alpha1.ObjectName, now time.Time) heldBefore {
	if f.heard == nil {
		f = f.hearing()
	}
	if before, asked := f.heard.before[name]; asked {
		return before
	}
	f.heard.before[name] = heldBefore{}
	if a := f.agreement(name).Get(); a != nil && a.Spec.Revises != "" {
		f.heard.before[name] = f.heldIn(a.Spec.Revises, a.CreationTimestamp.UTC(), now)
	}
	return f.heard.before[name]
}

// heldIn is the data of an agreement that another one revises, or of the nearest
// before it that came into force; without what was taken from it before the later
// one was made and not given back, which joins again.
func (f *Facts) heldIn(name v1alpha1.ObjectName, made, now time.Time) heldBefore {
	lookup := f.agreement(name)
	a := lookup.Get()
	switch {
	case lookup.IsMissing():
		return heldBefore{}
	case a == nil:
		return heldBefore{unread: finding.Unread("OperationAgreement", string(name))}
	case unknown(f.Jurisdictions[a.Spec.Jurisdiction]):
		return heldBefore{unread: finding.Unread("Jurisdiction", string(a.Spec.Jurisdiction))}
	case f.Jurisdictions[a.Spec.Jurisdiction].IsMissing():
		return f.heldBefore(name, now)
	}
	subject := subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	switch found := f.entered(subject, v1alpha1.EffectEnter, now); {
	case found != nil && found.Undecided:
		return heldBefore{unread: found}
	case found != nil:
		return f.heldBefore(name, now)
	}
	taken, known := f.takenUntil(subject, made, now)
	if !known {
		return heldBefore{unread: finding.Unread(finding.Say("the Decisions on %s", subject.Kind), a.Name)}
	}
	return heldBefore{data: slices.DeleteFunc(slices.Clone(a.Spec.DataResources), taken.input)}
}

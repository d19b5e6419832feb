// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
	"github.com/publicdata-io/mandate/internal/standing"
)

// heldBefore is the data of the agreement in whose place a later version comes:
// of those that it revises, one after another, the nearest whose procedures
// brought it into force. One that they did not says nothing: nobody approved what
// it holds, and it may still change. Where there is none, nothing was held.
//
// It is asked as of the first act on the later version: what people write down
// about the earlier ones since makes that one neither more complete nor less.
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
	a := f.agreement(name).Get()
	if a == nil || a.Spec.Revises == "" || f.heard.asking[name] {
		return heldBefore{}
	}
	f.heard.asking[name] = true
	defer delete(f.heard.asking, name)
	at := f.firstActOn(subjectOf(v1alpha1.OnOperationAgreement, string(name)), now)
	f.heard.before[name] = f.until(at).heldIn(a.Spec.Revises, []v1alpha1.ObjectName{name}, at)
	return f.heard.before[name]
}

// heldIn is the data of an agreement that others revise, or of the nearest before
// it that had come into force at an instant; without what was taken from it and
// not given back by then, which joins again.
func (f *Facts) heldIn(name v1alpha1.ObjectName, later []v1alpha1.ObjectName, at time.Time) heldBefore {
	lookup := f.agreement(name)
	a := lookup.Get()
	switch {
	case name == "", lookup.IsMissing(), slices.Contains(later, name):
		return heldBefore{}
	case a == nil:
		return heldBefore{unread: finding.Unread("OperationAgreement", string(name))}
	case unknown(f.Jurisdictions[a.Spec.Jurisdiction]):
		return heldBefore{unread: finding.Unread("Jurisdiction", string(a.Spec.Jurisdiction))}
	case f.Jurisdictions[a.Spec.Jurisdiction].IsMissing():
		return f.heldIn(a.Spec.Revises, append(later, name), at)
	}
	subject := subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	switch found := f.entered(subject, v1alpha1.EffectEnter, at); {
	case found != nil && found.Undecided:
		return heldBefore{unread: found}
	case found != nil:
		return f.heldIn(a.Spec.Revises, append(later, name), at)
	}
	taken, known := f.takenUntil(subject, at.Add(1), at)
	if !known {
		return heldBefore{unread: finding.Unread(finding.Say("the Decisions on %s", subject.Kind), a.Name)}
	}
	return heldBefore{data: slices.DeleteFunc(slices.Clone(a.Spec.DataResources), taken.input)}
}

// firstActOn is when the first act on the content of a subject was recorded; now
// where there is none yet.
func (f *Facts) firstActOn(subject v1alpha1.DecisionSubject, now time.Time) time.Time {
	first := now
	for _, d := range f.Decisions[subject] {
		if recorded := standing.RecordedAt(d); d.Spec.Subject.Digest != "" && recorded.Before(first) {
			first = recorded
		}
	}
	return first
}

// until are the facts without the acts that were recorded after an instant. The
// objects are those of today.
func (f *Facts) until(at time.Time) *Facts {
	then := *f
	then.kept = nil
	then.heard = newHeard()
	then.heard.asking = f.heard.asking
	then.Decisions = make(map[v1alpha1.DecisionSubject][]*v1alpha1.Decision, len(f.Decisions))
	for subject, acts := range f.Decisions {
		then.Decisions[subject] = slices.DeleteFunc(slices.Clone(acts), func(d *v1alpha1.Decision) bool { return standing.RecordedAt(d).After(at) })
	}
	return &then
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// DecideObjection is the verdict on an objection, which is in force while it is
// open: until it is disposed of by the procedure of the edition that what it is
// against pins. Where the edition knows no such procedure it stays open.
func DecideObjection(f *Facts, now time.Time) Verdict {
	f = f.hearing()
	objection := f.Objection.Get()
	if objection == nil {
		found := absent(f.Objection, "Objection", "in question", "objection")
		return Verdict{Force: forceOf(found), Finding: found}
	}
	found := finding.First(
		f.againstMissing(objection),
		f.disposed(objection, now),
	)
	return Verdict{Force: forceOf(found), Finding: found, Next: f.next(now)}
}

// againstMissing finds that what is objected to is not there.
func (f *Facts) againstMissing(o *v1alpha1.Objection) *finding.Finding {
	kind, name := string(o.Spec.Against.Kind), string(o.Spec.Against.Name)
	const field = "spec.against"
	switch o.Spec.Against.Kind {
	case v1alpha1.LinkImplementationPlan:
		return absent(f.Plans[o.Spec.Against.Name], kind, name, field)
	case v1alpha1.LinkSelection:
		return absent(f.Selections[o.Spec.Against.Name], kind, name, field)
	case v1alpha1.LinkOperationAgreement:
		return absent(f.Agreement, kind, name, field)
	case v1alpha1.LinkDeveloperGrant:
		return absent(f.grantLookup(), kind, name, field)
	}
	return finding.New(v1alpha1.UnlawfulReason, nil, "%s.kind: nothing objects to %s", field, finding.A(kind))
}

// grantLookup is the grant in question as a lookup.
func (f *Facts) grantLookup() Lookup[v1alpha1.DeveloperGrant] {
	return Lookup[v1alpha1.DeveloperGrant]{object: f.Grant, absent: f.Grant == nil && !f.GrantUnread}
}

// editionAgainst is the edition that what is objected to pins.
func (f *Facts) editionAgainst() Lookup[v1alpha1.Jurisdiction] {
	objection := f.Objection.Get()
	if objection == nil {
		return Lookup[v1alpha1.Jurisdiction]{absent: f.Objection.IsMissing()}
	}
	return f.editionOf(v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(objection.Spec.Against.Kind), Name: objection.Spec.Against.Name})
}

// disposed finds that an objection was disposed of, or that the edition declares
// that no act is needed for that.
func (f *Facts) disposed(o *v1alpha1.Objection, now time.Time) *finding.Finding {
	edition := f.editionAgainst().Get()
	subject := subjectOf(v1alpha1.OnObjection, o.Name)
	switch {
	case edition == nil:
		return nil
	case !asks(edition, v1alpha1.LinkObjection):
		if jurisdiction.ProcedureOpen(edition, v1alpha1.LinkObjection) != nil {
			return nil
		}
		return finding.New(v1alpha1.ObjectionDisposedReason, nil, "Jurisdiction %q asks for no act to dispose of an objection: it is recorded, and holds nothing up", edition.Name)
	}
	if _, known := f.Decisions[subject]; !known {
		return finding.Unread(finding.Say("the Decisions on %s", v1alpha1.OnObjection), o.Name)
	}
	if outcome := f.proceedings(subject, now).Effect(v1alpha1.EffectDisposed); outcome.Complete {
		return finding.New(v1alpha1.ObjectionDisposedReason, nil, "it was disposed of at %s", f.show(outcome.Since, v1alpha1.ObjectName(edition.Name)))
	}
	return nil
}

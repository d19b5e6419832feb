// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// adoptedBy is the act by which an agreement was adopted as signed before the rules
// of its edition held (D63), or nil. unread finds that nobody could tell: what the
// edition asks of others then neither opens nor cuts.
func (f *Facts) adoptedBy(a *v1alpha1.OperationAgreement, now time.Time) (by *v1alpha1.Decision, unread *finding.Finding) {
	if !f.ofBefore(a) {
		return nil, nil
	}
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	subject := subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	if unread = f.unheard(subject, edition, now); unread != nil {
		return nil, unread
	}
	report := f.proceedings(subject, now)
	if by = report.AdoptedBy(); by != nil {
		return by, nil
	}
	if pending := report.Effect(v1alpha1.EffectAdopted).Pending; pending != nil && pending.Undecided {
		return nil, pending
	}
	return nil, nil
}

// ofBefore says whether an agreement may be adopted: one that revises and renews none,
// and begins before the rules of its edition hold.
func (f *Facts) ofBefore(a *v1alpha1.OperationAgreement) bool {
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	if edition == nil || edition.Spec.Transition == nil || a.Spec.Revises != "" || a.Spec.Renews != "" || jurisdiction.Adopting(&edition.Spec) == "" {
		return false // of most editions at once: every look at an agreement asks
	}
	hold, known := jurisdiction.RulesHoldFrom(&edition.Spec)
	begins := f.begins(a, edition)
	return known && begins != nil && *begins < hold
}

// asked says what of what the edition asks stands against an agreement: nothing
// against one that was adopted, for which it is a gap. Of one that may be of before it
// says how that comes.
func (f *Facts) asked(a *v1alpha1.OperationAgreement, now time.Time) func(*finding.Finding) *finding.Finding {
	by, unread := f.adoptedBy(a, now)
	return func(found *finding.Finding) *finding.Finding {
		switch {
		case found == nil, by != nil:
			return nil
		case found.Undecided:
			return found
		case unread != nil:
			doubted := *found
			doubted.Undecided = true
			return &doubted
		}
		return f.orAdopt(a, found, now)
	}
}

// orAdopt is what stands against an agreement, and beside it by whose act one is
// adopted that may be of before, and who took that back.
func (f *Facts) orAdopt(a *v1alpha1.OperationAgreement, found *finding.Finding, now time.Time) *finding.Finding {
	if !f.ofBefore(a) {
		return found
	}
	report := f.proceedings(subjectOf(v1alpha1.OnOperationAgreement, a.Name), now)
	by := report.Adopting()
	if by == nil {
		return found
	}
	spec := &f.Jurisdictions[a.Spec.Jurisdiction].Get().Spec
	hold, _ := jurisdiction.RulesHoldFrom(spec)
	back := finding.Say("")
	if j := report.AdoptionTakenBack(); j != nil {
		back = finding.Say("; Decision %q on that step was %s", j.Decision.Name, j.Finding.Said)
	}
	return procedure.AwaitedOn(finding.New(found.Reason, slices.Concat(found.Basis, spec.Transition.Basis),
		"%s; were it signed before %s, from when the rules hold, %s of %s on step %s would let it run on as it is%s",
		found.Said, hold, by.Giving.Act, by.Giving.By, by.Step, back), []procedure.Conferral{*by})
}

// pendingOrAdopt is what of its procedures stands against an agreement. One that was
// adopted awaits nobody in them, and an act on other content is no matter of that.
func (f *Facts) pendingOrAdopt(a *v1alpha1.OperationAgreement, now time.Time) *finding.Finding {
	found := f.entered(subjectOf(v1alpha1.OnOperationAgreement, a.Name), v1alpha1.EffectEnter, now)
	if found == nil || found.Reason != v1alpha1.ProcedurePendingReason {
		return found
	}
	return f.orAdopt(a, found, now)
}

// agreementOver finds that the term of an agreement has ended. One that was adopted
// ended by its own, whatever the rules allow others.
func (f *Facts) agreementOver(a *v1alpha1.OperationAgreement, span calendar.Interval, unknown *finding.Finding, now time.Time) *finding.Finding {
	found := f.termEnded(span, unknown, now, linkOfAgreement(a))
	if found == nil {
		return nil
	}
	if by, unread := f.adoptedBy(a, now); by != nil {
		found.Basis = f.Jurisdictions[a.Spec.Jurisdiction].Get().Spec.Transition.Basis
	} else if unread != nil {
		found.Basis = nil
	}
	return found
}

// orAdoptAll says it of all that is found, but where the place is another one: whoever
// adopts helps nothing there.
func (f *Facts) orAdoptAll(subject v1alpha1.DecisionSubject, found []*finding.Finding, now time.Time) []*finding.Finding {
	if subject.Kind != v1alpha1.OnOperationAgreement {
		return found
	}
	a := f.agreement(subject.Name).Get()
	if a == nil || f.ofThePlace(a, now) != nil {
		return found
	}
	for i := range found {
		found[i] = f.orAdopt(a, found[i], now)
	}
	return found
}

// ofThePlace finds that an agreement which was, or may be, adopted pins an edition that
// governs nobody there: that is no gap, whenever it was signed.
func (f *Facts) ofThePlace(a *v1alpha1.OperationAgreement, now time.Time) *finding.Finding {
	if !f.ofBefore(a) {
		return nil // asked with the rest
	}
	c := f.lawfulCase(subjectOf(v1alpha1.OnOperationAgreement, a.Name), now)
	if c == nil {
		return nil
	}
	return lawful.OfThePlace(c)
}

// gaps are what an agreement lacks under its edition that was adopted, whole and
// resource by resource; none of another one.
func (f *Facts) gaps(subject v1alpha1.DecisionSubject, now time.Time) []*finding.Finding {
	a := f.agreement(subject.Name).Get()
	if subject.Kind != v1alpha1.OnOperationAgreement || a == nil {
		return nil
	}
	if by, _ := f.adoptedBy(a, now); by == nil {
		return nil
	}
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	own, _ := agreementSpan(f, a)
	found := []*finding.Finding{operatorRole(f, a), f.lawfulTerm(subject, edition, own, now, now), f.placeTaken(a, own, now)}
	found = append(found, f.breaches(subject, own, now)...)
	for _, name := range a.Spec.DataResources {
		found = append(found, f.inputBreaches(subject, name, now)...)
	}
	found = append(found,
		containedNot(edition, linkOfAgreement(a), content.OfAgreement(&a.Spec)),
		f.conferred(a.Spec.Operator, jurisdiction.OperatorRole(edition, a.Spec.Level), edition, "spec.operator", now))
	found = append(found, f.proceedings(subject, now).Gaps()...)
	return slices.DeleteFunc(found, func(f *finding.Finding) bool { return f == nil || f.Undecided })
}

func (f *Facts) breaches(subject v1alpha1.DecisionSubject, own calendar.Interval, now time.Time) []*finding.Finding {
	c := f.lawfulCase(subject, now)
	if c == nil {
		return nil
	}
	c.Term = own
	return lawful.Breaches(c)
}

// lacking are gaps as what is owed.
func lacking(gaps []*finding.Finding) []procedure.Owed {
	owed := make([]procedure.Owed, 0, len(gaps))
	for _, gap := range gaps {
		owed = append(owed, procedure.Owed{Gap: true, Said: gap.Said, Basis: gap.Basis})
	}
	return owed
}

// remarks are what there is to say of an agreement in force all the same.
func (f *Facts) remarks(a *v1alpha1.OperationAgreement, edition *v1alpha1.Jurisdiction, now time.Time) *finding.Finding {
	lapsed := f.runsOn(edition, now)
	by, _ := f.adoptedBy(a, now)
	if by == nil {
		return lapsed
	}
	legacy := finding.New(v1alpha1.LegacyReason, edition.Spec.Transition.Basis,
		"Legacy: signed before the rules of Jurisdiction %q held, and adopted by Decision %q; whatever it lacks under them is told in DutiesDone, and denies nothing", edition.Name, by.Name)
	if lapsed == nil {
		return legacy
	}
	return finding.New(v1alpha1.LegacyReason, append(slices.Clone(legacy.Basis), lapsed.Basis...), "%s; %s", legacy.Said, lapsed.Said)
}

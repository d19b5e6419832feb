// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"cmp"
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// placeTaken finds that the edition bounds the number of operators, and that as
// many others signed before: of those that exceed it, the later signature is not
// in force, and the earlier is untouched. A place is held from the signature
// until the term is over or the agreement terminated, and by who is suspended
// too. An operator who signs again takes no second place.
func (f *Facts) placeTaken(a *v1alpha1.OperationAgreement, span calendar.Interval, now time.Time) *finding.Finding {
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	if edition == nil || span == (calendar.Interval{}) {
		return nil // another check says what is missing
	}
	for i := range edition.Spec.Operators {
		rule := &edition.Spec.Operators[i]
		if !counted(rule, a) {
			continue
		}
		rivals, read := f.Rivals[v1alpha1.ObjectName(a.Name)]
		if !read {
			return finding.Unread("the agreements that are counted together with OperationAgreement", a.Name)
		}
		if found := f.exceeds(rule, a, rivals, span, now); found != nil {
			return found
		}
	}
	return nil
}

// counted says whether a rule counts the operator of an agreement.
func counted(rule *v1alpha1.OperatorsRule, a *v1alpha1.OperationAgreement) bool {
	return (rule.Mode == "" || rule.Mode == a.Spec.Mode) && (rule.Level == 0 || rule.Level == max(a.Spec.Level, 1))
}

// place is the place that an agreement holds, and since when.
type place struct {
	agreement *v1alpha1.OperationAgreement
	signed    time.Time
	until     time.Time
}

// holding is the place that an agreement holds, if any, or what could not be read.
type holding struct {
	place  *place
	unread *finding.Finding
}

// exceeds finds that the places of a rule are held by others who signed first.
func (f *Facts) exceeds(rule *v1alpha1.OperatorsRule, a *v1alpha1.OperationAgreement, rivals []*Facts, span calendar.Interval, now time.Time) *finding.Finding {
	own, signed := f.signedAt(a, now)
	var before []place
	for _, rival := range rivals {
		other := rival.Agreement.Get()
		if other == nil || !f.together(rule, a, rival) {
			continue
		}
		beside := asked(rival, now, func(rival *Facts) holding { return rival.holds(other, span, now) })
		switch {
		case beside.unread != nil:
			return beside.unread
		case beside.place != nil && (!signed || earlier(*beside.place, place{agreement: a, signed: own})):
			before = append(before, *beside.place)
		}
	}
	slices.SortFunc(before, func(x, y place) int {
		if earlier(x, y) {
			return -1
		}
		return 1
	})
	found := f.full(rule, a, before)
	if found != nil && !signed && f.signatureUnread(a, now) {
		found.Undecided = true
	}
	return found
}

// signatureUnread says whether only what could not be read keeps an agreement
// from being known to be signed.
func (f *Facts) signatureUnread(a *v1alpha1.OperationAgreement, now time.Time) bool {
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	if !asks(edition, v1alpha1.LinkOperationAgreement) {
		return false
	}
	subject := subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	pending := f.proceedings(subject, now).Effect(v1alpha1.EffectEnter).Pending
	return f.unheard(subject, edition, now) != nil || pending != nil && pending.Undecided
}

// full finds that the first of those who hold places are as many as there are.
func (f *Facts) full(rule *v1alpha1.OperatorsRule, a *v1alpha1.OperationAgreement, before []place) *finding.Finding {
	var operators []v1alpha1.ObjectName
	for _, held := range before {
		if name := held.agreement.Spec.Operator; !slices.Contains(operators, name) {
			operators = append(operators, name)
		}
		if f.heard != nil {
			f.heard.next = calendar.Earliest(f.heard.next, held.until)
		}
		if len(operators) < int(rule.Max) {
			continue
		}
		return finding.New(v1alpha1.PlaceTakenReason, rule.Basis,
			"OperationAgreement %q of Organization %q was signed earlier, and at most %d may operate %s at a time; OperationAgreement %q comes into force once a place is free", held.agreement.Namespace+"/"+held.agreement.Name, held.agreement.Spec.Operator, rule.Max, scopeOf(rule, held.agreement), a.Name)
	}
	return nil
}

// scopeOf says what operators are counted in.
func scopeOf(rule *v1alpha1.OperatorsRule, a *v1alpha1.OperationAgreement) finding.Series {
	var words []finding.Phrase
	for _, per := range rule.Per {
		switch per {
		case v1alpha1.PerGrantor:
			words = append(words, finding.Say("for Organization %q", a.Spec.Grantor))
		case v1alpha1.PerField:
			words = append(words, finding.Say("in the field %q", a.Spec.Field))
		case v1alpha1.PerDivision:
			words = append(words, finding.Say("in the division %q", a.Spec.Division))
		}
	}
	if len(words) == 0 {
		words = append(words, finding.Say("under the editions of one code"))
	}
	return finding.All(" ", words...)
}

// together says whether a rule counts two operators together: of agreements that
// pin editions of one code, of what the rule counts by.
func (f *Facts) together(rule *v1alpha1.OperatorsRule, a *v1alpha1.OperationAgreement, rival *Facts) bool {
	edition, other := f.Jurisdictions[a.Spec.Jurisdiction].Get(), rival.Agreement.Get()
	pinned := rival.Jurisdictions[other.Spec.Jurisdiction].Get()
	if pinned != nil && pinned.Spec.Code != edition.Spec.Code || !countedTogether(rule, a, other) {
		return false
	}
	if pinned == nil || !slices.Contains(rule.Per, v1alpha1.PerDivision) {
		return true
	}
	return f.divisionOfAgreement(a, edition) == rival.divisionOfAgreement(other, pinned)
}

// countedTogether says whether a rule may count two operators together, as far as
// their agreements alone tell.
func countedTogether(rule *v1alpha1.OperatorsRule, a, other *v1alpha1.OperationAgreement) bool {
	switch {
	case !counted(rule, a), !counted(rule, other), a.Spec.Operator == other.Spec.Operator:
		return false
	case slices.Contains(rule.Per, v1alpha1.PerGrantor) && a.Spec.Grantor != other.Spec.Grantor:
		return false
	}
	return !slices.Contains(rule.Per, v1alpha1.PerField) || a.Spec.Field == other.Spec.Field
}

// holds is the place that an agreement holds beside another term, or none. One
// whose edition could not be read may hold one.
func (f *Facts) holds(a *v1alpha1.OperationAgreement, beside calendar.Interval, now time.Time) holding {
	lookup := f.Jurisdictions[a.Spec.Jurisdiction]
	if lookup.Get() == nil {
		if lookup.IsMissing() {
			return holding{}
		}
		return holding{unread: finding.Unread("Jurisdiction", string(a.Spec.Jurisdiction))}
	}
	span, found := agreementSpan(f, a)
	subject := subjectOf(v1alpha1.OnOperationAgreement, a.Name)
	switch {
	case found != nil, a.DeletionTimestamp != nil, !now.Before(span.NotAfter), !overlap(span, beside), f.terminated(subject, now):
		return holding{}
	}
	if found := f.unheard(subject, lookup.Get(), now); asks(lookup.Get(), v1alpha1.LinkOperationAgreement) && found != nil {
		return holding{unread: found}
	}
	signed, ok := f.signedAt(a, now)
	if !ok {
		return holding{}
	}
	return holding{place: &place{agreement: a, signed: signed, until: span.NotAfter}}
}

func overlap(a, b calendar.Interval) bool {
	return a.NotBefore.Before(b.NotAfter) && b.NotBefore.Before(a.NotAfter)
}

// terminated says whether a whole subject was terminated.
func (f *Facts) terminated(subject v1alpha1.DecisionSubject, now time.Time) bool {
	s, _ := f.standingOf(subject, now)
	return slices.ContainsFunc(s.Acts, func(d *v1alpha1.Decision) bool { return d.Spec.Action == v1alpha1.ActionTerminate }) ||
		slices.ContainsFunc(f.proceedings(subject, now).Taken, func(t procedure.Taking) bool {
			return t.Effect == v1alpha1.EffectTerminated && len(t.Inputs) == 0
		})
}

// signedAt is when an agreement was signed by all who sign it: where the edition
// asks for acts but for no signature, when it came into force, and where it asks
// for none, when it was made. One that was adopted, and not signed under the rules,
// comes with its adoption: nobody who signed before that loses a place to it.
func (f *Facts) signedAt(a *v1alpha1.OperationAgreement, now time.Time) (time.Time, bool) {
	edition := f.Jurisdictions[a.Spec.Jurisdiction].Get()
	if !asks(edition, v1alpha1.LinkOperationAgreement) {
		return a.CreationTimestamp.UTC(), edition != nil && jurisdiction.ProcedureOpen(edition, v1alpha1.LinkOperationAgreement) == nil
	}
	report := f.proceedings(subjectOf(v1alpha1.OnOperationAgreement, a.Name), now)
	switch last, asked, all := signatures(report); {
	case asked && all:
		return last, true
	case asked && report.AdoptedBy() == nil:
		return time.Time{}, false
	}
	outcome := report.Effect(v1alpha1.EffectEnter)
	return outcome.Since, outcome.Complete
}

// signatures are whether any are asked for, whether all of them are there, and since
// when.
func signatures(report *procedure.Report) (last time.Time, asked, all bool) {
	all = true
	for i := range report.Progress {
		for _, step := range report.Progress[i].Steps {
			if report.Progress[i].Procedure.Effect != v1alpha1.EffectEnter || step.Step.Act != v1alpha1.ActionSign {
				continue
			}
			asked, all = true, all && step.State == v1alpha1.StepDone
			if step.Since.After(last) {
				last = step.Since
			}
		}
	}
	return last, asked, all
}

// earlier says whether one place was taken before another: by the signatures, of
// one instant by the objects.
func earlier(a, b place) bool {
	x, y := a.agreement, b.agreement
	return cmp.Or(
		a.signed.Compare(b.signed),
		x.CreationTimestamp.Compare(y.CreationTimestamp.Time),
		cmp.Compare(x.Namespace+"/"+x.Name, y.Namespace+"/"+y.Name)) < 0
}

// CountsOperators says whether an edition bounds the number of operators of
// agreements like one, so that others have to be looked for.
func CountsOperators(edition *v1alpha1.Jurisdiction, a *v1alpha1.OperationAgreement) bool {
	return edition != nil && slices.ContainsFunc(edition.Spec.Operators, func(rule v1alpha1.OperatorsRule) bool { return counted(&rule, a) })
}

// MayRival says whether an agreement may take a place that another one wants, as
// far as the two alone tell: what else there is about it has to be read.
func MayRival(edition *v1alpha1.Jurisdiction, a, other *v1alpha1.OperationAgreement) bool {
	if a.Namespace == other.Namespace && a.Name == other.Name || !lawful.OfOneCode(edition, other.Spec.Jurisdiction) || apart(a.Spec.Term, other.Spec.Term) {
		return false
	}
	return slices.ContainsFunc(edition.Spec.Operators, func(rule v1alpha1.OperatorsRule) bool { return countedTogether(&rule, a, other) })
}

// apart says whether two terms share no day. Dates are read in the order of
// their letters.
func apart(a, b *v1alpha1.Term) bool {
	return a != nil && b != nil && (a.To < b.From || b.To < a.From)
}

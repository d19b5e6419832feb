// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package content

import (
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Refused is all that admission holds against an object that is applied anew,
// in the words of the policies: what it lacks, of a grant in its Application
// alone; what it says twice; its mode, level and term. What other objects
// decide is the verdict's.
func Refused(edition *v1alpha1.Jurisdiction, s Subject) []string {
	return inEnglish(Refusals(edition, s))
}

// Refusals are what Refused says, for any language.
func Refusals(edition *v1alpha1.Jurisdiction, s Subject) []finding.Phrase {
	if edition == nil {
		return nil
	}
	if s.earlier(edition) {
		return s.twice()
	}
	part := v1alpha1.PartAll
	if s.kind == v1alpha1.LinkDeveloperGrant {
		part = v1alpha1.PartApplication
	}
	var faults []finding.Phrase
	if lacks := s.Told(Missing(edition, s, part, nil)); len(lacks) > 0 {
		faults = append(faults, finding.Say("it lacks %s", finding.All(", ", lacks...)))
	}
	faults = append(faults, s.twice()...)
	faults = append(faults, s.modeUnlawful(edition)...)
	return append(faults, s.termUnlawful(edition)...)
}

// earlier says whether an agreement begins before the rules of its edition hold, so
// that it may have been signed before too and be adopted: what it lacks is then a gap.
func (s Subject) earlier(edition *v1alpha1.Jurisdiction) bool {
	if s.kind != v1alpha1.LinkOperationAgreement || s.traits.revises || s.traits.renews || s.term == nil {
		return false
	}
	hold, ok := jurisdiction.RulesHoldFrom(&edition.Spec)
	return ok && s.term.From < hold.Date()
}

// twice are the clauses whose key stands for a field.
func (s Subject) twice() []finding.Phrase {
	var faults []finding.Phrase
	for _, part := range []v1alpha1.Part{v1alpha1.PartAll, v1alpha1.PartApplication, v1alpha1.PartContract} {
		for _, clause := range s.clauses[part] {
			if path, typed := Field(s.kind, clause.Key); typed {
				faults = append(faults, finding.Say("clause %s stands for the field %s: leave the clause out", clause.Key, path))
			}
		}
	}
	return faults
}

// modeUnlawful finds the mode outside of those of the edition, and of those of
// the agreement's level.
func (s Subject) modeUnlawful(edition *v1alpha1.Jurisdiction) []finding.Phrase {
	agreement := s.kind == v1alpha1.LinkOperationAgreement
	var faults []finding.Phrase
	if modes := edition.Spec.Modes; modes != nil && (agreement || s.kind == v1alpha1.LinkImplementationPlan) {
		faults = append(faults, s.modeOutside(modes.OperationAgreement, modes.Basis)...)
	}
	if !agreement {
		return faults
	}
	at := slices.IndexFunc(edition.Spec.AgreementLevels, func(l v1alpha1.AgreementLevel) bool { return l.Level == s.traits.level })
	switch {
	case at >= 0:
		level := edition.Spec.AgreementLevels[at]
		faults = append(faults, s.modeOutside(level.Modes, level.Basis)...)
	case len(edition.Spec.AgreementLevels) > 0 || s.traits.level != 1:
		faults = append(faults, finding.Say("spec.level %d is no level of agreements of the edition", s.traits.level))
	}
	return faults
}

func (s Subject) modeOutside(modes []v1alpha1.Mode, basis []v1alpha1.BasisID) []finding.Phrase {
	if slices.Contains(modes, s.traits.mode) {
		return nil
	}
	names := make([]string, len(modes))
	for i, mode := range modes {
		names[i] = string(mode)
	}
	if s.traits.mode == "" {
		return []finding.Phrase{finding.Say("spec.mode is not given, one of %s%s", strings.Join(names, ", "), cite(basis))}
	}
	return []finding.Phrase{finding.Say("spec.mode %s is none of %s%s", s.traits.mode, strings.Join(names, ", "), cite(basis))}
}

// termUnlawful finds a term in civil dates longer or other than the edition
// allows. What an exception may allow, and instants, are the verdict's.
func (s Subject) termUnlawful(edition *v1alpha1.Jurisdiction) []finding.Phrase {
	rule := termRule(edition, s.kind)
	if rule == nil || rule.Exception == "Allowed" || s.term == nil {
		return nil
	}
	years, bound, unlawful := rule.Max, finding.Say("at most"), func(last v1alpha1.Date) bool { return s.term.To > last }
	if rule.Exact != nil {
		years, bound, unlawful = rule.Exact, finding.Say("exactly"), func(last v1alpha1.Date) bool { return s.term.To != last }
	}
	last := lastDay(s.term.From, years.Years, rule.Count)
	if !unlawful(last) {
		return nil
	}
	unit := finding.Say("years")
	if years.Years == 1 {
		unit = finding.Say("year")
	}
	return []finding.Phrase{finding.Say("spec.term.to %s is not %s, the end of %s %d %s from %s%s",
		s.term.To, last, bound, years.Years, unit, s.term.From, cite(rule.Basis))}
}

func termRule(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) *v1alpha1.TermRule {
	if edition.Spec.Terms == nil {
		return nil
	}
	switch kind {
	case v1alpha1.LinkOperationAgreement:
		return edition.Spec.Terms.OperationAgreement
	case v1alpha1.LinkDeveloperGrant:
		return edition.Spec.Terms.DeveloperGrant
	}
	return nil
}

// lastDay is the last civil day of a span of years (D8). It needs no zone.
func lastDay(from v1alpha1.Date, years int32, count v1alpha1.TermCounting) v1alpha1.Date {
	begin, err := time.Parse(time.DateOnly, string(from))
	if err != nil {
		return ""
	}
	end := begin.AddDate(int(years), 0, 0)
	clamped := end.Day() != begin.Day() // 29 February in a common year
	if count != v1alpha1.StartDayExcluded || clamped {
		end = end.AddDate(0, 0, -1)
	}
	return v1alpha1.Date(end.Format(time.DateOnly))
}

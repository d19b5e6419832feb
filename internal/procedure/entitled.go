// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/standing"
)

// notEntitled finds that a step is for others than who acts, on the day of the
// act.
func notEntitled(e *engine, a *act, s *stepState) *finding.Finding {
	org, inputs := a.d.Spec.Organization, e.inHand(a)
	switch f := e.among(s.rule.By, org, setting{a.run, a.asOf(), inputs}); {
	case f == fits, e.doubtedBy(a, s.rule.By):
		return nil
	case f == unread:
		return unreadWho(a, s)
	case e.among(s.rule.By, org, setting{a.run, anyDay, inputs}) == fits:
		return finding.New(v1alpha1.NotEntitledReason, s.rule.Basis,
			"spec.actedOn %s: the role in which Organization %q acts on step %s/%s was conferred on it later%s; act again on that day or later", a.d.Spec.ActedOn, org, a.procedure.Name, s.rule.Name, e.conferredOn(a, s))
	}
	return finding.New(v1alpha1.NotEntitledReason, s.rule.Basis,
		"Organization %q may not act on step %s/%s of %s; it is for %s", org, a.procedure.Name, s.rule.Name, e.link(), e.describeFor(a.procedure, s.rule, s.rule.By, inputs))
}

// unreadWho finds that it could not be read whether who acts may.
func unreadWho(a *act, s *stepState) *finding.Finding {
	found := finding.New(v1alpha1.NotEntitledReason, s.rule.Basis,
		"it could not be read whether Organization %q may act on step %s/%s; the act counts once it can be", a.d.Spec.Organization, a.procedure.Name, s.rule.Name)
	found.Undecided = true
	return found
}

// conferredOn says from which day on the one who acts may, and by which Decision.
func (e *engine) conferredOn(a *act, s *stepState) finding.Phrase {
	o, _ := e.organization(a.d.Spec.Organization)
	if o == nil {
		return nothing
	}
	first := anyDay
	for _, from := range o.ConferredFrom {
		if from < first && e.among(s.rule.By, o.Name, setting{a.run, from, e.inHand(a)}) == fits {
			first = from
		}
	}
	if first == anyDay {
		return nothing
	}
	var by map[v1alpha1.Effect]string
	if o.ConferredBy != nil {
		by = o.ConferredBy()
	}
	for _, effect := range o.Conferred {
		if by[effect] != "" && o.ConferredFrom[effect] == first {
			return finding.Say(", on %s (Decision %q)", first, by[effect])
		}
	}
	return finding.Say(", on %s", first)
}

// notDistinct finds that who acts is a party that may not, or affiliated with
// one, or had its act written down by one (DRV-7).
func (e *engine) notDistinct(a *act, s *stepState) *finding.Finding {
	org := a.d.Spec.Organization
	for _, ref := range s.rule.DistinctFrom {
		for _, name := range e.partyOf(ref, a) {
			if e.affiliated(org, name) {
				return finding.New(v1alpha1.NotDistinctReason, s.rule.Basis,
					"Organization %q is the %s %q or affiliated with it, and may not act on step %s/%s; another one must", org, ref, name, a.procedure.Name, s.rule.Name)
			}
		}
	}
	return e.clerkOfHolder(a, s.rule.Basis)
}

// clerkOfHolder finds that an act that gives was written down by the holder's side.
func (e *engine) clerkOfHolder(a *act, basis []v1alpha1.BasisID) *finding.Finding {
	if a.procedure != nil && TakesAway(a.procedure.Effect) {
		return nil
	}
	return standing.ClerkOfHolder(a.d, e.subject.Parties, e.affiliated, basis)
}

// partyOf are the organisations of a party. Applicants are the one whose
// application the act regards, or all of them.
func (e *engine) partyOf(ref v1alpha1.PartyRef, a *act) []v1alpha1.ObjectName {
	names := make([]v1alpha1.ObjectName, 0, len(e.subject.Parties[ref]))
	if applied := e.applications(a.run); ref == v1alpha1.PartyApplicant && applied != nil {
		for _, application := range applied.acts {
			if a.applies == nil || a.applies == application {
				names = append(names, application.d.Spec.Organization)
			}
		}
		return names
	}
	for _, name := range e.subject.Parties[ref] {
		names = append(names, v1alpha1.ObjectName(name))
	}
	return names
}

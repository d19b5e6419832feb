// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Holds says whether a condition holds of a subject under an edition. What
// could not be read holds: it never makes less necessary.
func Holds(edition *v1alpha1.Jurisdiction, subject *Subject, world *World, when *v1alpha1.When) bool {
	e := engine{edition: edition, subject: subject, world: world}
	return e.holds(when)
}

// Designated says whether any of the choices designates an organisation for a
// subject; known is false where that could not be read.
func Designated(edition *v1alpha1.Jurisdiction, subject *Subject, world *World, choices []v1alpha1.PartyChoice, organization v1alpha1.ObjectName) (yes, known bool) {
	e := engine{edition: edition, subject: subject, world: world}
	best := unfit
	for i := range choices {
		best = max(best, e.isChosen(&choices[i], organization, e.whole(nil)))
	}
	return best == fits, best != unread
}

// Placing says of which place a party is that a rule designates by role for a
// subject; nothing of one of anywhere, or where the subject has no place from which
// levels are read.
func Placing(edition *v1alpha1.Jurisdiction, subject *Subject) func(*v1alpha1.Party) finding.Phrase {
	return func(p *v1alpha1.Party) finding.Phrase {
		e := engine{edition: edition, subject: subject}
		if c := choice(p); e.anchor(c.At) != "" && c.Level != v1alpha1.LevelAny {
			return e.territory(&c)
		}
		return nothing
	}
}

// Choices are the ways in which any of some parties designate organisations.
func Choices(parties []v1alpha1.Party) []v1alpha1.PartyChoice {
	choices := make([]v1alpha1.PartyChoice, 0, len(parties))
	for i := range parties {
		if p := &parties[i]; len(p.Among) > 0 {
			choices = append(choices, p.Among...)
		} else {
			choices = append(choices, choice(p))
		}
	}
	return choices
}

// HasRoleOf says whether any of the roles counts under an edition.
func (o *Organization) HasRoleOf(edition *v1alpha1.Jurisdiction, roles []v1alpha1.Role) bool {
	return slices.ContainsFunc(roles, func(role v1alpha1.Role) bool { return o.HasRole(edition, role) })
}

// Claiming is the organisation as if all that the edition confers were
// conferred on it: what it claims then counts.
func (o *Organization) Claiming(edition *v1alpha1.Jurisdiction) *Organization {
	if o == nil {
		return nil
	}
	claiming := *o
	claiming.Conferred, claiming.ConferredFrom, claiming.ConferredBy = nil, nil, nil
	for i := range edition.Spec.Procedures {
		if p := &edition.Spec.Procedures[i]; p.Of == v1alpha1.LinkOrganization {
			claiming.Conferred = append(claiming.Conferred, p.Effect)
		}
	}
	return &claiming
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"cmp"
	"maps"
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Party is what the editions make of an organisation.
type Party struct {
	// Roles are, for each code whose editions confer roles that the organisation
	// claims, those that were conferred and those that nobody has conferred.
	Roles []v1alpha1.RolesOfCode
	// Procedure is where the procedures stand of the first of these codes under
	// which somebody acted on it, or else of the first that is of its place, or else
	// of the first, of which it then waits for nobody.
	Procedure v1alpha1.ProcedureReport
	// Owing is what is owed of it under all of these codes.
	Owing Owing
	// Next is the earliest instant at which time alone changes any of it, or zero.
	Next time.Time
}

// Party reads an organisation by every code whose editions were read and confer
// roles, by the latest edition of each that is in effect.
func (f *Facts) Party(name v1alpha1.ObjectName, now time.Time) Party {
	f = f.hearing()
	o := f.Organizations[name].Get()
	acts, known := f.Decisions[subjectOf(v1alpha1.OnOrganization, string(name))]
	var party Party
	near := ofNone
	if o == nil || !known {
		party.Owing.Unread = finding.Unread(finding.Say("the Decisions on %s", v1alpha1.OnOrganization), string(name))
		return party
	}
	if f.ConferringUnread {
		party.Owing.Unread = finding.Unread(finding.Say("the editions that confer roles on %s", v1alpha1.OnOrganization), string(name))
	}
	editions, unread := f.conferring(now)
	party.Owing.Unread = finding.First(party.Owing.Unread, unread)
	for _, edition := range editions {
		effects, _ := f.effectsOn(name, edition, now)
		roles := rolesUnder(o, edition, effects)
		if len(roles.Conferred)+len(roles.Missing) == 0 {
			continue
		}
		party.Roles = append(party.Roles, roles)
		party.Owing.Unread = finding.First(party.Owing.Unread, f.uncounted(edition))
		own := ofCode(acts, edition)
		report := f.hear(subjectOf(v1alpha1.OnOrganization, string(name)), edition, own, now, func() *procedure.Subject { return f.organization(name) })
		party.Next = calendar.Earliest(party.Next, report.Next)
		party.Owing.Owed = append(party.Owing.Owed, report.Owed()...)
		if nearer := nearnessOf(o, edition, own); nearer > near {
			near, party.Procedure = nearer, report.Status(f.organization(name))
		}
	}
	if near == ofAnotherPlace { // editions that stand beside each other would make everybody wait for each authority
		party.Procedure.WaitingFor, party.Procedure.Due, party.Procedure.Overdue = "", nil, ""
	}
	return party
}

// nearness is what an edition has to do with an organisation, the nearer the more.
type nearness int

const (
	ofNone         nearness = iota // no edition
	ofAnotherPlace                 // neither place holds the other
	ofItsPlace                     // one holds the other, or one is not known
	actedUnder                     // somebody acted on it under the edition
)

func nearnessOf(o *v1alpha1.Organization, edition *v1alpha1.Jurisdiction, acts []*v1alpha1.Decision) nearness {
	own, its := o.Spec.Division, edition.Spec.Division
	switch {
	case len(acts) > 0:
		return actedUnder
	case own == "" || its == "" || division.Related(own, its):
		return ofItsPlace
	}
	return ofAnotherPlace
}

// uncounted finds that the calendar by which an edition counts could not be read.
func (f *Facts) uncounted(edition *v1alpha1.Jurisdiction) *finding.Finding {
	if name := edition.Spec.Calendar; name != "" && unknown(f.Calendars[name]) {
		return finding.Unread("WorkCalendar", string(name))
	}
	return nil
}

// conferring are the latest editions in effect of each code that confer roles, in
// the order of their codes; unread finds that one may be missing there, since what
// it rests on could not be read.
func (f *Facts) conferring(now time.Time) (editions []*v1alpha1.Jurisdiction, unread *finding.Finding) {
	latest := map[string]*v1alpha1.Jurisdiction{}
	for _, name := range slices.Sorted(maps.Keys(f.Jurisdictions)) {
		j := f.Jurisdictions[name].Get()
		if j == nil || !asks(j, v1alpha1.LinkOrganization) || jurisdiction.NotInEffect(j, now) != nil {
			continue
		}
		if found := f.underParents(j); found != nil {
			if found.Undecided {
				unread = finding.First(unread, found)
			}
			continue
		}
		if other := latest[j.Spec.Code]; other == nil || cmp.Or(cmp.Compare(other.Spec.Edition, j.Spec.Edition), cmp.Compare(other.Name, j.Name)) < 0 {
			latest[j.Spec.Code] = j
		}
	}
	for _, j := range latest {
		editions = append(editions, j)
	}
	slices.SortFunc(editions, func(a, b *v1alpha1.Jurisdiction) int { return cmp.Compare(a.Spec.Code, b.Spec.Code) })
	return editions, unread
}

// rolesUnder are the roles that an organisation claims and an edition confers.
func rolesUnder(o *v1alpha1.Organization, edition *v1alpha1.Jurisdiction, effects []v1alpha1.Effect) v1alpha1.RolesOfCode {
	roles := v1alpha1.RolesOfCode{Code: edition.Spec.Code}
	unconferred := &procedure.Organization{Declared: o.Spec.Roles}
	conferred := &procedure.Organization{Declared: o.Spec.Roles, Conferred: effects}
	for _, role := range o.Spec.Roles {
		switch {
		case unconferred.HasRole(edition, role): // the edition confers it on nobody
		case conferred.HasRole(edition, role):
			roles.Conferred = append(roles.Conferred, role)
		default:
			roles.Missing = append(roles.Missing, role)
		}
	}
	return roles
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// Reading is the outcome of looking for one object. The zero Reading is that
// nobody could tell whether it exists.
type Reading int

const (
	// Unread may keep something closed and never takes anything away.
	Unread Reading = iota
	// Missing is known not to exist.
	Missing
	// Found exists.
	Found
)

// World is what the engine knows beside the subject. The zero World knows
// nothing: nothing is complete in it.
type World struct {
	// Organization looks for an organisation by name; nil reads none. What it
	// returns is not changed.
	Organization func(name v1alpha1.ObjectName) (*Organization, Reading)
	// Above are the plan, the Selection and the agreement that the subject
	// refers to, each if it refers to one. A reference whose object does not
	// exist or could not be read is listed too.
	Above []Link
	// Objections are those against the subject, open and disposed of.
	Objections []Objection
	// Bars are the bars on an organisation under editions of the subject's code;
	// nil bars nobody. It is asked where the edition refuses what those barred
	// submit.
	Bars func(name v1alpha1.ObjectName) ([]Bar, Reading)
	// Calendar counts working days; nil knows no year, and every date that it
	// gives is provisional.
	Calendar *calendar.Working
}

// Organization is a party, as it counts under the edition's code.
type Organization struct {
	Name v1alpha1.ObjectName
	// Declared are its spec.roles.
	Declared []v1alpha1.Role
	// Conferred are the effects that Decisions on it have, such as
	// `Recognised:Developer`, under editions of the subject's code. They are
	// Report.Conferred of the organisation's own evaluation.
	Conferred []v1alpha1.Effect
	// ConferredFrom is the legal day from which each of them counts; one without
	// an entry counts on every day.
	ConferredFrom map[v1alpha1.Effect]calendar.Day
	// ConferredBy names the Decision that conferred each of them; one without was
	// conferred by time. It is asked only where that is told; nil knows none.
	ConferredBy func() map[v1alpha1.Effect]string
	// Division is the GB/T 2260 code of its place of registration.
	Division string
	Sectors  []string
	// Affiliates are all organisations affiliated with it, transitively and
	// from either side, itself left out (D44).
	Affiliates []v1alpha1.ObjectName
}

// Link is a plan, a Selection or an agreement that the subject refers to.
type Link struct {
	Kind v1alpha1.LinkKind
	Name v1alpha1.ObjectName
	// Reading is Unread, too, of a link that was found and of which nobody can tell
	// for what could not be read whether what it is for has come.
	Reading Reading
	// Holds says that what the link is for has come (its own procedures are
	// complete) and nothing was taken from it, whether or not its term has
	// begun.
	Holds bool
	// Came says that what the link is for has come, whatever became of it since:
	// its term may have ended, or something been taken from it.
	Came bool
	// Competitive says that a Selection's method lets several compete.
	Competitive bool
	// Report is the link's own evaluation; steps named `<procedure>/<step>` are
	// looked for in it.
	Report *Report
}

// Objection is an objection to the subject.
type Objection struct {
	Name v1alpha1.ObjectName
	// Regarding is the Publish that it is against; every publicity of the
	// subject when nil.
	Regarding *v1alpha1.DecisionReference
	// RaisedAt is when it was raised or recorded, whichever came later. One that
	// came after the end of a publicity stands in its way no more.
	RaisedAt time.Time
	// DisposedAt is when it was disposed of; zero while it is open.
	DisposedAt time.Time
}

// HasRole says whether a role of the organisation counts under an edition: one
// that the edition confers counts only once it was conferred.
func (o *Organization) HasRole(edition *v1alpha1.Jurisdiction, role v1alpha1.Role) bool {
	return o.HasRoleOn(edition, role, anyDay)
}

// HasRoleOn says whether a role of the organisation counted on a day: what was
// done before a role was conferred was not done in it (DRV-5).
func (o *Organization) HasRoleOn(edition *v1alpha1.Jurisdiction, role v1alpha1.Role, on calendar.Day) bool {
	if o == nil || !slices.Contains(o.Declared, role) {
		return false
	}
	conferred := false
	for i := range edition.Spec.Procedures {
		p := &edition.Spec.Procedures[i]
		if p.Of != v1alpha1.LinkOrganization || roleOf(p.Effect) != role || isNone(p) {
			continue
		}
		if slices.Contains(o.Conferred, p.Effect) && o.ConferredFrom[p.Effect] <= on {
			return true
		}
		conferred = true
	}
	return !conferred
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/lawful"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// world is what the procedures of a subject rest on beside it.
func (f *Facts) world(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, now time.Time) *procedure.World {
	return &procedure.World{
		Organization: func(name v1alpha1.ObjectName) (*procedure.Organization, procedure.Reading) {
			return f.actor(name, edition, now)
		},
		Above:      f.above(subject, now),
		Objections: f.objectionsTo(subject, edition, now),
		Calendar:   working(f.Calendars[edition.Spec.Calendar].Get()),
		Bars: func(name v1alpha1.ObjectName) ([]procedure.Bar, procedure.Reading) {
			return f.barsOn(name, edition, now)
		},
	}
}

// actor is an organisation as it counts under an edition.
func (f *Facts) actor(name v1alpha1.ObjectName, edition *v1alpha1.Jurisdiction, now time.Time) (*procedure.Organization, procedure.Reading) {
	lookup := f.Organizations[name]
	o := lookup.Get()
	if o == nil {
		return nil, reading(lookup)
	}
	report, known := f.heardOn(name, edition, now)
	if !known || (f.Affiliates == nil && AsksWhoIsRelated(edition)) {
		return nil, procedure.Unread
	}
	declared, known := f.counting(o, edition)
	if !known {
		return nil, procedure.Unread
	}
	return &procedure.Organization{
		Name: name, Declared: declared, Conferred: report.Conferred(), ConferredFrom: report.ConferredFrom(), ConferredBy: report.ConferredBy,
		Division: o.Spec.Division, Sectors: o.Spec.Sectors, Affiliates: f.affiliatesOf(name),
	}, procedure.Found
}

// counting are the roles that an organisation declares, but for that of a data
// authority where another one was registered as that of its division before and
// the edition wants one.
func (f *Facts) counting(o *v1alpha1.Organization, edition *v1alpha1.Jurisdiction) (roles []v1alpha1.Role, known bool) {
	if !lawful.Switches(edition, v1alpha1.CheckDataAuthorityUnique) {
		return o.Spec.Roles, true
	}
	first, known := f.authorityBefore(v1alpha1.ObjectName(o.Name))
	if first == "" {
		return o.Spec.Roles, known
	}
	return slices.DeleteFunc(slices.Clone(o.Spec.Roles), func(role v1alpha1.Role) bool { return role == v1alpha1.RoleDataAuthority }), known
}

// affiliatesOf are all organisations affiliated with one, transitively and from
// either side, itself left out (D44). Who bears the same credit code is.
func (f *Facts) affiliatesOf(name v1alpha1.ObjectName) []v1alpha1.ObjectName {
	found := []v1alpha1.ObjectName{name}
	for i := 0; i < len(found); i++ {
		for _, other := range f.Bodies[found[i]] {
			if !slices.Contains(found, other) {
				found = append(found, other)
			}
		}
		for of, declared := range f.Affiliates {
			related := declared
			if of != found[i] {
				if !slices.Contains(declared, found[i]) {
					continue
				}
				related = []v1alpha1.ObjectName{of}
			}
			for _, other := range related {
				if !slices.Contains(found, other) {
					found = append(found, other)
				}
			}
		}
	}
	slices.Sort(found[1:])
	return found[1:]
}

// above are the plan, the call and the agreement that a subject refers to.
func (f *Facts) above(subject v1alpha1.DecisionSubject, now time.Time) []procedure.Link {
	var links []procedure.Link
	plan := func(name v1alpha1.ObjectName) {
		if name != "" {
			links = append(links, f.planLink(name, now))
		}
	}
	switch subject.Kind {
	case v1alpha1.OnSelection:
		if s := f.Selections[subject.Name].Get(); s != nil {
			plan(s.Spec.Plan)
			if s.Spec.Agreement != "" && s.Spec.Seeks == v1alpha1.RoleDeveloper {
				links = append(links, f.agreementLink(s.Spec.Agreement, now))
			}
		}
	case v1alpha1.OnOperationAgreement:
		if a := f.agreement(subject.Name).Get(); a != nil {
			plan(a.Spec.Plan)
			if a.Spec.Selection != "" {
				links = append(links, f.selectionLink(a, now))
			}
		}
	case v1alpha1.OnDeveloperGrant:
		if f.Grant != nil {
			links = append(links, f.agreementLink(f.Grant.Spec.Agreement, now))
		}
	}
	return links
}

func (f *Facts) planLink(name v1alpha1.ObjectName, now time.Time) procedure.Link {
	link := procedure.Link{Kind: v1alpha1.LinkImplementationPlan, Name: name, Reading: reading(f.Plans[name])}
	if p := f.Plans[name].Get(); p != nil {
		known(&link, planWhole(f, p, now).Finding)
		link.Came = f.heard.came[linkOfPlan(p)]
		link.Report = f.proceedings(subjectOf(v1alpha1.OnImplementationPlan, p.Name), now)
	}
	return link
}

// selectionLink is the call that an agreement names. One that sought others than
// who operates an agreement of its level is no call in which its operator was
// chosen.
func (f *Facts) selectionLink(a *v1alpha1.OperationAgreement, now time.Time) procedure.Link {
	name := a.Spec.Selection
	link := procedure.Link{Kind: v1alpha1.LinkSelection, Name: name, Reading: reading(f.Selections[name])}
	if s := f.Selections[name].Get(); s != nil && s.Spec.Seeks == f.sought(a) {
		known(&link, selectionWhole(f, s, now).Finding)
		link.Competitive = s.Spec.Method != v1alpha1.MethodDirect
		link.Report = f.proceedings(subjectOf(v1alpha1.OnSelection, s.Name), now)
	}
	return link
}

// agreementLink is the agreement above, whether or not its term has begun.
func (f *Facts) agreementLink(name v1alpha1.ObjectName, now time.Time) procedure.Link {
	subject := subjectOf(v1alpha1.OnOperationAgreement, string(name))
	agreement := f.agreement(name)
	link := procedure.Link{Kind: v1alpha1.LinkOperationAgreement, Name: name, Reading: reading(agreement)}
	if agreement.Get() != nil {
		known(&link, finding.First(f.stands(subject, now), f.entered(subject, v1alpha1.EffectEnter, now)))
		link.Report = f.proceedings(subject, now)
	}
	return link
}

// known says of a link whether it holds, or that nobody can tell for what could not be
// read of it: that what it is for has not come is then no ground to cut.
func known(link *procedure.Link, against *finding.Finding) {
	link.Holds = against == nil
	if against != nil && against.Undecided {
		link.Reading = procedure.Unread
	}
}

func reading[T any](l Lookup[T]) procedure.Reading {
	switch {
	case l.object != nil:
		return procedure.Found
	case l.absent:
		return procedure.Missing
	}
	return procedure.Unread
}

// objectionsTo are the objections to a subject, and when each was disposed of.
func (f *Facts) objectionsTo(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, now time.Time) []procedure.Objection {
	objections := make([]procedure.Objection, 0, len(f.Objections[subject]))
	for _, o := range f.Objections[subject] {
		raised := raisedAt(o, edition)
		objection := procedure.Objection{Name: v1alpha1.ObjectName(o.Name), Regarding: o.Spec.Regarding, RaisedAt: raised}
		on := subjectOf(v1alpha1.OnObjection, o.Name)
		switch {
		case asks(edition, v1alpha1.LinkObjection):
			report := f.hear(on, edition, f.Decisions[on], now, func() *procedure.Subject { return f.objection(o, edition) })
			if outcome := report.Effect(v1alpha1.EffectDisposed); outcome.Complete {
				objection.DisposedAt = outcome.Since
			}
		case jurisdiction.ProcedureOpen(edition, v1alpha1.LinkObjection) == nil:
			objection.DisposedAt = raised
		}
		objections = append(objections, objection)
	}
	return objections
}

// raisedAt is when an objection was raised or recorded, whichever came later.
func raisedAt(o *v1alpha1.Objection, edition *v1alpha1.Jurisdiction) time.Time {
	recorded := o.CreationTimestamp.UTC()
	raised, err := time.Parse(time.RFC3339Nano, string(o.Spec.RaisedOn))
	if err != nil {
		zone, zoneErr := jurisdiction.Zone(edition)
		if zoneErr != nil {
			return recorded
		}
		if raised, err = calendar.Midnight(v1alpha1.Date(o.Spec.RaisedOn), zone); err != nil {
			return recorded
		}
	}
	if recorded.After(raised) {
		return recorded
	}
	return raised.UTC()
}

// version is one content of an object.
type version struct {
	uid types.UID
	at  string
}

// mostVersions bounds what is remembered: there are few editions,
// classes and calendars.
const mostVersions = 64

// remembered holds what takes long to make of an object, by its version.
type remembered[T any] struct {
	mu    sync.Mutex
	known map[version]T
}

func (r *remembered[T]) of(v version, compute func() T) T {
	if v.uid == "" || v.at == "" {
		return compute()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if value, ok := r.known[v]; ok {
		return value
	}
	if r.known == nil || len(r.known) >= mostVersions {
		r.known = map[version]T{}
	}
	value := compute()
	r.known[v] = value
	return value
}

var (
	calendars remembered[*calendar.Working]
	digests   remembered[v1alpha1.Digest]
)

// working counts the working days of a calendar, or knows no year without one.
func working(c *v1alpha1.WorkCalendar) *calendar.Working {
	if c == nil {
		return nil
	}
	return calendars.of(version{c.UID, c.ResourceVersion}, func() *calendar.Working { return calendar.NewWorking(c) })
}

func digestOf(edition *v1alpha1.Jurisdiction) v1alpha1.Digest {
	return digests.of(version{edition.UID, edition.ResourceVersion}, func() v1alpha1.Digest { return digest.Edition(edition) })
}

func digestOfClass(class *v1alpha1.SandboxClass) v1alpha1.Digest {
	return digests.of(version{class.UID, class.ResourceVersion}, func() v1alpha1.Digest { return digest.Class(class) })
}

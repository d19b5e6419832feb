// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"math"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/division"
)

// organization looks for an organisation once.
func (e *engine) organization(name v1alpha1.ObjectName) (*Organization, Reading) {
	for i := range e.orgs {
		if e.orgs[i].name == name {
			return e.orgs[i].org, e.orgs[i].reading
		}
	}
	k := known{name: name}
	if e.world.Organization != nil {
		k.org, k.reading = e.world.Organization(name)
		if k.org == nil && k.reading == Found {
			k.reading = Unread
		}
	}
	e.orgs = append(e.orgs, k)
	return k.org, k.reading
}

type known struct {
	name    v1alpha1.ObjectName
	org     *Organization
	reading Reading
}

// fit is whether an organisation is a designated party.
type fit int

const (
	unfit fit = iota
	// unread is that it could not be read whether it is.
	unread
	fits
)

func choice(p *v1alpha1.Party) v1alpha1.PartyChoice {
	return v1alpha1.PartyChoice{Ref: p.Ref, Role: p.Role, Owner: p.Owner, Level: p.Level, At: p.At, Of: p.Of}
}

// anyDay is a day on which all counts that was ever conferred.
const anyDay = calendar.Day(math.MaxInt)

// asOf is the day on which the role counts in which an act was done. What takes
// away asks for no order of days.
func (a *act) asOf() calendar.Day {
	if a.takesAway() {
		return anyDay
	}
	return a.day
}

// setting is what parties are read in.
type setting struct {
	// run is the run whose acts may name somebody; nil asks all of them.
	run *run
	// on is the day on which roles count.
	on calendar.Day
	// inputs are those in hand, whose source units and departments are meant.
	inputs []Input
}

// whole is a setting with every input of the subject, on any day.
func (e *engine) whole(r *run) setting { return setting{run: r, on: anyDay, inputs: e.subject.Inputs} }

// among says whether an organisation is any of the parties in a setting.
func (e *engine) among(parties []v1alpha1.Party, org v1alpha1.ObjectName, in setting) fit {
	best := unfit
	for i := range parties {
		best = max(best, e.isOf(&parties[i], org, in))
	}
	return best
}

// isOf says whether an organisation is of one party in a setting.
func (e *engine) isOf(p *v1alpha1.Party, org v1alpha1.ObjectName, in setting) fit {
	if len(p.Among) > 0 {
		best := unfit
		for i := range p.Among {
			best = max(best, e.isChosen(&p.Among[i], org, in))
		}
		return best
	}
	c := choice(p)
	best := e.isChosen(&c, org, in)
	if p.OrNamedIn != "" && e.namedIn(p.OrNamedIn, org, in.run) {
		best = max(best, e.hasRole(p.Role, org, in.on))
	}
	return best
}

// isChosen says whether an organisation is designated by a choice in a setting.
func (e *engine) isChosen(c *v1alpha1.PartyChoice, org v1alpha1.ObjectName, in setting) fit {
	switch {
	case c.Ref == v1alpha1.PartyApplicant:
		return e.seeks(org)
	case c.Ref != "":
		if e.isParty(c.Ref, org) {
			return fits
		}
		if _, ok := e.subject.Parties[c.Ref]; !ok {
			return unread
		}
		return unfit
	case c.Owner != "":
		return owns(in.inputs, org)
	}
	f := e.hasRole(c.Role, org, in.on)
	if f != fits {
		return f
	}
	o, _ := e.organization(org)
	if !e.atLevel(c.Level, c.At, o.Division) || (c.Of != "" && !inSector(in.inputs, o)) {
		return unfit
	}
	return fits
}

func (e *engine) hasRole(role v1alpha1.Role, org v1alpha1.ObjectName, on calendar.Day) fit {
	o, reading := e.organization(org)
	switch {
	case reading == Unread:
		return unread
	case o.HasRoleOn(e.edition, role, on):
		return fits
	}
	return unfit
}

func (e *engine) seeks(org v1alpha1.ObjectName) fit {
	o, reading := e.organization(org)
	switch {
	case reading == Unread:
		return unread
	case o != nil && slices.Contains(o.Declared, e.subject.Traits.Seeks):
		return fits
	}
	return unfit
}

func owns(inputs []Input, org v1alpha1.ObjectName) fit {
	best := unfit
	for i := range inputs {
		switch inputs[i].SourceUnit {
		case org:
			return fits
		case "":
			best = unread
		}
	}
	return best
}

func inSector(inputs []Input, o *Organization) bool {
	return slices.ContainsFunc(inputs, func(in Input) bool {
		return in.Sector != "" && slices.Contains(o.Sectors, in.Sector)
	})
}

// anchor is the division that a level is read from.
func (e *engine) anchor(at v1alpha1.PartyAnchor) string {
	switch at {
	case v1alpha1.AnchorRegistration:
		return e.subject.Registration
	case v1alpha1.AnchorEdition:
		return e.edition.Spec.Division
	}
	return e.subject.Division
}

// atLevel says whether an organisation's division is the one that a level
// asks for. Without a level it contains the anchor.
func (e *engine) atLevel(level v1alpha1.PartyLevel, at v1alpha1.PartyAnchor, of string) bool {
	anchor := e.anchor(at)
	switch level {
	case "":
		return division.Contains(of, anchor)
	case v1alpha1.LevelAny:
		return true
	case v1alpha1.LevelSame:
		return division.Same(of, anchor)
	case v1alpha1.LevelSuperior:
		return division.Same(of, division.Superior(anchor))
	}
	return division.Same(of, division.At(v1alpha1.DivisionLevel(level), anchor))
}

// namedIn says whether a counting act of a step lists the organisation in `to`.
func (e *engine) namedIn(ref v1alpha1.StepReference, org v1alpha1.ObjectName, r *run) bool {
	procedure, step := split(ref)
	for i := range e.acts {
		a := &e.acts[i]
		if a.ruling == counts && a.step != nil && a.step.Name == step && (procedure == "" || a.procedure.Name == procedure) &&
			slices.Contains(a.d.Spec.To, org) && (r == nil || a.run == nil || r.concerns(a.run)) {
			return true
		}
	}
	return false
}

// affiliated says whether two organisations are affiliated, by what either
// declares.
func (e *engine) affiliated(a, b v1alpha1.ObjectName) bool {
	if a == b {
		return true
	}
	x, _ := e.organization(a)
	y, _ := e.organization(b)
	return (x != nil && slices.Contains(x.Affiliates, b)) || (y != nil && slices.Contains(y.Affiliates, a))
}

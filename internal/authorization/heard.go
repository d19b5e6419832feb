// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// heard is what was found of procedures while one verdict is given: a link is
// asked for more than once, and the answer is the same at one instant.
type heard struct {
	reports map[hearing]*procedure.Report
	begun   map[hearing]bool
	read    map[hearing]*procedure.Subject
	decided map[deciding]Verdict
	under   map[deciding]bool
	came    map[link]bool // plans that lack nothing themselves
	before  map[v1alpha1.ObjectName]heldBefore
	asking  map[v1alpha1.ObjectName]bool // of which is being asked what was held before
	lasting bool                         // for more than one verdict
	busy    int                          // how many links and subjects are being asked for, one for another
	next    time.Time
}

// deciding is one link that is asked for as a whole, with or without what is
// known of the guards.
type deciding struct {
	link   link
	guards Guards
}

// hearing is one subject before one edition.
type hearing struct {
	subject v1alpha1.DecisionSubject
	edition string
}

// nothingHeard is the report on a subject of which no act is asked.
var nothingHeard = &procedure.Report{}

// Remembering are the same facts, which remember what they are asked: the verdict
// of an instant, and what status shows at that instant, rest on the same
// procedures, which are then heard once. They are of one instant and for one at a
// time.
func (f *Facts) Remembering() *Facts {
	own := f.hearing()
	own.heard.lasting = true
	return own
}

// hearing are the same facts, which remember what they are asked for one
// verdict.
func (f *Facts) hearing() *Facts {
	if f.heard != nil && f.heard.lasting {
		return f
	}
	own := *f
	own.heard = newHeard()
	return &own
}

func newHeard() *heard {
	return &heard{
		reports: map[hearing]*procedure.Report{}, begun: map[hearing]bool{}, read: map[hearing]*procedure.Subject{},
		decided: map[deciding]Verdict{}, under: map[deciding]bool{}, came: map[link]bool{},
		before: map[v1alpha1.ObjectName]heldBefore{}, asking: map[v1alpha1.ObjectName]bool{},
	}
}

// once decides a link as a whole once for one verdict. A link that is asked for
// while it is being decided rests on itself, and never holds.
func (f *Facts) once(l link, decide func() Verdict) Verdict {
	if f.heard == nil {
		return Verdict{Finding: finding.New(v1alpha1.UndeterminedReason, nil, "%s was asked for outside of a verdict", l)}
	}
	key := deciding{l, f.Guards}
	if v, known := f.heard.decided[key]; known {
		return v
	}
	if f.heard.under[key] {
		return Verdict{Finding: finding.New(v1alpha1.UnlawfulReason, nil, "%s rests on itself: what it names, names it; name another one", l)}
	}
	f.heard.under[key] = true
	f.heard.busy++
	v := decide()
	f.heard.busy--
	f.heard.decided[key] = v
	return v
}

// hear evaluates a subject once. One that is asked for while it is being
// evaluated has nothing yet: what rests on itself never comes.
func (f *Facts) hear(subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction, acts []*v1alpha1.Decision, now time.Time, read func() *procedure.Subject) *procedure.Report {
	if f.heard == nil {
		f = f.hearing()
	}
	key := hearing{subject, edition.Name}
	if f.heard.begun[key] {
		if report := f.heard.reports[key]; report != nil {
			return report
		}
		return nothingHeard
	}
	f.heard.begun[key] = true
	f.heard.busy++
	defer func() { f.heard.busy-- }()
	of := read()
	if of == nil {
		f.heard.reports[key] = nothingHeard
		return nothingHeard
	}
	f.markAdded(of, edition, now)
	f.markSettled(of, now)
	report := procedure.Evaluate(edition, of, f.inOneName(acts, edition), f.world(subject, edition, now), now)
	f.heard.reports[key] = &report
	f.heard.next = calendar.Earliest(f.heard.next, report.Next)
	return &report
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Effect is what time alone does to a link.
type Effect string

// What time does.
const (
	Opens   Effect = "Opens"   // it comes into force
	Lapses  Effect = "Lapses"  // its own term ends
	Falls   Effect = "Falls"   // it was in force, and something else ends that
	Changes Effect = "Changes" // it stays out of force for another reason
	Due     Effect = "Due"     // the last day of an act that is waited for
	Closes  Effect = "Closes"  // applications are taken no more
)

// Change is what the passing of time does to one link, or to one input of it.
type Change struct {
	At   time.Time                `json:"at"`
	Kind v1alpha1.SubjectLinkKind `json:"kind"`
	Name v1alpha1.ObjectName      `json:"name"`
	// Input is the input of a grant that alone changes.
	Input  v1alpha1.ObjectName `json:"input,omitempty"`
	Effect Effect              `json:"effect"`
	// From and To are the reasons before and after.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Step is what is due, as <procedure>/<step>, and WaitingFor by whom.
	Step        string             `json:"step,omitempty"`
	WaitingFor  []string           `json:"waitingFor,omitempty"`
	Provisional bool               `json:"provisional,omitempty"`
	Message     string             `json:"message,omitempty"`
	Basis       []v1alpha1.BasisID `json:"basis,omitempty"`
	// Said and Sayings are the message and the parties for any language.
	Said    finding.Phrase `json:"-"`
	Sayings Sayings        `json:"-"`
}

// looks bounds how often one link is asked: a clock that does not move is a
// mistake, and no reason never to answer.
const looks = 10_000

// Passing is what becomes of one link from an instant until another, inclusive,
// if nothing but time passes: it is asked now and at each instant at which its
// answer can change. zone reads the days.
func Passing(from, until time.Time, zone *time.Location, explain func(time.Time) Explanation) []Change {
	was := explain(from)
	p := passing{from: from, until: until, zone: zone, told: map[string]bool{}}
	p.dues(was)
	for range looks {
		if was.Next == nil || !was.Next.After(was.At) || was.Next.After(until) {
			break
		}
		is := explain(*was.Next)
		p.compare(was, is)
		p.dues(is)
		was = is
	}
	return p.changes
}

// InOrder sorts the changes of many links by instant, kind and name.
func InOrder(changes []Change) {
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Name, b.Name))
	})
}

// rank is the order of the kinds along the chain.
var rank = map[v1alpha1.SubjectLinkKind]int{
	v1alpha1.OnOrganization: 1, v1alpha1.OnDataResource: 2, v1alpha1.OnImplementationPlan: 3, v1alpha1.OnSelection: 4,
	v1alpha1.OnOperationAgreement: 5, v1alpha1.OnDeveloperGrant: 6, v1alpha1.OnObjection: 7,
}

type passing struct {
	from, until time.Time
	zone        *time.Location
	told        map[string]bool
	changes     []Change
}

// compare notes what differs between two answers on one link: the link, or
// those of its inputs that do not merely go with it.
func (p *passing) compare(was, is Explanation) {
	if was.InForce != is.InForce || was.Reason != is.Reason {
		p.note(is, "", was.Blocker, is.Blocker)
	}
	for _, in := range is.Inputs {
		at := slices.IndexFunc(was.Inputs, func(of Input) bool { return of.Resource == in.Resource })
		if at < 0 || goesWith(was.Inputs[at].Blocker, was.Blocker) && goesWith(in.Blocker, is.Blocker) {
			continue
		}
		if before := was.Inputs[at]; before.InForce != in.InForce || before.Reason != in.Reason {
			p.note(is, in.Resource, before.Blocker, in.Blocker)
		}
	}
}

func goesWith(input, link Blocker) bool {
	return input.InForce == link.InForce && input.Reason == link.Reason
}

func (p *passing) note(e Explanation, input v1alpha1.ObjectName, was, is Blocker) {
	c := Change{At: e.At, Kind: e.Kind, Name: e.Name, Input: input, Effect: effect(was, is), From: was.Reason, To: is.Reason}
	if is.InForce != "True" {
		c.Message, c.Basis, c.Said = is.Message, is.Basis, is.Said
	}
	p.changes = append(p.changes, c)
}

func effect(was, is Blocker) Effect {
	switch {
	case is.InForce == "True":
		return Opens
	case is.Reason == v1alpha1.TermEndedReason:
		return Lapses
	case was.InForce == "True":
		return Falls
	}
	return Changes
}

// dues notes the last days of the steps that are waited for, and of duties, each
// once.
func (p *passing) dues(e Explanation) {
	for i := range e.Duties {
		if d := &e.Duties[i]; d.Due != nil && !d.Done {
			p.due(e, Change{Step: d.Name, WaitingFor: d.Of, Provisional: d.Provisional, Basis: d.Basis}, "", *d.Due)
		}
	}
	for _, of := range e.Procedure {
		for i := range of.Steps {
			step := &of.Steps[i]
			if step.Due == nil || step.State == v1alpha1.StepDone || len(step.WaitingFor) == 0 {
				continue
			}
			p.due(e, Change{
				Step: of.Name + "/" + step.Name, WaitingFor: step.WaitingFor, Provisional: step.Provisional != nil && *step.Provisional,
			}, of.Run, *step.Due)
		}
	}
}

// Closing is the close of an application window in a span, with the end of its last
// day, unless the call is over; nil where none closes.
func Closing(from, until time.Time, zone *time.Location, of Explanation, last v1alpha1.Date) *Change {
	day, err := calendar.DayOf(last)
	if err != nil || authorization.IsOver(of.Reason) {
		return nil
	}
	end := (day + 1).Begin(zone).In(zone)
	if !end.After(from) || end.After(until) {
		return nil
	}
	return &Change{At: end, Kind: of.Kind, Name: of.Name, Effect: Closes}
}

// due notes one last day of a run, once. An act is on time until it has ended
// (D5).
func (p *passing) due(e Explanation, c Change, run string, last v1alpha1.Date) {
	key := fmt.Sprint(c.Step, " ", run, " ", last)
	day, err := calendar.DayOf(last)
	if err != nil || p.told[key] {
		return
	}
	end := (day + 1).Begin(p.zone)
	if end.Before(p.from) || end.After(p.until) {
		return
	}
	p.told[key] = true
	c.At, c.Kind, c.Name, c.Effect, c.Sayings = day.Begin(p.zone), e.Kind, e.Name, Due, e.Sayings
	p.changes = append(p.changes, c)
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"cmp"
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/standing"
)

// ruling is what became of an act.
type ruling int

const (
	// open is not ruled on yet: another act may still make it count.
	open ruling = iota
	counts
	fails
	// left is for package standing.
	left
)

// dated is a Decision whose times were read.
type dated struct {
	d *v1alpha1.Decision
	// day is the legal day, recorded the day on which it was recorded, and
	// since the instant from which it may have an effect: neither before it was
	// recorded nor before its legal day.
	day, recorded     calendar.Day
	recordedAt, since time.Time
	// place is the day by which it stands among the others: its legal day, or of an
	// application the one on which it came.
	place calendar.Day
	// unreadable says that actedOn is no day of the calendar.
	unreadable bool
}

// act is a Decision as it is folded.
type act struct {
	dated

	// given is its place among the Decisions given, pos in the order of days.
	given, pos int

	procedure *v1alpha1.Procedure
	step      *v1alpha1.Step
	run       *run
	// applies is the application that the act regards, of a step for each
	// applicant or a Select.
	applies *act

	ruling ruling
	found  *finding.Finding
	// stale says that only the digest keeps it from counting.
	stale bool
	// renews says that the step has the act already, and that this one carries a
	// paper in place of one that runs out.
	renews bool
}

// readActs reads the times of all acts and puts them in the order of their
// legal days, then of their recording, then of their names.
func (e *engine) readActs(decisions []*v1alpha1.Decision) {
	read, order := make([]dated, len(decisions)), make([]int, len(decisions))
	for i, d := range decisions {
		read[i], order[i] = e.read(d), i
	}
	slices.SortFunc(order, func(i, j int) int { return earlier(&read[i], &read[j]) })
	e.acts = make([]act, len(decisions))
	for pos, given := range order {
		a := &e.acts[pos]
		a.dated, a.given, a.pos = read[given], given, pos
	}
}

func earlier(a, b *dated) int {
	if a.place != b.place {
		return cmp.Compare(a.place, b.place)
	}
	if order := a.recordedAt.Compare(b.recordedAt); order != 0 {
		return order
	}
	return cmp.Or(cmp.Compare(a.d.Name, b.d.Name), cmp.Compare(a.d.UID, b.d.UID))
}

// dayOf is the day that a date names; ok is false where no calendar has it.
func dayOf(date string) (day calendar.Day, ok bool) {
	day, err := calendar.DayOf(v1alpha1.Date(date))
	return day, err == nil
}

func (e *engine) read(d *v1alpha1.Decision) dated {
	a := dated{d: d, recordedAt: standing.RecordedAt(d)}
	a.recorded = calendar.DayAt(a.recordedAt, e.zone)
	a.since = a.recordedAt
	on := string(d.Spec.ActedOn)
	if strings.ContainsRune(on, 'T') {
		at, err := time.Parse(time.RFC3339Nano, on)
		a.unreadable = err != nil
		a.day = calendar.DayAt(at, e.zone)
		if at.After(a.recordedAt) {
			a.since = at.UTC()
		}
	} else {
		day, ok := dayOf(on)
		a.unreadable = !ok
		if a.day = day; day > a.recorded {
			a.since = day.Begin(e.zone).UTC()
		}
	}
	if Takes(d.Spec.Action) && (a.unreadable || a.since.After(a.recordedAt)) {
		// A day in the future of what takes away is read as that of recording.
		a.unreadable, a.day, a.since = false, a.recorded, a.recordedAt
	}
	a.place = a.day
	return a
}

// timely is the day by which it is judged whether a duty was done in time, and whether
// it was a day of a bar. A day that would help who benefits is believed only where
// another body transcribed the paper.
func (e *engine) timely(a *act) calendar.Day {
	if a.d.Spec.TranscribedBy == "" {
		return e.came(a)
	}
	return a.day
}

// came is the day on which an act came to its window. There an earlier day lets somebody
// in who is late, so that the paper itself must say it.
func (e *engine) came(a *act) calendar.Day {
	if a.recorded > a.day && !a.proven() && e.benefits(a.d.Spec.Organization) {
		return a.recorded
	}
	return a.day
}

// proven says whether another body transcribed a paper which says that the act was
// done on its day or before.
func (a *act) proven() bool {
	doc := a.d.Spec.Document
	if a.d.Spec.TranscribedBy == "" || doc == nil || doc.IssuedOn == nil || doc.SHA256 == "" {
		return false
	}
	issued, ok := dayOf(string(*doc.IssuedOn))
	return ok && issued <= a.day
}

// benefits says whether an organisation is the one that the subject gives to.
func (e *engine) benefits(org v1alpha1.ObjectName) bool {
	holders, ok := e.subject.Parties[v1alpha1.PartyHolder]
	if !ok || len(holders) == 0 {
		holders = e.subject.Parties[v1alpha1.PartyOperator]
	}
	return slices.Contains(holders, string(org)) || e.subject.Applications != nil && !e.isParty(v1alpha1.PartyOrganiser, org)
}

func (e *engine) isParty(ref v1alpha1.PartyRef, org v1alpha1.ObjectName) bool {
	return slices.Contains(e.subject.Parties[ref], string(org))
}

// Takes says whether an action takes away whatever its date and content.
func Takes(action v1alpha1.Action) bool {
	switch action {
	case v1alpha1.ActionHalt, v1alpha1.ActionSuspend, v1alpha1.ActionTerminate,
		v1alpha1.ActionDisqualify, v1alpha1.ActionBar, v1alpha1.ActionOrder:
		return true
	}
	return false
}

// TakesAway says whether an effect takes away from its subject.
func TakesAway(effect v1alpha1.Effect) bool {
	return effect == v1alpha1.EffectSuspended || effect == v1alpha1.EffectTerminated
}

// RunsAgain says whether a procedure with an effect may run again. What its
// acts carry is bound by what they regard, and not by a digest.
func RunsAgain(effect v1alpha1.Effect) bool {
	return TakesAway(effect) || effect == v1alpha1.EffectLifted || effect == v1alpha1.EffectRectification
}

// regards says whether an act names another one, by its UID or by the one it
// had before it was restored.
func regards(d, other *v1alpha1.Decision) bool { return refers(d.Spec.Regarding, other) }

func refers(ref *v1alpha1.DecisionReference, other *v1alpha1.Decision) bool {
	return string(ref.Name) == other.Name && ref.UID != "" &&
		(ref.UID == string(other.UID) || ref.UID == other.Spec.RestoredUID)
}

// regarded is the act that an act names, or nil.
func (e *engine) regarded(a *act) *act {
	if a.d.Spec.Regarding == nil {
		return nil
	}
	for i := range e.acts {
		if &e.acts[i] != a && regards(a.d, e.acts[i].d) {
			return &e.acts[i]
		}
	}
	return nil
}

// affirms says whether an act goes on, and neither rejects nor returns.
func (a *act) affirms() bool {
	return a.d.Spec.Outcome == "" || a.d.Spec.Outcome == v1alpha1.OutcomeApprove
}

// receipt says whether an act on a step records the receipt of another one.
func (a *act) receipt() bool {
	return a.d.Spec.Action == v1alpha1.ActionReceive && a.step.Act != v1alpha1.ActionReceive
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"cmp"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Owed is what is left to do of somebody, and what nothing waits for.
type Owed struct {
	// Expired says that it is a paper which has run out, and that must be valid.
	Expired bool
	// Overdue says that its last day has passed.
	Overdue bool
	// Gap says that it is what an adopted agreement lacks under its edition, which
	// is nobody's duty by a day.
	Gap bool
	// Said says what is left to do, of whom, since and until when. It names no
	// present time: what is owed is told in the same words until it changes.
	Said finding.Phrase
	// Basis cites the rule.
	Basis []v1alpha1.BasisID
}

// Text says it with the clause.
func (o *Owed) Text() string {
	return (&finding.Finding{Message: o.Said.String(), Basis: o.Basis}).Text()
}

// Owed is what is left to do and holds nothing up: the steps with `gate: false`
// whose turn has come, of procedures that have begun, the duties whose clock has
// started, and papers that have run out. What has run out comes first, then what is
// overdue. An end of the link changes nothing: what was owed is owed (D25).
func (r *Report) Owed() []Owed {
	var owed []Owed
	for i := range r.Progress {
		owed = append(owed, r.Progress[i].owed()...)
	}
	for i := range r.Duties {
		if d := &r.Duties[i]; !d.Done {
			owed = append(owed, Owed{Overdue: d.Overdue, Said: finding.Say("duty %s: %s", d.name(), d.Said), Basis: d.basis()})
		}
	}
	slices.SortStableFunc(owed, func(a, b Owed) int { return cmp.Compare(a.rank(), b.rank()) })
	return owed
}

// rank is the order in which what is owed is told.
func (o *Owed) rank() int {
	switch {
	case o.Expired:
		return 0
	case o.Overdue:
		return 1
	}
	return 2
}

// owed are the steps of a procedure that nothing waits for and that are left to do.
func (p *Progress) owed() []Owed {
	if p.Rejected != nil || p.Spared || p.idle() {
		return nil
	}
	var owed []Owed
	for i := range p.Steps {
		s := &p.Steps[i]
		for j := range s.Expired {
			owed = append(owed, Owed{Expired: true, Said: s.Expired[j].ran(p.Procedure.Name, s.Step), Basis: s.Step.Basis})
		}
		if s.Gates() || !s.open() || (s.From == nil && !p.begun()) {
			continue
		}
		owed = append(owed, Owed{Overdue: s.Overdue, Said: s.left(p.Procedure.Name), Basis: s.Step.Basis})
	}
	return owed
}

// begun says that somebody has begun a procedure: an act on it counts, or it was
// given back to who acts first.
func (p *Progress) begun() bool {
	return p.Complete || slices.ContainsFunc(p.Steps, func(s StepProgress) bool {
		return s.Begun || s.State == v1alpha1.StepDone || s.State == v1alpha1.StepReturned
	})
}

// open says that it is somebody's turn to act on a step. Of one that comes after
// another it is not yet, nor any more of one that is published and waits for time.
func (s *StepProgress) open() bool {
	return s.State == v1alpha1.StepWaiting || s.State == v1alpha1.StepBlocked
}

// left says what is left of a step, and since when.
func (s *StepProgress) left(procedure string) finding.Phrase {
	since := s.From
	if since == nil {
		since = s.Turn
	}
	if since == nil {
		return finding.Say("step %s/%s: %s", procedure, s.Step.Name, s.Said)
	}
	return finding.Say("step %s/%s since %s: %s", procedure, s.Step.Name, *since, s.Said)
}

// turn is the first day on which a step could be done: that on which what it comes
// after was, or else that of the first act of the run; nil where none was.
func (e *engine) turn(r *run, s *stepState) *calendar.Day {
	var first *calendar.Day
	if len(s.rule.After) == 0 {
		for i := range r.steps {
			for _, a := range r.steps[i].acts {
				if first == nil || a.day < *first {
					first = &a.day
				}
			}
		}
		return first
	}
	for _, ref := range s.rule.After {
		if p, skip := e.at(r, ref); !skip && p.done && (first == nil || p.from > *first) {
			first = &p.from
		}
	}
	return first
}

// name is how a status names a duty.
func (d *DutyState) name() string {
	switch {
	case d.Duty != nil:
		return d.Duty.Name
	case d.Consequence != nil:
		return string(d.Consequence.On) + "-" + string(d.Consequence.Effect)
	}
	return ""
}

func (d *DutyState) basis() []v1alpha1.BasisID {
	switch {
	case d.Duty != nil:
		return d.Duty.Basis
	case d.Consequence != nil:
		return d.Consequence.Basis
	}
	return nil
}

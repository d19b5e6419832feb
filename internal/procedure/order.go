// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// point is where a step stands that another one comes after or is counted
// from.
type point struct {
	done bool
	// day starts clocks, from is the first day of what comes after.
	day, from calendar.Day
	unread    bool
}

func split(ref v1alpha1.StepReference) (procedure, step string) {
	if before, after, ok := strings.Cut(string(ref), "/"); ok {
		return before, after
	}
	return "", string(ref)
}

// at finds where a referenced step stands: in the run itself, in another
// procedure of the subject, or in those of the links above. A step that the
// subject does not need stands in nobody's way; skip says so.
func (e *engine) at(r *run, ref v1alpha1.StepReference) (p point, skip bool) {
	switch state, here := e.here(r, ref); {
	case !here:
		return e.above(split(ref)), false
	case state == nil:
		return point{}, true
	default:
		return state.point(), false
	}
}

// here is a referenced step of the run, or of the last run of another procedure
// of the subject, nil where the subject does not need it; ok is false where it has
// no such run.
func (e *engine) here(r *run, ref v1alpha1.StepReference) (s *stepState, ok bool) {
	if own := named(r.procedure, ref); own != nil {
		return r.step(own.Name), true
	}
	procedure, step := split(ref)
	for _, other := range slices.Backward(e.runs) {
		if other.procedure.Name == procedure {
			return other.step(step), true
		}
	}
	return nil, false
}

func (s *stepState) point() point { return point{done: s.done, day: s.day, from: s.from} }

func (e *engine) above(procedure, step string) point {
	p := point{}
	for i := range e.world.Above {
		l := &e.world.Above[i]
		p.unread = p.unread || l.Reading == Unread
		s := l.Report.Step(procedure, step)
		if since := l.Report.sparedSince(procedure); since != nil && (s == nil || s.State != v1alpha1.StepDone) {
			return point{done: true, day: *since, from: *since}
		}
		if s == nil || s.State != v1alpha1.StepDone {
			continue
		}
		p = point{done: true, day: s.Day, from: s.Day}
		if !s.CompleteFrom.IsZero() {
			p.from = calendar.DayAt(s.CompleteFrom, e.zone)
		}
		return p
	}
	return p
}

// order rules on what comes before an act: all of it must be complete by the
// act's legal day. In what takes away the regards alone say the order, and no
// day does.
func (e *engine) order(a *act) (ruling, v1alpha1.StepReference) {
	timeless := TakesAway(a.procedure.Effect)
	for _, ref := range a.step.After {
		p, skip := e.at(a.run, ref)
		switch {
		case skip:
		case !p.done:
			return open, ref
		case p.from > a.day && !timeless:
			return fails, ref
		}
	}
	return counts, ""
}

// behind are the steps of a run that begin anew when a step gives the subject
// back: those before it, what came after them, and itself. What opened a run
// stays.
func (r *run) behind(s *stepState) []*stepState {
	again := make([]bool, len(r.steps))
	r.mark(slices.IndexFunc(r.steps, func(other stepState) bool { return other.rule == s.rule }), again)
	for changed := true; changed; {
		changed = false
		for i := range r.steps {
			if !again[i] && r.follows(i, again) {
				again[i], changed = true, true
			}
		}
	}
	var steps []*stepState
	for i := range r.steps {
		if again[i] && (r.opened == nil || !Opens(r.procedure, r.steps[i].rule) || &r.steps[i] == s) {
			steps = append(steps, &r.steps[i])
		}
	}
	return steps
}

// mark marks a step and all that it comes after.
func (r *run) mark(i int, again []bool) {
	again[i] = true
	for _, ref := range r.steps[i].rule.After {
		if before := r.index(ref); before >= 0 && !again[before] {
			r.mark(before, again)
		}
	}
}

// follows says whether a step comes after one that is marked.
func (r *run) follows(i int, again []bool) bool {
	return slices.ContainsFunc(r.steps[i].rule.After, func(ref v1alpha1.StepReference) bool {
		before := r.index(ref)
		return before >= 0 && again[before]
	})
}

// index is the place of a step that a reference names, or -1.
func (r *run) index(ref v1alpha1.StepReference) int {
	rule := named(r.procedure, ref)
	return slices.IndexFunc(r.steps, func(s stepState) bool { return s.rule == rule })
}

// comesBefore says whether an act counts only before something else is done.
func (a *act) comesBefore() bool { return a.step != nil && len(a.step.Before) > 0 }

// tooLate finds that an act was recorded once a step was complete that it must come
// before: a call that ended in a choice can no longer be cancelled. A paper that is
// dated before helps nobody then.
func (e *engine) tooLate(a *act) *finding.Finding {
	for _, ref := range a.step.Before {
		if s, _ := e.here(a.run, ref); s != nil && s.done && !s.since.After(a.since) {
			return finding.New(v1alpha1.OutOfOrderReason, a.step.Basis,
				"step %s/%s of %s comes before %s, which was complete at %s, and can no longer be done; what rests on that ends by the rules of its own kind", a.procedure.Name, a.step.Name, e.link(), ref, e.show(s.since))
		}
	}
	return nil
}

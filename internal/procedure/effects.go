// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/standing"
)

// report gathers what the fold has found.
func (e *engine) report() Report {
	report := Report{Progress: make([]Progress, 0, len(e.runs))}
	for _, r := range e.runs {
		report.Progress = append(report.Progress, e.progress(r))
	}
	e.reportEffects(&report)
	report.adopt()
	e.reportTaken(&report)
	e.reportRectifications(&report)
	e.reportDuties(&report)
	e.reportBars(&report)
	for _, r := range e.runs {
		if r.procedure.Effect == v1alpha1.EffectSelected {
			e.reportApplicants(r, &report)
		}
	}
	e.reportActs(&report)
	e.reportFixed(&report)
	e.sortProgress(&report)
	report.Next = e.next
	return report
}

// progress says where a run and its steps stand.
func (e *engine) progress(r *run) Progress {
	p := Progress{Procedure: r.procedure, Lifted: r.isLifted(), Unclaimed: e.unclaimed(r.procedure), Steps: make([]StepProgress, len(r.steps))}
	for i := range r.steps {
		e.step(r, &r.steps[i], &p.Steps[i])
	}
	if r.opened != nil {
		p.Opened = r.opened.d
	}
	switch {
	case r.lifts != nil:
		p.Opened = r.lifts.d
	case r.procedure.Effect == v1alpha1.EffectLifted:
		p.Opened = r.about.opened.d
	}
	if r.rejected != nil {
		p.Rejected = r.rejected.d
	}
	p.Missing = e.missing(r.procedure, r.complete)
	if p.Complete = r.complete && p.Missing == nil && r.rejected == nil; p.Complete {
		p.Since, p.Day, p.CompletedBy = r.since, r.day, r.completedBy.d
	}
	return p
}

// reportEffects says of every effect that does not take away whether it has
// come: every procedure of it that the subject needs must be complete.
func (e *engine) reportEffects(report *Report) {
	for i := range e.edition.Spec.Procedures {
		p := &e.edition.Spec.Procedures[i]
		if p.Of != e.subject.Kind || RunsAgain(p.Effect) {
			continue
		}
		at := slices.IndexFunc(report.effects, func(s effectState) bool { return s.effect == p.Effect })
		if at < 0 {
			at = len(report.effects)
			report.effects = append(report.effects, effectState{effect: p.Effect})
		}
		if e.holds(p.When) {
			e.addTo(&report.effects[at], p, report)
		}
	}
	for i := range report.effects {
		if s := &report.effects[i]; !s.seen {
			s.outcome.Pending = e.undetermined(s.effect)
		}
	}
}

// undetermined finds that no procedure with an effect is for the subject.
func (e *engine) undetermined(effect v1alpha1.Effect) *finding.Finding {
	at := slices.IndexFunc(e.edition.Spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Of == e.subject.Kind && p.Effect == effect })
	p := &e.edition.Spec.Procedures[at]
	if levels := e.levelsOf(effect); len(levels) > 0 && !slices.Contains(levels, division.LevelOf(e.subject.Division)) {
		return finding.New(v1alpha1.UndeterminedReason, basisOf(p),
			"Jurisdiction %q names procedures of %s with the effect %s for divisions of the levels %v, and %s is of the division %q, whose code is of another level: one ends in 0000 for a province, in 00 for a city; give it the code under which the place acts at such a level",
			e.edition.Name, finding.A(e.subject.Kind), p.Effect, levels, e.link(), e.subject.Division)
	}
	return finding.New(v1alpha1.UndeterminedReason, basisOf(p),
		"Jurisdiction %q names procedures of %s with the effect %s, and none of them is for %s", e.edition.Name, finding.A(e.subject.Kind), p.Effect, e.link())
}

// levelsOf are the levels of the divisions that the procedures of an effect are
// for; none where one of them is for any.
func (e *engine) levelsOf(effect v1alpha1.Effect) []v1alpha1.DivisionLevel {
	var levels []v1alpha1.DivisionLevel
	for i := range e.edition.Spec.Procedures {
		p := &e.edition.Spec.Procedures[i]
		if p.Of != e.subject.Kind || p.Effect != effect {
			continue
		}
		if p.When == nil || p.When.DivisionLevel == "" {
			return nil
		}
		levels = append(levels, p.When.DivisionLevel)
	}
	return levels
}

// addTo adds one procedure to what is known of its effect.
func (e *engine) addTo(s *effectState, p *v1alpha1.Procedure, report *Report) {
	one := Outcome{Complete: true, None: true}
	if !isNone(p) {
		at := slices.IndexFunc(report.Progress, func(pr Progress) bool { return pr.Procedure == p })
		progress := &report.Progress[at]
		one = Outcome{Complete: progress.Complete, Since: progress.Since}
		if !progress.Complete {
			one.Pending = e.pending(progress)
		}
	}
	if !s.seen {
		s.outcome, s.seen = one, true
		return
	}
	s.outcome.None = s.outcome.None && one.None
	if one.Since.After(s.outcome.Since) {
		s.outcome.Since = one.Since
	}
	if !one.Complete {
		s.outcome = Outcome{Pending: finding.First(s.outcome.Pending, one.Pending)}
	}
}

// reportActs says whether each act counts, and which are for package standing.
func (e *engine) reportActs(report *Report) {
	report.Judged = make([]Judgement, len(e.acts))
	for i := range e.acts {
		a := &e.acts[i]
		j := Judgement{Decision: a.d, Finding: a.found, Left: a.ruling == left}
		if a.ruling == counts && a.run != nil && TakesAway(a.run.procedure.Effect) {
			j.Finding = e.idle(a)
		}
		if e.liftedByRun(a) {
			j.Left, j.Finding = false, finding.New(v1alpha1.LiftedReason, nil, "given back by a Lift that regards it")
		}
		report.Judged[a.given] = j
	}
	for i := range report.Judged {
		if report.Judged[i].Left {
			report.Left = append(report.Left, report.Judged[i].Decision)
		}
	}
}

// idle finds why an act that counted takes nothing away: its run was lifted, or
// names no input that the subject holds.
func (e *engine) idle(a *act) *finding.Finding {
	if a.run.isLifted() {
		return finding.New(v1alpha1.LiftedReason, nil, "given back by a Lift that regards it")
	}
	named := a.run.inputs()
	if len(named) == 0 {
		return nil
	}
	held := make([]v1alpha1.ObjectName, len(e.subject.Inputs))
	for i := range e.subject.Inputs {
		held[i] = e.subject.Inputs[i].Resource
	}
	return standing.CoversNothing(a.d, named, held, a.step.Basis)
}

// liftedByRun says whether a procedure has lifted an act without a step.
func (e *engine) liftedByRun(a *act) bool {
	return slices.ContainsFunc(e.runs, func(r *run) bool { return r.lifts == a && r.complete })
}

// reportFixed says which parts counting acts cover, and whether acts would
// count but for the content.
func (e *engine) reportFixed(report *Report) {
	for i := range e.acts {
		a := &e.acts[i]
		if a.fixes() && !slices.Contains(report.Fixed, covers(a.step)) {
			report.Fixed = append(report.Fixed, covers(a.step))
		}
	}
	slices.SortFunc(report.Fixed, func(a, b v1alpha1.Part) int { return rank(a) - rank(b) })
	for i := range e.acts {
		a := &e.acts[i]
		if !a.stale || a.run.step(a.step.Name).done {
			continue
		}
		report.Changed = finding.New(v1alpha1.ContentChangedReason, a.step.Basis,
			"the content of %s is not what Organization %q acted on (Decision %q, step %s/%s); put it back, or have the acts done again", e.link(), a.d.Spec.Organization, a.d.Name, a.procedure.Name, a.step.Name)
		return
	}
}

// rank puts the parts in their order.
func rank(p v1alpha1.Part) int {
	return slices.Index([]v1alpha1.Part{v1alpha1.PartApplication, v1alpha1.PartContract, v1alpha1.PartAll}, p)
}

// fixes says whether an act keeps what it covers from being changed: it counts
// and belongs to the present round of a step that gives.
func (a *act) fixes() bool {
	if a.run == nil || RunsAgain(a.procedure.Effect) {
		return false
	}
	return a.run.rejected == a || slices.Contains(a.run.step(a.step.Name).acts, a)
}

// sortProgress puts the runs in the edition's order, and those of one
// procedure in the order of their opening.
func (e *engine) sortProgress(report *Report) {
	place := func(p *Progress) int {
		for i := range e.edition.Spec.Procedures {
			if &e.edition.Spec.Procedures[i] == p.Procedure {
				return i
			}
		}
		return -1
	}
	slices.SortStableFunc(report.Progress, func(a, b Progress) int { return place(&a) - place(&b) })
}

func (e *engine) today() calendar.Day { return calendar.DayAt(e.now, e.zone) }

// show writes an instant by the clocks of the edition (D3).
func (e *engine) show(t time.Time) string { return t.In(e.zone).Format(time.RFC3339) }

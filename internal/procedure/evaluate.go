// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// engine is one evaluation.
type engine struct {
	edition *v1alpha1.Jurisdiction
	subject *Subject
	world   *World
	now     time.Time
	zone    *time.Location

	acts []act
	runs []*run
	orgs []known
	next time.Time
	// undigested lets acts count whatever digest they carry: so it is found
	// which of them were given back.
	undigested bool
}

// Evaluate folds the Decisions on one subject by the rules of its edition. It
// depends on nothing but its arguments, changes none of them, and gives the
// same answer for the acts in any order. A nil edition completes nothing and
// leaves every act to package standing, in which what takes away counts.
func Evaluate(edition *v1alpha1.Jurisdiction, subject *Subject, acts []*v1alpha1.Decision, world *World, now time.Time) Report {
	e := engine{edition: edition, subject: subject, world: world, now: now}
	if e.world == nil {
		e.world = &World{}
	}
	var err error
	if edition != nil {
		e.zone, err = jurisdiction.Zone(edition)
	}
	if edition == nil || err != nil {
		return unknowable(acts)
	}
	e.readActs(acts)
	for i := range e.acts {
		e.place(&e.acts[i])
	}
	e.queue()
	e.annul()
	e.foldOverReturns()
	return e.report()
}

// unknowable is the report where there is no edition to judge by.
func unknowable(acts []*v1alpha1.Decision) Report {
	r := Report{Left: slices.Clone(acts), Judged: make([]Judgement, len(acts))}
	for i, d := range acts {
		r.Judged[i] = Judgement{Decision: d, Left: true}
	}
	return r
}

// foldOverReturns folds the acts. What was given back may then have been
// corrected, so that earlier acts carry another digest: which acts gave back
// is found first, whatever the digests.
func (e *engine) foldOverReturns() {
	if !slices.ContainsFunc(e.acts, func(a act) bool { return a.step != nil && a.givesBack() && !RunsAgain(a.procedure.Effect) }) {
		e.fold()
		return
	}
	placed := slices.Clone(e.acts)
	e.undigested = true
	e.fold()
	first, counted := e.runs, slices.Clone(e.acts)
	copy(e.acts, placed)
	e.undigested, e.next = false, time.Time{}
	e.begins()
	for i := range counted {
		a := &e.acts[i]
		if counted[i].ruling == counts && a.step != nil && a.givesBack() && !RunsAgain(a.procedure.Effect) {
			a.run, a.ruling = e.only(a.procedure), counts
			e.giveBack(a.run, a.run.step(a.step.Name), a)
		}
	}
	for i, r := range e.runs {
		for j := range r.steps {
			r.steps[j].lapses = first[i].steps[j].lapses
		}
	}
	e.goOn()
}

func (e *engine) fold() {
	e.begins()
	e.goOn()
}

// begins gives every procedure that does not run again its run.
func (e *engine) begins() {
	e.runs = nil
	for i := range e.edition.Spec.Procedures {
		p := &e.edition.Spec.Procedures[i]
		if p.Of == e.subject.Kind && !isNone(p) && !RunsAgain(p.Effect) && e.holds(p.When) {
			e.newRun(p)
		}
	}
}

// goOn rules on the acts in the order of their days, again and again as long
// as one makes another count. Those that count only before something is done come
// last: until then nobody knows whether it was.
func (e *engine) goOn() {
	for e.pass(false) || e.pass(true) {
		continue
	}
	for i := range e.acts {
		if a := &e.acts[i]; a.ruling == open {
			a.fail(e.explain(a))
		}
	}
}

// pass rules once on the acts that wait, those with `before` or the others, and says
// whether it ruled on any.
func (e *engine) pass(before bool) (again bool) {
	for i := range e.acts {
		a := &e.acts[i]
		if a.ruling != open || a.comesBefore() != before {
			continue
		}
		ruled, found := e.rule(a)
		switch ruled {
		case open:
			continue
		case counts:
			if a.step == nil {
				a.ruling = counts
			} else {
				e.count(a)
			}
		default:
			a.ruling, a.found = ruled, found
		}
		again = true
	}
	return again
}

// rule rules on one act by the rule that is for it.
func (e *engine) rule(a *act) (ruling, *finding.Finding) {
	switch {
	case a.step != nil:
		return e.judge(a)
	case a.d.Spec.Step != "":
		return e.judgeDuty(a)
	case a.d.Spec.Action == v1alpha1.ActionLift:
		return e.judgeLift(a)
	}
	return e.judgeBar(a)
}

// explain finds what an act that still waits has waited for.
func (e *engine) explain(a *act) *finding.Finding {
	_, found := e.rule(a)
	if found != nil {
		return found
	}
	if a.run != nil {
		if ruled, ref := e.order(a); ruled != counts {
			return e.tooEarly(a, ref)
		}
	}
	return finding.New(v1alpha1.RegardingUnfitReason, nil, "spec.regarding names a Decision that has no effect yet; this act counts once that one does")
}

// tooEarly finds that an act was done before what comes before it.
func (e *engine) tooEarly(a *act, ref v1alpha1.StepReference) *finding.Finding {
	p, _ := e.at(a.run, ref)
	if !p.done {
		found := finding.New(v1alpha1.OutOfOrderReason, a.step.Basis,
			"step %s/%s comes after %s, which is not complete", a.procedure.Name, a.step.Name, ref)
		found.Undecided = p.unread
		return found
	}
	return finding.New(v1alpha1.OutOfOrderReason, a.step.Basis,
		"spec.actedOn %s: step %s/%s comes after %s, which is complete from %s; act again on that day or later", a.d.Spec.ActedOn, a.procedure.Name, a.step.Name, ref, p.from)
}

func (a *act) fail(found *finding.Finding) { a.ruling, a.found = fails, found }

// reason is why the act does not count. It answers for a ruling without a finding
// too: no act on another may end the evaluation.
func (a *act) reason() string {
	if a.found == nil {
		return v1alpha1.UndeterminedReason
	}
	return a.found.Reason
}

// recheck remembers an instant at which time alone changes something.
func (e *engine) recheck(at time.Time) {
	e.next = calendar.Earliest(e.next, calendar.NextAfter(e.now, at))
}

// roleOf is the role that an effect confers, or none.
func roleOf(effect v1alpha1.Effect) v1alpha1.Role {
	_, role, _ := strings.Cut(string(effect), ":")
	return v1alpha1.Role(role)
}

// unclaimed says that a procedure confers a role which the subject, an
// organisation that could be read, does not claim.
func (e *engine) unclaimed(p *v1alpha1.Procedure) bool {
	role := roleOf(p.Effect)
	if p.Of != v1alpha1.LinkOrganization || role == "" {
		return false
	}
	org, _ := e.organization(e.subject.Name)
	return org != nil && !slices.Contains(org.Declared, role)
}

func isNone(p *v1alpha1.Procedure) bool { return p.None != nil && *p.None }

func (t *Taking) covers(resource v1alpha1.ObjectName) bool {
	return len(t.Inputs) == 0 || slices.Contains(t.Inputs, resource)
}

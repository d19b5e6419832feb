// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// check finds why an act on a step does not count, or nothing.
type check func(e *engine, a *act, s *stepState) *finding.Finding

// checks are what is asked of every act on a step, in the order in which
// faults are shown.
var checks = []check{
	// Make sure that the act is the one that the step asks for.
	wrongAction,
	wrongOutcome,
	// Make sure that the organisation may act.
	notEntitled,
	barred,
	// Make sure that it carries what the step asks for.
	pointMissing,
	evidenceMissing,
	evidenceUnfit,
	adoptionUnfit,
	addressMissing,
	groundMissing,
	dueDateMissing,
	documentMissing,
	recipientMissing,
	// Make sure that it comes when it may.
	notYetDue,
	outsideWindow,
}

// judge rules on an act by what is known so far.
func (e *engine) judge(a *act) (ruling, *finding.Finding) {
	if a.unreadable {
		return fails, finding.New(v1alpha1.NotYetDueReason, nil, "spec.actedOn %q is no day of the calendar; nothing is given on it", a.d.Spec.ActedOn)
	}
	r, ruled, found := e.runOf(a)
	if ruled != counts {
		return ruled, found
	}
	a.run = r
	s := r.step(a.step.Name)
	switch {
	case r.rejected != nil:
		return fails, finding.New(v1alpha1.ProcedureEndedReason, a.step.Basis,
			"procedure %s ended when Organization %q rejected it (Decision %q); a new application is a new object", r.procedure.Name, r.rejected.d.Spec.Organization, r.rejected.d.Name)
	case a.pos < s.round:
		return fails, finding.New(v1alpha1.SupersededReason, a.step.Basis,
			"step %s/%s began anew after this act; it is done again by a new act", r.procedure.Name, s.rule.Name)
	case a.receipt():
		return e.judgeReceipt(a, s)
	}
	for _, check := range checks {
		if found := check(e, a, s); found != nil {
			return fails, found
		}
	}
	return e.judgePlace(a, s)
}

// judgePlace rules on what depends on other acts.
func (e *engine) judgePlace(a *act, s *stepState) (ruling, *finding.Finding) {
	a.renews = false
	if ruled, found := e.applicant(a, s); ruled != counts {
		return ruled, found
	}
	if found := e.notDistinct(a, s); found != nil {
		return fails, found
	}
	ruled, ref := e.order(a)
	if ruled == fails {
		return fails, e.tooEarly(a, ref)
	}
	if ruled == open {
		return open, nil
	}
	a.renews = e.renews(a, s)
	if found := e.repeated(a, s); found != nil && !a.renews {
		return fails, found
	}
	if found := e.required(a); found != nil {
		return open, found
	}
	if found := finding.First(e.tooLate(a), e.signedEarly(a)); found != nil {
		return fails, found
	}
	if found := e.stale(a); found != nil {
		a.stale = true
		return fails, found
	}
	if found := e.unsettled(a); found != nil {
		return fails, found
	}
	return counts, nil
}

func wrongAction(_ *engine, a *act, s *stepState) *finding.Finding {
	if a.d.Spec.Action == s.rule.Act {
		return nil
	}
	return finding.New(v1alpha1.WrongActionReason, s.rule.Basis,
		"spec.action %s: step %s/%s asks for %s", a.d.Spec.Action, a.procedure.Name, s.rule.Name, s.rule.Act)
}

func wrongOutcome(_ *engine, a *act, s *stepState) *finding.Finding {
	if a.d.Spec.Outcome == "" || slices.Contains(s.rule.Outcomes, a.d.Spec.Outcome) ||
		(len(s.rule.Outcomes) == 0 && a.affirms()) {
		return nil
	}
	return finding.New(v1alpha1.WrongActionReason, s.rule.Basis,
		"spec.outcome %s: step %s/%s allows %s", a.d.Spec.Outcome, a.procedure.Name, s.rule.Name, orNone(s.rule.Outcomes))
}

// notYetDue finds that the legal day of an act has not come. What takes away
// waits for no day.
func notYetDue(e *engine, a *act, s *stepState) *finding.Finding {
	if TakesAway(a.procedure.Effect) || !a.since.After(e.now) {
		return nil
	}
	e.recheck(a.since)
	return finding.New(v1alpha1.NotYetDueReason, s.rule.Basis, "takes effect at %s: nothing opens before the legal day of the act", e.show(a.since))
}

// stale finds that a giving act carries another digest than the part has which
// it covers. What runs again, and what does not affirm, is bound by name.
func (e *engine) stale(a *act) *finding.Finding {
	if RunsAgain(a.procedure.Effect) || !a.affirms() || e.undigested {
		return nil
	}
	part, carried := covers(a.step), a.d.Spec.Subject.Part
	if carried == "" {
		carried = v1alpha1.PartAll
	}
	want, known := e.subject.Digests[part]
	switch {
	case carried != part:
		return finding.New(v1alpha1.StaleDigestReason, a.step.Basis,
			"spec.subject.part %s: step %s/%s covers %s; record the act again with status.digests of that part", carried, a.procedure.Name, a.step.Name, part)
	case !known || a.d.Spec.Subject.Digest != want:
		return finding.New(v1alpha1.StaleDigestReason, a.step.Basis,
			"spec.subject.digest %s is not that of the part %s of %s, which is %s: its content is not what was acted on", orNothing(a.d.Spec.Subject.Digest), part, e.link(), orNothing(want))
	}
	return nil
}

// covers is the part that the acts on a step cover.
func covers(s *v1alpha1.Step) v1alpha1.Part {
	if s.Covers == "" {
		return v1alpha1.PartAll
	}
	return s.Covers
}

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
	if found := e.repeated(a, s); found != nil {
		return fails, found
	}
	if found := e.required(a); found != nil {
		return open, found
	}
	if found := e.stale(a); found != nil {
		a.stale = true
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

func notEntitled(e *engine, a *act, s *stepState) *finding.Finding {
	org, inputs := a.d.Spec.Organization, e.inHand(a)
	switch f := e.among(s.rule.By, org, setting{a.run, a.asOf(), inputs}); {
	case f == fits, e.doubtedBy(a, s.rule.By):
		return nil
	case f == unread:
		found := finding.New(v1alpha1.NotEntitledReason, s.rule.Basis,
			"it could not be read whether Organization %q may act on step %s/%s; the act counts once it can be", org, a.procedure.Name, s.rule.Name)
		found.Undecided = true
		return found
	case e.among(s.rule.By, org, setting{a.run, anyDay, inputs}) == fits:
		return finding.New(v1alpha1.NotEntitledReason, s.rule.Basis,
			"spec.actedOn %s: the role in which Organization %q acts on step %s/%s was conferred on it later%s; act again on that day or later", a.d.Spec.ActedOn, org, a.procedure.Name, s.rule.Name, e.conferredOn(a, s))
	}
	return finding.New(v1alpha1.NotEntitledReason, s.rule.Basis,
		"Organization %q may not act on step %s/%s of %s; it is for %s", org, a.procedure.Name, s.rule.Name, e.link(), e.describeFor(s.rule, s.rule.By, inputs))
}

// conferredOn says from which day on the one who acts may, and by which Decision.
func (e *engine) conferredOn(a *act, s *stepState) finding.Phrase {
	o, _ := e.organization(a.d.Spec.Organization)
	if o == nil {
		return nothing
	}
	first := anyDay
	for _, from := range o.ConferredFrom {
		if from < first && e.among(s.rule.By, o.Name, setting{a.run, from, e.inHand(a)}) == fits {
			first = from
		}
	}
	if first == anyDay {
		return nothing
	}
	var by map[v1alpha1.Effect]string
	if o.ConferredBy != nil {
		by = o.ConferredBy()
	}
	for _, effect := range o.Conferred {
		if by[effect] != "" && o.ConferredFrom[effect] == first {
			return finding.Say(", on %s (Decision %q)", first, by[effect])
		}
	}
	return finding.Say(", on %s", first)
}

// notDistinct finds that who acts is a party that may not, or affiliated with
// one, or had its act written down by one (DRV-7).
func (e *engine) notDistinct(a *act, s *stepState) *finding.Finding {
	org := a.d.Spec.Organization
	for _, ref := range s.rule.DistinctFrom {
		for _, name := range e.partyOf(ref, a) {
			if e.affiliated(org, name) {
				return finding.New(v1alpha1.NotDistinctReason, s.rule.Basis,
					"Organization %q is the %s %q or affiliated with it, and may not act on step %s/%s; another one must", org, ref, name, a.procedure.Name, s.rule.Name)
			}
		}
	}
	by := a.d.Spec.TranscribedBy
	if by == "" || takesAway(a.procedure.Effect) {
		return nil
	}
	for _, ref := range []v1alpha1.PartyRef{v1alpha1.PartyHolder, v1alpha1.PartyOperator} {
		for _, name := range e.partyOf(ref, a) {
			if e.affiliated(by, name) {
				return finding.New(v1alpha1.NotDistinctReason, s.rule.Basis,
					"spec.transcribedBy %q is the %s %q or affiliated with it; a clerk of the holder's side writes down no act of another body", by, ref, name)
			}
		}
	}
	return nil
}

// partyOf are the organisations of a party. Applicants are the one whose
// application the act regards, or all of them.
func (e *engine) partyOf(ref v1alpha1.PartyRef, a *act) []v1alpha1.ObjectName {
	names := make([]v1alpha1.ObjectName, 0, len(e.subject.Parties[ref]))
	if applied := e.applications(a.run); ref == v1alpha1.PartyApplicant && applied != nil {
		for _, application := range applied.acts {
			if a.applies == nil || a.applies == application {
				names = append(names, application.d.Spec.Organization)
			}
		}
		return names
	}
	for _, name := range e.subject.Parties[ref] {
		names = append(names, v1alpha1.ObjectName(name))
	}
	return names
}

// notYetDue finds that the legal day of an act has not come. What takes away
// waits for no day.
func notYetDue(e *engine, a *act, s *stepState) *finding.Finding {
	if takesAway(a.procedure.Effect) || !a.since.After(e.now) {
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

// repeated finds that the step needs the act no more.
func (e *engine) repeated(a *act, s *stepState) *finding.Finding {
	again := func(other *act) bool {
		return other.d.Spec.Organization == a.d.Spec.Organization && sameMatter(other, a) && cleared(other, s)
	}
	at := slices.IndexFunc(s.acts, again)
	if at < 0 && isTrue(s.rule.Once) {
		for i := range e.acts[:a.pos] {
			if other := &e.acts[i]; other.step == a.step && other.ruling == counts && other.d.Spec.Organization == a.d.Spec.Organization {
				return e.repeats(a, other)
			}
		}
	}
	switch {
	case at >= 0:
		return e.repeats(a, s.acts[at])
	case len(s.acts) > 0 && e.enough(a, s):
		return e.repeats(a, s.acts[len(s.acts)-1])
	}
	return nil
}

func (e *engine) repeats(a, other *act) *finding.Finding {
	return finding.New(v1alpha1.RepeatedReason, a.step.Basis,
		"step %s/%s has the act already: Decision %q of Organization %q, %s", a.procedure.Name, a.step.Name, other.d.Name, other.d.Spec.Organization, other.d.Spec.ActedOn)
}

// enough says whether the step's parties have all acted on the matter of an
// act. Applications and choices are never enough.
func (e *engine) enough(a *act, s *stepState) bool {
	if e.open(s) {
		return false
	}
	var same []*act
	for _, other := range s.acts {
		if sameMatter(other, a) {
			if !cleared(other, s) {
				return false
			}
			same = append(same, other)
		}
	}
	return e.completeFor(s.rule, s.rule.By, same, a.run, e.inHand(a))
}

// open says whether any number of organisations may act on a step, or one any
// number of times.
func (e *engine) open(s *stepState) bool {
	return s.rule.Act == v1alpha1.ActionSelect || forApplicants(s.rule)
}

// sameMatter says whether two acts on a step are on the same applicant and the
// same inputs.
func sameMatter(a, b *act) bool {
	return a.applies == b.applies && sameScope(a, b)
}

// sameScope says whether two acts on a step are on the same inputs, where it is
// for each of them.
func sameScope(a, b *act) bool {
	return a.step.Each != v1alpha1.EachInput || slices.Equal(scope(a), scope(b))
}

func scope(a *act) []v1alpha1.ObjectName {
	if a.d.Spec.Scope == nil {
		return nil
	}
	return a.d.Spec.Scope.Inputs
}

func isTrue(b *bool) bool { return b != nil && *b }

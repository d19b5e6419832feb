// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// pointMissing finds that an affirming act carries no finding on a point.
func pointMissing(_ *engine, a *act, s *stepState) *finding.Finding {
	if !a.affirms() {
		return nil
	}
	for _, p := range s.rule.Points {
		if !slices.ContainsFunc(a.d.Spec.Findings, func(f v1alpha1.PointFinding) bool { return f.Point == p }) {
			return finding.New(v1alpha1.PointMissingReason, s.rule.Basis,
				"spec.findings lacks the point %s; step %s/%s asks for %s", p, a.procedure.Name, s.rule.Name, words(s.rule.Points))
		}
	}
	return nil
}

// cleared says whether an act judges every point of its step as clear.
func cleared(a *act, s *stepState) bool {
	return !slices.ContainsFunc(s.rule.Points, func(p v1alpha1.PointName) bool {
		return !slices.ContainsFunc(a.d.Spec.Findings, func(f v1alpha1.PointFinding) bool {
			return f.Point == p && f.Result == v1alpha1.PointClear
		})
	})
}

func evidenceMissing(_ *engine, a *act, s *stepState) *finding.Finding {
	if !a.affirms() {
		return nil
	}
	for _, name := range s.rule.Evidence {
		if !slices.ContainsFunc(a.d.Spec.Evidence, func(e v1alpha1.Evidence) bool { return e.Name == name }) {
			return finding.New(v1alpha1.EvidenceMissingReason, s.rule.Basis,
				"spec.evidence lacks %s; step %s/%s asks for %s", name, a.procedure.Name, s.rule.Name, words(s.rule.Evidence))
		}
	}
	return nil
}

// addressMissing finds that an act does not say where a paper can be read of which
// the step asks that.
func addressMissing(_ *engine, a *act, s *stepState) *finding.Finding {
	if !a.affirms() {
		return nil
	}
	for _, name := range s.rule.Addressed {
		if a.paper(name).URI == "" {
			return finding.New(v1alpha1.EvidenceMissingReason, s.rule.Basis,
				"spec.evidence[%s] lacks uri; step %s/%s asks for the address at which it can be read", name, a.procedure.Name, s.rule.Name)
		}
	}
	return nil
}

// groundMissing finds that an act rests on no ground that the step names, or
// that one which does not affirm says neither why nor by which rule.
func groundMissing(_ *engine, a *act, s *stepState) *finding.Finding {
	switch {
	case a.affirms() && len(s.rule.Grounds) > 0 && !slices.Contains(s.rule.Grounds, a.d.Spec.Ground):
		return finding.New(v1alpha1.GroundMissingReason, s.rule.Basis,
			"spec.ground %s: step %s/%s rests on one of %s", orNothing(a.d.Spec.Ground), a.procedure.Name, s.rule.Name, words(s.rule.Grounds))
	case a.affirms():
		return nil
	case slices.Contains(s.rule.RejectNeeds, v1alpha1.RejectNeedsReason) && a.d.Spec.Note == "":
		return finding.New(v1alpha1.GroundMissingReason, s.rule.Basis, "spec.note is missing: %s on step %s/%s says why", finding.A(a.d.Spec.Outcome), a.procedure.Name, s.rule.Name)
	case slices.Contains(s.rule.RejectNeeds, v1alpha1.RejectNeedsGround) && a.d.Spec.Ground == "":
		return finding.New(v1alpha1.GroundMissingReason, s.rule.Basis, "spec.ground is missing: %s on step %s/%s says by which rule", finding.A(a.d.Spec.Outcome), a.procedure.Name, s.rule.Name)
	}
	return nil
}

// dueDateMissing finds that an act gives no day by which it is to be answered,
// or one that lies before it (D18).
func dueDateMissing(_ *engine, a *act, s *stepState) *finding.Finding {
	if s.rule.DueDate == "" || !a.affirms() {
		return nil
	}
	day, ok := dueDate(a)
	if ok && day >= a.day {
		return nil
	}
	return finding.New(v1alpha1.DueDateMissingReason, s.rule.Basis,
		"spec.dueDate: step %s/%s needs the last day by which it is to be answered, on or after spec.actedOn", a.procedure.Name, s.rule.Name)
}

func dueDate(a *act) (calendar.Day, bool) {
	if a.d.Spec.DueDate == nil {
		return 0, false
	}
	return dayOf(string(*a.d.Spec.DueDate))
}

// documentMissing finds that the paper of a collective decision is not named
// in full (D59), or was issued after the act that rests on it.
func documentMissing(_ *engine, a *act, s *stepState) *finding.Finding {
	if !isTrue(s.rule.Collective) || !a.affirms() {
		return nil
	}
	doc := a.d.Spec.Document
	if doc == nil || doc.Number == "" || doc.IssuedOn == nil || doc.Body == "" || doc.SHA256 == "" {
		return finding.New(v1alpha1.DocumentMissingReason, s.rule.Basis,
			"spec.document needs number, issuedOn, body and sha256: step %s/%s is a collective decision", a.procedure.Name, s.rule.Name)
	}
	switch issued, ok := dayOf(string(*doc.IssuedOn)); {
	case !ok:
		return finding.New(v1alpha1.DocumentMissingReason, s.rule.Basis,
			"spec.document.issuedOn %s is no day of the calendar: write the day of the collective decision", *doc.IssuedOn)
	case issued > a.day:
		return finding.New(v1alpha1.DocumentMissingReason, s.rule.Basis,
			"spec.document.issuedOn %s lies after spec.actedOn %s: the collective decision comes first", *doc.IssuedOn, a.d.Spec.ActedOn)
	}
	return nil
}

// recipientMissing finds that an act does not name those who are told, where
// no receipt would show that they were.
func recipientMissing(e *engine, a *act, s *stepState) *finding.Finding {
	if len(s.rule.To) == 0 || s.rule.Receipt != "" || !a.affirms() {
		return nil
	}
	for _, portion := range portions(a.procedure, s.rule, e.inHand(a)) {
		for i := range s.rule.To {
			p := &s.rule.To[i]
			told := func(org v1alpha1.ObjectName) bool { return e.isOf(p, org, setting{a.run, anyDay, portion}) == fits }
			if !slices.ContainsFunc(a.d.Spec.To, told) {
				return finding.New(v1alpha1.RecipientMissingReason, s.rule.Basis,
					"spec.to names nobody who is %s; step %s/%s is told to %s", e.nameFor(p, nil, portion), a.procedure.Name, s.rule.Name, e.describeFor(a.procedure, s.rule, s.rule.To, e.inHand(a)))
			}
		}
	}
	return nil
}

// judgeReceipt rules on the receipt of an act of the step.
func (e *engine) judgeReceipt(a *act, s *stepState) (ruling, *finding.Finding) {
	to, told := e.regarded(a), e.among(s.rule.To, a.d.Spec.Organization, setting{a.run, anyDay, e.inHand(a)})
	switch {
	case s.rule.Receipt == "":
		return fails, wrongAction(e, a, s)
	case told == unfit:
		return fails, finding.New(v1alpha1.NotEntitledReason, s.rule.Basis,
			"Organization %q is not told by step %s/%s of %s; the receipt is for %s", a.d.Spec.Organization, a.procedure.Name, s.rule.Name, e.link(), e.describeFor(a.procedure, s.rule, s.rule.To, e.inHand(a)))
	case told == unread:
		return fails, unreadWho(a, s) // who is told may well be another than who acts
	case to == nil:
		return fails, finding.New(v1alpha1.RegardingMissingReason, s.rule.Basis,
			"spec.regarding names no Decision on %s; a receipt names the act that was received, by name and uid", e.link())
	case to.ruling == open:
		return open, nil
	case !slices.Contains(s.acts, to):
		return fails, finding.New(v1alpha1.RegardingUnfitReason, s.rule.Basis,
			"spec.regarding: Decision %q is no counting act of step %s/%s", to.d.Name, a.procedure.Name, s.rule.Name)
	case a.day < to.day:
		return fails, finding.New(v1alpha1.OutOfOrderReason, s.rule.Basis,
			"spec.actedOn %s lies before the act that was received (Decision %q, %s)", a.d.Spec.ActedOn, to.d.Name, to.d.Spec.ActedOn)
	}
	if found := finding.First(e.clerkOfHolder(a, s.rule.Basis), notYetDue(e, a, s)); found != nil {
		return fails, found
	}
	for _, other := range s.receipts {
		if other.d.Spec.Organization == a.d.Spec.Organization && sameScope(other, a) {
			return fails, e.repeats(a, other)
		}
	}
	return counts, nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Expired is a paper of an act that has run out, and that the edition asks to be
// valid.
type Expired struct {
	// Paper is what it is evidence of, and Last the last day on which it was valid.
	Paper v1alpha1.PointName
	Last  calendar.Day
	// Act is the act that carries it, the latest one with the day.
	Act *v1alpha1.Decision
}

// paper is the evidence of an act with a name; the zero Evidence where it has none.
func (a *act) paper(name v1alpha1.PointName) v1alpha1.Evidence {
	at := slices.IndexFunc(a.d.Spec.Evidence, func(e v1alpha1.Evidence) bool { return e.Name == name })
	if at < 0 {
		return v1alpha1.Evidence{}
	}
	return a.d.Spec.Evidence[at]
}

// evidenceUnfit finds that a paper does not say the day that the step asks for, that
// it was issued after the act, or that it had run out before it.
func evidenceUnfit(_ *engine, a *act, s *stepState) *finding.Finding {
	if !a.affirms() {
		return nil
	}
	for _, name := range s.rule.Dated {
		day, found := a.stated(s, name, "issuedOn", a.paper(name).IssuedOn)
		if found == nil && day > a.day {
			found = finding.New(v1alpha1.EvidenceMissingReason, s.rule.Basis,
				"spec.evidence[%s].issuedOn %s lies after spec.actedOn %s: step %s/%s rests on what was there", name, day, a.d.Spec.ActedOn, a.procedure.Name, s.rule.Name)
		}
		if found != nil {
			return found
		}
	}
	for _, name := range s.rule.Expires {
		day, found := a.stated(s, name, "validUntil", a.paper(name).ValidUntil)
		if found == nil && day < a.day {
			found = finding.New(v1alpha1.EvidenceMissingReason, s.rule.Basis,
				"spec.evidence[%s].validUntil %s lies before spec.actedOn %s: step %s/%s asks for one that is valid", name, day, a.d.Spec.ActedOn, a.procedure.Name, s.rule.Name)
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// stated is a day that a paper of an act must state.
func (a *act) stated(s *stepState, name v1alpha1.PointName, field string, date *v1alpha1.Date) (calendar.Day, *finding.Finding) {
	if date == nil {
		return 0, finding.New(v1alpha1.EvidenceMissingReason, s.rule.Basis,
			"spec.evidence[%s] lacks %s; step %s/%s asks for that day", name, field, a.procedure.Name, s.rule.Name)
	}
	day, ok := dayOf(string(*date))
	if !ok {
		return 0, finding.New(v1alpha1.EvidenceMissingReason, s.rule.Basis,
			"spec.evidence[%s].%s %s is no day of the calendar", name, field, *date)
	}
	return day, nil
}

// renews says whether an act carries a paper that is valid for longer than those of
// the organisation's earlier acts, which the step has already: of each input, where
// it is for each of them, whether these named their inputs or not.
func (e *engine) renews(a *act, s *stepState) bool {
	if len(s.rule.Expires) == 0 || !a.affirms() || e.open(s) || !cleared(a, s) {
		return false
	}
	longer := false
	for _, portion := range portions(a.procedure, s.rule, e.inHand(a)) {
		if !slices.ContainsFunc(actsFor(s.rule, s.acts, portion), func(other *act) bool { return a.follows(other) && cleared(other, s) }) {
			return false
		}
		longer = longer || slices.ContainsFunc(s.rule.Expires, func(name v1alpha1.PointName) bool {
			last, _ := s.valid(a, name, portion)
			day, ok := a.validUntil(name)
			return ok && day > last
		})
	}
	return longer
}

// follows says whether an act is on the same applicant as another one, by the same
// organisation.
func (a *act) follows(other *act) bool {
	return other.d.Spec.Organization == a.d.Spec.Organization && other.applies == a.applies
}

// valid is until when a paper is valid of a portion of the inputs, by the acts of one
// organisation on the same applicant, and the act that says so.
func (s *stepState) valid(a *act, name v1alpha1.PointName, portion []Input) (last calendar.Day, by *act) {
	for _, acts := range [][]*act{s.acts, s.renewals} {
		for _, other := range actsFor(s.rule, acts, portion) {
			if day, ok := other.validUntil(name); ok && a.follows(other) && (by == nil || day > last) {
				last, by = day, other
			}
		}
	}
	return last, by
}

func (a *act) validUntil(name v1alpha1.PointName) (calendar.Day, bool) {
	last := a.paper(name).ValidUntil
	if last == nil {
		return 0, false
	}
	return dayOf(string(*last))
}

// expired are the papers of a step that have run out. Of applications it is asked at
// the act alone: most come to nothing.
func (e *engine) expired(r *run, s *stepState) []Expired {
	if len(s.rule.Expires) == 0 || r.rejected != nil || e.open(s) {
		return nil
	}
	var out []Expired
	for _, a := range s.acts {
		for _, portion := range portions(r.procedure, s.rule, e.inHand(a)) {
			for _, name := range s.rule.Expires {
				x := e.expiredOf(s, a, name, portion)
				if x != nil && !slices.Contains(out, *x) { // one paper may be of many inputs
					out = append(out, *x)
				}
			}
		}
	}
	return out
}

// expiredOf is a paper that has run out of a portion of the inputs, or nil.
func (e *engine) expiredOf(s *stepState, a *act, name v1alpha1.PointName, portion []Input) *Expired {
	last, by := s.valid(a, name, portion)
	switch {
	case by == nil:
		return nil
	case e.now.Before(last.End(e.zone)):
		e.recheck(last.End(e.zone))
		return nil
	}
	return &Expired{Paper: name, Last: last, Act: by.d}
}

// ran says that a paper of a step has run out.
func (x *Expired) ran(procedure string, s *v1alpha1.Step) finding.Phrase {
	return finding.Say("step %s/%s: the paper %s of Organization %q (Decision %q) was valid until %s; another act on the step is awaited, with one that is valid",
		procedure, s.Name, x.Paper, x.Act.Spec.Organization, x.Act.Name, x.Last)
}

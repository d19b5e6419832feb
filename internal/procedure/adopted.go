// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"cmp"
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/standing"
)

// adoptionUnfit finds that an act would adopt what the transition of the edition is
// not for: what is signed or begins once the rules hold follows them, and so does
// what comes in place of an earlier agreement or after it (D63).
func adoptionUnfit(e *engine, a *act, s *stepState) *finding.Finding {
	if a.procedure.Effect != v1alpha1.EffectAdopted || !a.affirms() {
		return nil
	}
	hold, known := jurisdiction.RulesHoldFrom(&e.edition.Spec)
	begins := e.subject.Begins
	switch {
	case !known || !jurisdiction.Dates(a.procedure):
		return finding.New(v1alpha1.UndeterminedReason, s.rule.Basis,
			"step %s/%s adopts what was signed before the rules held, and Jurisdiction %q gives no spec.transition with a day and a dated paper; nothing is adopted under it", a.procedure.Name, s.rule.Name, e.edition.Name)
	case e.subject.Traits.Revision || e.subject.Traits.Renewal:
		return finding.New(v1alpha1.NoSuchStepReason, s.rule.Basis,
			"%s revises or renews another one, and what comes after an agreement follows Jurisdiction %q in full; step %s/%s is for those that were signed before its rules held", e.link(), e.edition.Name, a.procedure.Name, s.rule.Name)
	case begins == nil || *begins >= hold:
		return finding.New(v1alpha1.NoSuchStepReason, s.rule.Basis,
			"the term of %s does not begin before %s, from when the rules of Jurisdiction %q hold; step %s/%s is for those that had begun by then", e.link(), hold, e.edition.Name, a.procedure.Name, s.rule.Name)
	}
	for _, name := range s.rule.Dated {
		if day, found := a.stated(s, name, "issuedOn", a.paper(name).IssuedOn); found == nil && day >= hold {
			return finding.New(v1alpha1.EvidenceMissingReason, s.rule.Basis,
				"spec.evidence[%s].issuedOn %s is not before %s, from when the rules of Jurisdiction %q hold: what was signed since follows them; step %s/%s asks for the paper of before", name, day, hold, e.edition.Name, a.procedure.Name, s.rule.Name)
		}
	}
	return nil
}

// adopt lets what was adopted stand in place of what Enter asks: nobody is waited
// for in that any more, and what was not done of it is a gap. What was in force
// without it is so since the day on which that came.
func (r *Report) adopt() {
	adopted := r.Effect(v1alpha1.EffectAdopted)
	if !adopted.Complete || adopted.None || r.Effect(v1alpha1.EffectEnter).Complete {
		return
	}
	for i := range r.effects {
		if r.effects[i].effect == v1alpha1.EffectEnter {
			r.effects[i].outcome = adopted
		}
	}
	for i := range r.Progress {
		p := &r.Progress[i]
		p.Spared = p.Procedure.Effect == v1alpha1.EffectEnter
	}
}

// AdoptedBy is the act that adopted the subject as signed before the rules of its
// edition held, or nil.
func (r *Report) AdoptedBy() *v1alpha1.Decision {
	if p := r.adoption(); p != nil && r.Effect(v1alpha1.EffectAdopted).Complete {
		return p.CompletedBy
	}
	return nil
}

// Adopting is the step on which the subject may be adopted yet, with the act that is
// awaited there, or nil.
func (r *Report) Adopting() *Conferral {
	for i := range r.Progress {
		p := &r.Progress[i]
		if p.Procedure.Effect != v1alpha1.EffectAdopted || p.Complete || p.Rejected != nil {
			continue
		}
		s := p.awaited()
		if s == nil {
			continue
		}
		for _, act := range s.Said.Awaited() {
			return &Conferral{Step: v1alpha1.StepReference(p.Procedure.Name + "/" + s.Step.Name), Giving: act}
		}
	}
	return nil
}

// AdoptionTakenBack is the last act on such a step that was annulled, with by whom, or
// nil.
func (r *Report) AdoptionTakenBack() *Judgement {
	var last *Judgement
	for i := range r.Judged {
		j := &r.Judged[i]
		if j.Finding == nil || j.Finding.Reason != v1alpha1.AnnulledReason || !r.adopts(j.Decision) {
			continue
		}
		if last == nil || cmp.Or(standing.RecordedAt(j.Decision).Compare(standing.RecordedAt(last.Decision)), cmp.Compare(j.Decision.Name, last.Decision.Name)) > 0 {
			last = j
		}
	}
	return last
}

// adopts says whether an act is on a step by which the subject is adopted.
func (r *Report) adopts(d *v1alpha1.Decision) bool {
	name, _, _ := strings.Cut(string(d.Spec.Step), "/")
	return slices.ContainsFunc(r.Progress, func(p Progress) bool {
		return p.Procedure.Effect == v1alpha1.EffectAdopted && p.Procedure.Name == name
	})
}

// adoption is the procedure by which the subject was adopted, or nil.
func (r *Report) adoption() *Progress {
	at := slices.IndexFunc(r.Progress, func(p Progress) bool { return p.Procedure.Effect == v1alpha1.EffectAdopted && p.Complete })
	if at < 0 {
		return nil
	}
	return &r.Progress[at]
}

// Gaps are what the procedures ask that an adopted subject was spared: what they
// require of others, and the steps that were not done.
func (r *Report) Gaps() []*finding.Finding {
	var gaps []*finding.Finding
	for i := range r.Progress {
		p := &r.Progress[i]
		if !p.Spared {
			continue
		}
		if p.Missing != nil {
			gaps = append(gaps, p.Missing)
		}
		for j := range p.Steps {
			if s := &p.Steps[j]; s.State != v1alpha1.StepDone {
				gaps = append(gaps, finding.New(v1alpha1.LegacyReason, s.Step.Basis, "step %s/%s was not gone through", p.Procedure.Name, s.Step.Name))
			}
		}
	}
	return gaps
}

// sparedSince is the day from which a procedure counts as done because the subject
// was adopted, or nil.
func (r *Report) sparedSince(procedure string) *calendar.Day {
	if r == nil || !slices.ContainsFunc(r.Progress, func(p Progress) bool { return p.Spared && p.Procedure.Name == procedure }) {
		return nil
	}
	return &r.adoption().Day
}

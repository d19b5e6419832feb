// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/internal/finding"
)

// DecidePlan is the verdict on an implementation plan.
func DecidePlan(f *Facts, name v1alpha1.ObjectName, now time.Time) Verdict {
	f = f.hearing()
	plan := f.Plans[name].Get()
	if plan == nil {
		found := absent(f.Plans[name], "ImplementationPlan", string(name), "metadata.name")
		return Verdict{Force: forceOf(found), Finding: found}
	}
	return planWhole(f, plan, now)
}

// planWhole decides a plan once, however often it is asked for.
func planWhole(f *Facts, p *v1alpha1.ImplementationPlan, now time.Time) Verdict {
	return f.once(linkOfPlan(p), func() Verdict { return decidePlan(f, p, now) })
}

// decidePlan decides a plan. It holds from the completion of its procedure on,
// also before the term of the operation that it plans: who is to operate is
// selected before it begins.
func decidePlan(f *Facts, p *v1alpha1.ImplementationPlan, now time.Time) Verdict {
	term, termFound := planSpan(f, p)
	subject := subjectOf(v1alpha1.OnImplementationPlan, p.Name)
	lacks := planContent(f, p, term, termFound, now, now)
	found := finding.First(
		// Make sure that the end of the term comes first, then people's acts;
		// both rest on the plan alone.
		beingDeleted(p.DeletionTimestamp, linkOfPlan(p)),
		f.planEnded(p, term, termFound, now),
		f.stands(subject, now),
		f.replaced(linkOfPlan(p), subject, now),
		// Make sure that who drafted it stands, and the edition is in effect.
		f.party(p.Spec.Drafter, "spec.drafter", now),
		lacks,
	)
	f.heard.came[linkOfPlan(p)] = lacks == nil
	return Verdict{Force: forceOf(found), Finding: found, Interval: term, Next: f.next(now, term)}
}

// planContent finds what the plan itself lacks: nothing that people took from it.
// at is when its edition is asked.
func planContent(f *Facts, p *v1alpha1.ImplementationPlan, term calendar.Interval, unknown *finding.Finding, at, now time.Time) *finding.Finding {
	edition := f.Jurisdictions[p.Spec.Jurisdiction].Get()
	subject := subjectOf(v1alpha1.OnImplementationPlan, p.Name)
	return finding.First(
		f.edition(p.Spec.Jurisdiction, at),
		unknown,
		f.lapsed(subject, linkOfPlan(p), p.CreationTimestamp, now),
		f.lawful(subject, term, now),
		f.revisesPlan(p),
		f.entered(subject, v1alpha1.EffectEnter, now),
		contains(edition, linkOfPlan(p), func() content.Subject { return content.OfPlan(&p.Spec) }),
	)
}

// planSpan is the term of the planned operation, or zero where none is given.
func planSpan(f *Facts, p *v1alpha1.ImplementationPlan) (calendar.Interval, *finding.Finding) {
	if p.Spec.Term == nil {
		return calendar.Interval{}, nil
	}
	return span(f, p.Spec.Jurisdiction, p.Spec.Term, nil)
}

func (f *Facts) planEnded(p *v1alpha1.ImplementationPlan, term calendar.Interval, unknown *finding.Finding, now time.Time) *finding.Finding {
	if p.Spec.Term == nil {
		return nil
	}
	return f.termEnded(term, unknown, now, linkOfPlan(p))
}

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
	found := finding.First(
		// Make sure that the end of the term comes first, then people's acts;
		// both rest on the plan alone.
		beingDeleted(p.DeletionTimestamp, linkOfPlan(p)),
		f.planEnded(p, term, termFound, now),
		f.stands(subjectOf(v1alpha1.OnImplementationPlan, p.Name), now),
		// Make sure that who drafted it stands, and the edition is in effect.
		f.party(p.Spec.Drafter, "spec.drafter", now),
		f.edition(p.Spec.Jurisdiction, now),
		termFound,
		f.lapsed(subjectOf(v1alpha1.OnImplementationPlan, p.Name), linkOfPlan(p), p.CreationTimestamp),
		f.lawful(subjectOf(v1alpha1.OnImplementationPlan, p.Name), term, now),
		f.entered(subjectOf(v1alpha1.OnImplementationPlan, p.Name), v1alpha1.EffectEnter, now),
		contains(f.Jurisdictions[p.Spec.Jurisdiction].Get(), linkOfPlan(p), func() content.Subject { return content.OfPlan(&p.Spec) }),
	)
	return Verdict{Force: forceOf(found), Finding: found, Interval: term, Next: f.next(now, term)}
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

// planAbove finds what stands against a plan that a field of a link below names;
// an empty name is none.
func (f *Facts) planAbove(name v1alpha1.ObjectName, below link, now time.Time) *finding.Finding {
	if name == "" {
		return nil
	}
	plan := f.Plans[name].Get()
	if plan == nil {
		return finding.First(
			// The Decisions on its name still bind.
			ancestorNotInForce("ImplementationPlan", string(name), f.stands(subjectOf(v1alpha1.OnImplementationPlan, string(name)), now)),
			absent(f.Plans[name], "ImplementationPlan", string(name), "spec.plan"))
	}
	return finding.First(
		ancestorNotInForce("ImplementationPlan", plan.Name, planWhole(f, plan, now).Finding),
		f.sameCode(below, linkOfPlan(plan)))
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// below is a link that names a plan, with what its procedures are to bring, and
// when it was made.
type below struct {
	link
	subject v1alpha1.DecisionSubject
	effect  v1alpha1.Effect
	made    metav1.Time
}

// planAbove finds what stands against a plan that a field of a link below names;
// an empty name is none. A plan that was changed is one plan still: what was
// complete under its earlier version goes on under the later one.
func (f *Facts) planAbove(name v1alpha1.ObjectName, of below, now time.Time) *finding.Finding {
	if name == "" {
		return nil
	}
	plan := f.Plans[name].Get()
	if plan == nil {
		return noneAbove(f, f.Plans[name], v1alpha1.OnImplementationPlan, string(name), "spec.plan", now)
	}
	later, _ := f.successor(subjectOf(v1alpha1.OnImplementationPlan, plan.Name), now)
	if later == nil {
		return finding.First(
			ancestorNotInForce("ImplementationPlan", plan.Name, planWhole(f, plan, now).Finding),
			f.sameCode(of.link, linkOfPlan(plan)))
	}
	return finding.First(
		f.planHolds(plan, now),
		f.completeBefore(of, later, now),
		f.sameCode(of.link, linkOfPlan(plan)))
}

// planHolds finds what stands against a plan, and where a later version took its
// place, against that one. What people took from the earlier one binds on.
func (f *Facts) planHolds(plan *v1alpha1.ImplementationPlan, now time.Time) *finding.Finding {
	later, _ := f.successor(subjectOf(v1alpha1.OnImplementationPlan, plan.Name), now)
	if later == nil {
		return ancestorNotInForce("ImplementationPlan", plan.Name, planWhole(f, plan, now).Finding)
	}
	found := ancestorNotInForce("ImplementationPlan", plan.Name, f.stands(subjectOf(v1alpha1.OnImplementationPlan, plan.Name), now))
	of := later.Facts.hearing()
	if newer := of.Plans[later.Subject.Name].Get(); newer != nil {
		found = finding.First(found, of.planHolds(newer, now))
		f.wakes(of.next(now))
	}
	return found
}

// completeBefore finds that a link was not complete when a later version took
// the place of the plan that it names.
func (f *Facts) completeBefore(of below, later *successor, now time.Time) *finding.Finding {
	edition := f.editionOf(of.subject).Get()
	came := of.made.UTC()
	if asks(edition, v1alpha1.LinkKind(of.subject.Kind)) {
		if found := f.unheard(of.subject, edition, now); found != nil {
			return found
		}
		outcome := f.proceedings(of.subject, now).Effect(of.effect)
		if !outcome.Complete {
			if outcome.Pending != nil && outcome.Pending.Undecided {
				return outcome.Pending
			}
			came = now
		} else if !outcome.Since.IsZero() {
			came = outcome.Since
		}
	}
	if came.Before(later.since) {
		return nil
	}
	return finding.New(v1alpha1.AncestorNotInForceReason, later.basis,
		"spec.plan of %s: %s took the place of the plan that it names at %s, and %s was not complete then; name the later one in a new one", of.link, later.link, f.show(later.since, of.edition), of.link)
}

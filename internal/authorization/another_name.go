// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// GivesInAnotherName finds that an act which gives is of an organisation whose code
// was registered first under another name, which acts for the body alone; or that
// nobody can tell.
func (f *Facts) GivesInAnotherName(d *v1alpha1.Decision) *finding.Finding {
	return f.givesInAnotherName(d, f.Decisions[d.Spec.Subject.DecisionSubject], f.judgedBy(d))
}

// takesAway says whether an act takes something away, or keeps closed what others
// would open.
func takesAway(d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction) bool {
	return cuts(d, edition) || keepsClosed(d, edition)
}

// cuts says whether an act is one of those that take away, by itself or as a step
// of a procedure that does. There, and of an order to rectify, a rejection ends
// what would take, and so gives.
func cuts(d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction) bool {
	switch p, _ := jurisdiction.StepOf(edition, d.Spec.Step); {
	case p == nil:
		return procedure.Takes(d.Spec.Action)
	case procedure.TakesAway(p.Effect):
		return d.Spec.Outcome == "" || d.Spec.Outcome == v1alpha1.OutcomeApprove
	case p.Effect == v1alpha1.EffectRectification && d.Spec.Outcome == v1alpha1.OutcomeReject:
		return false
	}
	return procedure.Takes(d.Spec.Action)
}

// keepsClosed says whether an act of a procedure that gives does not let it go on:
// it rejects, returns or finds a point not clear; or whether it finds of an order to
// rectify what has consequences by itself. Among applicants what is taken from one
// is given to the others.
func keepsClosed(d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction) bool {
	p, s := jurisdiction.StepOf(edition, d.Spec.Step)
	if s == nil || procedure.TakesAway(p.Effect) || s.Each == v1alpha1.EachApplicant {
		return false
	}
	rectifies := p.Effect == v1alpha1.EffectRectification
	switch d.Spec.Outcome {
	case v1alpha1.OutcomeReject:
		return !rectifies
	case v1alpha1.OutcomeReturn:
		return true
	}
	return slices.ContainsFunc(d.Spec.Findings, func(f v1alpha1.PointFinding) bool {
		risk := rectifies && f.Point == v1alpha1.PointMajorRisk && suspendsAtRisk(edition, p.Of)
		return f.Result == v1alpha1.PointNotClear && (risk || slices.Contains(s.Points, f.Point))
	})
}

// suspendsAtRisk says whether an edition suspends by itself what a major risk is
// found of.
func suspendsAtRisk(edition *v1alpha1.Jurisdiction, of v1alpha1.LinkKind) bool {
	return slices.ContainsFunc(edition.Spec.Consequences, func(c v1alpha1.Consequence) bool {
		return c.On == v1alpha1.OnMajorRiskFound && c.Of == of && c.Effect == v1alpha1.EffectSuspended
	})
}

// givesBackItsOwn says whether an act gives back what its organisation took, or
// kept closed, itself: nobody else may, and it would stand for ever. What others
// confirm too is not its own alone.
func givesBackItsOwn(d *v1alpha1.Decision, acts []*v1alpha1.Decision, edition *v1alpha1.Jurisdiction) bool {
	var back func(act *v1alpha1.Decision) bool
	switch d.Spec.Action {
	case v1alpha1.ActionLift, v1alpha1.ActionRelease:
		back = func(act *v1alpha1.Decision) bool {
			return act.Spec.Action != v1alpha1.ActionOrder && cuts(act, edition)
		}
	case v1alpha1.ActionAnnul:
		back = func(act *v1alpha1.Decision) bool { return keepsClosed(act, edition) }
	}
	return back != nil && d.Spec.Regarding != nil && slices.ContainsFunc(acts, func(act *v1alpha1.Decision) bool {
		return act.Name == string(d.Spec.Regarding.Name) && act.Spec.Organization == d.Spec.Organization && back(act)
	})
}

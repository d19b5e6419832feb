// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// overlong warns of a term that the edition allows by an exception alone 原则上: that
// may come, and until then the operator calls the term unlawful. Of one that was
// excepted, or adopted as from before the rules, nothing is left to say.
func (o Object) overlong(c checker, subject v1alpha1.DecisionSubject) []Fault {
	pinned, _, _ := contentOf(o.Object)
	edition := c.jurisdiction(pinned)
	kind := v1alpha1.LinkKind(subject.Kind)
	if edition == nil || !jurisdiction.TermExceptionAllowed(edition, kind) || c.letsStand(o.GetNamespace(), subject, edition) {
		return nil
	}
	span, by := spanOf(o.Object, edition), excepting(edition, kind)
	if span == (calendar.Interval{}) || len(by) == 0 {
		return nil
	}
	found := jurisdiction.TermUnlawful(edition, kind, span)
	if found == nil {
		return nil
	}
	return []Fault{o.found(Warned, lies(found), found, finding.Say("an exception by %s would let it stand", strings.Join(by, ", ")))}
}

// letsStand says whether the folder has an act that makes an exception, or that adopts
// the object as it is.
func (c checker) letsStand(namespace string, subject v1alpha1.DecisionSubject, edition *v1alpha1.Jurisdiction) bool {
	adopting := v1alpha1.StepReference(jurisdiction.Adopting(&edition.Spec))
	return slices.ContainsFunc(c.actsOn(subject), func(d *v1alpha1.Decision) bool {
		return d.Namespace == namespace && (d.Spec.Action == v1alpha1.ActionExcept || d.Spec.Step != "" && d.Spec.Step == adopting)
	})
}

// excepting are the last steps of the procedures that make an exception from a rule
// for a kind.
func excepting(edition *v1alpha1.Jurisdiction, kind v1alpha1.LinkKind) []string {
	var steps []string
	for i := range edition.Spec.Procedures {
		if p := &edition.Spec.Procedures[i]; p.Of == kind && p.Effect == v1alpha1.EffectExcepted && len(p.Steps) > 0 {
			steps = append(steps, p.Name+"/"+string(p.Steps[len(p.Steps)-1].Name))
		}
	}
	return steps
}

// spanOf is the term of a link as instants; none where it cannot be told, which is
// said of its form.
func spanOf(object any, edition *v1alpha1.Jurisdiction) calendar.Interval {
	zone, err := jurisdiction.Zone(edition)
	if err != nil {
		return calendar.Interval{}
	}
	var span calendar.Interval
	switch o := object.(type) {
	case *v1alpha1.ImplementationPlan:
		span, err = calendar.Span(o.Spec.Term, nil, zone)
	case *v1alpha1.OperationAgreement:
		span, err = calendar.Span(o.Spec.Term, o.Spec.Window, zone)
	case *v1alpha1.DeveloperGrant:
		span, err = calendar.Span(o.Spec.Term, o.Spec.Window, zone)
	}
	if err != nil {
		return calendar.Interval{}
	}
	return span
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"testing"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// stand gives the subject the plan, the Selection and the agreement that it
// stands on, each with everything done that the edition asks for.
func (s *stage) stand(t *testing.T) {
	t.Helper()
	switch s.subject.Kind {
	case v1alpha1.LinkSelection:
		s.on(t, v1alpha1.LinkImplementationPlan, v1alpha1.EffectEnter, nil)
	case v1alpha1.LinkOperationAgreement:
		s.on(t, v1alpha1.LinkImplementationPlan, v1alpha1.EffectEnter, nil)
		seeks := v1alpha1.RoleOperator
		if s.subject.Traits.Level == 2 {
			seeks = v1alpha1.RoleDeveloper
		}
		s.on(t, v1alpha1.LinkSelection, v1alpha1.EffectSelected, &v1alpha1.When{Seeks: seeks})
	case v1alpha1.LinkDeveloperGrant:
		s.on(t, v1alpha1.LinkOperationAgreement, v1alpha1.EffectEnter, nil)
		s.on(t, v1alpha1.LinkSelection, v1alpha1.EffectSelected, &v1alpha1.When{Seeks: v1alpha1.RoleDeveloper})
	}
}

// on lets the subject stand on a link of a kind whose effect has come.
func (s *stage) on(t *testing.T, kind v1alpha1.LinkKind, effect v1alpha1.Effect, when *v1alpha1.When) {
	t.Helper()
	link := procedure.Link{Kind: kind, Name: "above", Reading: procedure.Found, Holds: true, Competitive: true, Report: &procedure.Report{}}
	above := staged(t, s.edition, kind, when)
	above.begin = s.begin - apart
	if kind == v1alpha1.LinkSelection && s.subject.Kind == v1alpha1.LinkDeveloperGrant {
		above.subject.Name = "for-holder"
	}
	for i := range s.edition.Spec.Procedures {
		p := &s.edition.Spec.Procedures[i]
		if p.Of != kind || p.Effect != effect || p.None != nil || (p.When != nil && p.When.Seeks != above.subject.Traits.Seeks) {
			continue
		}
		done := playAll(t, above, p)
		report := procedure.Evaluate(done.edition, done.subject, done.acts, done.world, done.now())
		link.Report = &report
		break
	}
	s.world.Above = append(s.world.Above, link)
}

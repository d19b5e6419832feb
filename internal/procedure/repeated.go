// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

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
	case e.enough(a, s):
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

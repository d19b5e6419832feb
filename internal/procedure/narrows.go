// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"

// Narrows says whether the acts on a step are on those inputs alone that they name
// in scope.inputs: what takes away where the edition says so of the procedure, an
// order to rectify, and a step that is for each input. Of any other the names change
// nothing: it is on the whole of its subject.
func Narrows(p *v1alpha1.Procedure, s *v1alpha1.Step) bool {
	switch {
	case TakesAway(p.Effect):
		return p.Scope == v1alpha1.ScopeInputs
	case p.Effect == v1alpha1.EffectRectification:
		return true
	}
	return s.Each == v1alpha1.EachInput
}

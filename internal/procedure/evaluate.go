// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Evaluate folds the Decisions on one subject by the rules of its edition. It
// depends on nothing but its arguments, changes none of them, and gives the
// same answer for the acts in any order. A nil edition completes nothing and
// leaves every act to package standing, in which what takes away counts.
func Evaluate(edition *v1alpha1.Jurisdiction, subject *Subject, acts []*v1alpha1.Decision, world *World, now time.Time) Report {
	return Report{}
}

// roleOf is the role that an effect confers, or none.
func roleOf(effect v1alpha1.Effect) v1alpha1.Role {
	_, role, _ := strings.Cut(string(effect), ":")
	return v1alpha1.Role(role)
}

func isNone(p *v1alpha1.Procedure) bool { return p.None != nil && *p.None }

func (t *Taking) covers(resource v1alpha1.ObjectName) bool {
	return len(t.Inputs) == 0 || slices.Contains(t.Inputs, resource)
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package standing

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// ClerkOfHolder finds that an act was written down for the body whose act it is by
// the holder or the operator of its subject, or by one affiliated with either
// (DRV-7). It is asked of whatever gives: doubt about the paper of what takes away
// keeps things closed. Nil related knows nobody who is affiliated.
func ClerkOfHolder(d *v1alpha1.Decision, parties jurisdiction.Parties, related func(a, b v1alpha1.ObjectName) bool, basis []v1alpha1.BasisID) *finding.Finding {
	by := d.Spec.TranscribedBy
	if by == "" || d.Spec.Subject.Kind == v1alpha1.OnOrganization { // which has no holder
		return nil
	}
	for _, ref := range []v1alpha1.PartyRef{v1alpha1.PartyHolder, v1alpha1.PartyOperator} {
		for _, name := range parties[ref] {
			if name == string(by) || (related != nil && related(by, v1alpha1.ObjectName(name))) {
				return finding.New(v1alpha1.NotDistinctReason, basis,
					"spec.transcribedBy %q is the %s %q or affiliated with it; a clerk of the holder's side writes down no act of another body", by, ref, name)
			}
		}
	}
	return nil
}

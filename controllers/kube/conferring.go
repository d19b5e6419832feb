// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// conferring reads what an act on an organisation rests on: the edition that it
// names, who acted, and the calendar.
func (r *reading) conferring(d *v1alpha1.Decision) {
	if d.Spec.Jurisdiction == "" {
		return
	}
	r.jurisdiction(d.Spec.Jurisdiction)
	edition := r.facts.Jurisdictions[d.Spec.Jurisdiction].Get()
	if !authorization.Asks(edition, v1alpha1.LinkOrganization) {
		return
	}
	r.calendar(edition.Spec.Calendar)
	r.actors(d.Spec.Subject.DecisionSubject, []v1alpha1.ObjectName{d.Spec.Subject.Name}, edition)
	if authorization.AsksWhoIsRelated(edition) || authorization.AsksWhoIsAuthority(edition) {
		r.affiliates()
	}
}

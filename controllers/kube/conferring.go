// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"

	"sigs.k8s.io/controller-runtime/pkg/client"

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
	r.conferringUnder(r.facts.Jurisdictions[d.Spec.Jurisdiction].Get(), d.Spec.Subject.Name)
}

// conferringAll reads every edition that confers roles, and what the acts on an
// organisation rest on under each.
func (r *reading) conferringAll(name v1alpha1.ObjectName) {
	var list v1alpha1.JurisdictionList
	if err := r.reader.List(r.ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		r.failed(fmt.Errorf("list the editions that confer roles: %w", err))
		r.note(func(f *authorization.Facts) { f.ConferringUnread = true })
		return
	}
	for i := range list.Items {
		if edition := &list.Items[i]; edition.Spec.EffectiveFrom != nil && authorization.Asks(edition, v1alpha1.LinkOrganization) {
			r.note(func(f *authorization.Facts) {
				f.Jurisdictions[v1alpha1.ObjectName(edition.Name)] = authorization.Found(edition)
			})
			r.parent(edition.Spec.Parent)
			r.conferringUnder(edition, name)
		}
	}
}

// barring reads the editions under which an organisation is barred: when a Bar is over,
// and on which row it rests, is told by them, whether they confer roles or not.
func (r *reading) barring(name v1alpha1.ObjectName) {
	for _, d := range r.facts.Decisions[onOrganization(name)] {
		_, known := r.facts.Jurisdictions[d.Spec.Jurisdiction]
		if d.Spec.Action == v1alpha1.ActionBar && d.Spec.Jurisdiction != "" && !known {
			r.jurisdiction(d.Spec.Jurisdiction)
		}
	}
}

func (r *reading) conferringUnder(edition *v1alpha1.Jurisdiction, name v1alpha1.ObjectName) {
	if !authorization.Asks(edition, v1alpha1.LinkOrganization) {
		return
	}
	r.calendar(edition.Spec.Calendar)
	r.actors(onOrganization(name), []v1alpha1.ObjectName{name}, edition)
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/lawful"
)

// ActionField selects Decisions by their action, in the cache as on the API
// server.
const ActionField = "spec.action"

// ended reads the facts on what was terminated of organisations that acted here,
// in every domain: a Terminate may bar them from applying anew (D15). What was
// deleted since tells no more whose it was.
func (r *reading) ended(edition *v1alpha1.Jurisdiction, of []v1alpha1.ObjectName) {
	r.note(func(f *authorization.Facts) {
		if r.past && f.Ended == nil {
			f.Ended = []*authorization.Facts{}
		}
	})
	if r.past {
		return
	}
	if r.first("Terminations", "") {
		var list v1alpha1.DecisionList
		err := r.reader.List(r.ctx, &list, client.MatchingFields{ActionField: string(v1alpha1.ActionTerminate)})
		if err != nil {
			r.failed(fmt.Errorf("list the terminations: %w", err))
			return
		}
		r.note(func(f *authorization.Facts) {
			r.terminations, f.Ended = list.Items, []*authorization.Facts{}
			r.readAt(f, list.ResourceVersion)
		})
	}
	for i := range r.terminations {
		r.endedBy(&r.terminations[i], edition, of)
	}
}

// endedBy reads the facts on what one act terminated, once.
func (r *reading) endedBy(d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction, of []v1alpha1.ObjectName) {
	subject := d.Spec.Subject.DecisionSubject
	wanted := func(party, pinned v1alpha1.ObjectName) bool {
		return slices.Contains(of, party) && lawful.OfOneCode(edition, pinned) && r.first("Ended "+d.Namespace+"/"+string(subject.Kind), subject.Name)
	}
	own := r.apart(d.Namespace)
	own.past = true
	switch subject.Kind {
	case v1alpha1.OnOperationAgreement:
		agreement := look(r, d.Namespace, string(subject.Name), &v1alpha1.OperationAgreement{}).Get()
		if agreement == nil || !wanted(agreement.Spec.Operator, agreement.Spec.Jurisdiction) {
			return
		}
		facts := own.besides(agreement)
		r.note(func(f *authorization.Facts) { f.Ended = append(f.Ended, facts) })
	case v1alpha1.OnDeveloperGrant:
		grant := look(r, d.Namespace, string(subject.Name), &v1alpha1.DeveloperGrant{}).Get()
		if grant == nil || !wanted(grant.Spec.Holder, grant.Spec.Jurisdiction) {
			return
		}
		own.grant(grant)
		facts := r.take(own)
		r.note(func(f *authorization.Facts) { f.Ended = append(f.Ended, facts) })
	}
}

// entered reads, where the edition of a resource wants the codes of its catalogue
// unique, which was entered first under its code.
func (r *reading) entered(resource *v1alpha1.DataResource) {
	edition := r.editionOf(resource.Spec.Jurisdiction)
	if !authorization.AsksWhatIsEntered(edition) {
		return
	}
	var list v1alpha1.DataResourceList
	if err := r.reader.List(r.ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		r.failed(fmt.Errorf("list the resources that may bear the catalogue code of %s/%s: %w", resource.Namespace, resource.Name, err))
		return
	}
	found := authorization.Missing[v1alpha1.DataResource]()
	if first := lawful.FirstEntered(edition, resource, list.Items); first != nil {
		found = authorization.Found(first.DeepCopy())
	}
	r.note(func(f *authorization.Facts) {
		f.Entered[v1alpha1.ObjectName(resource.Name)] = found
		r.readAt(f, list.ResourceVersion)
	})
}

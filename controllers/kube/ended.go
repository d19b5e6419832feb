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
		list := shared(r, "Terminations", "", anyTerminated, r.terminated)
		r.note(func(f *authorization.Facts) {
			if list != nil {
				r.terminations, f.Ended = list, []*authorization.Facts{}
			}
		})
	}
	for i := range r.terminations {
		r.endedBy(&r.terminations[i], edition, of)
	}
}

// terminated are all terminations; nil where nobody could tell which there are.
func (r *reading) terminated() (acts []v1alpha1.Decision, whole bool) {
	var list v1alpha1.DecisionList
	err := r.reader.List(r.ctx, &list, client.MatchingFields{ActionField: string(v1alpha1.ActionTerminate)})
	if err != nil {
		r.failed(fmt.Errorf("list the terminations: %w", err))
		return nil, false
	}
	r.note(func(f *authorization.Facts) { r.readAt(f, list.ResourceVersion) })
	if list.Items == nil {
		list.Items = []v1alpha1.Decision{}
	}
	return list.Items, true
}

// endedBy reads the facts on what one act terminated, once.
func (r *reading) endedBy(d *v1alpha1.Decision, edition *v1alpha1.Jurisdiction, of []v1alpha1.ObjectName) {
	subject := d.Spec.Subject.DecisionSubject
	wanted := func(party, pinned v1alpha1.ObjectName) bool {
		return slices.Contains(of, party) && lawful.OfOneCode(edition, pinned) && r.first("Ended "+d.Namespace+"/"+string(subject.Kind), subject.Name)
	}
	key := "Ended " + d.Namespace + "/" + Ref(string(subject.Kind), subject.Name)
	switch subject.Kind {
	case v1alpha1.OnOperationAgreement:
		agreement := look(r, d.Namespace, string(subject.Name), &v1alpha1.OperationAgreement{}).Get()
		if agreement == nil || !wanted(agreement.Spec.Operator, agreement.Spec.Jurisdiction) {
			return
		}
		facts := shared(r, key, "", "", func() (*authorization.Facts, bool) {
			own := r.onPast(d.Namespace)
			facts := own.besides(agreement)
			r.failed(own.err)
			return facts, own.whole()
		})
		r.note(func(f *authorization.Facts) { f.Ended = append(f.Ended, facts) })
	case v1alpha1.OnDeveloperGrant:
		grant := look(r, d.Namespace, string(subject.Name), &v1alpha1.DeveloperGrant{}).Get()
		if grant == nil || !wanted(grant.Spec.Holder, grant.Spec.Jurisdiction) {
			return
		}
		facts := shared(r, key, d.Namespace, subject.Name, func() (*authorization.Facts, bool) {
			own := r.onPast(d.Namespace)
			own.grant(grant)
			facts := r.take(own)
			return facts, own.whole() && standsAlone(grant, facts)
		})
		r.note(func(f *authorization.Facts) { f.Ended = append(f.Ended, facts) })
	}
}

// onPast is a reading of what was terminated.
func (r *reading) onPast(namespace string) *reading {
	own := r.apart(namespace)
	own.past = true
	return own
}

// standsAlone says whether the facts on a grant rest on no other grant.
func standsAlone(grant *v1alpha1.DeveloperGrant, f *authorization.Facts) bool {
	for _, revisions := range f.Revisions {
		if len(revisions) > 0 {
			return false
		}
	}
	return grant.Spec.Revises == "" && grant.Spec.Renews == "" && grant.Spec.Continues == ""
}

// entered reads, where the edition of a resource wants the codes of its catalogue
// unique, which was entered first under its code.
func (r *reading) entered(resource *v1alpha1.DataResource) {
	edition := r.editionOf(resource.Spec.Jurisdiction)
	if !authorization.AsksWhatIsEntered(edition) {
		return
	}
	type entry = authorization.Lookup[v1alpha1.DataResource]
	key := "Entered " + edition.Name + " " + resource.Namespace + "/" + resource.Name
	found := shared(r, key, "", "", func() (first entry, whole bool) { return r.firstEntered(edition, resource) })
	if found != (entry{}) {
		r.note(func(f *authorization.Facts) { f.Entered[v1alpha1.ObjectName(resource.Name)] = found })
	}
}

// firstEntered is who was entered first under the code of a resource; unknown
// where nobody could tell who is entered.
func (r *reading) firstEntered(edition *v1alpha1.Jurisdiction, resource *v1alpha1.DataResource) (first authorization.Lookup[v1alpha1.DataResource], whole bool) {
	var list v1alpha1.DataResourceList
	if err := r.reader.List(r.ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		r.failed(fmt.Errorf("list the resources that may bear the catalogue code of %s/%s: %w", resource.Namespace, resource.Name, err))
		return first, false
	}
	r.note(func(f *authorization.Facts) { r.readAt(f, list.ResourceVersion) })
	if found := lawful.FirstEntered(edition, resource, list.Items); found != nil {
		return authorization.Found(found.DeepCopy()), true
	}
	return authorization.Missing[v1alpha1.DataResource](), true
}

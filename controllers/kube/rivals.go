// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// rivals reads, where the edition of an agreement bounds the number of
// operators, the facts on every agreement of any domain that may take a place
// before it. Under every other edition it reads nothing.
func (r *reading) rivals(agreement *v1alpha1.OperationAgreement) {
	edition := r.editionOf(agreement.Spec.Jurisdiction)
	if r.beside || !authorization.CountsOperators(edition, agreement) {
		return
	}
	found := shared(r, "Rivals "+agreement.Namespace+"/"+agreement.Name, "", anyTerminated, func() ([]*authorization.Facts, bool) {
		return r.rivalsOf(edition, agreement)
	})
	if found != nil {
		r.note(func(f *authorization.Facts) { f.Rivals[v1alpha1.ObjectName(agreement.Name)] = found })
	}
}

// rivalsOf reads the facts on every agreement that may take a place before one;
// nil where nobody could tell which there are.
func (r *reading) rivalsOf(edition *v1alpha1.Jurisdiction, agreement *v1alpha1.OperationAgreement) (found []*authorization.Facts, whole bool) {
	var list v1alpha1.OperationAgreementList
	if err := r.reader.List(r.ctx, &list, client.UnsafeDisableDeepCopy); err != nil {
		r.failed(fmt.Errorf("list the agreements that are counted together with %s/%s: %w", agreement.Namespace, agreement.Name, err))
		return nil, false
	}
	r.note(func(f *authorization.Facts) { r.readAt(f, list.ResourceVersion) })
	found = []*authorization.Facts{}
	for i := range list.Items {
		if authorization.MayRival(edition, agreement, &list.Items[i]) {
			found = append(found, r.besides(&list.Items[i]))
		}
	}
	return found, r.whole() && !slices.ContainsFunc(found, restsOnGrants)
}

// restsOnGrants says whether what was terminated, and bears on a chain, are grants
// too. Their changes are counted one by one, and nothing that rests on several of
// them is kept.
func restsOnGrants(f *authorization.Facts) bool {
	for _, versions := range f.Revisions {
		if slices.ContainsFunc(versions, func(later authorization.Revision) bool { return restsOnGrants(later.Facts) }) {
			return true
		}
	}
	return slices.ContainsFunc(f.Ended, func(ended *authorization.Facts) bool { return ended.Grant != nil })
}

// editionOf is the edition of a name, which another read may be about to bring.
func (r *reading) editionOf(name v1alpha1.ObjectName) *v1alpha1.Jurisdiction {
	r.mu.Lock()
	known, read := r.facts.Jurisdictions[name]
	r.mu.Unlock()
	if !read {
		known = look(r, "", string(name), &v1alpha1.Jurisdiction{})
	}
	return known.Get()
}

// besides are the facts on an agreement of another chain: all but those that it
// is counted together with.
func (r *reading) besides(agreement *v1alpha1.OperationAgreement) *authorization.Facts {
	own := r.apart(agreement.Namespace)
	own.agreed(agreement)
	return r.take(own)
}

// agreed reads the facts on an agreement that is there.
func (r *reading) agreed(agreement *v1alpha1.OperationAgreement) {
	r.facts.Agreement = authorization.Found(agreement)
	r.decisions(v1alpha1.OnOperationAgreement, agreement.Name)
	r.names(authorization.NamesOf(agreement, nil))
	r.aboveAgreement()
}

// apart is a reading of another chain.
func (r *reading) apart(namespace string) *reading {
	own := Observer{Reader: r.reader, Shared: r.shared, Parallel: r.parallel}.reading(r.ctx, namespace)
	own.beside, own.past, own.registry = true, r.past, r.registry
	return own
}

// take finishes a reading of another chain, and is what it brought.
func (r *reading) take(own *reading) *authorization.Facts {
	own.proceed()
	own.facts.Keep()
	if own.err != nil {
		r.failed(own.err)
	}
	r.note(func(f *authorization.Facts) { r.readAt(f, own.facts.ReadAt) })
	return own.facts
}

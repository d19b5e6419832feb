// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// RevisesField selects plans, agreements and grants by the earlier version that
// they revise, in the cache as on the API server.
const RevisesField = "spec.revises"

// later is a later version of a link, and how the facts on it are read.
type later struct {
	name v1alpha1.ObjectName
	read func(own *reading)
}

// revisions reads the facts on each later version of a link: the first that comes
// into force takes its place. Hardly any link has one.
func (r *reading) revisions(kind v1alpha1.SubjectLinkKind, name string) {
	subject := v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
	if !r.first("Revisions of "+string(kind), subject.Name) {
		return
	}
	if slices.Contains(r.revising, subject) { // a circle: it is being read
		r.note(func(f *authorization.Facts) { f.Revisions[subject] = []authorization.Revision{} })
		return
	}
	versions, at, err := r.later(kind, name)
	if err != nil {
		r.failed(fmt.Errorf("list what revises %s %s/%s: %w", kind, r.namespace, name, err))
		return
	}
	found := []authorization.Revision{}
	for _, version := range versions {
		own := r.apart(r.namespace)
		own.beside, own.revising = r.beside, append(slices.Clone(r.revising), subject)
		version.read(own)
		found = append(found, authorization.Revision{
			Subject: v1alpha1.DecisionSubject{Kind: kind, Name: version.name}, Facts: r.take(own),
		})
	}
	r.note(func(f *authorization.Facts) {
		f.Revisions[subject] = found
		r.readAt(f, at)
	})
}

// later lists the later versions of a link, with the version of the list.
func (r *reading) later(kind v1alpha1.SubjectLinkKind, name string) (versions []later, at string, err error) {
	within, by := client.InNamespace(r.namespace), client.MatchingFields{RevisesField: name}
	switch kind {
	case v1alpha1.OnImplementationPlan:
		var list v1alpha1.ImplementationPlanList
		err = r.reader.List(r.ctx, &list, within, by)
		for i := range list.Items {
			name := v1alpha1.ObjectName(list.Items[i].Name)
			versions = append(versions, later{name, func(own *reading) { own.plan(name) }})
		}
		return versions, list.ResourceVersion, err
	case v1alpha1.OnOperationAgreement:
		var list v1alpha1.OperationAgreementList
		err = r.reader.List(r.ctx, &list, within, by)
		for i := range list.Items {
			agreement := &list.Items[i]
			versions = append(versions, later{v1alpha1.ObjectName(agreement.Name), func(own *reading) { own.agreed(agreement) }})
		}
		return versions, list.ResourceVersion, err
	case v1alpha1.OnDeveloperGrant:
		var list v1alpha1.DeveloperGrantList
		err = r.reader.List(r.ctx, &list, within, by)
		for i := range list.Items {
			grant := &list.Items[i]
			versions = append(versions, later{v1alpha1.ObjectName(grant.Name), func(own *reading) { own.grant(grant) }})
		}
		return versions, list.ResourceVersion, err
	}
	return nil, "", nil
}

// earlierGrants reads the grants that one says it revises, renews or continues.
func (r *reading) earlierGrants(grant *v1alpha1.DeveloperGrant) {
	for _, name := range []v1alpha1.ObjectName{grant.Spec.Revises, grant.Spec.Renews, grant.Spec.Continues} {
		if name != "" && r.first("DeveloperGrant", name) {
			found := look(r, r.namespace, string(name), &v1alpha1.DeveloperGrant{})
			r.note(func(f *authorization.Facts) { f.Grants[name] = found })
			if old := found.Get(); old != nil {
				r.jurisdiction(old.Spec.Jurisdiction)
			}
		}
	}
}

// withEarlier adds to links of a kind those that they revise, and so on: what
// becomes of a later version bears on the earlier ones.
func (a Affected) withEarlier(ctx context.Context, kind v1alpha1.SubjectLinkKind, of []reconcile.Request) []reconcile.Request {
	for i := 0; i < len(of); i++ {
		name := a.revised(ctx, kind, of[i].NamespacedName)
		if earlier := request(of[i].Namespace, string(name)); name != "" && !slices.Contains(of, earlier[0]) {
			of = append(of, earlier...)
		}
	}
	return of
}

// addEarlier adds the links that one of a list revises, and so on, up to one that
// was added before with those that it revises.
func (a Affected) addEarlier(ctx context.Context, to *distinct, o client.Object) {
	kind := v1alpha1.OnDeveloperGrant
	switch o.(type) {
	case *v1alpha1.ImplementationPlan:
		kind = v1alpha1.OnImplementationPlan
	case *v1alpha1.OperationAgreement:
		kind = v1alpha1.OnOperationAgreement
	}
	for name := revisedBy(o); name != ""; { // hardly a link has one
		before := len(to.all)
		if to.add(request(o.GetNamespace(), string(name))...); len(to.all) == before {
			return
		}
		name = a.revised(ctx, kind, to.all[before].NamespacedName)
	}
}

// revised is the earlier version that a link revises, or empty.
func (a Affected) revised(ctx context.Context, kind v1alpha1.SubjectLinkKind, key types.NamespacedName) v1alpha1.ObjectName {
	get := func(into client.Object) v1alpha1.ObjectName {
		if a.Reader.Get(ctx, key, into, client.UnsafeDisableDeepCopy) != nil {
			return ""
		}
		return revisedBy(into)
	}
	switch kind {
	case v1alpha1.OnImplementationPlan:
		return get(&v1alpha1.ImplementationPlan{})
	case v1alpha1.OnOperationAgreement:
		return get(&v1alpha1.OperationAgreement{})
	case v1alpha1.OnDeveloperGrant:
		return get(&v1alpha1.DeveloperGrant{})
	}
	return ""
}

// Revised maps a link of a kind to the earlier versions that it revises. One that
// was deleted still tells which that is.
func (a Affected) Revised(kind v1alpha1.SubjectLinkKind) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		name := revisedBy(o)
		if name == "" {
			return nil
		}
		return a.withEarlier(ctx, kind, request(o.GetNamespace(), string(name)))
	}
}

// revisedBy is the earlier version that a link revises, or empty.
func revisedBy(o runtime.Object) v1alpha1.ObjectName {
	switch o := o.(type) {
	case *v1alpha1.ImplementationPlan:
		return o.Spec.Revises
	case *v1alpha1.OperationAgreement:
		return o.Spec.Revises
	case *v1alpha1.DeveloperGrant:
		return o.Spec.Revises
	}
	return ""
}

func revisesOf(o client.Object) []string {
	if name := revisedBy(o); name != "" {
		return []string{string(name)}
	}
	return nil
}

// anyRevision selects what revises something.
var anyRevision = client.MatchingFieldsSelector{Selector: fields.OneTermNotEqualSelector(RevisesField, "")}

// revisionsOf says of which link a list is to bring the later versions.
func revisionsOf(options client.ListOptions) (name string, only bool) {
	if options.FieldSelector == nil || len(options.FieldSelector.Requirements()) != 1 || options.LabelSelector != nil {
		return "", false
	}
	return options.FieldSelector.RequiresExactMatch(RevisesField)
}

// revisions answers what revises one link from a list of all in the namespace
// that revise any: hardly a link does, so that one answer serves everybody in
// the round, and the API server looks through a namespace once.
func (r *round) revisions(ctx context.Context, list client.ObjectList, namespace, name string) error {
	all := list.DeepCopyObject().(client.ObjectList)
	if err := r.List(ctx, all, client.InNamespace(namespace), anyRevision); err != nil {
		return err
	}
	var found []runtime.Object
	err := meta.EachListItem(all, func(o runtime.Object) error {
		if string(revisedBy(o)) == name {
			found = append(found, o)
		}
		return nil
	})
	if err == nil {
		err = meta.SetList(list, found)
	}
	if err != nil {
		return fmt.Errorf("look for what revises %q in %T: %w", name, all, err)
	}
	list.SetResourceVersion(all.GetResourceVersion())
	return nil
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/ordering"
)

// reading is one pass of reads; each object is read once.
type reading struct {
	ctx       context.Context //nolint:containedctx // a reading lives no longer than the call it serves
	reader    client.Reader
	shared    *Shared
	parallel  bool
	namespace string

	mu           sync.Mutex
	facts        *authorization.Facts
	begun        map[string]bool
	listed       bool                       // a list was read, and its version taken down
	beside       bool                       // it is of a link beside the chain in question
	terminations []v1alpha1.Decision        // those of all domains, once they were read
	revising     []v1alpha1.DecisionSubject // the earlier versions of the link in question

	registry *onceRegistered // of this and of the chains beside it

	past bool // it is of a link that was terminated: who it bars is all that is asked
	err  error
}

// all runs reads that do not depend on each other, and waits for them.
func (r *reading) all(reads ...func()) {
	if !r.parallel {
		for _, read := range reads {
			read()
		}
		return
	}
	var group sync.WaitGroup
	for _, read := range reads {
		group.Go(read)
	}
	group.Wait()
}

// first says whether nobody began to read an object before.
func (r *reading) first(kind string, name v1alpha1.ObjectName) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := Ref(kind, name)
	known := r.begun[key]
	r.begun[key] = true
	return !known
}

// note takes down what a read brought.
func (r *reading) note(take func(*authorization.Facts)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	take(r.facts)
}

func (r *reading) grant(grant *v1alpha1.DeveloperGrant) {
	r.note(func(f *authorization.Facts) { f.Grant = grant })
	r.all(
		func() { r.agreement(string(grant.Spec.Agreement)) },
		func() {
			class := look(r, "", string(grant.Spec.Sandbox.Class), &v1alpha1.SandboxClass{})
			r.note(func(f *authorization.Facts) { f.Class = class })
		},
		func() { r.decisions(v1alpha1.OnDeveloperGrant, grant.Name) },
		func() { r.revisions(v1alpha1.OnDeveloperGrant, grant.Name) },
		func() { r.earlierGrants(grant) },
		func() { r.decisions(v1alpha1.OnOperationAgreement, string(grant.Spec.Agreement)) },
		func() { r.names(authorization.NamesOf(nil, grant)) },
	)
	r.names(authorization.NamesOf(r.facts.Agreement.Get(), nil).WithoutResources())
	r.aboveAgreement()
}

func (r *reading) agreement(name string) {
	agreement := look(r, r.namespace, name, &v1alpha1.OperationAgreement{})
	r.note(func(f *authorization.Facts) { f.Agreement = agreement })
}

func (r *reading) names(names authorization.Names) {
	var reads []func()
	for _, name := range names.Jurisdictions {
		reads = append(reads, func() { r.jurisdiction(name) })
	}
	for _, name := range names.Organizations {
		reads = append(reads, func() { r.organization(name) })
	}
	for _, name := range names.Resources {
		reads = append(reads, func() { r.resource(name) })
	}
	r.all(reads...)
}

func (r *reading) jurisdiction(name v1alpha1.ObjectName) {
	if !r.first("Jurisdiction", name) {
		return
	}
	found := look(r, "", string(name), &v1alpha1.Jurisdiction{})
	r.note(func(f *authorization.Facts) { f.Jurisdictions[name] = found })
	if edition := found.Get(); edition != nil {
		r.parent(edition.Spec.Parent)
	}
}

// parent reads an edition above one that is pinned, and those above that.
func (r *reading) parent(name v1alpha1.ObjectName) {
	if name == "" || !r.first("Parent", name) {
		return
	}
	found := look(r, "", string(name), &v1alpha1.Jurisdiction{})
	r.note(func(f *authorization.Facts) { f.Parents[name] = found })
	if edition := found.Get(); edition != nil {
		r.parent(edition.Spec.Parent)
	}
}

func (r *reading) organization(name v1alpha1.ObjectName) {
	if !r.first("Organization", name) {
		return
	}
	r.all(
		func() {
			found := look(r, "", string(name), &v1alpha1.Organization{})
			r.note(func(f *authorization.Facts) { f.Organizations[name] = found })
		},
		func() { r.decisions(v1alpha1.OnOrganization, string(name)) },
	)
}

func (r *reading) resource(name v1alpha1.ObjectName) {
	if !r.first("DataResource", name) {
		return
	}
	var found authorization.Lookup[v1alpha1.DataResource]
	r.all(
		func() { found = look(r, r.namespace, string(name), &v1alpha1.DataResource{}) },
		func() { r.decisions(v1alpha1.OnDataResource, string(name)) },
	)
	r.note(func(f *authorization.Facts) { f.Resources[name] = found })
	if resource := found.Get(); resource != nil {
		r.all(
			func() { r.jurisdiction(resource.Spec.Jurisdiction) },
			func() { r.organization(resource.Spec.SourceUnit) },
			func() { r.sharing(resource) },
			func() { r.service(resource.Spec.Endpoint.Service) },
		)
		r.entered(resource)
	}
}

// sharing reads who shared data into a resource of social data: a public body's is
// not.
func (r *reading) sharing(resource *v1alpha1.DataResource) {
	if resource.Spec.Origin == v1alpha1.OriginSocial {
		r.names(authorization.Names{Organizations: resource.Spec.SharedFrom})
	}
}

func (r *reading) service(endpoint *v1alpha1.ServiceEndpoint) {
	if endpoint == nil || !r.first("Service", v1alpha1.ObjectName(endpoint.Name)) {
		return
	}
	found := look(r, r.namespace, endpoint.Name, &corev1.Service{})
	r.note(func(f *authorization.Facts) { f.Services[endpoint.Name] = found })
}

// decisions reads all Decisions on a subject, and for the rules on who may act
// also the organisations that decided.
func (r *reading) decisions(kind v1alpha1.SubjectLinkKind, name string) {
	subject := v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(name)}
	if !r.first("Decisions on "+string(kind), subject.Name) {
		return
	}
	namespace := r.namespace
	if kind == v1alpha1.OnOrganization {
		namespace = v1alpha1.RegistryNamespace
	}
	var list v1alpha1.DecisionList
	err := r.reader.List(r.ctx, &list, client.InNamespace(namespace), client.MatchingFields{SubjectNameField: name})
	if err != nil {
		r.failed(fmt.Errorf("list the Decisions on %s %s/%s: %w", kind, namespace, name, err))
		return
	}
	found := make([]*v1alpha1.Decision, 0, len(list.Items))
	for i := range list.Items {
		if list.Items[i].Spec.Subject.Kind == kind {
			found = append(found, &list.Items[i])
		}
	}
	r.note(func(f *authorization.Facts) {
		f.Decisions[subject] = found
		r.readAt(f, list.ResourceVersion)
	})
	for _, d := range found {
		if d.Spec.Action == v1alpha1.ActionHalt || d.Spec.Action == v1alpha1.ActionRelease {
			r.organization(d.Spec.Organization)
		}
	}
}

// readAt takes down the version of a list: what the store had come to when it
// was read. Whatever was written before a reading began is older than each of
// its lists. A list from a cache has none.
func (r *reading) readAt(f *authorization.Facts, version string) {
	if !r.listed || ordering.Newer(f.ReadAt, version) {
		f.ReadAt = version
	}
	r.listed = true
}

// whole says whether everything could be read so far.
func (r *reading) whole() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err == nil
}

func (r *reading) failed(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = errors.Join(r.err, err)
}

// uncopied reads from a cache what the cache holds: facts are only read. A class
// holds quantities, which remember how they were written when they are asked.
func (r *reading) uncopied(into client.Object) []client.GetOption {
	if _, class := into.(*v1alpha1.SandboxClass); class || r.shared == nil {
		return nil
	}
	return []client.GetOption{client.UnsafeDisableDeepCopy}
}

// object is a kind of the API that a lookup can be made for.
type object[T any] interface {
	*T
	client.Object
}

func look[T any, P object[T]](r *reading, namespace, name string, into P) authorization.Lookup[T] {
	err := r.reader.Get(r.ctx, types.NamespacedName{Namespace: namespace, Name: name}, into, r.uncopied(into)...)
	switch {
	case err == nil:
		return authorization.Found((*T)(into))
	case apierrors.IsNotFound(err):
		return authorization.Missing[T]()
	}
	r.failed(fmt.Errorf("read %s %s: %w", reflect.TypeOf(into).Elem().Name(), strings.TrimPrefix(namespace+"/"+name, "/"), err))
	return authorization.Lookup[T]{}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"sync"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Sweep reads live for all grants of an agreement at once: it asks the API server
// for each object that they have in common once, and for the Decisions of a
// namespace, which are looked for by subject, by one list. Answers are shared and
// must not be changed.
type Sweep struct {
	once *round

	mu        sync.Mutex
	decisions map[string]*bySubject
}

// bySubject are the Decisions of a namespace by the name of their subject.
type bySubject struct {
	once    sync.Once
	err     error
	version string
	of      map[string][]v1alpha1.Decision
}

var _ client.Reader = &Sweep{}

// NewSweep reads from a live reader from now on, or from a cache that has come as
// far where up is given.
func NewSweep(live client.Reader, up *Abreast) *Sweep {
	return &Sweep{once: newRound(live, up), decisions: map[string]*bySubject{}}
}

// Get reads one object.
func (s *Sweep) Get(ctx context.Context, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
	return s.once.Get(ctx, key, obj, opts...)
}

// List reads a list of objects.
func (s *Sweep) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	into, ok := list.(*v1alpha1.DecisionList)
	if !ok || options.FieldSelector == nil {
		return s.once.List(ctx, list, opts...)
	}
	subject, exact := options.FieldSelector.RequiresExactMatch(SubjectNameField)
	if !exact || len(options.FieldSelector.Requirements()) > 1 || options.LabelSelector != nil {
		return s.once.List(ctx, list, opts...)
	}
	if s.once.caught.list(ctx, list, options) {
		return nil
	}
	in := s.in(options.Namespace)
	in.once.Do(func() { in.err = in.read(ctx, s.once, options.Namespace) })
	into.Items, into.ResourceVersion = in.of[subject], in.version
	return in.err
}

func (s *Sweep) in(namespace string) *bySubject {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.decisions[namespace] == nil {
		s.decisions[namespace] = &bySubject{of: map[string][]v1alpha1.Decision{}}
	}
	return s.decisions[namespace]
}

func (b *bySubject) read(ctx context.Context, live client.Reader, namespace string) error {
	var all v1alpha1.DecisionList
	if err := live.List(ctx, &all, client.InNamespace(namespace)); err != nil {
		return err
	}
	for i := range all.Items {
		subject := string(all.Items[i].Spec.Subject.Name)
		b.of[subject] = append(b.of[subject], all.Items[i])
	}
	b.version = all.ResourceVersion
	return nil
}

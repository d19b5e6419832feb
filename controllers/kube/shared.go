// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"hash/maphash"
	"sync"
	"sync/atomic"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// Shared keeps what a cache told of other chains while it tells the same. Under
// an edition that bounds operators or refuses the barred, every grant of an
// agreement rests on the same rivals, each a chain of its own.
//
// What is kept is never older than the cache: a cache brings its indexes up to
// date before it shows an object, and one of them counts.
type Shared struct {
	changes atomic.Uint64
	// grants count the changes of each grant, and of the Decisions on it: there
	// are too many for all to be looked at anew after each. Some share a count.
	grants [1 << 12]atomic.Uint64
	seed   maphash.Seed
	// loosened is how editions stand to their parents, which no change undoes.
	loosened authorization.Loosened

	mu   sync.Mutex
	at   uint64 // the changes that all of what is kept has seen
	kept map[string]keptFacts
}

type keptFacts struct {
	grant uint64
	value any
}

// anyTerminated stands for whichever grant was terminated, and is no name of one.
// What tells which were has to be read anew after each; what is known of a grant
// that was does not.
const anyTerminated v1alpha1.ObjectName = "*"

// changesField is the index that counts and finds nothing.
const changesField = "changes"

// sharedKinds are the kinds that what is kept rests on.
func sharedKinds() []client.Object {
	return []client.Object{
		&v1alpha1.Jurisdiction{}, &v1alpha1.WorkCalendar{}, &v1alpha1.Organization{}, &v1alpha1.SandboxClass{}, &v1alpha1.DataResource{},
		&v1alpha1.ImplementationPlan{}, &v1alpha1.Selection{}, &v1alpha1.OperationAgreement{}, &v1alpha1.DeveloperGrant{},
		&v1alpha1.Objection{}, &v1alpha1.Decision{}, &corev1.Service{},
	}
}

// NewShared counts changes by the indexes of a cache.
func NewShared(ctx context.Context, indexer client.FieldIndexer) (*Shared, error) {
	s := &Shared{seed: maphash.MakeSeed()}
	for _, object := range sharedKinds() {
		if err := indexer.IndexField(ctx, object, changesField, s.changed); err != nil {
			return nil, fmt.Errorf("count the changes of %T: %w", object, err)
		}
	}
	return s, nil
}

// Follow counts deletions too as informers tell them: a cache that lists anew
// shows its indexes what is there, and not what went while nobody watched.
func (s *Shared) Follow(ctx context.Context, informers Informers) error {
	for _, object := range sharedKinds() {
		informer, err := informers.GetInformer(ctx, object)
		if err != nil {
			return fmt.Errorf("find the informer of %T: %w", object, err)
		}
		if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{DeleteFunc: s.deleted}); err != nil {
			return fmt.Errorf("count the deletions of %T: %w", object, err)
		}
	}
	return nil
}

// deleted counts a deletion, also one that nobody saw.
func (s *Shared) deleted(o any) {
	if unseen, ok := o.(cache.DeletedFinalStateUnknown); ok {
		o = unseen.Obj
	}
	if object, ok := o.(client.Object); ok {
		s.changed(object)
		return
	}
	s.changes.Add(1)
}

// changed counts a change of an object.
func (s *Shared) changed(o client.Object) []string {
	switch o := o.(type) {
	case *v1alpha1.DeveloperGrant:
		for _, name := range []v1alpha1.ObjectName{v1alpha1.ObjectName(o.Name), o.Spec.Revises, o.Spec.Renews, o.Spec.Continues} {
			s.grant(o.Namespace, name).Add(1)
		}
	case *v1alpha1.Decision:
		if o.Spec.Subject.Kind != v1alpha1.OnDeveloperGrant {
			s.changes.Add(1)
			return nil
		}
		s.grant(o.Namespace, o.Spec.Subject.Name).Add(1)
		if o.Spec.Action == v1alpha1.ActionTerminate {
			s.grant("", anyTerminated).Add(1)
		}
	default:
		s.changes.Add(1)
	}
	return nil
}

func (s *Shared) grant(namespace string, name v1alpha1.ObjectName) *atomic.Uint64 {
	return &s.grants[maphash.String(s.seed, namespace+"/"+string(name))%uint64(len(s.grants))]
}

// of is what was kept under a key and rests on a grant, if that is not empty;
// nothing that is older than what is kept now.
func (s *Shared) of(key string, changes, grant uint64) (any, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.kept[key]
	return kept.value, ok && s.at == changes && kept.grant == grant
}

func (s *Shared) keep(key string, changes, grant uint64, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if changes < s.at {
		return
	}
	if changes > s.at || s.kept == nil {
		s.at, s.kept = changes, map[string]keptFacts{}
	}
	s.kept[key] = keptFacts{grant, value}
}

// shared is what a reading brings, or what another one brought since the last
// change. grant is the grant that it rests on beside what all rest on, or
// anyTerminated, or empty.
// What could not be read whole is not kept.
func shared[T any](r *reading, key string, namespace string, grant v1alpha1.ObjectName, read func() (value T, whole bool)) T {
	s := r.shared
	if s == nil {
		value, _ := read()
		return value
	}
	changes, own := s.changes.Load(), uint64(0) // before anything is read
	if grant != "" {
		own = s.grant(namespace, grant).Load()
	}
	if value, ok := s.of(key, changes, own); ok {
		return value.(T)
	}
	value, whole := read()
	if whole {
		s.keep(key, changes, own, value)
	}
	return value
}

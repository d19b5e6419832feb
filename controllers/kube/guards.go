// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	toolscache "k8s.io/client-go/tools/cache"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/config/policy"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/guard"
)

// lookEvery is how often the guards are looked at without any event: a proof
// ends by time alone. Looking reads a cache.
const lookEvery = 10 * time.Second

// GuardWatch knows whether the admission policies of a cluster stand as they
// were shipped. It watches them and asks nothing of the API server beside. What
// only requests can prove is noted from outside.
type GuardWatch struct {
	// Gives says that the process gives, and so needs a proof by requests.
	Gives bool

	cache    cache.Cache
	server   clock.PassiveClock
	expected guard.Expected
	changed  chan struct{}
	// stale says that a guard changed since all were compared, and fault is what
	// came of that; only Start reads and writes the latter.
	stale atomic.Bool
	fault string

	mu     sync.Mutex
	record guard.Record
	said   word
	tell   []func(context.Context)
	// looked is closed once the first look is over.
	looked chan struct{}
	first  sync.Once
}

var _ Guards = &GuardWatch{}

// shipped are the digests of the policies that this program holds; they are
// read and never written.
var shipped = sync.OnceValues(func() (guard.Expected, error) { return guard.ReadExpected(policy.Files) })

// NewGuardWatch watches the policies in a cache. server is the API server's
// time.
func NewGuardWatch(policies cache.Cache, server clock.PassiveClock) (*GuardWatch, error) {
	expected, err := shipped()
	if err != nil {
		return nil, fmt.Errorf("read the policies that are shipped: %w", err)
	}
	w := &GuardWatch{
		cache: policies, server: server, expected: expected,
		changed: make(chan struct{}, 1), looked: make(chan struct{}),
	}
	w.stale.Store(true)
	return w, nil
}

// NeedLeaderElection lets every replica watch.
func (w *GuardWatch) NeedLeaderElection() bool { return false }

// Guards is what is known now.
func (w *GuardWatch) Guards() authorization.Guards {
	if w == nil {
		return authorization.Guards{}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said.answer(w.guards())
}

func (w *GuardWatch) guards() authorization.Guards {
	if w.Gives {
		return w.record.Giver(w.server.Now())
	}
	return w.record.Taker()
}

// Note takes down what a look by other means showed.
func (w *GuardWatch) Note(take func(*guard.Record)) {
	w.mu.Lock()
	take(&w.record)
	w.mu.Unlock()
	w.kick()
}

// Proven says whether the proof by requests holds.
func (w *GuardWatch) Proven() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.record.Proven(w.server.Now())
}

// Decided opens the way for whoever waits for the first answer.
func (w *GuardWatch) Decided() { w.first.Do(func() { close(w.looked) }) }

func (w *GuardWatch) kick() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// kinds are the kinds that guards consist of.
func kinds() []client.Object {
	return []client.Object{
		&admissionregistrationv1.ValidatingAdmissionPolicy{}, &admissionregistrationv1.ValidatingAdmissionPolicyBinding{},
		&admissionregistrationv1.MutatingAdmissionPolicy{}, &admissionregistrationv1.MutatingAdmissionPolicyBinding{},
	}
}

// Start looks at the guards whenever one changes, until the context ends.
func (w *GuardWatch) Start(ctx context.Context) error {
	for _, kind := range kinds() {
		if err := w.listen(ctx, kind, func() { w.stale.Store(true) }); err != nil {
			return err
		}
	}
	if !w.Gives {
		go w.hear(ctx)
	}
	go wait.UntilWithContext(ctx, func(context.Context) { w.kick() }, lookEvery)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-w.changed:
		}
		if err := w.look(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// listen looks anew whenever an object of a kind changes, after note.
func (w *GuardWatch) listen(ctx context.Context, kind client.Object, note func(), options ...cache.InformerGetOption) error {
	informer, err := w.cache.GetInformer(ctx, kind, options...)
	if err != nil {
		return fmt.Errorf("watch %T: %w", kind, err)
	}
	event := func() {
		note()
		w.kick()
	}
	_, err = informer.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { event() }, UpdateFunc: func(any, any) { event() }, DeleteFunc: func(any) { event() },
	})
	if err != nil {
		return fmt.Errorf("watch %T: %w", kind, err)
	}
	return nil
}

// hear listens to what the operator publishes, once there is such a kind: who
// takes away does not wait for it.
func (w *GuardWatch) hear(ctx context.Context) {
	_ = wait.PollUntilContextCancel(ctx, time.Second, true, func(ctx context.Context) (bool, error) {
		return w.listen(ctx, &v1alpha1.Heartbeat{}, func() {}, cache.BlockUntilSynced(false)) == nil, nil
	}) // it ends with the process
}

// look compares the guards of the cluster with those that are shipped, and
// tells whoever asked where that changes what is known. They are compared only
// where one changed: beats come far more often.
func (w *GuardWatch) look(ctx context.Context) error {
	if w.stale.Swap(false) {
		seen, err := w.seen(ctx)
		if err != nil {
			return err
		}
		w.fault = guard.Tell(w.expected.Faults(seen))
	}
	published, err := w.published(ctx)
	if err != nil {
		return err
	}
	w.mu.Lock()
	if published != nil {
		published(&w.record)
	}
	w.record.Stood(w.fault, w.server.Now())
	changed := w.said.over(w.guards())
	tell := w.tell
	w.mu.Unlock()
	if !w.Gives {
		w.Decided()
	}
	if changed {
		for _, f := range tell {
			f(ctx)
		}
	}
	return nil
}

// published is, for a process that does not give, what the operator's proof by
// requests came to; nil is nothing new.
func (w *GuardWatch) published(ctx context.Context) (func(*guard.Record), error) {
	if w.Gives {
		return nil, nil
	}
	// Without the kind nothing is published, and a cache that is never filled
	// would be waited for: neither may end a process that takes away.
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	heart := &v1alpha1.Heartbeat{}
	if w.cache.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart) != nil {
		return nil, nil
	}
	said := meta.FindStatusCondition(heart.Status.Conditions, v1alpha1.GuardsProvenCondition)
	switch {
	case said == nil || said.Status == metav1.ConditionUnknown:
		return nil, nil
	case said.Status == metav1.ConditionFalse:
		return func(r *guard.Record) { r.Idle(said.Message, said.LastTransitionTime.Time) }, nil
	}
	return func(r *guard.Record) { r.Bit(w.server.Now()) }, nil
}

func (w *GuardWatch) seen(ctx context.Context) (map[guard.Key]guard.Digest, error) {
	seen := map[guard.Key]guard.Digest{}
	var errs []error
	note := func(object client.Object) {
		key, digest, err := digested.of(object)
		seen[key] = digest
		errs = append(errs, err)
	}
	var policies admissionregistrationv1.ValidatingAdmissionPolicyList
	var bindings admissionregistrationv1.ValidatingAdmissionPolicyBindingList
	var mutations admissionregistrationv1.MutatingAdmissionPolicyList
	var mutationBindings admissionregistrationv1.MutatingAdmissionPolicyBindingList
	for _, list := range []client.ObjectList{&policies, &bindings, &mutations, &mutationBindings} {
		errs = append(errs, w.cache.List(ctx, list, client.UnsafeDisableDeepCopy))
	}
	for i := range policies.Items {
		note(&policies.Items[i])
	}
	for i := range bindings.Items {
		note(&bindings.Items[i])
	}
	for i := range mutations.Items {
		note(&mutations.Items[i])
	}
	for i := range mutationBindings.Items {
		note(&mutationBindings.Items[i])
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("look at the admission policies: %w", err)
	}
	return seen, nil
}

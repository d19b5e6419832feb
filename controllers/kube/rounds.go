// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Rounds read live for many at once. All who join one round share each answer:
// grants that open together read their common agreement once. Every answer
// comes from a request that began after the caller joined, as if it had read
// alone.
//
// A round begins at once where few are busy. Under load it waits until those
// who joined are half as many as those who still work on earlier rounds, so that
// reading keeps pace with writing and needs no clock.
type Rounds struct {
	live client.Reader
	up   *Abreast
	// inTurn begins a round only when the one before is over.
	inTurn bool

	mu   sync.Mutex
	next *round
	busy int // joined rounds that began, and did not leave
}

// NewRounds share the requests of a live reader, and ask a cache that has come as
// far in place of it where up is given.
func NewRounds(live client.Reader, up *Abreast) *Rounds { return &Rounds{live: live, up: up} }

// NewTurns share as NewRounds does, one round after the other: the fewest
// requests, for who is in no hurry.
func NewTurns(live client.Reader) *Rounds { return &Rounds{live: live, inTurn: true} }

// Join waits for the next round and returns what reads in it. Answers are
// shared and must not be changed. Whoever joined leaves when what rests on the
// answers is written.
func (r *Rounds) Join(ctx context.Context) (live client.Reader, leave func(), err error) {
	joined := r.join()
	select {
	case <-joined.begun:
		return joined, r.leave, nil
	case <-ctx.Done():
		r.giveUp(joined)
		return nil, nil, ctx.Err()
	}
}

func (r *Rounds) join() *round {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == nil {
		r.next = newRound(r.live, r.up)
	}
	joined := r.next
	joined.waiting++
	r.beginIfDue()
	return joined
}

func (r *Rounds) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy--
	r.beginIfDue()
}

func (r *Rounds) giveUp(joined *round) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if joined != r.next { // it began meanwhile
		r.busy--
	} else if joined.waiting--; joined.waiting == 0 {
		r.next = nil
	}
	r.beginIfDue()
}

func (r *Rounds) beginIfDue() {
	if r.next != nil && (r.busy == 0 || (!r.inTurn && 2*r.next.waiting >= r.busy)) {
		r.busy += r.next.waiting
		close(r.next.begun)
		r.next = nil
	}
}

// round answers each question once.
type round struct {
	live    client.Reader
	caught  *caught
	begun   chan struct{}
	waiting int // guarded by Rounds.mu

	mu      sync.Mutex
	answers map[string]*answer
}

var _ client.Reader = &round{}

func newRound(live client.Reader, up *Abreast) *round {
	return &round{live: live, caught: newCaught(up), begun: make(chan struct{}), answers: map[string]*answer{}}
}

type answer struct {
	once  sync.Once
	value reflect.Value
	err   error
}

// Get reads one object.
func (r *round) Get(ctx context.Context, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
	return r.answer(fmt.Sprintf("%T %s %s", obj, obj.GetObjectKind().GroupVersionKind(), key), obj, func(into any) error {
		return r.live.Get(ctx, key, into.(client.Object), opts...)
	})
}

// List reads a list of objects.
func (r *round) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	if name, ok := revisionsOf(options); ok {
		return r.revisions(ctx, list, options.Namespace, name)
	}
	if r.caught.list(ctx, list, options) {
		return nil
	}
	kind := list.GetObjectKind().GroupVersionKind() // tells metadata of one kind from that of another
	key := fmt.Sprintf("%T %s %s %v %v %d %s", list, kind, options.Namespace, options.LabelSelector, options.FieldSelector, options.Limit, options.Continue)
	return r.answer(key, list, func(into any) error {
		return r.live.List(ctx, into.(client.ObjectList), opts...)
	})
}

func (r *round) answer(key string, into any, fetch func(any) error) error {
	r.mu.Lock()
	known := r.answers[key]
	if known == nil {
		known = &answer{}
		r.answers[key] = known
	}
	r.mu.Unlock()
	known.once.Do(func() {
		fresh := reflect.New(reflect.TypeOf(into).Elem())
		fresh.Elem().Set(reflect.ValueOf(into).Elem()) // with the kind that is asked for
		known.err = fetch(fresh.Interface())
		known.value = fresh.Elem()
	})
	if known.err == nil {
		reflect.ValueOf(into).Elem().Set(known.value)
	}
	return known.err
}

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

// SharedReader reads live, and lets callers that ask for the same thing at the
// same time share one request. Every answer comes from a request that began
// after the caller asked, so that it is as fresh as a request of its own.
type SharedReader struct {
	live client.Reader

	mu    sync.Mutex
	calls map[string]*sharedCall
}

var _ client.Reader = &SharedReader{}

// sharedCall are the requests for one key: at most one under way and one that
// has not begun.
type sharedCall struct {
	turn chan struct{}
	next *sharedAnswer
	open int
}

type sharedAnswer struct {
	done  chan struct{}
	value reflect.Value
	err   error
}

// NewSharedReader shares the requests of a live reader.
func NewSharedReader(live client.Reader) *SharedReader {
	return &SharedReader{live: live, calls: map[string]*sharedCall{}}
}

// Get reads one object.
func (s *SharedReader) Get(ctx context.Context, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
	return s.share(ctx, fmt.Sprintf("%T %s", obj, key), obj, func(into reflect.Value) error {
		return s.live.Get(ctx, key, into.Interface().(client.Object), opts...)
	})
}

// List reads a list of objects.
func (s *SharedReader) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	key := fmt.Sprintf("%T %s %v %v", list, options.Namespace, options.LabelSelector, options.FieldSelector)
	return s.share(ctx, key, list, func(into reflect.Value) error {
		return s.live.List(ctx, into.Interface().(client.ObjectList), opts...)
	})
}

func (s *SharedReader) share(ctx context.Context, key string, into any, fetch func(reflect.Value) error) error {
	answer := s.join(key, reflect.TypeOf(into).Elem(), fetch)
	select {
	case <-answer.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	if answer.err != nil {
		return answer.err
	}
	copied := answer.value.MethodByName("DeepCopy").Call(nil)[0]
	reflect.ValueOf(into).Elem().Set(copied.Elem())
	return nil
}

// join is the answer of the next request to begin. Requests for one key go one
// after the other; who asks while one is under way waits for the next.
func (s *SharedReader) join(key string, kind reflect.Type, fetch func(reflect.Value) error) *sharedAnswer {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := s.calls[key]
	if call == nil {
		call = &sharedCall{turn: make(chan struct{}, 1)}
		s.calls[key] = call
	}
	if call.next == nil {
		call.next = &sharedAnswer{done: make(chan struct{}), value: reflect.New(kind)}
		call.open++
		go s.run(key, call, call.next, fetch)
	}
	return call.next
}

func (s *SharedReader) run(key string, call *sharedCall, answer *sharedAnswer, fetch func(reflect.Value) error) {
	call.turn <- struct{}{}
	s.mu.Lock()
	call.next = nil // whoever asks from here on needs a later request
	s.mu.Unlock()

	answer.err = fetch(answer.value)
	close(answer.done)

	<-call.turn
	s.mu.Lock()
	defer s.mu.Unlock()
	if call.open--; call.open == 0 {
		delete(s.calls, key)
	}
}

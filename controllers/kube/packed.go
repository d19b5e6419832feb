// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/cache"
)

// packed is an object as a cache holds it, in less than it is. What a cache hands
// out is a copy, which is the object again.
type packed interface {
	runtime.Object
	metav1.ObjectMetaAccessor
	// whole is the object, of nobody else.
	whole() runtime.Object
}

// packing is an informer that holds objects packed. Who listens gets them as they
// are. A list without copies fails and says so.
type packing struct {
	cache.SharedIndexInformer
	pack func(slimmed any) any
}

// SetTransform packs what is left of an object.
func (p packing) SetTransform(slim cache.TransformFunc) error {
	return p.SharedIndexInformer.SetTransform(func(in any) (any, error) {
		if held, ok := in.(packed); ok {
			return held, nil // an informer may ask again for what it was given
		}
		out, err := slim(in)
		if err != nil {
			return out, err
		}
		return p.pack(out), nil
	})
}

// AddEventHandler tells a handler of objects.
func (p packing) AddEventHandler(to cache.ResourceEventHandler) (cache.ResourceEventHandlerRegistration, error) {
	return p.SharedIndexInformer.AddEventHandler(unpacking{to})
}

// AddEventHandlerWithResyncPeriod tells a handler of objects.
func (p packing) AddEventHandlerWithResyncPeriod(to cache.ResourceEventHandler, every time.Duration) (cache.ResourceEventHandlerRegistration, error) {
	return p.SharedIndexInformer.AddEventHandlerWithResyncPeriod(unpacking{to}, every)
}

// AddEventHandlerWithOptions tells a handler of objects.
func (p packing) AddEventHandlerWithOptions(to cache.ResourceEventHandler, options cache.HandlerOptions) (cache.ResourceEventHandlerRegistration, error) {
	return p.SharedIndexInformer.AddEventHandlerWithOptions(unpacking{to}, options)
}

// unpacking tells a handler of objects what happened to what holds them.
type unpacking struct{ to cache.ResourceEventHandler }

// OnAdd is told of a new one.
func (u unpacking) OnAdd(o any, initially bool) { u.to.OnAdd(unpacked(o), initially) }

// OnUpdate is told of one that changed.
func (u unpacking) OnUpdate(before, after any) { u.to.OnUpdate(unpacked(before), unpacked(after)) }

// OnDelete is told of one that is gone.
func (u unpacking) OnDelete(o any) { u.to.OnDelete(unpacked(o)) }

// unpacked is what a handler is given: the object, and whatever else it is as it
// is.
func unpacked(o any) any {
	switch o := o.(type) {
	case packed:
		return o.whole()
	case cache.DeletedFinalStateUnknown:
		o.Obj = unpacked(o.Obj)
		return o
	}
	return o
}

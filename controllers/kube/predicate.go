// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"maps"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
)

// NotStatus passes every event but an update that changed nothing an answer
// rests on: our own writes of status, above all. It is for kinds of ours, which
// count their generations; a Service stays at its first, whatever is changed.
func NotStatus() predicate.Predicate {
	return predicate.Funcs{UpdateFunc: func(e event.UpdateEvent) bool {
		o, n := e.ObjectOld, e.ObjectNew
		if o == nil || n == nil {
			return true
		}
		return o.GetGeneration() != n.GetGeneration() || n.GetGeneration() == 0 ||
			o.GetUID() != n.GetUID() ||
			(o.GetDeletionTimestamp() == nil) != (n.GetDeletionTimestamp() == nil) ||
			!slices.Equal(o.GetFinalizers(), n.GetFinalizers()) ||
			!maps.Equal(o.GetLabels(), n.GetLabels()) ||
			!maps.Equal(o.GetAnnotations(), n.GetAnnotations())
	}}
}

// NotDeletes passes every event but a deletion.
func NotDeletes() predicate.Predicate {
	return predicate.Funcs{DeleteFunc: func(event.DeleteEvent) bool { return false }}
}

// OnlyDeletes passes deletions alone.
func OnlyDeletes() predicate.Predicate {
	no := predicate.NewPredicateFuncs(func(client.Object) bool { return false })
	return predicate.Funcs{
		CreateFunc:  no.Create,
		UpdateFunc:  no.Update,
		DeleteFunc:  func(event.DeleteEvent) bool { return true },
		GenericFunc: no.Generic,
	}
}

// NotListed passes every event but the appearance of an object in the first list:
// whoever looks at each object of its own kind then need not be told by another's.
func NotListed() predicate.Predicate {
	return predicate.Funcs{CreateFunc: func(e event.CreateEvent) bool { return !e.IsInInitialList }}
}

// NotCreates passes every event but the appearance of an object.
func NotCreates() predicate.Predicate {
	return predicate.Funcs{CreateFunc: func(event.CreateEvent) bool { return false }}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// unseen are objects that were met where the cache shows none: it lags, or they
// lost the label by which it chooses. Forgetting them costs one more conflict.
type unseen struct {
	mu  sync.Mutex
	all map[unseenKey]bool
}

type unseenKey struct {
	kind schema.GroupKind
	name types.NamespacedName
}

func (u *unseen) add(kind schema.GroupVersionKind, object metav1.Object) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all == nil {
		u.all = map[unseenKey]bool{}
	}
	u.all[unseenKey{kind.GroupKind(), nameOf(object)}] = true
}

// take says whether an object was met, and forgets it.
func (u *unseen) take(kind schema.GroupVersionKind, object metav1.Object) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	key := unseenKey{kind.GroupKind(), nameOf(object)}
	met := u.all[key]
	delete(u.all, key)
	return met
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// Ledger remembers what was written last, and which version it became. While
// the cached version of an object is that one, the object is as we left it, and
// its spec needs no cache. Losing the ledger costs writes that change nothing.
type Ledger struct {
	mu      sync.Mutex
	entries map[schema.GroupKind]map[types.NamespacedName]ledgerEntry
	// recalled is closed once the ledger knows what others wrote before; nil
	// where nobody asks.
	recalled chan struct{}
}

type ledgerEntry struct {
	version string
	content uint64
}

// NewLedger is an empty ledger.
func NewLedger() *Ledger {
	return &Ledger{entries: map[schema.GroupKind]map[types.NamespacedName]ledgerEntry{}}
}

// Settled says whether an object stands at a version as it was last written
// with this content.
func (l *Ledger) Settled(kind schema.GroupKind, object metav1.Object, version string) bool {
	if l.recalled != nil {
		<-l.recalled
	}
	l.mu.Lock()
	entry, known := l.entries[kind][nameOf(object)]
	l.mu.Unlock()
	return known && version != "" && entry.version == version && entry.content == contentOf(object)
}

// Wrote notes that content became a version.
func (l *Ledger) Wrote(kind schema.GroupKind, content metav1.Object, version string) {
	name, entry := nameOf(content), ledgerEntry{version: version, content: contentOf(content)}
	name.Namespace, name.Name = once(name.Namespace), once(name.Name)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.entries[kind] == nil {
		l.entries[kind] = map[types.NamespacedName]ledgerEntry{}
	}
	l.entries[kind][name] = entry
}

func nameOf(object metav1.Object) types.NamespacedName {
	return types.NamespacedName{Namespace: object.GetNamespace(), Name: object.GetName()}
}

// contentOf digests an object as it is meant. Objects are built from nothing by
// pure functions, so that their JSON is the same each time.
func contentOf(object metav1.Object) uint64 {
	hash := fnv.New64a()
	if err := json.NewEncoder(hash).Encode(object); err != nil {
		panic(fmt.Sprintf("encode %s/%s: %v", object.GetNamespace(), object.GetName(), err)) // our own typed objects always encode
	}
	return hash.Sum64()
}

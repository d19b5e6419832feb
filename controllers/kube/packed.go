// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"k8s.io/client-go/tools/cache"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// packing is an informer of Decisions that holds acts. Who listens, and who
// makes an index, gets Decisions. A list without copies fails and says so.
type packing struct{ cache.SharedIndexInformer }

// SetTransform packs what is left of a Decision.
func (p packing) SetTransform(slim cache.TransformFunc) error {
	return p.SharedIndexInformer.SetTransform(func(in any) (any, error) {
		if held, ok := in.(*act); ok {
			return held, nil // an informer may ask again for what it was given
		}
		out, err := slim(in)
		if d, ok := out.(*v1alpha1.Decision); ok && err == nil {
			return pack(d), nil
		}
		return out, err
	})
}

// AddIndexers adds indexes by what stands in a Decision.
func (p packing) AddIndexers(indexers cache.Indexers) error {
	own := cache.Indexers{}
	for name, values := range indexers {
		own[name] = func(o any) ([]string, error) {
			of := o
			if held, ok := o.(*act); ok {
				of = held.face()
			}
			keys, err := values(of)
			if d, ok := of.(*v1alpha1.Decision); ok {
				keys = slices.DeleteFunc(keys, func(key string) bool {
					return !findable(strings.TrimPrefix(name, "field:"), key, strings.HasPrefix(key, d.Namespace+"/"))
				})
			}
			return keys, err
		}
	}
	return p.SharedIndexInformer.AddIndexers(own)
}

// GetIndexer finds acts.
func (p packing) GetIndexer() cache.Indexer { return findableActs{p.SharedIndexInformer.GetIndexer()} }

// everywhere is what the keys of an index over all namespaces begin with.
const everywhere = "__all_namespaces/"

// findableActs refuses to look where no key was kept: it would find nothing.
type findableActs struct{ cache.Indexer }

// ByIndex finds acts by the key of an index.
func (f findableActs) ByIndex(index, key string) ([]any, error) {
	if field, ok := strings.CutPrefix(index, "field:"); ok && !findable(field, key, !strings.HasPrefix(key, everywhere)) {
		return nil, fmt.Errorf("no Decisions are found by %s and %s in this cache", field, key)
	}
	return f.Indexer.ByIndex(index, key)
}

// findable says whether anybody looks by a key of an index: for what is on a
// subject of a namespace, and in all namespaces for what is on a sandbox, for what
// an organisation did and for what was terminated. An index would have each value
// in a namespace and in all, and each weighs a sixth of an act.
func findable(field, key string, within bool) bool {
	switch field {
	case SubjectNameField:
		return within || sandbox.IsNamespaceName(strings.TrimPrefix(key, everywhere))
	case ActionField:
		return !within && strings.HasSuffix(key, "/"+string(v1alpha1.ActionTerminate))
	}
	return !within
}

// AddEventHandler tells a handler of Decisions.
func (p packing) AddEventHandler(to cache.ResourceEventHandler) (cache.ResourceEventHandlerRegistration, error) {
	return p.SharedIndexInformer.AddEventHandler(unpacking{to})
}

// AddEventHandlerWithResyncPeriod tells a handler of Decisions.
func (p packing) AddEventHandlerWithResyncPeriod(to cache.ResourceEventHandler, every time.Duration) (cache.ResourceEventHandlerRegistration, error) {
	return p.SharedIndexInformer.AddEventHandlerWithResyncPeriod(unpacking{to}, every)
}

// AddEventHandlerWithOptions tells a handler of Decisions.
func (p packing) AddEventHandlerWithOptions(to cache.ResourceEventHandler, options cache.HandlerOptions) (cache.ResourceEventHandlerRegistration, error) {
	return p.SharedIndexInformer.AddEventHandlerWithOptions(unpacking{to}, options)
}

// unpacking tells a handler of Decisions what happened to acts.
type unpacking struct{ to cache.ResourceEventHandler }

// OnAdd is told of a new one.
func (u unpacking) OnAdd(o any, initially bool) { u.to.OnAdd(unpacked(o), initially) }

// OnUpdate is told of one that changed.
func (u unpacking) OnUpdate(before, after any) { u.to.OnUpdate(unpacked(before), unpacked(after)) }

// OnDelete is told of one that is gone.
func (u unpacking) OnDelete(o any) { u.to.OnDelete(unpacked(o)) }

// likeness holds what Decisions have in common once.
type likeness struct {
	mu    sync.Mutex
	known map[string]*v1alpha1.Decision
}

// mostAlike bounds what acts that are like no other could make us remember.
const mostAlike = 1 << 10

var sharedActs likeness

// of is the shared copy of a Decision from which was taken what is its own.
func (l *likeness) of(d *v1alpha1.Decision) *v1alpha1.Decision {
	text, err := json.Marshal(d)
	if err != nil {
		return d.DeepCopy() // no Decision is such: it came as JSON
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if shared, ok := l.known[string(text)]; ok {
		return shared
	}
	if l.known == nil || len(l.known) >= mostAlike {
		l.known = map[string]*v1alpha1.Decision{}
	}
	kept := d.DeepCopy()
	l.known[string(text)] = kept
	return kept
}

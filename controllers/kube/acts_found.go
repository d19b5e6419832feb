// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/client-go/tools/cache"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// actsFound is an informer that holds Decisions as acts. Who makes an index gets
// Decisions.
type actsFound struct{ packing }

// holdActs has an informer of Decisions hold acts.
func holdActs(informer cache.SharedIndexInformer) cache.SharedIndexInformer {
	return actsFound{packing{informer, func(slimmed any) any {
		if d, ok := slimmed.(*v1alpha1.Decision); ok {
			return pack(d)
		}
		return slimmed
	}}}
}

// AddIndexers adds indexes by what stands in a Decision.
func (p actsFound) AddIndexers(indexers cache.Indexers) error {
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
func (p actsFound) GetIndexer() cache.Indexer {
	return findableActs{p.SharedIndexInformer.GetIndexer()}
}

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
// an organisation did or was told and for what was terminated. An index would have each value
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

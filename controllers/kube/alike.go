// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"encoding/json"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// likeness holds once what objects of a kind have in common.
type likeness[T interface{ DeepCopy() T }] struct {
	most  int // bounds what objects that are like no other could make us remember
	mu    sync.Mutex
	known map[string]T
}

// The acts on one link are alike but for it; the parts of sandboxes are alike for
// each set of inputs.
var (
	sharedActs  = likeness[*v1alpha1.Decision]{most: 1 << 10}
	sharedParts = likeness[*metav1.PartialObjectMetadata]{most: 1 << 12}
)

// of is the shared copy of an object from which was taken what is its own.
func (l *likeness[T]) of(object T) T {
	text, err := json.Marshal(object)
	if err != nil {
		return object.DeepCopy() // no object is such: it came as JSON
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if shared, ok := l.known[string(text)]; ok {
		return shared
	}
	if l.known == nil || len(l.known) >= l.most {
		l.known = map[string]T{}
	}
	kept := object.DeepCopy()
	l.known[string(text)] = kept
	return kept
}

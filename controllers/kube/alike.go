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
	mu    sync.Mutex
	known map[string]T
}

// mostAlike bounds what objects that are like no other could make us remember.
const mostAlike = 1 << 12

var (
	sharedActs  likeness[*v1alpha1.Decision]
	sharedParts likeness[*metav1.PartialObjectMetadata]
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
	if l.known == nil || len(l.known) >= mostAlike {
		l.known = map[string]T{}
	}
	kept := object.DeepCopy()
	l.known[string(text)] = kept
	return kept
}

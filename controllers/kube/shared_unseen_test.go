// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"
	ctrlcache "sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// unindexed takes no index.
type unindexed struct{}

func (unindexed) IndexField(context.Context, client.Object, string, client.IndexerFunc) error {
	return nil
}

// heard are the handlers of informers, by kind.
type heard map[string]cache.ResourceEventHandler

// GetInformer is one that keeps its handler.
func (h heard) GetInformer(_ context.Context, of client.Object, _ ...ctrlcache.InformerGetOption) (ctrlcache.Informer, error) {
	return hearing{h: h, kind: fmt.Sprintf("%T", of)}, nil
}

type hearing struct {
	ctrlcache.Informer
	h    heard
	kind string
}

// AddEventHandler keeps a handler.
func (i hearing) AddEventHandler(to cache.ResourceEventHandler) (cache.ResourceEventHandlerRegistration, error) {
	i.h[i.kind] = to
	return nil, nil
}

// TestWhatGoesUnseenIsCounted tells of deletions that no index was shown.
func TestWhatGoesUnseenIsCounted(t *testing.T) {
	s, err := NewShared(t.Context(), unindexed{})
	if err != nil {
		t.Fatal(err)
	}
	informers := heard{}
	if err := s.Follow(t.Context(), informers); err != nil {
		t.Fatal(err)
	}
	own := s.grant("demo-health", "g")
	for _, object := range sharedKinds() {
		object.SetNamespace("demo-health")
		object.SetName("g")
		for how, gone := range map[string]any{
			"seen": object, "unseen": cache.DeletedFinalStateUnknown{Key: "demo-health/g", Obj: object},
		} {
			before := s.changes.Load() + own.Load()
			informers[fmt.Sprintf("%T", object)].OnDelete(gone)
			if s.changes.Load()+own.Load() == before {
				t.Errorf("%T: its deletion, %s, is not counted", object, how)
			}
		}
	}
	before := s.changes.Load()
	informers[fmt.Sprintf("%T", &v1alpha1.Objection{})].OnDelete(cache.DeletedFinalStateUnknown{Key: "demo-health/o", Obj: metav1.Status{}})
	if s.changes.Load() == before {
		t.Error("the deletion of what is not known is not counted")
	}
}

// TestWhatWasReadInPartIsNotKept reads something that cannot be read whole at first.
func TestWhatWasReadInPartIsNotKept(t *testing.T) {
	s, err := NewShared(t.Context(), unindexed{})
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, want := range []int{1, 2, 2} {
		got := shared(&reading{shared: s}, "rivals", "", anyTerminated, func() (int, bool) {
			read++
			return read, read > 1
		})
		if got != want {
			t.Errorf("it is answered by reading %d, want %d", got, want)
		}
	}
}

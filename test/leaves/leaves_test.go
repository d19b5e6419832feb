// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
)

// TestEveryLeaf takes all mutations of all leaves through their rounds at once:
// made, mutated, put back.
func TestEveryLeaf(t *testing.T) {
	all := trials(t, establish(t))
	t.Logf("%d mutations", len(all))
	atOnce(t, all, (*trial).begin)
	settle(t, all, func(r *trial, u *unstructured.Unstructured) error {
		if r.immutable {
			return atRest(r, u)
		}
		return atBase(r, u)
	})
	states(t, all, func(r *trial, now string) { r.first = now })
	atOnce(t, all, (*trial).mutate)
	settle(t, all, atRest)
	atOnce(t, all, (*trial).revert)
	settle(t, all, func(r *trial, u *unstructured.Unstructured) error {
		if r.immutable {
			return atRest(r, u)
		}
		return atBase(r, u)
	})
	states(t, all, func(r *trial, now string) {
		if !r.immutable && now != r.first {
			r.fail("put back, it says otherwise than before:\n\t%s\n\t%s", r.first, now)
		}
	})
	if err := problems(all); err != nil {
		t.Error(err)
	}
	nothingIsWritten(t)
	nobodyPanicked(t)
}

// nothingIsWritten finds endless writes of any object, such as the children of
// ours, by the revision of the whole cluster. The Leases are renewed.
func nothingIsWritten(t *testing.T) {
	t.Helper()
	const leases = 10
	var before, now int64
	err := wait.PollUntilContextTimeout(t.Context(), 3*time.Second, patience, true, func(ctx context.Context) (bool, error) {
		list := &corev1.NamespaceList{}
		if err := admin.List(ctx, list); err != nil {
			return false, err
		}
		var err error
		before = now
		now, err = strconv.ParseInt(list.ResourceVersion, 10, 64)
		return now-before <= leases, err
	})
	if err != nil {
		t.Errorf("%d writes in three seconds, with nothing to do: %v", now-before, err)
	}
}

// atOnce does something with every trial, many at a time.
func atOnce(t *testing.T, all []*trial, do func(*trial, context.Context)) {
	t.Helper()
	queue := make(chan *trial)
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for r := range queue {
				do(r, t.Context())
			}
		})
	}
	for _, r := range all {
		queue <- r
	}
	close(queue)
	workers.Wait()
}

// states hands each trial what its object says of itself.
func states(t *testing.T, all []*trial, take func(*trial, string)) {
	t.Helper()
	now := seen(t.Context(), t)
	for _, r := range all {
		if u := now[key(r.object)]; r.alive() && u != nil {
			take(r, state(u))
		}
	}
}

// nobodyPanicked reads the logs: a controller that panics is caught and goes on.
func nobodyPanicked(t *testing.T) {
	t.Helper()
	for _, name := range []string{"operator.log", "cutoff.log"} {
		log, err := os.ReadFile(filepath.Join(logs, name))
		if err != nil {
			t.Fatal(err)
		}
		if at := bytes.Index(log, []byte("panic")); at >= 0 {
			t.Errorf("%s tells of a panic: %s", name, log[at:min(at+2000, len(log))])
		}
	}
}

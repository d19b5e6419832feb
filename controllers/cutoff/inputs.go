// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// evictions remembers which evictions were seen through, by sandbox and mark.
// Losing it costs one live list for each sandbox that carries a mark.
type evictions struct {
	mu   sync.Mutex
	done map[string]string
}

func (e *evictions) isDone(namespace, mark string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.done[namespace] == mark
}

func (e *evictions) finish(namespace, mark string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.done == nil {
		e.done = map[string]string{}
	}
	e.done[namespace] = mark
}

// doubt is how far, in whole seconds, pods may carry a later second than our
// clock tells when a label goes, and still have been there before: the clock
// may be behind the API server by one second, and both write whole ones.
const doubt = 2 * time.Second

// cutInputs takes the inputs that are no longer in force from a sandbox that
// keeps others: its label, the route, and every pod that could reach it.
func (r *GrantReconciler) cutInputs(ctx context.Context, facts *authorization.Facts, v authorization.Verdict, box *metav1.PartialObjectMetadata, seen seen) (time.Duration, error) {
	labels, resources := map[string]bool{}, map[string]bool{}
	for _, input := range v.Inputs {
		resource := facts.Resources[input.Resource].Get()
		if resource != nil && input.Force != authorization.Denied {
			labels[sandbox.InputLabel(facts.Agreement.Get().UID, resource.UID)] = true
			resources[string(resource.UID)] = true
		}
	}
	mark := box.Annotations[v1alpha1.EvictBeforeAnnotation]
	if lost := inputLabels(box.Labels, labels); len(lost) > 0 {
		if wait := r.Patience.Cut(box, seen); wait > 0 {
			return wait, nil
		}
		before := r.Clock.Now().Truncate(time.Second).Add(doubt)
		if err := r.Knife.CloseInputs(ctx, box, lost, before); err != nil {
			return 0, err
		}
		mark = before.UTC().Format(time.RFC3339)
	}
	egressErr := r.closeEgress(ctx, box.Name, seen.closes("InputLost").String(), resources)
	left, podsErr := r.seeThrough(ctx, box.Name, mark)
	if err := errors.Join(egressErr, podsErr); err != nil || left == 0 {
		return 0, err
	}
	return podsLeft, nil
}

// seeThrough deletes the pods that a mark names, until none is left.
func (r *GrantReconciler) seeThrough(ctx context.Context, namespace, mark string) (int, error) {
	if mark == "" || r.evicted.isDone(namespace, mark) {
		return 0, nil
	}
	before, err := time.Parse(time.RFC3339, mark)
	if err != nil {
		return 0, fmt.Errorf("read the mark %s of sandbox %s: %w", v1alpha1.EvictBeforeAnnotation, namespace, err)
	}
	left, err := r.Knife.Evict(ctx, namespace, &before)
	if err == nil && left == 0 {
		r.evicted.finish(namespace, mark)
	}
	return left, err
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/ordering"
)

const (
	// longestPatience is how long a cut waits for a cache that is older than what
	// its target was opened on, or cut for.
	longestPatience = 2 * time.Second
	// lookAgain is how soon it asks the cache again.
	lookAgain = 20 * time.Millisecond
)

// Seen tells how far the caches have come that a verdict rests on.
type Seen interface {
	// Seen is the newest version of a kind, empty where it cannot be told.
	Seen(kind string) string
	// Newest is the newest version of any kind of ours.
	Newest() string
}

// Patience bounds how long a cut waits for its cache. It waits for nothing but
// the cache's own progress past a mark, and never twice for one mark: what can
// delay a revocation is a mark that the operator wrote, for 2 s, once.
type Patience struct {
	// Cache tells how far it is.
	Cache Seen
	// Local paces the wait; the wall clock has no part in it.
	Local clock.PassiveClock

	mu    sync.Mutex
	waits map[string]waiting
}

// waiting is since when a target is waited for, and for which mark.
type waiting struct {
	mark  string
	since time.Time
}

// seen is how far the cache was before the facts were read: a verdict is at least
// as new.
type seen struct {
	kinds  map[string]string
	newest string
}

// before takes down how far the cache is.
func (p *Patience) before() seen {
	s := seen{kinds: make(map[string]string, len(ordering.Kinds)), newest: p.Cache.Newest()}
	for _, kind := range ordering.Kinds {
		s.kinds[kind] = p.Cache.Seen(kind)
	}
	return s
}

// of is the version that was seen of a kind.
func (s seen) of(kind string) string { return s.kinds[kind] }

// closes is the mark of a cut for a cause.
func (s seen) closes(cause string) ordering.Closed {
	return ordering.Closed{Cause: cause, At: s.newest}
}

// Cut is how long to wait before a cut that a verdict orders: no time, unless
// the target was opened on facts that the verdict does not know yet.
func (p *Patience) Cut(target metav1.Object, s seen) time.Duration {
	mark := target.GetAnnotations()[v1alpha1.OpenedByAnnotation]
	opened := ordering.ParseOpened(mark)
	return p.wait(nameOf(target), mark, opened.Facts.NewerThan(s.of))
}

// Mark is how long to wait before the mark of a cut is written over by another:
// no time, unless who wrote it had seen more.
func (p *Patience) Mark(target metav1.Object, s seen) time.Duration {
	mark := target.GetAnnotations()[v1alpha1.ClosedByAnnotation]
	return p.wait(nameOf(target), mark, s.newest != "" && ordering.Newer(ordering.ParseClosed(mark).At, s.newest))
}

func (p *Patience) wait(target, mark string, behind bool) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !behind {
		delete(p.waits, target)
		return 0
	}
	now := p.Local.Now()
	waits, known := p.waits[target]
	if !known || waits.mark != mark {
		if p.waits == nil {
			p.waits = map[string]waiting{}
		}
		waits = waiting{mark: mark, since: now}
		p.waits[target] = waits
	}
	return min(max(longestPatience-now.Sub(waits.since), 0), lookAgain)
}

func nameOf(target metav1.Object) string { return target.GetNamespace() + "/" + target.GetName() }

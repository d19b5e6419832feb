// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	testingclock "k8s.io/utils/clock/testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/ordering"
)

// cacheAt is a cache that has come to a version of each kind.
type cacheAt struct {
	decisions, newest string
}

func (c *cacheAt) Seen(kind string) string {
	if kind == ordering.KindDecision {
		return c.decisions
	}
	return ""
}

func (c *cacheAt) Newest() string { return c.newest }

func marked(openedBy, closedBy string) metav1.Object {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: boxName, Annotations: map[string]string{
		v1alpha1.OpenedByAnnotation: openedBy, v1alpha1.ClosedByAnnotation: closedBy,
	}}}
}

const (
	openedOn30 = "facts Decision=30 at 40"
	openedOn50 = "facts Decision=50 at 60"
	closedAt70 = "Suspended 1f at 70"
)

// TestACutWaitsForItsCacheTwoSecondsAtMost steps the clock of the machine.
func TestACutWaitsForItsCacheTwoSecondsAtMost(t *testing.T) {
	local := testingclock.NewFakePassiveClock(time.Unix(1_000_000, 0))
	cache := &cacheAt{decisions: "29", newest: "69"}
	p := &Patience{Cache: cache, Local: local}
	steps := []struct {
		when    string
		pass    time.Duration
		change  func()
		wait    func() time.Duration
		waiting bool
	}{
		{"the target was opened on a newer Decision", 0, nil, func() time.Duration { return p.Cut(marked(openedOn30, ""), p.before()) }, true},
		{"just before the two seconds are over", longestPatience - time.Millisecond, nil, func() time.Duration { return p.Cut(marked(openedOn30, ""), p.before()) }, true},
		{"when they are over", time.Millisecond, nil, func() time.Duration { return p.Cut(marked(openedOn30, ""), p.before()) }, false},
		{"long after, for the same mark", time.Hour, nil, func() time.Duration { return p.Cut(marked(openedOn30, ""), p.before()) }, false},
		{"it was opened anew", 0, nil, func() time.Duration { return p.Cut(marked(openedOn50, ""), p.before()) }, true},
		{"the cache caught up", 0, func() { cache.decisions = "50" }, func() time.Duration { return p.Cut(marked(openedOn50, ""), p.before()) }, false},
		{"the target was never marked", 0, nil, func() time.Duration { return p.Cut(marked("", ""), p.before()) }, false},
		{"somebody who had seen more closed it", 0, nil, func() time.Duration { return p.Mark(marked("", closedAt70), p.before()) }, true},
		{"two seconds later", longestPatience, nil, func() time.Duration { return p.Mark(marked("", closedAt70), p.before()) }, false},
		{"the cache has seen as much", 0, func() { cache.newest = "70" }, func() time.Duration { return p.Mark(marked("", closedAt70), p.before()) }, false},
		{"the cache cannot tell how far it is", 0, func() { cache.newest, cache.decisions = "", "" }, func() time.Duration {
			return p.Cut(marked(openedOn50, ""), p.before()) + p.Mark(marked("", closedAt70), p.before())
		}, false},
	}
	for _, step := range steps {
		local.SetTime(local.Now().Add(step.pass))
		if step.change != nil {
			step.change()
		}
		switch wait := step.wait(); {
		case (wait > 0) != step.waiting:
			t.Errorf("%s: waits %v", step.when, wait)
		case wait > lookAgain:
			t.Errorf("%s: looks again only after %v", step.when, wait)
		}
	}
	if step := p.waits; len(step) > 0 {
		t.Errorf("still remembers %v", step)
	}
}

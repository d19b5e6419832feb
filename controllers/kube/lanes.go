// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"

	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/standing"
)

// resting is how long lanes rest when something is taken away: twice what such a cut
// needs on a machine that is free.
const resting = 50 * time.Millisecond

// Lanes lets looks that only think go one after the other, on half of the cores:
// when ten thousand are due at once, a news that comes meanwhile, and whoever it is
// handed on by, finds a core that is free. While something is taken away they rest:
// the API server and cutoff are then at work, on the same cores, it may be. Whatever
// waits for the API server takes no lane.
type Lanes struct {
	free chan struct{}
	// gate is closed once they go on, and nil before they first rest.
	gate atomic.Pointer[chan struct{}]
	// rested says that they rest, or did just now.
	rested atomic.Bool
}

// NewLanes are those of one process.
func NewLanes() *Lanes {
	return &Lanes{free: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))}
}

// Look thinks once a lane is free, and leaves it free whatever becomes of that: a
// panic, which whoever runs controllers survives, keeps nobody from looking after
// it. A nil Lanes waits for nobody.
func (l *Lanes) Look(think func()) {
	if l != nil {
		l.take()
		defer func() { <-l.free }()
	}
	think()
}

// take takes a lane once they do not rest: who waits for that holds none.
func (l *Lanes) take() {
	for {
		gate := l.gate.Load()
		if gate != nil {
			<-*gate
		}
		l.free <- struct{}{}
		if l.gate.Load() == gate {
			return
		}
		<-l.free
	}
}

// Awake are the same lanes for what does not wait while they rest.
func (l *Lanes) Awake() *Lanes {
	if l == nil {
		return nil
	}
	return &Lanes{free: l.free}
}

// Rest lets nobody begin to think for a moment. However often it is asked, half of
// the time is left for that.
func (l *Lanes) Rest() {
	if !l.rested.CompareAndSwap(false, true) {
		return
	}
	gate := make(chan struct{})
	l.gate.Store(&gate)
	go func() {
		pause(resting)
		close(gate)
		pause(resting)
		l.rested.Store(false)
	}()
}

func pause(span time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), span)
	defer cancel()
	<-ctx.Done()
}

// AtNews rests when a Decision that takes away is recorded, and enqueues nothing.
func (l *Lanes) AtNews() handler.EventHandler {
	return handler.Funcs{CreateFunc: func(_ context.Context, e event.CreateEvent, _ workqueue.TypedRateLimitingInterface[reconcile.Request]) {
		if d, ok := e.Object.(*v1alpha1.Decision); ok && l != nil && !e.IsInInitialList && standing.Takes(d.Spec.Action) {
			l.Rest()
		}
	}}
}

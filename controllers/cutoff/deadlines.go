// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/deadline"
)

// key names what is due: an agreement or a grant.
type key struct {
	agreement bool
	name      types.NamespacedName
}

func grantKey(g *v1alpha1.DeveloperGrant) key {
	return key{name: types.NamespacedName{Namespace: g.Namespace, Name: g.Name}}
}

func agreementKey(a *v1alpha1.OperationAgreement) key {
	return key{agreement: true, name: types.NamespacedName{Namespace: a.Namespace, Name: a.Name}}
}

// Deadlines wakes agreements and grants at the instants at which time alone
// changes their verdict, by the API server's time. It is one heap for all.
type Deadlines struct {
	// Clock is the API server's time.
	Clock *kube.ServerClock
	// Local paces the sleeps.
	Local clock.Clock
	// Server is asked for its time now and then, so that an idle process hears
	// it.
	Server rest.Interface

	// Grants and Agreements take what is due. Crowd takes grants that are due with
	// agreements and are many: they wait for a lull, until what they share is cut.
	Grants, Agreements, Crowd chan event.TypedGenericEvent[reconcile.Request]

	asked int
	ask   time.Time // the local instant of the next ask

	mu      sync.Mutex
	heap    deadline.Heap[key]
	changed chan struct{}
}

const (
	// longestSleep caps a sleep: every wake reads the time again.
	longestSleep = time.Second
	// askEvery is how often the server is asked for its time at most, once the
	// first asks have closed the bound in: each of them halves what a Date leaves
	// open of a second.
	askEvery  = 7 * time.Second
	firstAsks = 10
	// shortestRest is between two of the first asks: enough for an answer.
	shortestRest = 50 * time.Millisecond
)

// NewDeadlines is an empty heap of deadlines.
func NewDeadlines(server *kube.ServerClock, local clock.Clock, api rest.Interface) *Deadlines {
	return &Deadlines{
		Clock: server, Local: local, Server: api,
		Grants:     make(chan event.TypedGenericEvent[reconcile.Request]),
		Agreements: make(chan event.TypedGenericEvent[reconcile.Request]),
		Crowd:      make(chan event.TypedGenericEvent[reconcile.Request]),
		changed:    make(chan struct{}, 1),
	}
}

// Set moves the deadline of a key; the zero instant takes it away.
func (d *Deadlines) Set(k key, at time.Time) {
	d.mu.Lock()
	d.heap.Set(k, at)
	d.mu.Unlock()
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// wakes are what is due, agreements first: one of their writes cuts all grants of
// a cohort.
type wakes struct{ agreements, grants []key }

// due takes out what is due, and tells how long to sleep.
func (d *Deadlines) due(now time.Time) (wakes, time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var w wakes
	for _, k := range d.heap.Due(now) {
		if k.agreement {
			w.agreements = append(w.agreements, k)
		} else {
			w.grants = append(w.grants, k)
		}
	}
	sleep := longestSleep
	if next, ok := d.heap.Next(); ok {
		sleep = min(sleep, max(next.Sub(now), time.Millisecond))
	}
	return w, sleep
}

// Start wakes what is due until the context ends.
func (d *Deadlines) Start(ctx context.Context) error {
	for {
		toAsk := d.listen(ctx)
		due, sleep := d.due(d.Clock.Now())
		if !d.wake(ctx, due) {
			return nil
		}
		timer := d.Local.NewTimer(min(sleep, toAsk))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-d.changed:
			timer.Stop()
		case <-timer.C():
		}
	}
}

// listen asks the server for its time when it is time to, and tells how long it
// is until the next ask.
func (d *Deadlines) listen(ctx context.Context) time.Duration {
	if !d.ask.IsZero() && !d.Local.Now().Before(d.ask) {
		d.asked++
		if err := d.Clock.Sync(ctx, d.Server); err != nil && ctx.Err() == nil {
			ctrl.LoggerFrom(ctx).Error(err, "the API server did not tell its time; the last one is carried on")
		}
		d.ask = time.Time{}
	}
	if d.ask.IsZero() {
		rest := askEvery
		if d.asked < firstAsks {
			rest = shortestRest
		}
		d.ask = d.Local.Now().Add(d.Clock.Aim(rest))
	}
	return max(d.ask.Sub(d.Local.Now()), time.Millisecond)
}

// wake passes on what is due, until the context ends.
func (d *Deadlines) wake(ctx context.Context, w wakes) bool {
	grants := d.Grants
	if len(w.agreements) > 0 && len(w.grants) > crowded {
		grants = d.Crowd
	}
	return d.pass(ctx, d.Agreements, w.agreements) && d.pass(ctx, grants, w.grants)
}

func (d *Deadlines) pass(ctx context.Context, to chan event.TypedGenericEvent[reconcile.Request], keys []key) bool {
	for _, k := range keys {
		select {
		case to <- event.TypedGenericEvent[reconcile.Request]{Object: reconcile.Request{NamespacedName: k.name}}:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

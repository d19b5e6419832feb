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

	// Grants and Agreements take what is due.
	Grants, Agreements chan event.TypedGenericEvent[reconcile.Request]

	mu      sync.Mutex
	heap    deadline.Heap[key]
	changed chan struct{}
}

const (
	// longestSleep caps a sleep: every wake reads the time again.
	longestSleep = time.Second
	// hearEvery is how often the server is asked for its time. It is no whole
	// number of seconds, so that the answers fall at changing parts of the
	// second and the bound closes in.
	hearEvery = 7300 * time.Millisecond
)

// NewDeadlines is an empty heap of deadlines.
func NewDeadlines(server *kube.ServerClock, local clock.Clock, api rest.Interface) *Deadlines {
	return &Deadlines{
		Clock: server, Local: local, Server: api,
		Grants:     make(chan event.TypedGenericEvent[reconcile.Request]),
		Agreements: make(chan event.TypedGenericEvent[reconcile.Request]),
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

// due takes out what is due, agreements first: one of their writes cuts all
// grants of a cohort. It tells how long to sleep.
func (d *Deadlines) due(now time.Time) ([]key, time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var agreements, grants []key
	for _, k := range d.heap.Due(now) {
		if k.agreement {
			agreements = append(agreements, k)
		} else {
			grants = append(grants, k)
		}
	}
	sleep := longestSleep
	if next, ok := d.heap.Next(); ok {
		sleep = min(sleep, max(next.Sub(now), time.Millisecond))
	}
	return append(agreements, grants...), sleep
}

// Start wakes what is due until the context ends.
func (d *Deadlines) Start(ctx context.Context) error {
	heard := d.Local.Now()
	for {
		if d.Local.Since(heard) >= hearEvery {
			heard = d.Local.Now()
			if err := d.Clock.Sync(ctx, d.Server); err != nil && ctx.Err() == nil {
				ctrl.LoggerFrom(ctx).Error(err, "the API server did not tell its time; the last one is carried on")
			}
		}
		keys, sleep := d.due(d.Clock.Now())
		for _, k := range keys {
			if !d.wake(ctx, k) {
				return nil
			}
		}
		timer := d.Local.NewTimer(sleep)
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

func (d *Deadlines) wake(ctx context.Context, k key) bool {
	to := d.Grants
	if k.agreement {
		to = d.Agreements
	}
	select {
	case to <- event.TypedGenericEvent[reconcile.Request]{Object: reconcile.Request{NamespacedName: k.name}}:
		return true
	case <-ctx.Done():
		return false
	}
}

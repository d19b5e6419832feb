// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/publicdata-io/mandate/controllers/kube"
)

// awake are deadlines that run until the test is over, some of them due.
func awake(t *testing.T, due ...key) *Deadlines {
	t.Helper()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	api, err := discovery.NewDiscoveryClientForConfig(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	local := clocktesting.NewFakeClock(noon)
	now := kube.NewServerClock(local)
	now.Hear(noon)
	d := NewDeadlines(now, local, api.RESTClient())
	for _, k := range due {
		d.Set(k, noon.Add(-time.Second))
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Start(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return d
}

func keys(agreement bool, count int) []key {
	var all []key
	for i := range count {
		all = append(all, key{agreement: agreement, name: types.NamespacedName{Namespace: "demo-health", Name: fmt.Sprint(i)}})
	}
	return all
}

// TestManyEndsWaitForWhatTheyShare lets grants end by themselves, and with the
// agreement that they are under.
func TestManyEndsWaitForWhatTheyShare(t *testing.T) {
	few, crowd := crowded, 20
	tests := map[string]struct {
		agreements, grants int
		wantCrowd          bool
	}{
		"one, with its agreement":                       {1, 1, false},
		"as many as workers look at, with an agreement": {1, few, false},
		"many, with their agreement":                    {1, crowd, true},
		"many, each for itself":                         {0, crowd, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := awake(t, append(keys(false, test.grants), keys(true, test.agreements)...)...)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			next := func() (what string) {
				select {
				case <-d.Agreements:
					return "an agreement"
				case <-d.Grants:
					return "a grant at once"
				case <-d.Crowd:
					return "a grant later"
				case <-ctx.Done():
					return "nothing for a minute"
				}
			}
			for i := range test.agreements {
				if got := next(); got != "an agreement" {
					t.Errorf("number %d is %s, want an agreement", i, got)
				}
			}
			want := "a grant at once"
			if test.wantCrowd {
				want = "a grant later"
			}
			for i := range test.grants {
				if got := next(); got != want {
					t.Errorf("grant %d is %s, want %s", i, got, want)
				}
			}
		})
	}
}

// TestWhoWaitsForALullIsLetThroughByAnAct hands a grant on after a lull, and then
// suspends it.
func TestWhoWaitsForALullIsLetThroughByAnAct(t *testing.T) {
	q := priorityqueue.New[reconcile.Request]("lull")
	defer q.ShutDown()
	passed(many, time.Hour).Generic(t.Context(), event.TypedGenericEvent[reconcile.Request]{Object: named("g")}, q)
	if n := q.Len(); n != 0 {
		t.Fatalf("%d are ready, want none for an hour", n)
	}
	add(q, urgent, []reconcile.Request{named("g")})
	if got, _ := q.Get(); got != named("g") {
		t.Errorf("first comes %s", got)
	}
}

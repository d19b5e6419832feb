// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/publicdata-io/mandate/controllers/kube"
)

// TestTheServersTimeIsKnownTwelveSecondsAfterAStart lets deadlines run beside a
// server whose answers carry whole seconds, a quarter of a minute after their start
// and then a minute more.
func TestTheServersTimeIsKnownTwelveSecondsAfterAStart(t *testing.T) {
	const offset, step, most = 370 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond
	local := clocktesting.NewFakeClock(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Date", local.Now().Add(offset).Format(http.TimeFormat))
	}))
	defer server.Close()
	now := kube.NewServerClock(local)
	access := &rest.Config{Host: server.URL}
	access.Wrap(func(next http.RoundTripper) http.RoundTripper { return now.Wrap(next) })
	api, err := discovery.NewDiscoveryClientForConfig(access)
	if err != nil {
		t.Fatal(err)
	}
	if err := now.Sync(t.Context(), api.RESTClient()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- NewDeadlines(now, local, api.RESTClient()).Start(ctx) }()
	pass := func(d time.Duration) {
		for range d / step {
			for !local.HasWaiters() && t.Context().Err() == nil {
				runtime.Gosched()
			}
			local.Step(step)
		}
	}
	pass(12 * time.Second)
	if behind := local.Now().Add(offset).Sub(now.Now()); behind < 0 || behind > most {
		t.Errorf("what is told is %s behind the server, want %s at most and never less than nothing", behind, most)
	}
	before := asked.Load()
	pass(time.Minute)
	if got := asked.Load() - before; got < 6 || got > 9 {
		t.Errorf("in the minute after, the server is asked %d times, want once every seven to eight seconds", got)
	}
	stop()
	local.Step(time.Minute)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	testclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"
)

var errHung = errors.New("it hung")

// hang waits for as long as its caller does, or fails where nobody bounds it.
func hang(ctx context.Context) error {
	if _, bounded := ctx.Deadline(); !bounded {
		return nil
	}
	<-ctx.Done()
	return errHung
}

func TestEveryRequestIsBounded(t *testing.T) {
	cluster := fake.NewClientBuilder().WithInterceptorFuncs(interceptor.Funcs{
		Create: func(ctx context.Context, _ client.WithWatch, _ client.Object, _ ...client.CreateOption) error {
			return hang(ctx)
		},
		Update: func(ctx context.Context, _ client.WithWatch, _ client.Object, _ ...client.UpdateOption) error {
			return hang(ctx)
		},
		Delete: func(ctx context.Context, _ client.WithWatch, _ client.Object, _ ...client.DeleteOption) error {
			return hang(ctx)
		},
		Patch: func(ctx context.Context, _ client.WithWatch, _ client.Object, _ client.Patch, _ ...client.PatchOption) error {
			return hang(ctx)
		},
		Get: func(ctx context.Context, _ client.WithWatch, _ client.ObjectKey, _ client.Object, _ ...client.GetOption) error {
			return hang(ctx)
		},
		List: func(ctx context.Context, _ client.WithWatch, _ client.ObjectList, _ ...client.ListOption) error {
			return hang(ctx)
		},
	}).Build()
	c, live := Bounded{Client: cluster, Each: time.Millisecond}, BoundedReader{Reader: cluster, Each: time.Millisecond}
	box := &corev1.Namespace{}
	for verb, request := range map[string]func() error{
		"create": func() error { return c.Create(t.Context(), box) },
		"update": func() error { return c.Update(t.Context(), box) },
		"delete": func() error { return c.Delete(t.Context(), box) },
		"patch":  func() error { return c.Patch(t.Context(), box, client.RawPatch(types.MergePatchType, nil)) },
		"get":    func() error { return live.Get(t.Context(), client.ObjectKey{}, box) },
		"list":   func() error { return live.List(t.Context(), &corev1.NamespaceList{}) },
	} {
		if err := request(); !errors.Is(err, errHung) {
			t.Errorf("%s: %v, want that it is given up", verb, err)
		}
	}
}

// roundTrip is a transport.
type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip makes a request.
func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestWhoAsksForTheTimeDoesNotWaitForEver(t *testing.T) {
	var asked time.Duration
	api, err := discovery.NewDiscoveryClientForConfig(&rest.Config{Host: "http://kube.invalid", Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		if until, bounded := req.Context().Deadline(); bounded {
			asked = time.Until(until) //nolint:forbidigo // a context ends by the machine's own clock
		}
		return nil, errHung
	})})
	if err != nil {
		t.Fatal(err)
	}
	now := NewServerClock(testclock.NewFakePassiveClock(time.Unix(1_000_000, 0)))
	if err := now.Sync(t.Context(), api.RESTClient()); err == nil || asked <= 0 || asked > RequestTime {
		t.Errorf("it waits %s, want %s at most: %v", asked, RequestTime, err)
	}
}

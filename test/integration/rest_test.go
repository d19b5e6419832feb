// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// items lists a kind in the whole cluster.
func items(t *testing.T, list client.ObjectList) []*unstructured.Unstructured {
	t.Helper()
	kind, err := apiutil.GVKForObject(list, admin.Scheme())
	if err != nil {
		t.Fatal(err)
	}
	all := &unstructured.UnstructuredList{}
	all.SetGroupVersionKind(kind)
	if err := admin.List(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	var found []*unstructured.Unstructured
	for i := range all.Items {
		found = append(found, &all.Items[i])
	}
	return found
}

// quiet is for how long no request shows that a process is at rest.
const quiet = 1500 * time.Millisecond

// atRest finds that a process asked for anything since it was last called, or
// that quiet has not passed since.
func atRest() func(context.Context) error { return restOf(operator, cutoff) }

// restOf is atRest for some processes.
func restOf(processes ...*process) func(context.Context) error {
	asked, since := -1, time.Now()
	return func(context.Context) error {
		now := 0
		for _, p := range processes {
			now += len(p.requests.since())
		}
		if now != asked {
			asked, since = now, time.Now()
		}
		if time.Since(since) < quiet {
			return fmt.Errorf("%d requests so far", now)
		}
		return nil
	}
}

// observed is for how long nothing may happen.
const observed = 10 * time.Second

// Not parallel: it asks that nothing happens in the whole cluster.
func TestNothingIsReadOrWrittenAtRest(t *testing.T) {
	d := newDomain(t).established()
	d.create(d.grant("open").Input("visits").Obj(), d.grant("cut").Input("labs").Obj(), d.grant("partial").Input("visits").Input("labs").Obj())
	for _, name := range []string{"open", "cut", "partial"} {
		d.awaitOpen(name)
	}
	d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "cut"))
	d.decide(d.act("p", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "partial").Only("labs"))
	d.awaitFrozen("cut", "Suspended")
	d.eventually("both processes are at rest", atRest())

	operator.requests.begin()
	cutoff.requests.begin()
	versions := allVersions(t, ourKinds()...)
	<-time.After(observed)
	if diff := cmp.Diff(versions, allVersions(t, ourKinds()...)); diff != "" {
		t.Errorf("objects were written at rest (-before +after):\n%s", diff)
	}
	for _, p := range []*process{operator, cutoff} {
		if asked := p.requests.since(); len(asked) > 0 {
			t.Errorf("%s made %d requests at rest: %v", p.account, len(asked), asked)
		}
	}
}
